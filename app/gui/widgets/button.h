// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/style/glyphs.h"

#include <QPushButton>

namespace SignIn {

/// A push button that says what it is; Style draws it.
///
/// Its text() is the plain word that people see and hear; a mnemonic ("&Copy key") is split off.
class Button : public QPushButton
{
    Q_OBJECT

public:
    enum class Look {
        Normal,
        Primary, ///< The one thing to do on a page: inverse of the background.
        Link,    ///< Underlined words.
        Title,   ///< The words alone, for the headings of cards.
        Icon,    ///< A glyph in a frame; its text is heard and shown as tool tip.
        Quiet,   ///< A glyph without a frame.
    };
    enum class Size { Small, Regular, Big };

    explicit Button(const QString &label, Look look = Look::Normal, QWidget *parent = nullptr);

    /// An icon-only button.
    Button(Glyph glyph, const QString &label, Look look = Look::Icon, QWidget *parent = nullptr);

    [[nodiscard]] Look look() const { return m_look; }
    [[nodiscard]] Size size() const { return m_size; }
    [[nodiscard]] Glyph glyph() const { return m_glyph; }
    [[nodiscard]] Glyph trailingGlyph() const { return m_trailingGlyph; }

    /// text() with its mnemonic marked, for drawing.
    [[nodiscard]] QString mnemonicText() const { return m_mnemonicText; }

    /// Sets text(), the mnemonic and, if there is only an icon, the tool tip.
    void setLabel(const QString &label);
    void setLook(Look look);
    void setSize(Size size);
    void setGlyph(Glyph glyph);
    void setTrailingGlyph(Glyph glyph);

private:
    void updateFont();

    Look m_look;
    Size m_size = Size::Regular;
    Glyph m_glyph = Glyph::None;
    Glyph m_trailingGlyph = Glyph::None;
    QString m_mnemonicText;
};

} // namespace SignIn
