// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>

class QVBoxLayout;

namespace SignIn {

/// Widgets that belong together, to be shown and hidden as one.
///
/// Buttons draw their focus rings outside of the place that a layout gives them, and a plain
/// QWidget round them would cut the rings off. A group is bigger by the room for them and tells
/// layouts so (SE_FrameLayoutItem), as buttons do.
class Group : public QFrame
{
    Q_OBJECT

public:
    explicit Group(QWidget *parent = nullptr);

    [[nodiscard]] QVBoxLayout *content() const { return m_content; }

    /// The part of \a rect that layouts see; for Style.
    [[nodiscard]] static QRect layoutRect(const QRect &rect);

private:
    QVBoxLayout *m_content;
};

} // namespace SignIn
