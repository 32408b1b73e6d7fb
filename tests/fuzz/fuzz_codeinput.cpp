// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a person pastes as code or address.

#include "core/signin/codeinput.h"
#include "fuzzing.h"

using namespace Qt::StringLiterals;
using SignIn::CodeInput;
using SignIn::Redirect;

namespace {

void check(const CodeInput &result)
{
    require(result.redirect().has_value() == result.problem().isEmpty(),
            "there is something to use, or else a reason");
    if (!result.redirect())
        return;
    const Redirect &redirect = *result.redirect();
    require(redirect.isError() == redirect.code.isEmpty(), "either a code or an error");
    require(redirect.isError() || Redirect::isPlausibleCode(redirect.code.view()),
            "a code is plausible");
    require(isCleanText(redirect.error) && isCleanText(redirect.errorDescription),
            "the server's words are clean");
    const auto again = Redirect::fromQuery(redirect.toQuery());
    require(again && *again == redirect, "a redirect is read as it is written");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QUrl callback(u"http://127.0.0.1:40123/callback/nonce-nonce_nonce"_s);
    const QUrl page(u"https://openrouter.ai/auth?code_challenge=TEST"_s);
    const QString input = QString::fromUtf8(inputBytes(data, size));
    const CodeInput result = CodeInput::parse(input, callback, page);
    check(result);
    const CodeInput headless = CodeInput::parse(input, {}, page);
    check(headless);
    const QString address = input.left(input.indexOf(u'#'));
    require(!headless.redirect() || input.contains(u'\x1b') || !address.contains("://"_L1),
            "without a callback no address will do");

    const CodeInput quoted = CodeInput::parse(u" “"_s + input + u"”\n"_s, callback, page);
    if (input.size() < 16'000) {
        require(quoted.redirect().has_value() == result.redirect().has_value()
                    && (!result.redirect() || *quoted.redirect() == *result.redirect()),
                "quotation marks change nothing");
    }
    return 0;
}
