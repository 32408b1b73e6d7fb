// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/loopback/redirect.h"

#include <QCoreApplication>
#include <QUrl>

namespace SignIn {

/// Reads what a person pasted: a bare code, `code=…`, or the whole address the browser was sent to,
/// in spaces, quotes or the marks of a bracketed paste, with a fragment behind it.
class CodeInput
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::CodeInput)

public:
    /// \a callbackUrl is the redirect address of this attempt; an address that is pasted must be
    /// this one with a query. Empty where there is none: then no address will do. \a
    /// authorizationPage, where the person approves, is told apart from other addresses.
    static CodeInput parse(const QString &input, const QUrl &callbackUrl,
                           const QUrl &authorizationPage = {});

    /// Present if the input can be used.
    [[nodiscard]] const std::optional<Redirect> &redirect() const { return m_redirect; }

    /// Otherwise why not, as one sentence.
    [[nodiscard]] QString problem() const { return m_problem; }

private:
    static CodeInput refused(const QString &problem);
    static CodeInput fromQuery(const QByteArray &query);
    static CodeInput fromAddress(const QUrl &url, const QUrl &callbackUrl,
                                 const QUrl &authorizationPage);

    std::optional<Redirect> m_redirect;
    QString m_problem;
};

} // namespace SignIn
