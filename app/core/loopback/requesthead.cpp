// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "requesthead.h"

#include <QList>

#include <algorithm>

namespace SignIn {

RequestHead::Progress RequestHead::feed(QByteArrayView bytes)
{
    while (m_progress == Progress::Incomplete && !bytes.isEmpty()) {
        const qsizetype end = bytes.indexOf('\n');
        const QByteArrayView piece = end < 0 ? bytes : bytes.first(end);
        bytes = bytes.sliced(end < 0 ? bytes.size() : end + 1);

        m_size += piece.size() + (end < 0 ? 0 : 1);
        if (m_size > MaximumSize) {
            refuse(431);
            break;
        }
        // One byte more than allowed is kept: that is how a line that is too long is noticed.
        const qsizetype limit = m_haveRequestLine ? MaximumHeaderLine : MaximumRequestLine;
        const qsizetype room = limit + 1 - m_line.size();
        m_line += piece.first(std::min(room, piece.size()));
        m_lineCut = m_lineCut || piece.size() > room;
        if (!m_haveRequestLine && m_line.size() > limit) {
            refuse(414);
            break;
        }
        if (end >= 0)
            lineFinished();
    }
    return m_progress;
}

void RequestHead::lineFinished()
{
    if (m_line.endsWith('\r'))
        m_line.chop(1);
    if (!m_haveRequestLine)
        requestLineFinished();
    else if (m_line.isEmpty() && !m_lineCut) {
        if (m_haveHost)
            m_progress = Progress::Complete;
        else
            refuse(400);
    } else {
        headerLineFinished();
    }
    m_line.clear();
    m_lineCut = false;
}

void RequestHead::requestLineFinished()
{
    // RFC 9112, section 3: method SP request-target SP HTTP-version
    const QList<QByteArray> parts = m_line.split(' ');
    const auto isVisible = [](char c) { return c >= 0x21 && c <= 0x7e; };
    if (parts.size() != 3 || parts[0].isEmpty() || !parts[1].startsWith('/')
        || !std::all_of(parts[0].begin(), parts[0].end(), isVisible)
        || !std::all_of(parts[1].begin(), parts[1].end(), isVisible)) {
        refuse(400);
        return;
    }
    if (parts[2] != "HTTP/1.1" && parts[2] != "HTTP/1.0") {
        refuse(parts[2].startsWith("HTTP/") ? 505 : 400);
        return;
    }
    m_method = parts[0];
    const qsizetype queryStart = parts[1].indexOf('?');
    m_path = queryStart < 0 ? parts[1] : parts[1].first(queryStart);
    m_query = queryStart < 0 ? QByteArray() : parts[1].sliced(queryStart + 1);
    m_haveRequestLine = true;
}

void RequestHead::headerLineFinished()
{
    const qsizetype colon = m_line.indexOf(':');
    if (colon <= 0 || m_line.at(0) == ' ' || m_line.at(0) == '\t' || m_line.at(colon - 1) == ' ') {
        refuse(400);
        return;
    }
    const QByteArray name = m_line.first(colon).toLower();
    const bool isHost = name == "host";
    const bool isOrigin = name == "origin";
    const bool isFetchDest = name == "sec-fetch-dest";
    const bool isPurpose = name == "purpose" || name == "sec-purpose";
    if (!isHost && !isOrigin && !isFetchDest && !isPurpose)
        return;
    if (m_lineCut || m_line.size() > MaximumHeaderLine) {
        refuse(431);
        return;
    }
    const QByteArray value = m_line.sliced(colon + 1).trimmed();
    if ((isHost && m_haveHost) || (isOrigin && m_origin) || (isFetchDest && m_fetchDest)) {
        refuse(400); // twice: one of them is not the browser's
        return;
    }
    if (isHost) {
        m_host = value;
        m_haveHost = true;
    } else if (isOrigin) {
        m_origin = value;
    } else if (isFetchDest) {
        m_fetchDest = value;
    } else {
        const QByteArray purpose = value.toLower();
        m_speculative = m_speculative || purpose.contains("prefetch")
                        || purpose.contains("prerender") || purpose.contains("preview");
    }
}

void RequestHead::refuse(int status)
{
    m_progress = Progress::Refused;
    m_refusalStatus = status;
    m_line.clear();
}

} // namespace SignIn
