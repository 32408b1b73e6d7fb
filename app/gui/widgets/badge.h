// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/style/theme.h"

#include <QLabel>

namespace SignIn {

/// One or two words in a pill: how a key is doing.
class Badge : public QLabel
{
    Q_OBJECT

public:
    using Tone = SignIn::Tone;

    explicit Badge(QWidget *parent = nullptr);

    void show(const QString &text, Tone tone);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Neutral;
};

} // namespace SignIn
