// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "client.h"

#include "clock.h"

#include <QNetworkAccessManager>

#include <algorithm>

namespace OpenRouterAuth {

using namespace Qt::StringLiterals;

namespace {

/// Nothing that could end a header line.
bool isPrintableAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(),
                       [](QChar c) { return c >= QChar(0x20) && c <= QChar(0x7e); });
}

/// As the service names them, for example `cli-agent`.
bool isCategory(const QString &name)
{
    constexpr qsizetype maximumSize = 30;
    return !name.isEmpty() && name.size() <= maximumSize
           && std::all_of(name.begin(), name.end(), [](QChar c) {
                  return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-';
              });
}

} // namespace

Client::Client(QNetworkAccessManager *accessManager, const Server &server, QObject *parent)
    : QObject(parent)
    , m_accessManager(accessManager)
    , m_server(server)
    , m_clock(Clock::system())
{}

Client::~Client() = default;

QNetworkAccessManager *Client::accessManager() const
{
    return m_accessManager;
}

bool Client::setAttribution(const QUrl &referer, const QString &title,
                            const QStringList &categories)
{
    const bool isWebAddress = referer.isValid() && !referer.host().isEmpty()
                              && (referer.scheme() == "https"_L1 || referer.scheme() == "http"_L1)
                              && referer.userInfo().isEmpty();
    if ((!referer.isEmpty() && !isWebAddress)
        || !std::all_of(categories.begin(), categories.end(), isCategory)) {
        return false;
    }
    QList<std::pair<QByteArray, QByteArray>> headers;
    for (const auto &[name, value] :
         {std::pair("HTTP-Referer"_ba, QString::fromLatin1(referer.toEncoded())),
          std::pair("X-OpenRouter-Title"_ba, title),
          std::pair("X-OpenRouter-Categories"_ba, categories.join(u','))}) {
        if (!isPrintableAscii(value))
            return false;
        if (!value.isEmpty())
            headers.append({name, value.toLatin1()});
    }
    m_attributionHeaders = headers;
    return true;
}

ExchangeReply *Client::exchangeAuthCodeForApiKey(const ExchangeRequest &request)
{
    return new ExchangeReply(this, request);
}

CreateAuthCodeReply *Client::createAuthCode(const CreateAuthCodeRequest &request,
                                            const ApiKey &apiKey)
{
    return new CreateAuthCodeReply(this, request, apiKey);
}

KeyInfoReply *Client::keyInfo(const ApiKey &apiKey)
{
    return new KeyInfoReply(this, apiKey);
}

} // namespace OpenRouterAuth
