// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keys/keyusage.h"

#include <QLabel>

#include <array>

namespace SignIn {

/// What was spent today, this week and this month: a bar for each, as long as its share of the
/// largest, between its name and its amount. Its text, which assistive tools read, says the same.
class UsageChart : public QLabel
{
    Q_OBJECT

public:
    explicit UsageChart(QWidget *parent = nullptr);

    /// Hides the chart where nothing is known.
    void setUsage(const UsagePeriods &usage);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Row
    {
        QString name;
        QString amount;
        double share = 0; ///< Of the largest row, 0 to 1.
    };

    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] int width(QString Row::*column) const;

    std::array<Row, 3> m_rows;
};

} // namespace SignIn
