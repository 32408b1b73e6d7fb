// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Prints a link, reads the code that belongs to it, exchanges it and asks about the key:
//     consumer http://127.0.0.1:4010/api/v1

#include <OpenRouterAuth/apikey.h>
#include <OpenRouterAuth/authorizationrequest.h>
#include <OpenRouterAuth/client.h>
#include <OpenRouterAuth/clock.h>
#include <OpenRouterAuth/createauthcode.h>
#include <OpenRouterAuth/error.h>
#include <OpenRouterAuth/exchange.h>
#include <OpenRouterAuth/keyinfo.h>
#include <OpenRouterAuth/pkce.h>
#include <OpenRouterAuth/reply.h>
#include <OpenRouterAuth/result.h>
#include <OpenRouterAuth/secret.h>
#include <OpenRouterAuth/server.h>
#include <OpenRouterAuth/servertext.h>

#include <QCoreApplication>
#include <QNetworkAccessManager>
#include <QTextStream>

using namespace OpenRouterAuth;

namespace {

int fail(const Error &error)
{
    QTextStream(stderr) << error.sentence() << ' ' << error.detail() << ' ' << error.serverMessage()
                        << Qt::endl;
    return 1;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const Result<Server> server = Server::fromBaseUrl(QUrl(QCoreApplication::arguments().value(1)));
    if (!server)
        return fail(server.error());

    const Pkce pkce = Pkce::generate();
    AuthorizationRequest link;
    link.callbackUrl = QUrl("http://127.0.0.1:4321/callback");
    link.codeChallenge = pkce.challenge();
    link.keyLabel = "consumer";
    const Result<QUrl> url = link.toUrl(*server);
    if (!url)
        return fail(url.error());
    QTextStream(stdout) << url->toString(QUrl::FullyEncoded) << Qt::endl;

    ExchangeRequest request;
    request.code = Secret(QTextStream(stdin).readLine().toUtf8());
    request.codeVerifier = pkce.verifier();
    request.codeChallengeMethod = pkce.method();

    QNetworkAccessManager network;
    Client client(&network, *server);
    ExchangeReply *exchange = client.exchangeAuthCodeForApiKey(request);
    QObject::connect(exchange, &Reply::finished, &client, [&client, exchange] {
        if (exchange->error().isError()) {
            QCoreApplication::exit(fail(exchange->error()));
            return;
        }
        QTextStream(stdout) << exchange->result()->key.masked() << Qt::endl;
        KeyInfoReply *info = client.keyInfo(exchange->result()->key);
        QObject::connect(info, &Reply::finished, &client, [info] {
            if (info->error().isError()) {
                QCoreApplication::exit(fail(info->error()));
                return;
            }
            QTextStream(stdout) << info->result()->label << Qt::endl;
            QCoreApplication::exit(0);
        });
    });
    return QCoreApplication::exec();
}
