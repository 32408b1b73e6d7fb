// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "visit.h"

#include "loopbackconnection.h"
#include "randomtoken.h"

#include <QPointer>

namespace SignIn {

Visit::Visit(Redirect redirect)
    : m_redirect(std::move(redirect))
    , m_path("/done/" + randomToken())
{}

void Visit::attach(LoopbackConnection *connection)
{
    if (m_page) {
        connection->sendPage(*m_page);
        return;
    }
    m_waiting.removeIf([](const auto &gone) { return gone.isNull(); });
    m_waiting += connection;
    connection->hold([self = shared_from_this()] { return self->m_interimPage; });
}

void Visit::answer(const ResultPage &page)
{
    m_page = page;
    const auto waiting = std::exchange(m_waiting, {});
    for (const QPointer<LoopbackConnection> &connection : waiting) {
        if (connection)
            connection->sendPage(page);
    }
}

} // namespace SignIn
