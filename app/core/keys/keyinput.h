// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <OpenRouterAuth/apikey.h>

#include <QCoreApplication>
#include <QString>

#include <optional>

namespace SignIn {

class KeyDestination;

/// Reads a key that a person pasted or that came through a pipe: bare, in quotation marks, or in
/// the line of a shell, a header or a file where it was found.
class KeyInput
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::KeyInput)

public:
    enum class Kind {
        Key,
        Empty,
        TooLong,
        SeveralLines, ///< None of them, or more than one, says which the key is.
        Masked,       ///< `sk-or-v1-0e6...1c96`: the rest is not there.
        OtherService, ///< A key that only another service can have made.
        Variable,     ///< `$OPENROUTER_API_KEY`: the name and not the value.
        Address,      ///< A web address.
        Malformed,
    };

    /// \a destination is the server that would be asked about the key. Keys of other services are
    /// refused only if that is openrouter.ai: a server of somebody's own may take them.
    static KeyInput parse(QStringView input, const KeyDestination &destination);

    [[nodiscard]] Kind kind() const { return m_kind; }

    /// Present if the input can be used.
    [[nodiscard]] const std::optional<OpenRouterAuth::ApiKey> &key() const { return m_key; }

    /// Otherwise why not, as one sentence without a part of the input in it, and what to do.
    [[nodiscard]] const QString &problem() const { return m_problem; }
    [[nodiscard]] const QString &advice() const { return m_advice; }

private:
    static KeyInput refused(Kind kind, const QString &problem, const QString &advice);
    static KeyInput fromValue(QStringView value, const KeyDestination &destination);

    Kind m_kind = Kind::Empty;
    std::optional<OpenRouterAuth::ApiKey> m_key;
    QString m_problem;
    QString m_advice;
};

} // namespace SignIn
