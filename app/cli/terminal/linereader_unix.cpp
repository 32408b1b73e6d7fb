// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "linereader.h"

#include <QSocketNotifier>

#include <cerrno>
#include <unistd.h>

namespace SignIn {

/// The part of a line that has come.
struct LineReader::Reading
{
    explicit Reading(int descriptor)
        : notifier(descriptor, QSocketNotifier::Read)
    {
        line.reserve(LongestLine); // one buffer, so that it can be wiped
    }

    QSocketNotifier notifier;
    QByteArray line;
};

LineReader::LineReader(int descriptor, QObject *parent)
    : QObject(parent)
    , m_descriptor(descriptor)
    , m_reading(std::make_shared<Reading>(descriptor))
{
    stop();
    connect(&m_reading->notifier, &QSocketNotifier::activated, this, &LineReader::readByte);
}

LineReader::~LineReader()
{
    clear();
}

void LineReader::readLine()
{
    m_reading->notifier.setEnabled(true);
}

void LineReader::stop()
{
    m_reading->notifier.setEnabled(false);
}

void LineReader::clear()
{
    m_reading->line.fill('\0');
    m_reading->line.resize(0);
}

void LineReader::readByte()
{
    char byte = 0;
    const auto got = ::read(m_descriptor, &byte, 1);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    QByteArray &read = m_reading->line;
    if (got == 1 && byte != '\n' && read.size() < LongestLine) {
        read += byte;
        return;
    }
    stop();
    const bool isLine = (got == 1 && byte == '\n') || (got == 0 && !read.isEmpty());
    if (!isLine) {
        clear();
        Q_EMIT ended();
        return;
    }
    if (read.endsWith('\r'))
        read.chop(1);
    QByteArray line(read.constData(), read.size());
    clear();
    Q_EMIT lineRead(line);
    line.fill('\0');
}

} // namespace SignIn
