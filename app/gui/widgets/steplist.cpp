// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "steplist.h"

#include "gui/style/glyphs.h"
#include "gui/style/metrics.h"
#include "gui/style/theme.h"
#include "textlabel.h"

#include <QHBoxLayout>
#include <QPainter>

namespace SignIn {

namespace {

constexpr int DotSize = 20;
constexpr int TurnInterval = 60;
constexpr int TurnDegrees = 20;

} // namespace

class StepList::Dot final : public QWidget
{
public:
    enum class State { Done, Current, ToCome };

    explicit Dot(QWidget *parent)
        : QWidget(parent)
    {
        setFixedSize(DotSize, DotSize);
    }

    void setState(State state)
    {
        m_state = state;
        update();
    }

    void turn()
    {
        m_angle = (m_angle + 360 - TurnDegrees) % 360;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = Theme::of(palette());
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF ring = QRectF(rect()).adjusted(1, 1, -1, -1);
        switch (m_state) {
        case State::Done:
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.good);
            painter.drawEllipse(rect());
            drawGlyph(&painter, QRectF(rect()).adjusted(4, 4, -4, -4), Glyph::Check,
                      theme.background);
            break;
        case State::Current:
            painter.setPen(QPen(theme.text, 2, Qt::SolidLine, Qt::FlatCap));
            painter.drawArc(ring, (m_angle + 135) * 16, 270 * 16);
            break;
        case State::ToCome:
            painter.setPen(QPen(theme.line, 2));
            painter.drawEllipse(ring);
            break;
        }
    }

private:
    State m_state = State::ToCome;
    int m_angle = 0;
};

StepList::StepList(int count, QWidget *parent)
    : Card(parent)
{
    content()->setSpacing(0);
    for (int i = 0; i < count; ++i) {
        const Line line{new Dot(this), new TextLabel({}, TextSize::Body),
                        new TextLabel({}, TextSize::Note, TextLabel::Tone::Soft)};
        line.remark->setWordWrap(false);
        auto *row = new QHBoxLayout;
        row->setSpacing(12);
        row->addWidget(line.dot);
        row->addWidget(line.text, 1);
        row->addWidget(line.remark);
        line.text->setMinimumHeight(Metrics::SmallControlHeight);
        content()->addLayout(row);
        m_lines.append(line);
    }
    m_timer.setInterval(TurnInterval);
    connect(&m_timer, &QTimer::timeout, this, [this] { m_lines.at(m_current).dot->turn(); });
    updateLines();
}

void StepList::setText(int step, const QString &text)
{
    m_lines.at(step).text->setText(text);
}

void StepList::setRemark(const QString &remark)
{
    m_remark = remark;
    m_lines.at(m_current).remark->setText(remark);
}

void StepList::setCurrent(int step)
{
    m_current = step;
    updateLines();
}

void StepList::setBusy(bool busy)
{
    m_isBusy = busy;
    updateTimer();
}

void StepList::updateLines()
{
    for (int i = 0; i < m_lines.size(); ++i) {
        const Line &line = m_lines.at(i);
        setTextFont(line.text, {TextSize::Body, TextFont::Family::Normal,
                                i == m_current ? QFont::DemiBold : QFont::Normal});
        line.text->setForegroundRole(i > m_current ? QPalette::PlaceholderText
                                                   : QPalette::WindowText);
        line.remark->setText(i == m_current ? m_remark : QString());
        if (i < m_current) {
            line.dot->setState(Dot::State::Done);
            line.text->setAccessibleDescription(tr("done", "state of a step"));
        } else if (i == m_current) {
            line.dot->setState(Dot::State::Current);
            line.text->setAccessibleDescription(tr("current step", "state of a step"));
        } else {
            line.dot->setState(Dot::State::ToCome);
            line.text->setAccessibleDescription(tr("to come", "state of a step"));
        }
    }
}

void StepList::updateTimer()
{
    if (m_isBusy && isVisible())
        m_timer.start();
    else
        m_timer.stop();
}

void StepList::showEvent(QShowEvent *event)
{
    Card::showEvent(event);
    updateTimer();
}

void StepList::hideEvent(QHideEvent *event)
{
    Card::hideEvent(event);
    updateTimer();
}

} // namespace SignIn
