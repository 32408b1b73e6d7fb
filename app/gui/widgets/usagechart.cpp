// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "usagechart.h"

#include "core/text/texts.h"
#include "gui/style/box.h"
#include "gui/style/fonts.h"
#include "gui/style/theme.h"

#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

constexpr int ColumnGap = 12;
constexpr int RowGap = 5;
constexpr int TopGap = 4; ///< Sets it apart from the meter of the limit above.
constexpr int Thickness = 4;
constexpr int MinimumBar = 48;

} // namespace

UsageChart::UsageChart(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setTextFont(this, {TextSize::Note});
    setAccessibleName(tr("Usage"));
}

void UsageChart::setUsage(const UsagePeriods &usage)
{
    if (!usage.isKnown()) {
        hide();
        return;
    }
    const std::array amounts{usage.day, usage.week, usage.month};
    const std::array names{tr("Today"), tr("This week"), tr("This month")};
    double largest = 0;
    for (const std::optional<double> &amount : amounts)
        largest = std::max(largest, amount.value_or(0));
    QStringList sentence;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        Row &row = m_rows.at(i);
        const std::optional<double> amount = amounts.at(i);
        row.name = names.at(i);
        row.amount = amount ? Texts::money(*amount) : tr("unknown", "amount of money");
        row.share = largest > 0 ? std::clamp(amount.value_or(0) / largest, 0.0, 1.0) : 0;
        //: %1 is a time such as This week, %2 an amount of money
        sentence += tr("%1: %2").arg(row.name, row.amount);
    }
    setText(sentence.join(u", "_s));
    setAccessibleDescription(text());
    updateGeometry();
    update();
    show();
}

int UsageChart::rowHeight() const
{
    return fontMetrics().height() + RowGap;
}

int UsageChart::width(QString Row::*column) const
{
    int result = 0;
    for (const Row &row : m_rows)
        result = std::max(result, fontMetrics().horizontalAdvance(row.*column));
    return result;
}

QSize UsageChart::sizeHint() const
{
    return {width(&Row::name) + width(&Row::amount) + 2 * ColumnGap + 2 * MinimumBar,
            TopGap + int(m_rows.size()) * rowHeight() - RowGap};
}

QSize UsageChart::minimumSizeHint() const
{
    return sizeHint() - QSize(MinimumBar, 0);
}

void UsageChart::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    const int nameWidth = width(&Row::name);
    const int amountWidth = width(&Row::amount);
    const int barWidth = rect().width() - nameWidth - amountWidth - 2 * ColumnGap;
    const int height = fontMetrics().height();
    const auto place = [this](const QRect &logical) {
        return QStyle::visualRect(layoutDirection(), rect(), logical);
    };
    const auto alignment = [this](Qt::Alignment logical) {
        return int(QStyle::visualAlignment(layoutDirection(), logical | Qt::AlignVCenter));
    };
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const Row &row = m_rows.at(i);
        const int top = TopGap + int(i) * rowHeight();
        painter.setPen(theme.soft);
        painter.drawText(place({0, top, nameWidth, height}), alignment(Qt::AlignLeft), row.name);
        painter.setPen(theme.text);
        painter.drawText(place({rect().width() - amountWidth, top, amountWidth, height}),
                         alignment(Qt::AlignRight), row.amount);

        const QRect groove(nameWidth + ColumnGap, top + (height - Thickness) / 2, barWidth,
                           Thickness);
        drawBox(&painter, place(groove), Thickness / 2.0, theme.bar,
                theme.highContrast ? theme.line : QColor());
        if (row.share > 0) {
            // At least the rounded cap, so that small amounts stay visible.
            QRect bar = groove;
            bar.setWidth(std::max(int(groove.width() * row.share), Thickness));
            drawBox(&painter, place(bar), Thickness / 2.0, theme.soft);
        }
    }
}

} // namespace SignIn
