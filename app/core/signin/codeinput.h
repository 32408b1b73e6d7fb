// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/loopback/redirect.h"

#include <QCoreApplication>
#include <QUrl>

namespace SignIn {

/// Reads what a person pasted: a bare code, or the whole address the browser was sent to, in spaces
/// or quotes, with a fragment behind it.
class CodeInput
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::CodeInput)

public:
    /// \a callbackUrl is the redirect address of this attempt; an address that is pasted must be
    /// this one with a query. Empty where there is none: then only a bare code will do.
    static CodeInput parse(const QString &input, const QUrl &callbackUrl);

    /// Present if the input can be used.
    [[nodiscard]] const std::optional<Redirect> &redirect() const { return m_redirect; }

    /// Otherwise why not, as one sentence.
    [[nodiscard]] QString problem() const { return m_problem; }

private:
    std::optional<Redirect> m_redirect;
    QString m_problem;
};

} // namespace SignIn
