// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "card.h"

#include <QTimer>

namespace SignIn {

class TextLabel;

/// Named steps one below the other: done, current, to come.
///
/// The current one turns only while the program itself is working (setBusy()): nothing moves while
/// it waits for a person, which may be long.
class StepList : public Card
{
    Q_OBJECT

public:
    explicit StepList(int count, QWidget *parent = nullptr);

    void setText(int step, const QString &text);

    /// A few soft words at the end of the current line, such as the time left.
    void setRemark(const QString &remark);

    void setCurrent(int step);
    [[nodiscard]] int current() const { return m_current; }

    void setBusy(bool busy);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    class Dot;
    struct Line
    {
        Dot *dot;
        TextLabel *text;
        TextLabel *remark;
    };

    void updateLines();
    void updateTimer();

    QList<Line> m_lines;
    QString m_remark;
    QTimer m_timer;
    int m_current = 0;
    bool m_isBusy = false;
};

} // namespace SignIn
