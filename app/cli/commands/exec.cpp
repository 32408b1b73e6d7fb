// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "exec.h"

#include "core/platform/sessionbus.h"
#include "core/settings/baseurlvariable.h"
#include "core/settings/settings.h"
#include "credential.h"
#include "environmentname.h"
#include "output/format.h"
#include "terminal/processsetup.h"

#include <OpenRouterAuth/apikey.h>

#include <QDateTime>
#include <QProcessEnvironment>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <cstring>
#include <unistd.h>
#include <vector>

#ifdef Q_OS_DARWIN
#include <crt_externs.h>
#else
extern char **environ; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): POSIX's
#endif
#else
#include "batchfile.h"

#include <QProcess>
#include <QStandardPaths>
#endif

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::ApiKey;

namespace {

const QString For = u"for"_s;

#ifdef Q_OS_UNIX

/// The environment of this process with \a variables in it.
QList<QByteArray> environmentWith(const ToolVariables::List &variables)
{
    QList<QByteArray> result;
#ifdef Q_OS_DARWIN
    char **entries = *_NSGetEnviron();
#else
    char **entries = environ;
#endif
    for (char **entry = entries; entry && *entry; ++entry) {
        const QByteArray line(*entry);
        const bool isReplaced =
            std::any_of(variables.begin(), variables.end(), [&line](const auto &variable) {
                return line.startsWith(variable.first + '=');
            });
        if (!isReplaced)
            result += line;
    }
    for (const auto &[name, value] : variables)
        result += name + '=' + value;
    return result;
}

#endif

} // namespace

ExecCommand::ExecCommand(Terminal &terminal, Services &services)
    : Command(terminal, services)
{
    addKeyOption();
    addNoPromptOption();
    addOption(Credential::option());
    addOption({VariableOption,
               tr("Name of the variable: OPENROUTER_API_KEY unless given. May be repeated."),
               u"NAME"_s});
    addOption({For,
               tr("openai or anthropic: the names that tools for those read, and OpenRouter's "
                  "address as their base URL."),
               u"TOOLS"_s});
    setArgumentCount(1, -1);
    leaveRest();
}

Command::Manual ExecCommand::manual() const
{
    return {u"exec"_s,
            u"-- CMD…"_s,
            tr("run a command with the key in its environment"),
            tr("The program becomes CMD, so its terminal, signals and exit code are CMD's. 125 "
               "means that this program failed, 126 that CMD cannot be executed, 127 that it was "
               "not found."),
            {u"openrouter-key exec -- aider"_s,
             u"openrouter-key exec --for openai -- python script.py"_s,
             u"openrouter-key exec -k work --for anthropic -- claude"_s}};
}

int ExecCommand::exitCodeFor(const CommandError &) const
{
    return ExitCode::ExecFailed;
}

std::optional<CommandError> ExecCommand::readOptions()
{
    for (const QString &name : parser().values(VariableOption)) {
        if (!isEnvironmentName(name)) {
            return CommandError::usage(
                tr("--env takes the name of a variable: letters, digits and _."));
        }
        m_names += name.toLatin1();
    }
    for (const QString &tools : parser().values(For)) {
        if (tools == "openai"_L1)
            m_forOpenAi = true;
        else if (tools == "anthropic"_L1)
            m_forAnthropic = true;
        else
            return CommandError::usage(tr("--for is openai or anthropic."));
    }
    if (m_names.isEmpty() && !m_forOpenAi && !m_forAnthropic)
        m_names += DefaultVariable;
    return std::nullopt;
}

void ExecCommand::run()
{
    if (const auto problem = readOptions())
        return fail(*problem);
    if (Credential::isWanted(parser()))
        return startWithCredential();
    chooseKey([this](const StoredKey &chosen) {
        const auto tools = services().settings().toolsServer(chosen.server);
        if (!tools)
            return fail(ToolVariables::problem(tools.error()));
        readKey(chosen, [this, server = *tools](const ApiKey &key, const StoredKey &entry) {
            start(key, entry, server);
        });
    });
}

/// The list of keys says nothing about such a key. Its server is the one that is set: a variable of
/// the environment sends no key elsewhere.
void ExecCommand::startWithCredential()
{
    const auto found = Credential::read(parser());
    if (const auto *problem = std::get_if<CommandError>(&found))
        return fail(*problem);
    const auto server = services().settings().configuredServer();
    if (!server)
        return fail(ToolVariables::problem(server.error()));
    const auto tools = services().settings().toolsServer(*server);
    if (!tools)
        return fail(ToolVariables::problem(tools.error()));
    StoredKey entry;
    entry.server = *server;
    start(std::get<ApiKey>(found), entry, *tools);
}

void ExecCommand::warn(const StoredKey &entry, const OpenRouterAuth::Server &tools)
{
    for (const QString &warning : {expiryWarning(entry, QDateTime::currentDateTimeUtc()),
                                   ToolVariables::otherRegionNote(tools)}) {
        if (!warning.isEmpty())
            terminal().note(u"openrouter-key: "_s + warning);
    }
}

