// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "doctor.h"

#include "core/keychain/keychainstatus.h"
#include "core/keychain/passstatus.h"
#include "core/keys/keylistproblem.h"
#include "core/keys/keyvault.h"
#include "core/platform/browseropener.h"
#include "core/platform/session.h"
#include "core/settings/baseurlvariable.h"
#include "core/settings/certificates.h"
#include "core/settings/proxy.h"
#include "core/settings/proxyinuse.h"
#include "core/settings/settings.h"
#include "keychainreport.h"
#include "output/format.h"
#include "toolvariables.h"
#include "windowprogram.h"

#include <QDateTime>
#include <QDir>
#include <QJsonArray>
#include <QLocale>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimeZone>

namespace SignIn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto ServerPatience = 15s;

/// What certificates and the life of a code can bear.
constexpr qint64 TolerableSeconds = 120;

} // namespace

DoctorCommand::DoctorCommand(Terminal &terminal, Services &services)
    : Command(terminal, services)
{
    addJsonOption();
}

Command::Manual DoctorCommand::manual() const
{
    return {
        u"doctor"_s,
        {},
        tr("say what works here and what does not"),
        tr("Looks at the settings, keychain, pass, browser, display, loopback, proxy, TLS, clock, "
           "server and clipboard, and names the remedy. Nothing in it is secret. Exits with 1 if "
           "something does not work."),
        {u"openrouter-key doctor"_s, u"openrouter-key doctor --json"_s}};
}

void DoctorCommand::run()
{
    checkSettings();
    KeychainStatus::query(this, [this](const KeychainStatus &service) {
        PassStatus::query(this, [this, service](const PassStatus &pass) {
            for (const auto &[name, report] :
                 KeychainReport::ofStores(service, pass, services().settings().storeChoice(),
                                          services().index().keys())) {
                addStore(name, report);
            }
            checkList();
            checkBrowser();
            checkClipboard();
            checkLoopback();
            checkProxy();
            checkTls();
            askServer();
        });
    });
}

void DoctorCommand::add(const QString &name, State state, const QString &message,
                        const QStringList &remedy)
{
    m_checks += Check{name, state, message, remedy};
}

void DoctorCommand::checkSettings()
{
    const QString name = u"settings"_s;
    const QStringList problems = services().settings().problems();
    for (const QString &problem : problems)
        add(name, State::Failed, shown(problem), {tr("Correct it.")});
    if (const auto server = services().settings().server())
        m_server = *server;
    if (problems.isEmpty())
        checkTools(name);
}

/// Which address tools get is decided by settings, too.
void DoctorCommand::checkTools(const QString &name)
{
    const auto tools = services().settings().toolsServer(m_server);
    const QString address = tools ? tools->baseUrl().toString(QUrl::FullyEncoded) : QString();
    const QString message = tr("can be used; the base URL for tools is %1").arg(shown(address));
    if (const QString note = tools ? ToolVariables::otherRegionNote(*tools) : QString();
        !note.isEmpty()) {
        return add(name, State::Warning, message, {note});
    }
    if (isBaseUrlGiven()) {
        return add(
            name, State::Ok,
            tr("%1; sign-ins ignore OPENROUTER_BASE_URL, which openrouter-key set").arg(message));
    }
    add(name, State::Ok, message);
}

void DoctorCommand::addStore(const QString &name, const KeychainReport &report)
{
    const State state = report.verdict == KeychainReport::Verdict::Works       ? State::Ok
                        : report.verdict == KeychainReport::Verdict::AsksFirst ? State::Warning
                                                                               : State::Failed;
    add(name, state, report.message, report.remedy);
}

void DoctorCommand::checkList()
{
    const QString name = u"keys"_s;
    const KeyList &index = services().index();
    if (const QString problem = keyListProblem(index.condition(), keyListProblemPath(index));
        !problem.isEmpty()) {
        const bool isRepaired = index.condition() == KeyList::Condition::Corrupt;
        return add(name, isRepaired ? State::Warning : State::Failed, problem,
                   {isRepaired ? u"openrouter-key list"_s : keyListAdvice(index.condition())});
    }
    const auto unfinished = services().vault().unfinished().size();
    if (unfinished > 0) {
        return add(name, State::Warning,
                   tr("%n sign-in(s) ended before the key was saved", nullptr, int(unfinished)),
                   {u"openrouter-key list"_s});
    }
    add(name, State::Ok, tr("%n key(s)", nullptr, int(services().vault().keys().size())));
}

