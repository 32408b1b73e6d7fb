// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "linereader.h"

#ifdef Q_OS_WIN
#include <QPointer>

#include <io.h>
#include <thread>
#else
#include <QSocketNotifier>

#include <cerrno>
#include <unistd.h>
#endif

#include <utility>

namespace SignIn {

#ifdef Q_OS_WIN

LineReader::LineReader(int descriptor, QObject *parent)
    : QObject(parent)
    , m_descriptor(descriptor)
{}

LineReader::~LineReader()
{
    stop();
}

/// A console cannot be waited for in the event loop, so a thread of its own waits for the line.
void LineReader::readLine()
{
    stop();
    m_wanted = std::make_shared<bool>(true);
    std::thread([reader = QPointer(this), wanted = m_wanted, descriptor = m_descriptor] {
        QByteArray line;
        char byte = 0;
        int got = 0;
        while ((got = ::_read(descriptor, &byte, 1)) == 1 && byte != '\n'
               && line.size() <= LongestLine) {
            line += byte;
        }
        const bool isLine = line.size() <= LongestLine && (got == 1 || !line.isEmpty());
        QMetaObject::invokeMethod(
            reader,
            [reader, wanted, line, isLine] {
                if (!*wanted)
                    return;
                *wanted = false;
                if (isLine)
                    Q_EMIT reader->lineRead(line.endsWith('\r') ? line.chopped(1) : line);
                else
                    Q_EMIT reader->ended();
            },
            Qt::QueuedConnection);
    }).detach();
}

void LineReader::stop()
{
    if (m_wanted)
        *m_wanted = false;
}

void LineReader::clear()
{
    m_line.fill('\0');
    m_line.clear();
}

#else

LineReader::LineReader(int descriptor, QObject *parent)
    : QObject(parent)
    , m_descriptor(descriptor)
    , m_notifier(new QSocketNotifier(descriptor, QSocketNotifier::Read, this))
{
    m_notifier->setEnabled(false);
    m_line.reserve(LongestLine); // one buffer, so that it can be wiped
    connect(m_notifier, &QSocketNotifier::activated, this, &LineReader::readByte);
}

LineReader::~LineReader()
{
    clear();
}

void LineReader::readLine()
{
    m_notifier->setEnabled(true);
}

void LineReader::stop()
{
    m_notifier->setEnabled(false);
}

void LineReader::clear()
{
    m_line.fill('\0');
    m_line.resize(0);
}

void LineReader::readByte()
{
    char byte = 0;
    const auto got = ::read(m_descriptor, &byte, 1);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (got == 1 && byte != '\n' && m_line.size() < LongestLine) {
        m_line += byte;
        return;
    }
    stop();
    const bool isLine = (got == 1 && byte == '\n') || (got == 0 && !m_line.isEmpty());
    if (!isLine) {
        clear();
        Q_EMIT ended();
        return;
    }
    if (m_line.endsWith('\r'))
        m_line.chop(1);
    QByteArray line(m_line.constData(), m_line.size());
    clear();
    Q_EMIT lineRead(line);
    line.fill('\0');
}

#endif

} // namespace SignIn
