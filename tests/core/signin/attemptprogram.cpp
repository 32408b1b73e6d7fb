// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A sign-in in a process of its own, to be killed or to wait beside another one: says each state on
// a line, its link, and takes a code from standard input. Its keychain never answers.

#include "core/keychain/sessionstore.h"
#include "core/keys/keylist.h"
#include "core/keys/keyvault.h"
#include "core/signin/signinattempt.h"

#include <OpenRouterAuth/client.h>

#include <QCoreApplication>
#include <QMetaEnum>
#include <QNetworkAccessManager>
#include <QSocketNotifier>

#include <cstdio>
#include <iostream>
#include <string>

using namespace SignIn;

namespace {

class SilentStore : public SecretStore
{
public:
    void write(const QString &, const OpenRouterAuth::Secret &, QObject *, DoneHandler) override {}
    void read(const QString &, QObject *, ReadHandler) override {}
    void remove(const QString &, QObject *, DoneHandler) override {}
};

void say(const QByteArray &line)
{
    std::cout << line.constData() << std::endl;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    const auto server = OpenRouterAuth::Server::fromBaseUrl(QUrl(arguments.value(1)));
    if (!server)
        return 2;

    QNetworkAccessManager manager;
    OpenRouterAuth::Client client(&manager, *server);
    client.setTimeout(std::chrono::minutes(2));
    KeyList index(arguments.value(2));
    SilentStore keychain;
    SessionStore session;
    KeyVault vault(&index, &keychain, &session, nullptr);
    SignInAttempt attempt({}, {&client, &vault, nullptr, nullptr});
    QObject::connect(&attempt, &SignInAttempt::stateChanged, &attempt,
                     [](SignInAttempt::State state) {
                         say(QMetaEnum::fromType<SignInAttempt::State>().valueToKey(int(state)));
                     });
    QObject::connect(&attempt, &SignInAttempt::finished, &application, &QCoreApplication::quit);
    attempt.begin();
    say("link " + attempt.authorizationUrl().toEncoded());

    QSocketNotifier input(fileno(stdin), QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &attempt, [&] {
        std::string line;
        if (!std::getline(std::cin, line)) {
            input.setEnabled(false);
            return;
        }
        const QString problem = attempt.submitCode(QString::fromStdString(line));
        if (!problem.isEmpty())
            say(problem.toUtf8());
    });
    return QCoreApplication::exec();
}
