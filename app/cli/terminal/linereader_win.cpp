// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "linereader.h"

#include <QCoreApplication>

#include <io.h>
#include <qt_windows.h>
#include <thread>
#include <utility>

namespace SignIn {

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

} // namespace SignIn
