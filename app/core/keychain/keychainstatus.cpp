// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keychainstatus.h"

#ifdef SIGNIN_HAS_DBUS
#include <QDBusConnection>
#include <QDBusError>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusVariant>
#include <QFile>
#include <QPointer>
#include <QTimer>
#endif

#include <chrono>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

#ifdef SIGNIN_HAS_DBUS

constexpr std::chrono::seconds ServicePatience{2};

constexpr QLatin1StringView BusService("org.freedesktop.DBus");
constexpr QLatin1StringView BusPath("/org/freedesktop/DBus");
constexpr QLatin1StringView SecretService("org.freedesktop.secrets");
constexpr QLatin1StringView SecretPath("/org/freedesktop/secrets");
constexpr QLatin1StringView SecretInterface("org.freedesktop.Secret.Service");
constexpr QLatin1StringView CollectionInterface("org.freedesktop.Secret.Collection");
constexpr QLatin1StringView PropertiesInterface("org.freedesktop.DBus.Properties");
constexpr QLatin1StringView WalletInterface("org.kde.KWallet");

/// KWallet's version if QtKeychain would ask it, else 0: it looks at the same variables.
int walletVersion()
{
    const QByteArray desktop = qgetenv("XDG_CURRENT_DESKTOP");
    const QByteArray session = qgetenv("DESKTOP_SESSION");
    const bool isOther = desktop == "GNOME" || desktop == "Unity" || desktop == "XFCE";
    const bool isKde =
        desktop == "KDE"
        || (!isOther
            && (session == "kde"
                || (session != "gnome" && !session.contains("xfce") && session != "xubuntu"
                    && qEnvironmentVariableIsEmpty("GNOME_DESKTOP_SESSION_ID")
                    && !qEnvironmentVariableIsEmpty("KDE_FULL_SESSION"))));
    if (!isKde)
        return 0;
    const QByteArray version = qgetenv("KDE_SESSION_VERSION");
#ifdef SIGNIN_KEYCHAIN_KNOWS_KWALLET6
    if (version == "6")
        return 6;
#endif
    return version == "5" ? 5 : 0;
}

/// What people call the program behind the Secret Service.
QString nameOfProcess(uint pid)
{
    QFile file(u"/proc/%1/comm"_s.arg(pid));
    const QByteArray command =
        file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
    // The kernel cuts the name after 15 characters.
    if (command == "gnome-keyring-d")
        return u"GNOME Keyring"_s;
    if (command == "keepassxc")
        return u"KeePassXC"_s;
    if (command.startsWith("kwalletd") || command == "ksecretd")
        return u"KWallet"_s;
    return u"Secret Service"_s;
}

/// One query: a chain of calls to the bus, cut off when patience ends.
class Query : public QObject
{
public:
    Query(QObject *context, std::function<void(const KeychainStatus &)> handler)
        : m_context(context)
        , m_handler(std::move(handler))
        , m_bus(QDBusConnection::sessionBus())
    {
        m_service.name = u"Secret Service"_s;
        QTimer::singleShot(ServicePatience, this, [this] {
            finish(m_isThere ? KeychainStatus::State::NotResponding
                             : KeychainStatus::State::Unknown);
        });
    }

    void start()
    {
        if (!m_bus.isConnected()) {
            QMetaObject::invokeMethod(
                this, [this] { finish(KeychainStatus::State::NoBus); }, Qt::QueuedConnection);
            return;
        }
        if (const int version = walletVersion())
            askWallet(version);
        else
            askForOwner();
    }

private:
    using Next = std::function<void(const QDBusMessage &)>;

