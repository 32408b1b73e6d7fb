// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "button.h"

#include "gui/style/fonts.h"

#include <QKeySequence>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

QString withoutMnemonic(const QString &label)
{
    QString plain;
    for (qsizetype i = 0; i < label.size(); ++i) {
        if (label.at(i) == u'&' && i + 1 < label.size())
            ++i;
        plain += label.at(i);
    }
    return plain;
}

} // namespace

Button::Button(const QString &label, Look look, QWidget *parent)
    : QPushButton(parent)
    , m_look(look)
{
    // A small button must be smaller than what a page has room for, never the other way round.
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    setLabel(label);
    updateFont();
}

Button::Button(Glyph glyph, const QString &label, Look look, QWidget *parent)
    : QPushButton(parent)
    , m_look(look)
    , m_size(Size::Small)
    , m_glyph(glyph)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setLabel(label);
    updateFont();
}

void Button::setLabel(const QString &label)
{
    m_mnemonicText = label;
    setText(withoutMnemonic(label));
    setShortcut(QKeySequence::mnemonic(label));
    if (m_look == Look::Icon || m_look == Look::Quiet)
        setToolTip(text());
    updateGeometry();
}

void Button::setLook(Look look)
{
    m_look = look;
    updateFont();
    updateGeometry();
    update();
}

void Button::setSize(Size size)
{
    m_size = size;
    updateFont();
    updateGeometry();
}

void Button::setGlyph(Glyph glyph)
{
    m_glyph = glyph;
    updateGeometry();
    update();
}

void Button::setTrailingGlyph(Glyph glyph)
{
    m_trailingGlyph = glyph;
    updateGeometry();
    update();
}

void Button::updateFont()
{
    TextFont font{TextSize::Body};
    if (m_look == Look::Title || m_size == Size::Big)
        font.size = TextSize::Title;
    else if (m_look == Look::Link && m_size == Size::Small)
        font.size = TextSize::Note;
    font.weight = QFont::Medium;
    if (m_look == Look::Title)
        font.weight = QFont::DemiBold;
    else if (m_look == Look::Link)
        font.weight = QFont::Normal;
    setTextFont(this, font);
}

} // namespace SignIn
