// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "linereader.h"

#ifdef Q_OS_WIN
#include <QCoreApplication>

#include <io.h>
#include <qt_windows.h>
#include <thread>
#else
#include <QSocketNotifier>

#include <cerrno>
#include <unistd.h>
#endif

#include <utility>

namespace SignIn {

#ifdef Q_OS_WIN

namespace {

int readByteOf(int descriptor, char *byte)
{
    for (;;) {
        ::SetLastError(ERROR_SUCCESS);
        const int got = ::_read(descriptor, byte, 1);
        // Ctrl-C ends a read as if the input had ended. What it means is decided where
        // TerminationSignals reports it.
        if (got != 0 || ::GetLastError() != ERROR_OPERATION_ABORTED)
            return got;
    }
}

} // namespace

/// What a thread that reads and the reader share. Only the main thread looks into it.
struct LineReader::Reading
{
    LineReader *reader = nullptr; ///< Nobody after the reader's end.
    bool isUnderWay = false;
    bool isWanted = false;
};

LineReader::LineReader(int descriptor, QObject *parent)
    : QObject(parent)
    , m_descriptor(descriptor)
    , m_reading(std::make_shared<Reading>())
{
    m_reading->reader = this;
}

LineReader::~LineReader()
{
    m_reading->reader = nullptr;
}

/// Neither a console nor a pipe can be waited for in the event loop, and a read that has begun
/// cannot be called off: a thread of its own waits for the line. One that nobody asks for any more
/// is the answer to the next question, as is what waits in a terminal.
void LineReader::readLine()
{
    m_reading->isWanted = true;
    if (std::exchange(m_reading->isUnderWay, true))
        return;
    std::thread([reading = m_reading, descriptor = m_descriptor] {
        QByteArray line;
        line.reserve(LongestLine); // one buffer, so that it can be wiped
        char byte = 0;
        int got = 0;
        while ((got = readByteOf(descriptor, &byte)) == 1 && byte != '\n'
               && line.size() < LongestLine) {
            line += byte;
        }
        const bool isLine = (got == 1 && byte == '\n') || (got == 0 && !line.isEmpty());
        if (line.endsWith('\r'))
            line.chop(1);
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [reading, line = std::move(line), isLine]() mutable {
                reading->isUnderWay = false;
                LineReader *reader = reading->reader;
                if (reader && std::exchange(reading->isWanted, false)) {
                    if (isLine)
                        Q_EMIT reader->lineRead(line);
                    else
                        Q_EMIT reader->ended();
                }
                line.fill('\0');
            },
            Qt::QueuedConnection);
    }).detach();
}

void LineReader::stop()
{
    m_reading->isWanted = false;
}

void LineReader::clear() {}

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