void DoctorCommand::checkBrowser()
{
    const bool canShow = canShowBrowser();
    add(u"display"_s, canShow ? State::Ok : State::Warning,
        canShow ? tr("there is one") : tr("there is none: sign-in shows a link for any device"));
    const QString program = services().opener().program();
    const QString name = u"browser"_s;
    if (isSsh() || isContainer()) {
        add(name, State::Ok,
            tr("not used over SSH and in a container: sign-in shows a link for any device"));
    } else if (program.isEmpty()) {
        add(name, State::Warning, tr("nothing here opens one; sign-in shows the link"),
            {isWsl() ? u"sudo apt install wslu"_s : u"sudo apt install xdg-utils"_s});
    } else {
        add(name, State::Ok, tr("opened by %1").arg(QDir::toNativeSeparators(program)));
    }
}

void DoctorCommand::checkClipboard()
{
    const QString name = u"clipboard"_s;
    if (windowProgram().isEmpty()) {
        add(name, State::Warning, tr("“copy” needs the window program, openrouter-signin"),
            {tr("Install it, or use exec and print.")});
    } else if (!hasDisplay()) {
        add(name, State::Warning, tr("“copy” needs a display"), {tr("Use exec and print.")});
    } else {
        add(name, State::Ok, tr("by way of openrouter-signin"));
    }
}

void DoctorCommand::checkLoopback()
{
    const QString name = u"loopback"_s;
    QTcpServer server;
    // The kernel takes the connection by itself; nobody has to accept it.
    if (server.listen(QHostAddress::LocalHost)) {
        QTcpSocket socket;
        socket.setProxy(QNetworkProxy::NoProxy);
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), server.serverPort());
        constexpr int patienceInMs = 1000;
        if (socket.waitForConnected(patienceInMs))
            return add(name, State::Ok, tr("a browser can come back to 127.0.0.1"));
    }
    add(name, State::Failed, tr("127.0.0.1 cannot be listened on or reached"),
        {tr("Check the firewall, or sign in with a code: openrouter-key login --no-browser")});
}

void DoctorCommand::checkProxy()
{
    const QUrl url = m_server.baseUrl();
    const QNetworkProxy proxy = proxyInUse(services().network(), url);
    const ProxyOrigin origin = ProxyOrigin::find(services().settings().proxy(), url);
    const auto reason = [&origin] {
        switch (origin.kind) {
        case ProxyOrigin::Kind::ThisComputer:
            return tr("the server is on this computer");
        case ProxyOrigin::Kind::Settings:
            return tr("from the settings");
        case ProxyOrigin::Kind::Environment:
            //: %1 is the name of an environment variable.
            return tr("from %1").arg(QString::fromLatin1(origin.variable));
        case ProxyOrigin::Kind::Exception:
            return tr("because of no_proxy");
        case ProxyOrigin::Kind::System:
            return tr("from the system");
        }
        Q_UNREACHABLE();
    };
    const bool isUsed = proxy.type() != QNetworkProxy::NoProxy;
    //: %1 is a proxy, or the word “none”; %2 says where that comes from.
    add(u"proxy"_s, State::Ok,
        tr("%1, %2").arg(isUsed ? u"%1:%2"_s.arg(shown(proxy.hostName())).arg(proxy.port())
                                : tr("none"),
                         reason()));
}

void DoctorCommand::checkTls()
{
    const QString name = u"tls"_s;
    if (!QSslSocket::supportsSsl())
        return add(name, State::Failed, tr("Qt finds no TLS library"), {tr("Install OpenSSL 3.")});
    const QString store = CertificateSource::systemStore();
    QStringList stores{store.isEmpty() ? tr("the system")
                                       : tr("the system (%1)").arg(shown(store))};
    QStringList remedy;
    for (const CertificateSource &source : CertificateSource::ofEnvironment()) {
        const QString variable = QString::fromLatin1(source.variable);
        if (source.certificates.isEmpty()) {
            remedy += tr("%1 names no certificate that can be read: %2")
                          .arg(variable, shown(source.path));
        } else {
            stores += u"%1 (%2)"_s.arg(variable, shown(source.path));
        }
    }
    add(name, remedy.isEmpty() ? State::Ok : State::Warning,
        tr("%1; trusts certificates of %2")
            .arg(QSslSocket::sslLibraryVersionString(), stores.join(tr(" and "))),
        remedy);
}

