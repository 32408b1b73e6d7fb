// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/style/glyphs.h"
#include "gui/style/theme.h"

#include <QWidget>

namespace SignIn {

/// A glyph on a ground of its own at the top of a page. Decoration: no name, no focus.
class StatusIcon : public QWidget
{
    Q_OBJECT

public:
    using Tone = SignIn::Tone;

    /// The primary tone is for the logo: a bigger square with round corners instead of a circle.
    StatusIcon(Glyph glyph, Tone tone, QWidget *parent = nullptr);

    /// Another glyph in another tone, of the same size.
    void set(Glyph glyph, Tone tone);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Glyph m_glyph;
    Tone m_tone;
};

} // namespace SignIn
