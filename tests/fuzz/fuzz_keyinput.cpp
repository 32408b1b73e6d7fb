// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a person pastes as a key.

#include "core/keys/keydestination.h"
#include "core/keys/keyinput.h"
#include "fuzzing.h"

using namespace Qt::StringLiterals;
using OpenRouterAuth::ApiKey;
using SignIn::KeyDestination;
using SignIn::KeyInput;

namespace {

bool isSame(const KeyInput &left, const KeyInput &right)
{
    return left.kind() == right.kind() && left.key() == right.key();
}

/// Whether \a text has the characters of \a part in their order.
bool isPartOf(const QString &part, const QString &text)
{
    auto at = part.cbegin();
    for (const QChar c : text) {
        if (at != part.cend() && *at == c)
            ++at;
    }
    return at == part.cend();
}

void check(const KeyInput &result, const QString &input, const KeyDestination &destination)
{
    require(result.key().has_value() == (result.kind() == KeyInput::Kind::Key),
            "a key is there if it is one");
    require(result.key().has_value() == result.problem().isEmpty(),
            "there is something to use, or else a reason");
    require(result.problem().isEmpty() == result.advice().isEmpty(), "a reason and a way out");
    require(isCleanText(result.problem()) && isCleanText(result.advice()), "they can be shown");
    if (!result.key())
        return;
    const QString key = result.key()->secret().toString();
    require(ApiKey::fromInput(key) == result.key(), "a key has the form of one");
    require(!key.contains(u'\u2026') && !key.contains("://"_L1), "nothing else is taken for a key");
    require(isPartOf(key, input), "a key is made of the input");
    require(!destination.needsConsent(*result.key()) || isCleanText(destination.warning()),
            "a question can be shown");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const KeyDestination destination;
    const KeyDestination elsewhere(
        *OpenRouterAuth::Server::fromBaseUrl(QUrl(u"https://example.org/api/v1"_s)));
    const QString input = QString::fromUtf8(inputBytes(data, size));
    const KeyInput result = KeyInput::parse(input, destination);
    check(result, input, destination);
    const KeyInput other = KeyInput::parse(input, elsewhere);
    check(other, input, elsewhere);
    require(isSame(result, other) || result.kind() == KeyInput::Kind::OtherService,
            "other servers take the keys of other services, too");
    const KeyDestination region(
        *OpenRouterAuth::Server::fromBaseUrl(QUrl(u"https://eu.openrouter.ai/api/v1"_s)));
    require(KeyInput::parse(input, region).kind() == result.kind(), "a region is openrouter.ai");

    if (input.size() > 16'000)
        return 0;
    const QString quoted = u" “"_s + input + u"”\r\n"_s;
    require(isSame(KeyInput::parse(quoted, destination), result), "quotation marks change nothing");
    if (result.key()) {
        const QString line = u"export OPENROUTER_API_KEY='"_s + result.key()->secret().toString()
                             + u"'  # comment"_s;
        const KeyInput again = KeyInput::parse(line, destination);
        require(again.key() == result.key(), "a key comes back from the line of a shell");
    }
    return 0;
}
