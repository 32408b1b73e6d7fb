// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QScrollArea>

class QHBoxLayout;
class QVBoxLayout;

namespace SignIn {

class Button;
class TextLabel;

/// What all pages have: margins, a heading that takes the focus and tells the status to a screen
/// reader, Enter for the primary button, Escape for the way back, and scrolling where the window is
/// too small or the text too big.
class Page : public QScrollArea
{
    Q_OBJECT

public:
    explicit Page(const QString &name, QWidget *parent = nullptr);

    /// To be called when the page was brought up: focuses the heading. \a status is told with it.
    void announce(const QString &status = {});

    /// Wide enough for everything on it: a page scrolls only up and down.
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    [[nodiscard]] QVBoxLayout *content() const { return m_content; }
    [[nodiscard]] TextLabel *heading() const { return m_heading; }

    void setHeading(const QString &text);

    /// The buttons for Enter and Escape; null for none.
    void setPrimary(Button *button) { m_primary = button; }
    void setBack(Button *button) { m_back = button; }

    /// A row of buttons of the same width at the bottom of the page.
    QHBoxLayout *addButtonRow(std::initializer_list<Button *> buttons);

    /// A caption with a mnemonic, its field, and what else belongs to them.
    void addField(const QString &caption, QWidget *field,
                  std::initializer_list<QWidget *> more = {});

    void keyPressEvent(QKeyEvent *event) override;

private:
    QVBoxLayout *m_content;
    TextLabel *m_heading;
    Button *m_primary = nullptr;
    Button *m_back = nullptr;
};

} // namespace SignIn
