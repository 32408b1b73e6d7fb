// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace SignIn {

/// The head of one HTTP/1 request, read piece by piece from somebody who is not trusted.
///
/// Only what the guard decides by is kept; every other line is passed over as it streams by, so a
/// request costs the same few kilobytes whatever is sent.
class RequestHead
{
public:
    static constexpr qsizetype MaximumRequestLine = 16 * 1024;
    static constexpr qsizetype MaximumHeaderLine = 2 * 1024; ///< Of the headers that are kept.
    static constexpr qsizetype MaximumSize = 512 * 1024;

    enum class Progress {
        Incomplete,
        Complete,
        Refused, ///< See refusalStatus().
    };

    /// Takes the next bytes. Bytes after the end of the head are not looked at.
    Progress feed(QByteArrayView bytes);

    [[nodiscard]] Progress progress() const { return m_progress; }

    /// The HTTP status for a head that cannot be used: 400, 414, 431 or 505.
    [[nodiscard]] int refusalStatus() const { return m_refusalStatus; }

    [[nodiscard]] const QByteArray &method() const { return m_method; }

    /// The target up to the first "?", and what follows it.
    [[nodiscard]] const QByteArray &path() const { return m_path; }
    [[nodiscard]] const QByteArray &query() const { return m_query; }

    [[nodiscard]] const QByteArray &host() const { return m_host; }
    [[nodiscard]] const std::optional<QByteArray> &origin() const { return m_origin; }
    [[nodiscard]] const std::optional<QByteArray> &fetchDest() const { return m_fetchDest; }

    /// Whether the browser fetches ahead of the person (`Purpose`, `Sec-Purpose`).
    [[nodiscard]] bool isSpeculative() const { return m_speculative; }

private:
    void lineFinished();
    void requestLineFinished();
    void headerLineFinished();
    void refuse(int status);

    Progress m_progress = Progress::Incomplete;
    int m_refusalStatus = 0;
    qsizetype m_size = 0;
    QByteArray m_line;
    bool m_lineCut = false; ///< The line is longer than what of it was kept.
    bool m_haveRequestLine = false;
    bool m_haveHost = false;
    bool m_speculative = false;
    QByteArray m_method;
    QByteArray m_path;
    QByteArray m_query;
    QByteArray m_host;
    std::optional<QByteArray> m_origin;
    std::optional<QByteArray> m_fetchDest;
};

} // namespace SignIn
