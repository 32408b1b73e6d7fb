// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/style/fonts.h"

#include <QLabel>

namespace SignIn {

/// Plain text that wraps, in one of the sizes of text. Markup in it is shown as text.
class TextLabel : public QLabel
{
    Q_OBJECT

public:
    enum class Tone { Normal, Soft };

    explicit TextLabel(const QString &text = {}, TextSize size = TextSize::Body,
                       Tone tone = Tone::Normal, QWidget *parent = nullptr);

    /// A fixed-width font, and from left to right whatever the layout: keys, links, addresses.
    void setFixedWidth();

protected:
    bool event(QEvent *event) override;

private:
    void updateAlignment();

    TextSize m_size;
};

} // namespace SignIn
