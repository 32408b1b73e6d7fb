// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/style/theme.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;

namespace SignIn {

class Button;

/// A sentence on a colored ground, with buttons where there is something to do about it. Hidden
/// while it has nothing to say.
class MessageBar : public QFrame
{
    Q_OBJECT

public:
    using Tone = SignIn::Tone;

    explicit MessageBar(QWidget *parent = nullptr);

    /// Shows \a text; an empty one hides the bar. \a words, such as a server's, are shown
    /// unchanged below it and can be selected.
    void show(const QString &text, Tone tone, const QString &words = {});
    void clear() { show({}, m_tone); }

    [[nodiscard]] QString text() const;

    /// Adds a small button below the text.
    Button *addButton(const QString &label);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void updateLook();

    Tone m_tone = Tone::Neutral;
    QLabel *m_text;
    QLabel *m_words;
    QHBoxLayout *m_buttons;
};

} // namespace SignIn
