// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "codeinput.h"

#include "core/keys/keyinputline.h"
#include "core/text/pastedtext.h"

#include <OpenRouterAuth/servertext.h>

#include <algorithm>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaximumInput = 16 * 1024;

bool isSameAddress(const QUrl &left, const QUrl &right)
{
    return left.scheme() == right.scheme() && left.host() == right.host()
           && left.port(80) == right.port(80) && left.userInfo().isEmpty()
           && OpenRouterAuth::Secret(left.path(QUrl::FullyEncoded).toLatin1())
                  .equals(right.path(QUrl::FullyEncoded).toLatin1());
}

/// A part of a redirect that was copied without what is before it: "code=…", "?state=…&code=…". A
/// bare code may have these signs in it too.
bool isQuery(QStringView text)
{
    if (text.startsWith(u'?') || text.startsWith(u'&'))
        text = text.sliced(1);
    const qsizetype equals = text.indexOf(u'=');
    const QStringView name = text.first(std::max<qsizetype>(equals, 0));
    return name == "code"_L1 || name == "error"_L1
           || ((name == "state"_L1 || name == "error_description"_L1)
               && (text.contains("&code="_L1) || text.contains("&error="_L1)));
}

QByteArray encoded(QStringView text)
{
    return OpenRouterAuth::withoutLoneSurrogates(text.toString()).toUtf8();
}

} // namespace

CodeInput CodeInput::refused(const QString &problem)
{
    CodeInput result;
    result.m_problem = problem;
    return result;
}

CodeInput CodeInput::fromQuery(const QByteArray &query)
{
    CodeInput result;
    result.m_redirect = Redirect::fromQuery(query);
    // Some servers add "?code=…" to an address that has a query already.
    if (query.contains('?')
        && (!result.m_redirect || result.m_redirect->code.view().contains('?'))) {
        result.m_redirect = Redirect::fromQuery(QByteArray(query).replace('?', '&'));
    }
    if (!result.m_redirect)
        result.m_problem = tr("There is no code in this address.");
    return result;
}

CodeInput CodeInput::fromAddress(const QUrl &url, const QUrl &callbackUrl,
                                 const QUrl &authorizationPage)
{
    if (url.isValid() && !authorizationPage.isEmpty() && isSameAddress(url, authorizationPage)) {
        return refused(callbackUrl.isEmpty()
                           ? tr("This is the address of the page where you approve. Approve there, "
                                "then paste the code that it shows.")
                           : tr("This is the address of the page where you approve. Approve there, "
                                "then paste the address that your browser is sent to."));
    }
    if (callbackUrl.isEmpty())
        return refused(tr("Paste the code that the page shows, not the page's address."));
    if (!url.isValid())
        return refused(tr("This address is damaged. Copy it again from your browser."));
    if (!isSameAddress(url, callbackUrl))
        return refused(tr("This address does not belong to this sign-in."));
    return fromQuery(url.query(QUrl::FullyEncoded).toLatin1());
}

CodeInput CodeInput::parse(const QString &input, const QUrl &callbackUrl,
                           const QUrl &authorizationPage)
{
    if (input.size() > MaximumInput)
        return refused(tr("This is too long to be a code."));
    const PastedText pasted(input);
    QStringView text = PastedText::unquoted(pasted.view());
    if (const qsizetype fragment = text.indexOf(u'#'); fragment >= 0)
        text = PastedText::unquoted(text.first(fragment));
    if (text.isEmpty())
        return refused(tr("Paste the code, or the whole address your browser was sent to."));

    if (text.contains("://"_L1)) {
        return fromAddress(QUrl::fromEncoded(encoded(text), QUrl::StrictMode), callbackUrl,
                           authorizationPage);
    }
    // Browsers hide the scheme, and a part of the address is copied without it.
    if (!callbackUrl.isEmpty() && text.startsWith(QString(callbackUrl.authority() + u'/'))) {
        const QByteArray scheme = callbackUrl.scheme().toUtf8() + "://";
        return fromAddress(QUrl::fromEncoded(scheme + encoded(text), QUrl::StrictMode), callbackUrl,
                           authorizationPage);
    }
    if (isQuery(text))
        return fromQuery(encoded(text.startsWith(u'?') ? text.sliced(1) : text));
    if (KeyInputLine::hasOpenRouterForm(text)) {
        return refused(tr("This is a key and not a code. To use a key that you already have, "
                          "cancel this sign-in first."));
    }
    const QByteArray code = encoded(text);
    if (!Redirect::isPlausibleCode(code))
        return refused(tr("This is not a code: a code has no spaces or special letters."));
    CodeInput result;
    result.m_redirect = Redirect{OpenRouterAuth::Secret(code), {}, {}};
    return result;
}

} // namespace SignIn
