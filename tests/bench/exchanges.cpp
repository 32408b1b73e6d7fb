// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What one exchange takes on a connection that is kept: through Client, and as a bare post of the
// same bytes. Both take turns in one process and it says the median of each in microseconds.
//
// Arguments: API base, number of exchanges of each. The server takes any code.

#include <OpenRouterAuth/client.h>
#include <OpenRouterAuth/pkce.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QObject>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace OpenRouterAuth;
using namespace Qt::StringLiterals;

namespace {

constexpr int WarmUp = 20;

class Exchanges : public QObject
{
public:
    Exchanges(const Server &server, int count)
        : m_client(&m_manager, server)
        , m_pkce(Pkce::generate())
        , m_left(2 * (count + WarmUp))
    {
        m_body = R"({"code":"TESTcode-0123456789","code_challenge_method":"S256","code_verifier":")"
                 + m_pkce.verifier().toByteArray() + R"("})";
        m_client.setKeepsConnections(true);
        m_request.setUrl(server.endpoint("auth/keys"_L1));
        m_request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    }

    void next()
    {
        if (m_left-- == 0) {
            std::printf("client %lld\nbare %lld\n", median(m_throughClient), median(m_bare));
            QCoreApplication::quit();
            return;
        }
        m_timer.start();
        if (m_left % 2 == 0)
            exchangeThroughClient();
        else
            postBare();
    }

private:
    void exchangeThroughClient()
    {
        ExchangeRequest request;
        request.code = Secret("TESTcode-0123456789");
        request.codeVerifier = m_pkce.verifier();
        request.codeChallengeMethod = m_pkce.method();
        ExchangeReply *reply = m_client.exchangeAuthCodeForApiKey(request);
        connect(reply, &Reply::finished, this, [this, reply] {
            finished(&m_throughClient, !reply->error().isError());
            reply->deleteLater();
        });
    }

    void postBare()
    {
        QNetworkReply *reply = m_manager.post(m_request, m_body);
        connect(reply, &QNetworkReply::finished, this, [this, reply] {
            finished(&m_bare, reply->readAll().contains("\"key\""));
            reply->deleteLater();
        });
    }

    void finished(std::vector<qint64> *times, bool good)
    {
        times->push_back(m_timer.nsecsElapsed() / 1000);
        if (!good)
            QCoreApplication::exit(1);
        else
            QMetaObject::invokeMethod(this, &Exchanges::next, Qt::QueuedConnection);
    }

    static qint64 median(std::vector<qint64> times)
    {
        times.erase(times.begin(), times.begin() + WarmUp);
        const auto middle = times.begin() + std::ptrdiff_t(times.size() / 2);
        std::nth_element(times.begin(), middle, times.end());
        return *middle;
    }

    QNetworkAccessManager m_manager;
    Client m_client;
    Pkce m_pkce;
    QByteArray m_body;
    QNetworkRequest m_request;
    QElapsedTimer m_timer;
    int m_left;
    std::vector<qint64> m_throughClient;
    std::vector<qint64> m_bare;
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const auto server = Server::fromBaseUrl(QUrl(arguments.value(1)));
    if (!server)
        return 2;
    Exchanges exchanges(*server, arguments.value(2).toInt());
    exchanges.next();
    return QCoreApplication::exec();
}