    void call(QLatin1StringView service, const QString &path, QLatin1StringView interface,
              QLatin1StringView method, const QVariantList &arguments, const Next &next)
    {
        QDBusMessage message = QDBusMessage::createMethodCall(service, path, interface, method);
        message.setArguments(arguments);
        auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message), this);
        connect(watcher, &QDBusPendingCallWatcher::finished, this,
                [next](QDBusPendingCallWatcher *finished) {
                    finished->deleteLater();
                    next(finished->reply());
                });
    }

    static bool isError(const QDBusMessage &answer)
    {
        return answer.type() != QDBusMessage::ReplyMessage || answer.arguments().isEmpty();
    }

    /// Nobody there, nor anybody who could be started.
    static bool isAbsence(const QDBusMessage &answer)
    {
        const QString name = answer.errorName();
        return name == "org.freedesktop.DBus.Error.ServiceUnknown"_L1
               || name == "org.freedesktop.DBus.Error.NameHasNoOwner"_L1
               || name.startsWith("org.freedesktop.DBus.Error.Spawn."_L1);
    }

    void failed(const QDBusMessage &answer)
    {
        if (isAbsence(answer))
            finish(KeychainStatus::State::Absent);
        else if (answer.errorName() == "org.freedesktop.DBus.Error.NoReply"_L1)
            finish(KeychainStatus::State::NotResponding);
        else
            finish(KeychainStatus::State::Unknown);
    }

    // KWallet: is it there, switched on, and is its wallet open?

    void askWallet(int version)
    {
        const bool isSix = version == 6;
        m_walletService = isSix ? "org.kde.kwalletd6"_L1 : "org.kde.kwalletd5"_L1;
        m_walletPath = isSix ? u"/modules/kwalletd6"_s : u"/modules/kwalletd5"_s;
        callWallet("isEnabled"_L1, {}, [this](const QDBusMessage &enabled) {
            // QtKeychain takes the Secret Service then.
            if (isError(enabled) && isAbsence(enabled))
                return askForOwner();
            m_service.name = u"KWallet"_s;
            if (isError(enabled))
                return failed(enabled);
            if (!enabled.arguments().constFirst().toBool())
                return finish(KeychainStatus::State::Absent);
            m_isThere = true;
            askWhetherOpen();
        });
    }

    void askWhetherOpen()
    {
        callWallet("networkWallet"_L1, {}, [this](const QDBusMessage &wallet) {
            if (isError(wallet))
                return failed(wallet);
            callWallet(
                "isOpen"_L1, {wallet.arguments().constFirst()}, [this](const QDBusMessage &open) {
                    if (isError(open))
                        return failed(open);
                    finish(open.arguments().constFirst().toBool() ? KeychainStatus::State::Ready
                                                                  : KeychainStatus::State::Locked);
                });
        });
    }

    void callWallet(QLatin1StringView method, const QVariantList &arguments, const Next &next)
    {
        call(m_walletService, m_walletPath, WalletInterface, method, arguments, next);
    }

    // The Secret Service: who is it, which collection do new entries go to, is it locked?

    void askForOwner()
    {
        call(BusService, BusPath, BusService, "GetConnectionUnixProcessID"_L1,
             {QString(SecretService)}, [this](const QDBusMessage &pid) {
                 if (!isError(pid)) {
                     m_isThere = true;
                     m_service.name = nameOfProcess(pid.arguments().constFirst().toUInt());
                     return askForCollection();
                 }
                 askWhetherStartable();
             });
    }

    void askWhetherStartable()
    {
        call(BusService, BusPath, BusService, "ListActivatableNames"_L1, {},
             [this](const QDBusMessage &names) {
                 if (isError(names))
                     return failed(names);
                 if (!names.arguments().constFirst().toStringList().contains(SecretService))
                     return finish(KeychainStatus::State::Absent);
                 // Asking starts it. No prompt comes from that.
                 askForCollection();
             });
    }

    /// GNOME Keyring (42) misses its collection about once in 2,000 answers while others come and
    /// go, and never twice in a row.
    void askForCollection(bool isFirstTime = true)
    {
        call(SecretService, SecretPath, SecretInterface, "ReadAlias"_L1, {u"default"_s},
             [this, isFirstTime](const QDBusMessage &alias) {
                 if (isError(alias))
                     return failed(alias);
                 const QString path =
                     alias.arguments().constFirst().value<QDBusObjectPath>().path();
                 if (path != "/"_L1)
                     return askWhetherLocked(path);
                 if (isFirstTime)
                     return askForCollection(false);
                 // There is no collection yet, or it is hidden while locked: a prompt will come.
                 finish(KeychainStatus::State::Locked);
             });
    }

    void askWhetherLocked(const QString &collection)
    {
        call(SecretService, collection, PropertiesInterface, "Get"_L1,
             {QString(CollectionInterface), u"Locked"_s}, [this](const QDBusMessage &locked) {
                 if (isError(locked))
                     return failed(locked);
                 const QVariant value =
                     locked.arguments().constFirst().value<QDBusVariant>().variant();
                 finish(value.toBool() ? KeychainStatus::State::Locked
                                       : KeychainStatus::State::Ready);
             });
    }

    void finish(KeychainStatus::State state)
    {
        if (m_isFinished)
            return;
        m_isFinished = true;
        m_service.state = state;
        deleteLater();
        if (m_context)
            m_handler(m_service);
    }

    QPointer<QObject> m_context;
    std::function<void(const KeychainStatus &)> m_handler;
    QDBusConnection m_bus;
    KeychainStatus m_service;
    QLatin1StringView m_walletService;
    QString m_walletPath;
    bool m_isThere = false;
    bool m_isFinished = false;
};

#endif // SIGNIN_HAS_DBUS

} // namespace

void KeychainStatus::query(QObject *context, std::function<void(const KeychainStatus &)> handler)
{
#ifdef SIGNIN_HAS_DBUS
    auto *query = new Query(context, std::move(handler));
    query->start();
#else
    KeychainStatus service;
#ifdef Q_OS_WIN
    service.name = u"Credential Manager"_s;
    service.state = State::Ready; // A part of the system, open whenever somebody is logged in.
#elif defined(Q_OS_MACOS)
    service.name = u"Keychain"_s;
#endif
    QMetaObject::invokeMethod(
        context, [service, handler = std::move(handler)] { handler(service); },
        Qt::QueuedConnection);
#endif
}

bool KeychainStatus::isWalletSession()
{
#ifdef SIGNIN_HAS_DBUS
    return walletVersion() != 0;
#else
    return false;
#endif
}

} // namespace SignIn
