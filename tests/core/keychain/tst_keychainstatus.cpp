// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/keychain/keychainstatus.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QDBusVirtualObject>
#include <QTest>

#include <optional>

using namespace Qt::StringLiterals;
using SignIn::KeychainStatus;

namespace {

/// A Secret Service that finds its unlocked collection only after some questions: a real one does
/// that too rarely to wait for.
class AbsentMindedService : public QDBusVirtualObject
{
public:
    explicit AbsentMindedService(int misses)
        : m_missesLeft(misses)
    {}

    QString introspect(const QString &) const override { return {}; }

    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override
    {
        QVariant answer;
        if (message.member() == "ReadAlias"_L1) {
            const bool isMissed = m_missesLeft > 0;
            if (isMissed)
                --m_missesLeft;
            answer = QVariant::fromValue(QDBusObjectPath(
                isMissed ? u"/"_s : u"/org/freedesktop/secrets/collection/login"_s));
        } else {
            answer = QVariant::fromValue(QDBusVariant(false)); // The property Locked.
        }
        return connection.send(message.createReply(answer));
    }

private:
    int m_missesLeft;
};

} // namespace

class TestKeychainService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void collectionIsAskedForTwice_data();
    void collectionIsAskedForTwice();
};

void TestKeychainService::collectionIsAskedForTwice_data()
{
    QTest::addColumn<int>("misses");
    QTest::addColumn<KeychainStatus::State>("state");

    QTest::newRow("found") << 0 << KeychainStatus::State::Ready;
    QTest::newRow("missed once") << 1 << KeychainStatus::State::Ready;
    QTest::newRow("not there") << 2 << KeychainStatus::State::Locked;
}

void TestKeychainService::collectionIsAskedForTwice()
{
    QFETCH(const int, misses);
    QFETCH(const KeychainStatus::State, state);

    const QString connectionName = u"service"_s;
    AbsentMindedService service(misses);
    {
        auto bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, connectionName);
        QVERIFY(bus.registerVirtualObject(u"/org/freedesktop/secrets"_s, &service,
                                          QDBusConnection::SubPath));
        QVERIFY(bus.registerService(u"org.freedesktop.secrets"_s));
    }
    const auto leave = qScopeGuard([&] { QDBusConnection::disconnectFromBus(connectionName); });

    std::optional<KeychainStatus::State> answer;
    KeychainStatus::query(this, [&](const KeychainStatus &found) { answer = found.state; });
    QTRY_VERIFY(answer);
    QCOMPARE(*answer, state);
}

QTEST_GUILESS_MAIN(TestKeychainService)
#include "tst_keychainstatus.moc"
