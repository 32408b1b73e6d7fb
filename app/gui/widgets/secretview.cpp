// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "secretview.h"

#include "gui/style/fonts.h"

#include <QEvent>
#include <QPainter>
#include <QTextLayout>

namespace SignIn {

namespace {

/// Lays \a text out in lines of \a width, broken anywhere. Returns the height.
double layOut(QTextLayout *layout, double width, Qt::Alignment alignment)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAnywhere);
    option.setTextDirection(Qt::LeftToRight);
    option.setAlignment(alignment);
    layout->setTextOption(option);
    layout->setCacheEnabled(false);
    double height = 0;
    layout->beginLayout();
    for (QTextLine line = layout->createLine(); line.isValid(); line = layout->createLine()) {
        line.setLineWidth(width);
        line.setPosition(QPointF(0, height));
        height += line.height();
    }
    layout->endLayout();
    return height;
}

} // namespace

SecretView::SecretView(QWidget *parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setTextFont(this, {TextSize::Body, TextFont::Family::FixedWidth});
}

void SecretView::setMasked(const QString &masked)
{
    m_masked = masked;
    updateText();
}

void SecretView::reveal(const OpenRouterAuth::ApiKey &key)
{
    m_key = key;
    updateText();
}

void SecretView::conceal()
{
    m_key.reset();
    updateText();
}

QString SecretView::shownText() const
{
    return m_key ? m_key->secret().toString() : m_masked;
}

void SecretView::updateText()
{
    setAccessibleName(shownText());
    m_sizeHint = {};
    updateGeometry();
    update();
}

QSize SecretView::sizeHint() const
{
    if (!m_sizeHint.isValid()) {
        const QFontMetrics metrics(font());
        m_sizeHint = {metrics.horizontalAdvance(m_masked) + 2, metrics.height()};
    }
    return m_sizeHint;
}

QSize SecretView::minimumSizeHint() const
{
    const QFontMetrics metrics(font());
    return {metrics.averageCharWidth() * 12, metrics.height()};
}

int SecretView::heightForWidth(int width) const
{
    // Layouts ask for dozens of widths, and most are wide enough for one line.
    if (!isRevealed() && width >= sizeHint().width())
        return sizeHint().height();
    QTextLayout layout(shownText(), font());
    return static_cast<int>(std::ceil(layOut(&layout, width, Qt::AlignLeft)));
}

void SecretView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        m_sizeHint = {};
    QWidget::changeEvent(event);
}

void SecretView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QTextLayout layout(shownText(), font());
    const double height = layOut(
        &layout, width(), layoutDirection() == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
    painter.setPen(palette().color(QPalette::WindowText));
    layout.draw(&painter, QPointF(0, std::max(0.0, (this->height() - height) / 2)));
}

} // namespace SignIn
