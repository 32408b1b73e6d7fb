// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "requesthead.h"

#include <algorithm>

namespace SignIn {

RequestHead::Progress RequestHead::feed(QByteArrayView bytes)
{
    // A line that grows out of its memory would leave a copy of the code behind.
    if (!m_haveRequestLine)
        m_line.reserve(MaximumRequestLine + 1);
    while (m_progress == Progress::Incomplete && !bytes.isEmpty()) {
        const qsizetype end = bytes.indexOf('\n');
        const QByteArrayView piece = end < 0 ? bytes : bytes.first(end);
        bytes = bytes.sliced(end < 0 ? bytes.size() : end + 1);

        m_size += piece.size() + (end < 0 ? 0 : 1);
        if (m_size > MaximumSize) {
            refuse(431);
            break;
        }
        // Keeps one byte more than is allowed, which shows that the line is too long.
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
    clearLine();
    m_lineCut = false;
}

void RequestHead::requestLineFinished()
{
    // RFC 9112, section 3: method SP request-target SP HTTP-version
    const QByteArrayView line(m_line);
    const qsizetype methodEnd = line.indexOf(' ');
    const qsizetype targetEnd = line.lastIndexOf(' ');
    if (methodEnd <= 0 || targetEnd == methodEnd) {
        refuse(400);
        return;
    }
    const QByteArrayView method = line.first(methodEnd);
    const QByteArrayView target = line.sliced(methodEnd + 1, targetEnd - methodEnd - 1);
    const QByteArrayView version = line.sliced(targetEnd + 1);
    const auto isVisible = [](char c) { return c >= 0x21 && c <= 0x7e; };
    if (!target.startsWith('/') || !std::all_of(method.begin(), method.end(), isVisible)
        || !std::all_of(target.begin(), target.end(), isVisible)) {
        refuse(400);
        return;
    }
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        refuse(version.startsWith("HTTP/") ? 505 : 400);
        return;
    }
    m_method = method.toByteArray();
    const qsizetype queryStart = target.indexOf('?');
    m_path = target.first(queryStart < 0 ? target.size() : queryStart).toByteArray();
    if (queryStart >= 0)
        m_query = OpenRouterAuth::Secret(target.sliced(queryStart + 1));
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
    const bool isFetchSite = name == "sec-fetch-site";
    const bool isPurpose = name == "purpose" || name == "sec-purpose";
    if (!isHost && !isOrigin && !isFetchDest && !isFetchSite && !isPurpose)
        return;
    if (m_lineCut || m_line.size() > MaximumHeaderLine) {
        refuse(431);
        return;
    }
    const QByteArray value = m_line.sliced(colon + 1).trimmed();
    if ((isHost && m_haveHost) || (isOrigin && m_origin) || (isFetchDest && m_fetchDest)
        || (isFetchSite && m_fetchSite)) {
        refuse(400); // a browser sends each of them once
        return;
    }
    if (isHost) {
        m_host = value;
        m_haveHost = true;
    } else if (isOrigin) {
        m_origin = value;
    } else if (isFetchDest) {
        m_fetchDest = value;
    } else if (isFetchSite) {
        m_fetchSite = value;
    } else {
        const QByteArray purpose = value.toLower();
        m_speculative = m_speculative || purpose.contains("prefetch")
                        || purpose.contains("prerender") || purpose.contains("preview");
    }
}

void RequestHead::clearLine()
{
    m_line.fill('\0'); // the request line holds the code
    m_line.clear();
}

void RequestHead::refuse(int status)
{
    m_progress = Progress::Refused;
    m_refusalStatus = status;
    clearLine();
}

} // namespace SignIn
