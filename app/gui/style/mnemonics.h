// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

class QWidget;

namespace SignIn {

/// Watches windows for the Alt key: mnemonics are underlined only while it is held.
class Mnemonics : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void watch(QWidget *window);

    [[nodiscard]] bool areShown() const { return m_areShown; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setShown(QWidget *window, bool shown);

    bool m_areShown = false;
};

} // namespace SignIn
