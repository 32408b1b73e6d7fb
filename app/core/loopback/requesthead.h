// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <OpenRouterAuth/secret.h>

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <utility>

namespace SignIn {

/// The head of one HTTP/1 request, read piece by piece from an untrusted sender.
///
/// Keeps only what RedirectServer decides by and skips every other line, so that each request costs
/// the same few kilobytes whatever is sent. The query may hold an authorization code: every copy of
/// it in here is wiped.
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

    /// The target up to the first "?".
    [[nodiscard]] const QByteArray &path() const { return m_path; }

    /// What follows the "?". Not kept: the second call returns nothing.
    [[nodiscard]] OpenRouterAuth::Secret takeQuery() { return std::exchange(m_query, {}); }

    [[nodiscard]] const QByteArray &host() const { return m_host; }
    [[nodiscard]] const std::optional<QByteArray> &origin() const { return m_origin; }
    [[nodiscard]] const std::optional<QByteArray> &fetchDest() const { return m_fetchDest; }
    [[nodiscard]] const std::optional<QByteArray> &fetchSite() const { return m_fetchSite; }

    /// Whether the browser loads the page before a person asked for it (`Purpose`, `Sec-Purpose`).
    [[nodiscard]] bool isSpeculative() const { return m_speculative; }

private:
    void lineFinished();
    void requestLineFinished();
    void headerLineFinished();
    void clearLine();
    void refuse(int status);

    Progress m_progress = Progress::Incomplete;
    int m_refusalStatus = 0;
    qsizetype m_size = 0;
    QByteArray m_line;
    bool m_lineCut = false; ///< m_line is only the beginning of the line.
    bool m_haveRequestLine = false;
    bool m_haveHost = false;
    bool m_speculative = false;
    QByteArray m_method;
    QByteArray m_path;
    OpenRouterAuth::Secret m_query;
    QByteArray m_host;
    std::optional<QByteArray> m_origin;
    std::optional<QByteArray> m_fetchDest;
    std::optional<QByteArray> m_fetchSite;
};

} // namespace SignIn
