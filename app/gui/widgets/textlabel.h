// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/style/theme.h"

#include <QLabel>

namespace SignIn {

/// Plain text that wraps, in one of the four sizes. Foreign text in it stays text.
class TextLabel : public QLabel
{
    Q_OBJECT

public:
    enum class Tone { Normal, Soft };

    explicit TextLabel(const QString &text = {}, TextSize size = TextSize::Body,
                       Tone tone = Tone::Normal, QWidget *parent = nullptr);

    /// A fixed-width font, and from left to right whatever the layout: keys, links, addresses.
    void setFixedWidth();

    /// On one line, cut with an ellipsis where there is no room; the whole text is the tool tip.
    void setElided(Qt::TextElideMode mode);

    /// The whole text, also where it is cut.
    void setFullText(const QString &text);
    [[nodiscard]] QString fullText() const { return m_fullText; }

    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void updateFont();
    void updateAlignment();
    void elide();

    TextSize m_size;
    Qt::TextElideMode m_elideMode = Qt::ElideNone;
    QString m_fullText;
    bool m_isFixedWidth = false;
};

} // namespace SignIn
