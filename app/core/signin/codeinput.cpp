// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "codeinput.h"

#include <OpenRouterAuth/servertext.h>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaximumInput = 16 * 1024;

/// Without white space and quotation marks around it, whichever keyboard or chat program made them.
QStringView unquoted(QStringView text)
{
    const QString quotes = u"\"'`“”„‘’‚«»‹›<>"_s;
    text = text.trimmed();
    while (!text.isEmpty() && quotes.contains(text.front()))
        text = text.sliced(1).trimmed();
    while (!text.isEmpty() && quotes.contains(text.back()))
        text = text.chopped(1).trimmed();
    return text;
}

bool isSameAddress(const QUrl &left, const QUrl &right)
{
    return left.scheme() == right.scheme() && left.host() == right.host()
           && left.port(80) == right.port(80) && left.userInfo().isEmpty()
           && OpenRouterAuth::Secret(left.path(QUrl::FullyEncoded).toLatin1())
                  .equals(right.path(QUrl::FullyEncoded).toLatin1());
}

} // namespace

CodeInput CodeInput::parse(const QString &input, const QUrl &callbackUrl)
{
    CodeInput result;
    if (input.size() > MaximumInput) {
        result.m_problem = tr("This is too long to be a code.");
        return result;
    }
    QStringView text = unquoted(input);
    if (const qsizetype fragment = text.indexOf(u'#'); fragment >= 0)
        text = unquoted(text.first(fragment));
    if (text.isEmpty()) {
        result.m_problem = tr("Paste the code, or the whole address your browser was sent to.");
        return result;
    }

    if (!text.contains("://"_L1)) {
        const QByteArray code = OpenRouterAuth::withoutLoneSurrogates(text.toString()).toUtf8();
        if (!Redirect::isPlausibleCode(code)) {
            result.m_problem = tr("This is not a code: a code has no spaces or special letters.");
            return result;
        }
        result.m_redirect = Redirect{OpenRouterAuth::Secret(code), {}, {}};
        return result;
    }

    const QUrl url = QUrl::fromEncoded(
        OpenRouterAuth::withoutLoneSurrogates(text.toString()).toUtf8(), QUrl::StrictMode);
    if (callbackUrl.isEmpty()) {
        result.m_problem = tr("Paste the code that the page shows, not the page's address.");
    } else if (!url.isValid()) {
        result.m_problem = tr("This address is damaged. Copy it again from your browser.");
    } else if (!isSameAddress(url, callbackUrl)) {
        result.m_problem = tr("This address does not belong to this sign-in.");
    } else {
        result.m_redirect = Redirect::fromQuery(url.query(QUrl::FullyEncoded).toLatin1());
        if (!result.m_redirect)
            result.m_problem = tr("There is no code in this address.");
    }
    return result;
}

} // namespace SignIn