/// The record of a key, asked for without one: a server that is there refuses, and tells the time.
void DoctorCommand::askServer()
{
    QNetworkRequest request(m_server.endpoint("key"_L1));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setTransferTimeout(int(std::chrono::milliseconds(ServerPatience).count()));
    QNetworkReply *reply = services().network().get(request);
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        reply->deleteLater();
        if (!isFinished())
            serverAnswered(reply);
    });
}

void DoctorCommand::serverAnswered(QNetworkReply *reply)
{
    const QString name = u"server"_s;
    const QString server = shown(m_server.displayName());
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    constexpr int unauthorized = 401;
    constexpr int ok = 200;
    if (status == unauthorized || status == ok) {
        add(name, State::Ok, tr("%1 answers").arg(server));
    } else if (status != 0) {
        add(name, State::Failed, tr("%1 answers with status %2").arg(server).arg(status),
            {tr("Check OPENROUTER_BASE_URL, and whether your network asks you to sign in.")});
    } else if (reply->error() == QNetworkReply::SslHandshakeFailedError) {
        add(name, State::Failed, tr("the certificate of %1 is not trusted here").arg(server),
            {tr("Check this computer's date; if a company inspects connections, its certificate "
                "must be installed.")});
    } else {
        add(name, State::Failed, tr("%1 cannot be reached").arg(server),
            {tr("Check the connection and the proxy.")});
    }
    if (status != 0)
        checkClock(reply);
    show();
}

void DoctorCommand::checkClock(const QNetworkReply *reply)
{
    const QString name = u"clock"_s;
    const QDateTime theirs =
        QLocale::c().toDateTime(QString::fromLatin1(reply->rawHeader("Date")).trimmed(),
                                u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    if (!theirs.isValid())
        return add(name, State::Ok, tr("the server does not tell the time"));
    const QDateTime utc(theirs.date(), theirs.time(), QTimeZone::utc());
    const qint64 seconds = qAbs(utc.secsTo(QDateTime::currentDateTimeUtc()));
    if (seconds <= TolerableSeconds)
        return add(name, State::Ok, tr("agrees with the server's"));
    add(name, State::Failed, tr("differs from the server's by %n second(s)", nullptr, int(seconds)),
        {u"sudo timedatectl set-ntp true"_s});
}

void DoctorCommand::show()
{
    bool works = true;
    QJsonArray array;
    for (const Check &check : std::as_const(m_checks)) {
        works = works && check.state != State::Failed;
        const bool isOk = check.state == State::Ok;
        const bool isFailed = check.state == State::Failed;
        if (wantsJson()) {
            array += QJsonObject{{u"name"_s, check.name},
                                 {u"state"_s, isOk       ? u"ok"_s
                                              : isFailed ? u"failed"_s
                                                         : u"warning"_s},
                                 {u"message"_s, check.message},
                                 {u"remedy"_s, check.remedy.isEmpty()
                                                   ? QJsonValue()
                                                   : QJsonValue(check.remedy.join(u'\n'))}};
            continue;
        }
        constexpr int nameWidth = 12;
        const QString mark = isOk ? u"ok "_s : isFailed ? u"NO "_s : u"-- "_s;
        terminal().print(terminal().styledOutput(mark, isOk       ? Terminal::Style::Good
                                                       : isFailed ? Terminal::Style::Bad
                                                                  : Terminal::Style::Bold)
                         + check.name.leftJustified(nameWidth) + check.message + u'\n');
        for (const QString &line : check.remedy)
            terminal().print(QString(nameWidth + mark.size(), u' ') + line + u'\n');
    }
    if (wantsJson()) {
        printJson({{u"schema"_s, JsonSchema},
                   {u"version"_s, QCoreApplication::applicationVersion()},
                   {u"ok"_s, works},
                   {u"checks"_s, array}});
    }
    finish(works ? ExitCode::Done : ExitCode::Other);
}

} // namespace SignIn
