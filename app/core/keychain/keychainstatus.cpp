// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keychainstatus.h"

#include "walletplan.h"

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
#include <optional>
#include <utility>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

#ifdef SIGNIN_HAS_DBUS

constexpr std::chrono::milliseconds ServicePatience{2000};

/// The part of it that KWallet gets. QtKeychain 0.13 gives it half a second when it runs already.
constexpr std::chrono::milliseconds WalletPatience{1200};

constexpr QLatin1StringView BusService("org.freedesktop.DBus");
constexpr QLatin1StringView BusPath("/org/freedesktop/DBus");
constexpr QLatin1StringView SecretService("org.freedesktop.secrets");
constexpr QLatin1StringView SecretPath("/org/freedesktop/secrets");
constexpr QLatin1StringView SecretInterface("org.freedesktop.Secret.Service");
constexpr QLatin1StringView CollectionInterface("org.freedesktop.Secret.Collection");
constexpr QLatin1StringView PropertiesInterface("org.freedesktop.DBus.Properties");
constexpr QLatin1StringView WalletInterface("org.kde.KWallet");

const QString GnomeKeyring = u"GNOME Keyring"_s;

/// Whether QtKeychain has chosen KWallet, once it has. It keeps that for the whole process too.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::optional<bool> isWalletChosen;

/// What people call the program behind the Secret Service.
QString nameOfProcess(uint pid)
{
    QFile file(u"/proc/%1/comm"_s.arg(pid));
    const QByteArray command =
        file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
    // The kernel cuts the name after 15 characters.
    if (command == "gnome-keyring-d")
        return GnomeKeyring;
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
        m_plan = WalletPlan::ofEnvironment();
        if (isWalletChosen)
            m_plan = *isWalletChosen ? WalletPlan{m_plan.version, false} : WalletPlan{};
        if (m_plan.version != 0)
            askWallet();
        else
            askForOwner();
    }

private:
    using Next = std::function<void(const QDBusMessage &)>;

    void call(const QString &service, const QString &path, QLatin1StringView interface,
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

    // KWallet: does it answer as QtKeychain wants it to, is it switched on, is its wallet open?

    void askWallet()
    {
        const QString name =
            m_plan.version == 4 ? u"kwalletd"_s : u"kwalletd%1"_s.arg(m_plan.version);
        m_walletService = "org.kde."_L1 + name;
        m_walletPath = "/modules/"_L1 + name;
        if (m_plan.hasAlternative) {
            QTimer::singleShot(WalletPatience, this, [this] {
                if (!std::exchange(m_isWalletDecided, true))
                    askForOwner();
            });
        }
        // One that is switched off takes its name on the bus, sees that, and ends without a word.
        callWallet("networkWallet"_L1, {}, [this](const QDBusMessage &wallet) {
            if (std::exchange(m_isWalletDecided, true))
                return;
            if (isError(wallet) && m_plan.hasAlternative)
                return askForOwner();
            m_service.name = u"KWallet"_s;
            m_service.isWallet = true;
            if (isError(wallet))
                return failed(wallet);
            m_isThere = true;
            m_wallet = wallet.arguments().constFirst().toString();
            askWhetherEnabled();
        });
    }

    void askWhetherEnabled()
    {
        callWallet("isEnabled"_L1, {}, [this](const QDBusMessage &enabled) {
            if (isError(enabled))
                return failed(enabled);
            if (!enabled.arguments().constFirst().toBool())
                return finish(KeychainStatus::State::Absent);
            askWhetherOpen();
        });
    }

    void askWhetherOpen()
    {
        callWallet("isOpen"_L1, {m_wallet}, [this](const QDBusMessage &open) {
            if (isError(open))
                return failed(open);
            if (open.arguments().constFirst().toBool())
                return finish(KeychainStatus::State::Ready);
            callWallet("wallets"_L1, {}, [this](const QDBusMessage &wallets) {
                const bool isNone =
                    !isError(wallets)
                    && !wallets.arguments().constFirst().toStringList().contains(m_wallet);
                finish(isNone ? KeychainStatus::State::NotCreated : KeychainStatus::State::Locked);
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
                 if (m_isStarted)
                     return finish(KeychainStatus::State::Absent); // and it is gone again
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
                 call(SecretService, SecretPath, SecretInterface, "ReadAlias"_L1, {u"default"_s},
                      [this](const QDBusMessage &alias) {
                          if (isError(alias))
                              return failed(alias);
                          m_isStarted = true;
                          askForOwner();
                      });
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
                 // A prompt will come in both cases. GNOME Keyring does not hide what is locked,
                 // as KeePassXC does, and others may.
                 finish(m_service.name == GnomeKeyring ? KeychainStatus::State::NotCreated
                                                       : KeychainStatus::State::Locked);
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
    WalletPlan m_plan;
    QString m_walletService;
    QString m_walletPath;
    QString m_wallet;
    bool m_isWalletDecided = false;
    bool m_isStarted = false;
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

void KeychainStatus::keepTo(const KeychainStatus &chosen)
{
#ifdef SIGNIN_HAS_DBUS
    if (chosen.state != State::NoBus)
        isWalletChosen = chosen.isWallet;
#else
    Q_UNUSED(chosen)
#endif
}

bool KeychainStatus::isWalletSession()
{
#ifdef SIGNIN_HAS_DBUS
    return WalletPlan::ofEnvironment().version != 0;
#else
    return false;
#endif
}

} // namespace SignIn
