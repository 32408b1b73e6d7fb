// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Our detection of the keychain beside QtKeychain's own, in each kind of session, with services
// that note who asks them for a secret. Alone on a bus: with-session.py --no-keyring.

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QDBusVirtualObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

enum class Wallet { Open, Closed, Disabled, Missing };
enum class Service { Open, Missing, Locked, WithoutCollection };

/// kwalletd of any version.
class FakeWallet : public QDBusVirtualObject
{
public:
    Wallet state = Wallet::Open;
    bool wasUsed = false; ///< QtKeychain opened the wallet.

    QString introspect(const QString &) const override { return {}; }

    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override
    {
        const QString member = message.member();
        // A real one takes its name, sees that it is switched off, and ends without an answer.
        if (state == Wallet::Disabled) {
            return connection.send(
                message.createErrorReply(u"org.freedesktop.DBus.Error.NoReply"_s, u"gone"_s));
        }
        if (member == "networkWallet"_L1)
            return connection.send(message.createReply(u"kdewallet"_s));
        if (member == "wallets"_L1)
            return connection.send(message.createReply(QStringList{u"kdewallet"_s}));
        if (member == "isEnabled"_L1)
            return connection.send(message.createReply(true));
        if (member == "isOpen"_L1)
            return connection.send(message.createReply(state == Wallet::Open));
        if (member == "open"_L1) {
            wasUsed = true;
            return connection.send(message.createReply(-1));
        }
        return false;
    }
};

class FakeService : public QDBusVirtualObject
{
public:
    Service state = Service::Open;
    bool wasUsed = false; ///< libsecret opened a session for secrets.

    QString introspect(const QString &) const override { return {}; }

    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override
    {
        const QString member = message.member();
        if (member == "ReadAlias"_L1) {
            const bool isThere = state != Service::WithoutCollection;
            return connection.send(message.createReply(QVariant::fromValue(QDBusObjectPath(
                isThere ? u"/org/freedesktop/secrets/collection/login"_s : u"/"_s))));
        }
        if (member == "Get"_L1) { // the property Locked
            return connection.send(
                message.createReply(QVariant::fromValue(QDBusVariant(state == Service::Locked))));
        }
        if (member == "OpenSession"_L1) {
            wasUsed = true;
            if (message.arguments().constFirst().toString() != "plain"_L1) {
                return connection.send(message.createErrorReply(
                    u"org.freedesktop.DBus.Error.NotSupported"_s, u"plain only"_s));
            }
            return connection.send(message.createReply(
                {QVariant::fromValue(QDBusVariant(QString())),
                 QVariant::fromValue(QDBusObjectPath(u"/org/freedesktop/secrets/session/1"_s))}));
        }
        if (member == "SearchItems"_L1) {
            wasUsed = true;
            const QVariant none = QVariant::fromValue(QList<QDBusObjectPath>());
            return connection.send(message.createReply({none, none}));
        }
        return false;
    }
};

using Variables = QList<std::pair<QString, QString>>;

struct Session
{
    const char *name;
    Variables variables;
    int wallet;          ///< KWallet's version that is asked first; 0 for the Secret Service.
    bool hasAlternative; ///< Whether the Secret Service is taken if that does not answer.
};

const QString Desktop = u"XDG_CURRENT_DESKTOP"_s;
const QString Version = u"KDE_SESSION_VERSION"_s;
const QString Kind = u"DESKTOP_SESSION"_s;
const QString Full = u"KDE_FULL_SESSION"_s;

QList<Session> sessions()
{
    const int six = QTKEYCHAIN_KNOWS_KWALLET6 ? 6 : 0;
    const bool isForced = QTKEYCHAIN_KNOWS_BACKEND;
    return {
        {"none", {}, 0, true},
        {"KDE 5", {{Desktop, u"KDE"_s}, {Version, u"5"_s}}, 5, true},
        {"KDE 4", {{Desktop, u"KDE"_s}, {Version, u"4"_s}}, 4, false},
        {"KDE 6", {{Desktop, u"KDE"_s}, {Version, u"6"_s}}, six, true},
        {"KDE of no version", {{Desktop, u"KDE"_s}}, 0, true},
        {"KDE among others", {{Desktop, u"X-Mine:KDE"_s}, {Version, u"5"_s}}, 0, true},
        {"session kde", {{Kind, u"kde"_s}, {Version, u"5"_s}}, 5, true},
        {"session kde4", {{Kind, u"kde4"_s}}, 4, false},
        {"session plasma", {{Kind, u"plasma"_s}, {Full, u"true"_s}, {Version, u"5"_s}}, 5, true},
        {"full session", {{Full, u"true"_s}, {Version, u"5"_s}}, 5, true},
        {"GNOME", {{Desktop, u"GNOME"_s}, {Full, u"true"_s}, {Version, u"5"_s}}, 0, true},
        {"Ubuntu", {{Desktop, u"ubuntu:GNOME"_s}, {Kind, u"ubuntu"_s}}, 0, true},
        {"Xfce", {{Desktop, u"XFCE"_s}, {Version, u"5"_s}}, 0, true},
        {"Xubuntu", {{Kind, u"xubuntu"_s}, {Full, u"true"_s}, {Version, u"5"_s}}, 0, true},
        {"old GNOME",
         {{u"GNOME_DESKTOP_SESSION_ID"_s, u"x"_s}, {Full, u"true"_s}, {Version, u"5"_s}},
         0,
         true},
        {"QTKEYCHAIN_BACKEND=kwallet5",
         {{u"QTKEYCHAIN_BACKEND"_s, u"kwallet5"_s}},
         isForced ? 5 : 0,
         !isForced},
        {"QTKEYCHAIN_BACKEND=libsecret",
         {{u"QTKEYCHAIN_BACKEND"_s, u"libsecret"_s}, {Desktop, u"KDE"_s}, {Version, u"5"_s}},
         isForced ? 0 : 5,
         true},
    };
}

} // namespace

