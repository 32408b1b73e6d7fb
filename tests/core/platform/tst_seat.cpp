// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/platform/seat.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QTest>
#include <QVariantMap>

#include <optional>

using namespace Qt::StringLiterals;
using namespace SignIn;

namespace {

/// logind, as far as it is asked.
class Logind : public QDBusVirtualObject
{
public:
    QVariantMap session;
    bool isSilent = false;

    QString introspect(const QString &) const override { return {}; }

    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override
    {
        if (isSilent)
            return true;
        if (message.path() != "/org/freedesktop/login1/session/auto"_L1
            || message.member() != "GetAll"_L1) {
            return false;
        }
        return connection.send(message.createReply(QVariant(session)));
    }
};

} // namespace

/// Runs on a private bus that plays the system's too.
class TestSeat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void withoutLogindThePromptMayBeSeen();
    void environmentDecides_data();
    void environmentDecides();
    void logindDecides_data();
    void logindDecides();
    void silentLogindDecidesNothing();

private:
    static bool isSeated();
};

void TestSeat::initTestCase()
{
    QVERIFY(qEnvironmentVariableIsSet("SIGNIN_WITH_SESSION"));
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", qgetenv("DBUS_SESSION_BUS_ADDRESS"));
}

bool TestSeat::isSeated()
{
    QObject context;
    std::optional<bool> answer;
    queryIsSeated(&context, [&](bool seated) { answer = seated; });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }))
        qFatal("no answer");
    return *answer;
}

void TestSeat::withoutLogindThePromptMayBeSeen()
{
    QVERIFY(isSeated());
}

void TestSeat::environmentDecides_data()
{
    QTest::addColumn<QByteArray>("display");
    QTest::addColumn<QByteArray>("waylandDisplay");
    QTest::addColumn<QByteArray>("ssh");
    QTest::addColumn<bool>("maySee");

    QTest::newRow("X11") << QByteArray(":0") << QByteArray() << QByteArray() << true;
    QTest::newRow("Wayland") << QByteArray() << QByteArray("wayland-0") << QByteArray() << true;
    QTest::newRow("no display") << QByteArray() << QByteArray() << QByteArray() << false;
    QTest::newRow("SSH") << QByteArray() << QByteArray() << QByteArray("a 1 b 22") << false;
    QTest::newRow("SSH with a display")
        << QByteArray("localhost:10.0") << QByteArray() << QByteArray("a 1 b 22") << false;
}

void TestSeat::environmentDecides()
{
    QFETCH(const QByteArray, display);
    QFETCH(const QByteArray, waylandDisplay);
    QFETCH(const QByteArray, ssh);
    qputenv("DISPLAY", display);
    qputenv("WAYLAND_DISPLAY", waylandDisplay);
    qputenv("SSH_CONNECTION", ssh);
    QTEST(maySeePrompts(), "maySee");
}

void TestSeat::logindDecides_data()
{
    QTest::addColumn<bool>("isActive");
    QTest::addColumn<bool>("isRemote");
    QTest::addColumn<bool>("isSeated");

    QTest::newRow("active here") << true << false << true;
    QTest::newRow("another session is in front") << false << false << false;
    QTest::newRow("remote") << true << true << false;
}

void TestSeat::logindDecides()
{
    QFETCH(const bool, isActive);
    QFETCH(const bool, isRemote);
    QFETCH(const bool, isSeated);

    Logind logind;
    logind.session = {{u"Active"_s, isActive}, {u"Remote"_s, isRemote}, {u"Name"_s, u"me"_s}};
    const QString connectionName = u"logind"_s;
    {
        auto bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, connectionName);
        QVERIFY(bus.registerVirtualObject(u"/org/freedesktop/login1"_s, &logind,
                                          QDBusConnection::SubPath));
        QVERIFY(bus.registerService(u"org.freedesktop.login1"_s));
    }
    const auto leave = qScopeGuard([&] { QDBusConnection::disconnectFromBus(connectionName); });
    QCOMPARE(TestSeat::isSeated(), isSeated);
}

void TestSeat::silentLogindDecidesNothing()
{
    Logind logind;
    logind.isSilent = true;
    const QString connectionName = u"logind"_s;
    {
        auto bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, connectionName);
        QVERIFY(bus.registerVirtualObject(u"/org/freedesktop/login1"_s, &logind,
                                          QDBusConnection::SubPath));
        QVERIFY(bus.registerService(u"org.freedesktop.login1"_s));
    }
    const auto leave = qScopeGuard([&] { QDBusConnection::disconnectFromBus(connectionName); });
    QVERIFY(isSeated());
}

QTEST_GUILESS_MAIN(TestSeat)
#include "tst_seat.moc"
