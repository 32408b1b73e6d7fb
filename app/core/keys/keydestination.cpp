// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keydestination.h"

#include "core/text/texts.h"

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::ApiKey;
using OpenRouterAuth::Server;

namespace {

bool isThisComputer(const Server &server)
{
    // http is allowed for loopback addresses only.
    QUrl url = server.baseUrl();
    url.setScheme(u"http"_s);
    return Server::fromBaseUrl(url).has_value();
}

} // namespace

bool KeyDestination::needsConsent(const ApiKey &key) const
{
    constexpr QByteArrayView prefix("sk-or-");
    const QByteArrayView bytes = key.secret().view();
    return !m_isChosen && bytes.first(prefix.size()).compare(prefix, Qt::CaseInsensitive) == 0
           && !isOpenRouter() && !isThisComputer(m_server);
}

QString KeyDestination::warning() const
{
    return tr("This looks like a key of openrouter.ai, but it would be sent to %1.")
        .arg(Texts::plain(m_server.displayName()));
}

} // namespace SignIn
