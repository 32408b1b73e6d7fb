// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "delivery.h"

#include "outputpipe.h"
#include "terminal.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace SignIn {

namespace {

// The kernel announces neither that a pipe was read nor that its reader has gone to somebody who
// only writes, so it is asked: often at first, for readers that are waiting.
constexpr std::chrono::milliseconds FirstPause{1};
constexpr std::chrono::milliseconds LongestPause{100};

qint64 now()
{
    QElapsedTimer timer;
    timer.start();
    return timer.msecsSinceReference();
}

} // namespace

Delivery::Delivery(Terminal &terminal, QObject *parent)
    : QObject(parent)
    , m_terminal(terminal)
{}

void Delivery::start(const OpenRouterAuth::Secret &text)
{
    m_start = now();
    m_timer.setSingleShot(true);
    QMetaObject::invokeMethod(
        this, [this, text] { write(text); }, Qt::QueuedConnection);
}

QString Delivery::notWritten(int error)
{
    if (error == EPIPE)
        return tr("The reader of the output closed it before the key was read.");
    return tr("The output could not be written: %1.")
        .arg(QString::fromLocal8Bit(std::strerror(error)));
}

void Delivery::write(const OpenRouterAuth::Secret &text)
{
    if (const int error = m_terminal.writeOutput(text.view()); error != 0) {
        Q_EMIT finished(notWritten(error));
        return;
    }
    m_timer.setInterval(FirstPause);
    connect(&m_timer, &QTimer::timeout, this, &Delivery::checkPipe);
    checkPipe();
}

void Delivery::checkPipe()
{
    switch (OutputPipe::state()) {
    case OutputPipe::State::Unknown:
    case OutputPipe::State::Read:
        return close();
    case OutputPipe::State::ReaderGone:
        Q_EMIT finished(notWritten(EPIPE));
        return;
    case OutputPipe::State::Unread:
        break;
    }
    if (now() - m_start >= std::chrono::milliseconds(Patience).count()) {
        Q_EMIT finished(tr("The reader of the output did not read the key within a minute."));
        return;
    }
    m_timer.start(std::min(LongestPause, m_timer.intervalAsDuration() * 2));
}

/// Some file systems say only then that the disk is full.
void Delivery::close()
{
    const int error = m_terminal.isOutputTerminal() ? 0 : Stream::close(Stream::Output);
    Q_EMIT finished(error != 0 ? notWritten(error) : QString());
}

} // namespace SignIn
