// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Sign-ins one after another in one process, for torture.py to torment: says each link on a line
// and how each attempt ended, signs out and goes on. At the end it says for how long its event loop
// was blocked, and waits for the end of its input.
//
// Arguments: API base, file for the list of keys, number of attempts.

#include "core/keychain/sessionstore.h"
#include "core/keys/keylist.h"
#include "core/keys/keyvault.h"
#include "core/signin/signinattempt.h"

#include <OpenRouterAuth/client.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QMetaEnum>
#include <QNetworkAccessManager>
#include <QSocketNotifier>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>

using namespace SignIn;

namespace {

void say(const QByteArray &line)
{
    std::cout << line.constData() << std::endl;
}

/// A timer that should come every few milliseconds, and how late it came at the worst.
class Watch : public QObject
{
public:
    Watch()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_worst = std::max(m_worst, m_sinceLast.restart() - m_timer.interval());
        });
        m_sinceLast.start();
        m_timer.start(Interval);
    }

    [[nodiscard]] qint64 worst() const { return m_worst; }

private:
    static constexpr std::chrono::milliseconds Interval{5};

    QTimer m_timer;
    QElapsedTimer m_sinceLast;
    qint64 m_worst = 0;
};

class Attempts : public QObject
{
public:
    Attempts(OpenRouterAuth::Client *client, KeyVault *vault, int count)
        : m_client(client)
        , m_vault(vault)
        , m_left(count)
    {}

    void next()
    {
        if (m_left-- == 0) {
            say("blocked " + QByteArray::number(m_watch.worst()));
            return;
        }
        SignInOptions options;
        options.keyLabel = QStringLiteral("torture");
        m_attempt = std::make_unique<SignInAttempt>(
            options, SignInAttempt::Dependencies{m_client, m_vault, nullptr, nullptr});
        connect(m_attempt.get(), &SignInAttempt::finished, this, &Attempts::signOut);
        m_attempt->begin();
        say("link " + m_attempt->authorizationUrl().toEncoded());
    }

private:
    void signOut()
    {
        SignInAttempt *attempt = m_attempt.release();
        attempt->deleteLater(); // its port outlives it until the page is delivered
        const QByteArray state =
            QMetaEnum::fromType<SignInAttempt::State>().valueToKey(int(attempt->state()));
        KeyJob *job = m_vault->remove(attempt->newKey()->entry().id);
        connect(job, &KeyJob::finished, this, [this, state] {
            say("finished " + state);
            next();
        });
    }

    OpenRouterAuth::Client *m_client;
    KeyVault *m_vault;
    int m_left;
    Watch m_watch;
    std::unique_ptr<SignInAttempt> m_attempt;
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const auto server = OpenRouterAuth::Server::fromBaseUrl(QUrl(arguments.value(1)));
    if (!server)
        return 2;

    QNetworkAccessManager manager;
    OpenRouterAuth::Client client(&manager, *server);
    KeyList index(arguments.value(2));
    SessionStore keychain;
    SessionStore session;
    KeyVault vault(&index, &keychain, &session, nullptr);
    Attempts attempts(&client, &vault, arguments.value(3).toInt());
    attempts.next();

    QSocketNotifier input(fileno(stdin), QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &application, &QCoreApplication::quit);
    return QCoreApplication::exec();
}