class TestKeychainBackend : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ourDetectionAgreesWithQtKeychains_data();
    void ourDetectionAgreesWithQtKeychains();
};

void TestKeychainBackend::ourDetectionAgreesWithQtKeychains_data()
{
    QVERIFY(qEnvironmentVariableIsSet("SIGNIN_WITH_SESSION"));
    QTest::addColumn<Variables>("variables");
    QTest::addColumn<Wallet>("wallet");
    QTest::addColumn<Service>("service");
    QTest::addColumn<QString>("answer");

    const QList<std::pair<Wallet, const char *>> wallets{{Wallet::Open, "open"},
                                                         {Wallet::Closed, "closed"},
                                                         {Wallet::Disabled, "disabled"},
                                                         {Wallet::Missing, "missing"}};
    const QList<std::pair<Service, const char *>> services{
        {Service::Open, "open"},
        {Service::Missing, "missing"},
        {Service::Locked, "locked"},
        {Service::WithoutCollection, "without a collection"}};
    for (const Session &session : sessions()) {
        for (const auto &[wallet, walletName] : wallets) {
            for (const auto &[service, serviceName] : services) {
                const bool answers = wallet == Wallet::Open || wallet == Wallet::Closed;
                QString answer;
                if (session.wallet != 0 && answers)
                    answer = wallet == Wallet::Open ? u"KWallet|ready"_s : u"KWallet|locked"_s;
                else if (session.wallet != 0 && !session.hasAlternative)
                    answer =
                        wallet == Wallet::Missing ? u"|not running"_s : u"KWallet|not responding"_s;
                else if (service == Service::Missing)
                    answer = u"|not running"_s;
                else
                    answer = service == Service::Open ? u"Secret Service|ready"_s
                                                      : u"Secret Service|locked"_s;
                QTest::addRow("%s, KWallet %s, Secret Service %s", session.name, walletName,
                              serviceName)
                    << session.variables << wallet << service << answer;
            }
        }
    }
}

void TestKeychainBackend::ourDetectionAgreesWithQtKeychains()
{
    QFETCH(const Variables, variables);
    QFETCH(const Wallet, wallet);
    QFETCH(const Service, service);
    QFETCH(const QString, answer);

    FakeWallet fakeWallet;
    fakeWallet.state = wallet;
    FakeService fakeService;
    fakeService.state = service;
    const QString connectionName = u"services"_s;
    {
        auto bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, connectionName);
        if (wallet != Wallet::Missing) {
            QVERIFY(
                bus.registerVirtualObject(u"/modules"_s, &fakeWallet, QDBusConnection::SubPath));
            for (const QString &name :
                 {u"org.kde.kwalletd"_s, u"org.kde.kwalletd5"_s, u"org.kde.kwalletd6"_s})
                QVERIFY(bus.registerService(name));
        }
        if (service != Service::Missing) {
            QVERIFY(bus.registerVirtualObject(u"/org/freedesktop/secrets"_s, &fakeService,
                                              QDBusConnection::SubPath));
            QVERIFY(bus.registerService(u"org.freedesktop.secrets"_s));
        }
    }
    const auto leave = qScopeGuard([&] { QDBusConnection::disconnectFromBus(connectionName); });

    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto &[name, value] : variables)
        environment.insert(name, value);
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(BACKEND_PROGRAM), {});
    QTRY_COMPARE_WITH_TIMEOUT(program.state(), QProcess::NotRunning, 20'000);
    const QString said = QString::fromUtf8(program.readAllStandardOutput()).trimmed();
    QCOMPARE(said, answer);
    // And that is whom QtKeychain asked.
    const QString place = said.section(u'|', 0, 0);
    const QString asked = fakeWallet.wasUsed    ? u"KWallet"_s
                          : fakeService.wasUsed ? u"Secret Service"_s
                                                : QString();
    if (place == "KWallet"_L1 && wallet == Wallet::Disabled)
        QCOMPARE(asked, QString()); // it was, and did not answer
    else
        QCOMPARE(asked, place);
}

QTEST_GUILESS_MAIN(TestKeychainBackend)
#include "tst_keychainbackend.moc"
