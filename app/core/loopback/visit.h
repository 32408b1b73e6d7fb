// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redirect.h"
#include "resultpage.h"

#include <QByteArray>
#include <QList>
#include <QPointer>

#include <memory>
#include <optional>

namespace SignIn {

class LoopbackConnection;

/// One accepted redirect as the browser sees it: the address of its result page, and the page once
/// it is known. Every connection that asks for the page gets the same one, after a reload too.
class Visit : public std::enable_shared_from_this<Visit>
{
public:
    explicit Visit(Redirect redirect);

    /// The redirect that opened this visit. The same redirect again belongs to the same visit.
    [[nodiscard]] const Redirect &redirect() const { return m_redirect; }

    /// Lets the same redirect open a visit of its own.
    void forgetRedirect() { m_redirect = {}; }

    /// Path of the result page: "/done/" and a nonce, so that it does not show the code.
    [[nodiscard]] const QByteArray &path() const { return m_path; }

    [[nodiscard]] bool isAnswered() const { return m_page.has_value(); }

    /// Sends the result page, now or as soon as it is known.
    void attach(LoopbackConnection *connection);

    /// What a browser is shown that has waited for LoopbackConnection::HoldTimeout. It asks again.
    void setInterimPage(const ResultPage &page) { m_interimPage = page; }

    /// The result: sent to every connection that waits, and to those that still come.
    void answer(const ResultPage &page);

    /// The same redirect is tried once more, and has no result yet.
    void reopen() { m_page.reset(); }

private:
    Redirect m_redirect;
    QByteArray m_path;
    std::optional<ResultPage> m_page;
    ResultPage m_interimPage = ResultPage::stillWorking();
    QList<QPointer<LoopbackConnection>> m_waiting;
};

} // namespace SignIn
