// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keyinput.h"

#include "core/text/pastedtext.h"
#include "keydestination.h"
#include "keyinputline.h"

#include <algorithm>
#include <array>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::ApiKey;

namespace {

constexpr qsizetype MaximumInput = 16 * 1024;

struct Service
{
    QLatin1StringView prefix;
    QLatin1StringView name;
};

/// What only keys of other services begin with, from their documentation.
constexpr std::array OtherServices{
    Service{"sk-ant-"_L1, "Anthropic"_L1},
    Service{"sk-proj-"_L1, "OpenAI"_L1},
    Service{"sk-svcacct-"_L1, "OpenAI"_L1},
    Service{"sk-admin-"_L1, "OpenAI"_L1},
    Service{"gsk_"_L1, "Groq"_L1},
    Service{"AIza"_L1, "Google"_L1},
    Service{"hf_"_L1, "Hugging Face"_L1},
    Service{"xai-"_L1, "xAI"_L1},
    Service{"pplx-"_L1, "Perplexity"_L1},
    Service{"r8_"_L1, "Replicate"_L1},
    Service{"nvapi-"_L1, "NVIDIA"_L1},
    Service{"csk-"_L1, "Cerebras"_L1},
    Service{"tgp_v1_"_L1, "Together AI"_L1},
    Service{"fw_"_L1, "Fireworks AI"_L1},
    Service{"vck_"_L1, "Vercel"_L1},
    Service{"ghp_"_L1, "GitHub"_L1},
    Service{"gho_"_L1, "GitHub"_L1},
    Service{"ghu_"_L1, "GitHub"_L1},
    Service{"ghs_"_L1, "GitHub"_L1},
    Service{"github_pat_"_L1, "GitHub"_L1},
    Service{"glpat-"_L1, "GitLab"_L1},
    Service{"AKIA"_L1, "Amazon Web Services"_L1},
    Service{"ASIA"_L1, "Amazon Web Services"_L1},
    Service{"sk_live_"_L1, "Stripe"_L1},
    Service{"sk_test_"_L1, "Stripe"_L1},
};

bool hasSpace(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
}

/// Whether there are stars in the place of letters and digits, not among other signs.
bool hasStars(QStringView value)
{
    for (qsizetype at = value.indexOf(u'*'); at > 0; at = value.indexOf(u'*', at)) {
        const qsizetype begin = at;
        while (at < value.size() && value.at(at) == u'*')
            ++at;
        const bool isEnd = at == value.size();
        if (value.at(begin - 1).isLetterOrNumber() && (isEnd || value.at(at).isLetterOrNumber()))
            return true;
    }
    return false;
}

/// As pages and programs show a key that they do not want to show.
bool isMasked(QStringView value)
{
    const bool isKey = value.startsWith("sk-"_L1);
    if (hasSpace(value) && !isKey)
        return false;
    const bool hasMask = std::any_of(value.begin(), value.end(), [](QChar c) {
        return QStringView(u"…‥⋯•●∙·∗○◦▪■█").contains(c);
    });
    return hasMask || value.contains(".."_L1) || value.contains("***"_L1)
           || (isKey && (hasStars(value) || value.contains("xxxxxxxx"_L1, Qt::CaseInsensitive)));
}

/// `$NAME`, `${NAME}`, `$env:NAME`, `%NAME%`, and `OPENROUTER_API_KEY`.
bool isVariable(QStringView value)
{
    const auto isName = [](QStringView text) {
        return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) {
            return c == u'_' || (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z')
                   || (c >= u'0' && c <= u'9');
        });
    };
    // The brace at the end may have been taken for one of JSON.
    if (value.startsWith("${"_L1))
        return isName(value.sliced(2).chopped(value.endsWith(u'}') ? 1 : 0));
    if (value.startsWith("$env:"_L1, Qt::CaseInsensitive))
        return isName(value.sliced(5));
    if (value.startsWith(u'$'))
        return isName(value.sliced(1));
    if (value.size() > 2 && value.startsWith(u'%') && value.endsWith(u'%'))
        return isName(value.sliced(1).chopped(1));
    return isName(value) && value.endsWith("_KEY"_L1);
}

/// The service that made the key, or an empty name; "sk-" alone is that of several.
std::optional<QLatin1StringView> otherService(QStringView value)
{
    for (const Service &service : OtherServices) {
        if (value.startsWith(service.prefix))
            return service.name;
    }
    if (value.startsWith("sk-"_L1) && !value.startsWith("sk-or"_L1))
        return QLatin1StringView();
    return std::nullopt;
}

} // namespace

KeyInput KeyInput::refused(Kind kind, const QString &problem, const QString &advice)
{
    KeyInput result;
    result.m_kind = kind;
    result.m_problem = problem;
    result.m_advice = advice;
    return result;
}

KeyInput KeyInput::parse(QStringView input, const KeyDestination &destination)
{
    if (input.size() > MaximumInput) {
        return refused(Kind::TooLong, tr("This is too long to be a key."),
                       tr("Paste the key alone."));
    }
    const PastedText pasted(input);
    const QStringView text = PastedText::unquoted(pasted.view());
    const bool hasLines = KeyInputLine::lines(text).size() > 1;
    if (hasLines || KeyInputLine::isJson(text)) {
        if (const auto value = KeyInputLine::onlyValue(text))
            return fromValue(*value, destination);
    }
    if (hasLines) {
        return refused(Kind::SeveralLines, tr("These are several lines, and a key is one."),
                       tr("Paste the key alone, on one line."));
    }
    return fromValue(KeyInputLine::value(text), destination);
}

KeyInput KeyInput::fromValue(QStringView value, const KeyDestination &destination)
{
    const QString page = destination.server().keysPage().toString(QUrl::FullyEncoded);
    if (value.isEmpty())
        return refused(Kind::Empty, tr("There is no key in this."), tr("Paste a key."));
    if (isMasked(value)) {
        return refused(Kind::Masked,
                       tr("This key is masked: only its beginning and its end are there."),
                       tr("Copy the whole key from where it was saved. If it was not saved, create "
                          "another one at %1")
                           .arg(page));
    }
    if (value.contains("://"_L1)) {
        return refused(Kind::Address, tr("This is a web address and not a key."),
                       tr("Paste the key itself."));
    }
    if (isVariable(value)) {
        return refused(Kind::Variable, tr("This is the name of a variable and not a key."),
                       tr("Paste the value of the variable."));
    }
    if (destination.isOpenRouter() && !hasSpace(value)) {
        if (const auto service = otherService(value)) {
            return refused(
                Kind::OtherService,
                service->isEmpty()
                    ? tr("This is a key of another service, such as OpenAI or DeepSeek. "
                         "It was not sent anywhere.")
                    : tr("This is a key of %1. It was not sent anywhere.").arg(QString(*service)),
                tr("Paste an OpenRouter key, which begins with “sk-or-”. You can create "
                   "one at %1")
                    .arg(page));
        }
    }
    std::optional<ApiKey> key = ApiKey::fromInput(value);
    if (!key) {
        return refused(
            Kind::Malformed,
            tr("This is not a key: a key has %1 to %2 letters, digits and signs, and no spaces.")
                .arg(ApiKey::MinimumSize)
                .arg(ApiKey::MaximumSize),
            tr("Copy the whole key again, and nothing else."));
    }
    KeyInput result;
    result.m_kind = Kind::Key;
    result.m_key = std::move(key);
    return result;
}

} // namespace SignIn
