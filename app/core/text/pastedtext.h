// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace SignIn {

/// Text that a person pasted, without what came along with it unseen: bracketed-paste marks and
/// other terminal control sequences, a byte order mark, zero-width and other invisible characters.
///
/// It may be a secret, so this copy of it is wiped when it is destroyed.
class PastedText
{
public:
    explicit PastedText(QStringView input);
    ~PastedText();
    Q_DISABLE_COPY_MOVE(PastedText)

    /// Valid as long as this object. Quotation marks and the ends of lines are still there.
    [[nodiscard]] QStringView view() const { return m_text; }

    /// \a text without white space and quotation marks around it, whichever keyboard or program
    /// made them, also where only one of a pair is there.
    [[nodiscard]] static QStringView unquoted(QStringView text);
    [[nodiscard]] static bool isQuote(QChar c);

private:
    QString m_text;
};

} // namespace SignIn
