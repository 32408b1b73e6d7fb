// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What one exchange takes on a connection that is kept, through Client or as a bare post of the
// same bytes: the median in microseconds.
//
// Arguments: "client" or "bare", API base (https), number of exchanges, file with the certificate
// of the authority to trust. The server takes any code.

#include <OpenRouterAuth/client.h>
#include <OpenRouterAuth/pkce.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QObject>
#include <QSslCertificate>
#include <QSslConfiguration>

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
    Exchanges(bool throughClient, const Server &server, int count)
        : m_throughClient(throughClient)
        , m_client(&m_manager, server)
        , m_pkce(Pkce::generate())
        , m_left(count + WarmUp)
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
            std::printf("%s %lld\n", m_throughClient ? "client" : "bare", median());
            QCoreApplication::quit();
            return;
        }
        m_timer.start();
        if (m_throughClient)
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
            finished(!reply->error().isError());
            reply->deleteLater();
        });
    }

    void postBare()
    {
        QNetworkReply *reply = m_manager.post(m_request, m_body);
        connect(reply, &QNetworkReply::finished, this, [this, reply] {
            finished(reply->readAll().contains("\"key\""));
            reply->deleteLater();
        });
    }

    void finished(bool good)
    {
        m_times.push_back(m_timer.nsecsElapsed() / 1000);
        if (!good)
            QCoreApplication::exit(1);
        else
            QMetaObject::invokeMethod(this, &Exchanges::next, Qt::QueuedConnection);
    }

    qint64 median()
    {
        m_times.erase(m_times.begin(), m_times.begin() + WarmUp);
        const auto middle = m_times.begin() + std::ptrdiff_t(m_times.size() / 2);
        std::nth_element(m_times.begin(), middle, m_times.end());
        return *middle;
    }

    bool m_throughClient;
    QNetworkAccessManager m_manager;
    Client m_client;
    Pkce m_pkce;
    QByteArray m_body;
    QNetworkRequest m_request;
    QElapsedTimer m_timer;
    int m_left;
    std::vector<qint64> m_times;
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const auto server = Server::fromBaseUrl(QUrl(arguments.value(2)));
    if (!server)
        return 2;
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setCaCertificates(QSslCertificate::fromPath(arguments.value(4)));
    QSslConfiguration::setDefaultConfiguration(tls);
    Exchanges exchanges(arguments.value(1) == "client"_L1, *server, arguments.value(3).toInt());
    exchanges.next();
    return QCoreApplication::exec();
}