void ExecCommand::start(const ApiKey &key, const StoredKey &entry,
                        const OpenRouterAuth::Server &tools)
{
    warn(entry, tools);
    const QByteArray secret = key.secret().toByteArray();
    const QByteArray baseUrl = tools.baseUrl().toEncoded();
    ToolVariables::List variables;
    const auto set = [&variables](const QByteArray &name, const QByteArray &value) {
        variables.emplace_back(name, value);
    };
    for (const QByteArray &name : std::as_const(m_names))
        set(name, secret);
    if (m_forOpenAi) {
        set("OPENAI_API_KEY", secret);
        set("OPENAI_BASE_URL", baseUrl);
    }
    if (m_forAnthropic) {
        // Their clients add /v1 themselves. An API key beside the token would be sent as well.
        QByteArray anthropicUrl = baseUrl;
        if (anthropicUrl.endsWith("/v1"))
            anthropicUrl.chop(3);
        set("ANTHROPIC_AUTH_TOKEN", secret);
        set("ANTHROPIC_API_KEY", QByteArray());
        set("ANTHROPIC_BASE_URL", anthropicUrl);
    }
    // A key goes to its own server, whatever the variable said.
    if (!m_names.contains(BaseUrlVariable) && !m_names.contains(GivenBaseUrlVariable))
        variables += ToolVariables::baseUrl(tools);
    become(variables);
}

#ifdef Q_OS_UNIX

void ExecCommand::become(const ToolVariables::List &variables)
{
    SessionBus::restore();
    const QList<QByteArray> environment = environmentWith(variables);
    const auto pointers = [](const QList<QByteArray> &texts) {
        std::vector<char *> result;
        for (const QByteArray &text : texts)
            // execve() changes nothing; its type is older than const.
            // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
            result.push_back(const_cast<char *>(text.constData()));
        result.push_back(nullptr);
        return result;
    };
    // As they came: an argument need not be text.
    const QList<QByteArray> words = ProcessSetup::arguments().last(arguments().size());
    std::vector<char *> argv = pointers(words);
    std::vector<char *> envp = pointers(environment);

    ProcessSetup::restore();
#ifdef Q_OS_DARWIN
    *_NSGetEnviron() = envp.data();
#else
    environ = envp.data();
#endif
    ::execvp(argv.front(), argv.data());

    const int error = errno;
    ProcessSetup::protect();
    const bool isMissing = error == ENOENT;
    const QString name = shown(arguments().constFirst());
    terminal().say(
        u"openrouter-key: "_s
        + (isMissing ? tr("“%1” was not found.").arg(name)
                     : tr("“%1” cannot be executed: %2.")
                           .arg(name, QString::fromLocal8Bit(std::strerror(error))))
        + u' '
        + tr("(exit code %1)").arg(isMissing ? ExitCode::NotFound : ExitCode::NotExecutable));
    // The environment that held the key goes with this function: nothing may look at it any more.
#ifdef Q_OS_DARWIN
    *_NSGetEnviron() = nullptr;
#else
    environ = nullptr;
#endif
    finish(isMissing ? ExitCode::NotFound : ExitCode::NotExecutable);
}

#else

/// Windows has no exec(): CMD is a child in the same console, and its exit code becomes ours.
void ExecCommand::become(const ToolVariables::List &variables)
{
    const QString name = arguments().constFirst();
    const auto failWith = [this, name](int exitCode, const QString &sentence) {
        terminal().say(u"openrouter-key: "_s + sentence.arg(shown(name)) + u' '
                       + tr("(exit code %1)").arg(exitCode));
        finish(exitCode);
    };
    // CreateProcess() itself knows only *.exe, and what many tools put into PATH is a *.cmd.
    const QString program = QStandardPaths::findExecutable(name);
    if (program.isEmpty())
        return failWith(ExitCode::NotFound, tr("“%1” was not found."));

    // Text as Windows has it, not as the code page of this process: nothing of it gets lost.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto &[variable, value] : variables)
        environment.insert(QString::fromLatin1(variable), QString::fromUtf8(value));

    m_process = new QProcess(this);
    m_process->setProcessEnvironment(environment);
    m_process->setProcessChannelMode(QProcess::ForwardedChannels);
    m_process->setInputChannelMode(QProcess::ForwardedInputChannel);
    if (isBatchFile(program)) {
        const auto line = batchFileArguments(program, arguments().sliced(1));
        if (!line)
            return failWith(ExitCode::NotExecutable,
                            tr("“%1” is a batch file, which takes no line breaks as arguments."));
        m_process->setProgram(commandInterpreter());
        m_process->setNativeArguments(*line);
    } else {
        m_process->setProgram(program);
        m_process->setArguments(arguments().sliced(1));
    }
    connect(m_process, &QProcess::finished, this, [this](int code) { finish(code); });
    connect(
        m_process, &QProcess::errorOccurred, this, [this, failWith](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                failWith(ExitCode::NotExecutable,
                         tr("“%1” cannot be executed: %2.").arg(u"%1"_s, m_process->errorString()));
        });
    m_process->start();
}

/// Ctrl-C goes to every program of the console, so CMD has got it already. What it makes of that is
/// its own business, and ours is to wait for its exit code.
void ExecCommand::interrupt(int signal)
{
    if (!m_process)
        Command::interrupt(signal);
}

#endif

} // namespace SignIn
