// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "application.h"
#include "console.h"
#include "core/platform/runtimedirectory.h"
#include "core/platform/session.h"
#include "core/platform/sessionbus.h"
#include "core/settings/translations.h"
#include "displayguard.h"
#include "singleinstance.h"

#include <QApplication>
#include <QCommandLineParser>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;
using namespace SignIn;

namespace {

constexpr int UsageError = 2;

class StartOptions
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::StartOptions)

public:
    StartOptions()
    {
        m_parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
        m_parser.setApplicationDescription(tr("Signs in to OpenRouter in your browser and keeps "
                                              "the key in your system's keychain."));
        m_forCopy.setFlags(QCommandLineOption::HiddenFromHelp);
        m_parser.addOptions({m_help, m_version, m_hidden, m_forCopy});
    }

    /// What can be answered without a display. The exit status, or nothing to go on.
    std::optional<int> answer(const QStringList &arguments)
    {
        m_parser.parse(arguments);
        if (m_parser.isSet(m_help)) {
            print(stdout, m_parser.helpText());
            return 0;
        }
        if (m_parser.isSet(m_version)) {
            print(stdout, u"%1 %2\n"_s.arg(QCoreApplication::applicationName(),
                                           QCoreApplication::applicationVersion()));
            return 0;
        }
        // One dash may be an option of Qt's, which QApplication takes out.
        for (const QString &argument : arguments.sliced(1)) {
            const QString name = argument.section(u'=', 0, 0);
            if (name.startsWith("--"_L1) && name != "--hidden"_L1 && name != "--for-copy"_L1)
                return refuse(argument);
        }
        return std::nullopt;
    }

    /// The rest, without what QApplication took. The exit status, or nothing to go on.
    std::optional<int> check(const QStringList &arguments)
    {
        m_parser.parse(arguments);
        if (!m_parser.unknownOptionNames().isEmpty())
            return refuse(u'-' + m_parser.unknownOptionNames().constFirst());
        if (!m_parser.positionalArguments().isEmpty())
            return refuse(m_parser.positionalArguments().constFirst());
        if (!m_parser.errorText().isEmpty())
            return refuse(arguments.constLast());
        return std::nullopt;
    }

    bool isHidden() const { return m_parser.isSet(m_hidden) || isForCopy(); }

    /// Started by `openrouter-key copy`.
    bool isForCopy() const { return m_parser.isSet(m_forCopy); }

    static int refuseWithoutDisplay()
    {
        print(stderr, tr("openrouter-signin needs a desktop: neither DISPLAY nor WAYLAND_DISPLAY "
                         "is set.")
                          + u'\n');
        return 1;
    }

private:
    static void print(FILE *file, const QString &text)
    {
        useConsole();
        std::fputs(text.toLocal8Bit().constData(), file);
        std::fflush(file);
    }

    static int refuse(const QString &argument)
    {
        print(stderr,
              tr("openrouter-signin does not know “%1”; --help tells what it knows.").arg(argument)
                  + u'\n');
        return UsageError;
    }

    QCommandLineParser m_parser;
    const QCommandLineOption m_help{{u"h"_s, u"help"_s}, tr("Shows this help.")};
    const QCommandLineOption m_version{{u"v"_s, u"version"_s}, tr("Shows the version.")};
    const QCommandLineOption m_hidden{
        u"hidden"_s, tr("Starts without showing the window; a second start shows it.")};
    QCommandLineOption m_forCopy{u"for-copy"_s};
};

/// Without a desktop Qt would abort; a sentence says more. Qt can be told to use something else.
bool canShowWindow(int argc, char *argv[])
{
    return hasDisplay() || !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")
           || std::any_of(argv, argv + argc, [](const char *argument) {
                  return QByteArrayView(argument) == "-platform"
                         || QByteArrayView(argument) == "-display";
              });
}

} // namespace

int main(int argc, char *argv[])
{
    Application::forbidCoreFiles();
    Application::introduce();
    SessionBus::settle();
    // Answers and refusals need no desktop, and the usual start needs neither.
    if (argc > 1 || !canShowWindow(argc, argv)) {
        const QCoreApplication console(argc, argv);
        const Translations translations;
        if (const auto status = StartOptions().answer(QCoreApplication::arguments()))
            return *status;
        if (!canShowWindow(argc, argv))
            return StartOptions::refuseWithoutDisplay();
    }

    const QByteArray activationToken = qgetenv("XDG_ACTIVATION_TOKEN");
    std::optional<DisplayGuard> guard(std::in_place);
    QApplication app(argc, argv);
    guard.reset();
    const Translations translations;
    // The usual start has nothing to parse.
    bool isHidden = false;
    bool isForCopy = false;
    if (const QStringList arguments = QCoreApplication::arguments(); arguments.size() > 1) {
        StartOptions options;
        if (const auto status = options.check(arguments))
            return *status;
        isHidden = options.isHidden();
        isForCopy = options.isForCopy();
    }

    SingleInstance instance(runtimeDirectory());
    const QByteArray command =
        isHidden ? QByteArray() : InstanceSocket::showCommand(activationToken);
    if (instance.start(command) == SingleInstance::Role::Second)
        return 0;

    Application application;
    QObject::connect(&instance, &SingleInstance::showRequested, &application, &Application::show);
    QObject::connect(&instance, &SingleInstance::copyRequested, &application,
                     &Application::copyKey);
    application.start(isHidden);
    if (isForCopy)
        application.endAfterCopy();
    return QCoreApplication::exec();
}
