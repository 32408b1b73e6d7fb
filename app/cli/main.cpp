// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline.h"
#include "commandtable.h"
#include "core/platform/sessionbus.h"
#include "core/platform/terminationsignals.h"
#include "core/settings/translations.h"
#include "onlineprogram.h"
#include "output/format.h"
#include "terminal/processsetup.h"

#include <OpenRouterAuth/servertext.h>

#include <QCoreApplication>
#include <QLoggingCategory>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace SignIn;

namespace {

/// Only our own words, and those cleaned once more: what Qt's modules say may hold what a server
/// or a browser sent.
void logMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (!QByteArrayView(context.category).startsWith("openrouter.") && type != QtFatalMsg)
        return;
    const QString line = u"debug: %1: %2\n"_s.arg(QLatin1StringView(context.category),
                                                  OpenRouterAuth::cleanServerText(message, {}));
    std::fputs(line.toUtf8().constData(), stderr);
}

} // namespace

int main(int argc, char *argv[])
{
    ProcessSetup::prepare(argc, argv);
    qInstallMessageHandler(logMessage);
    SessionBus::settle();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"openrouter-key"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(SIGNIN_VERSION));
    if (CommandLine::wantsDebug(QCoreApplication::arguments()))
        QLoggingCategory::setFilterRules(u"openrouter.*=true"_s);
    const Translations translations;

    Terminal terminal;
    Services services;
    CommandLine::Meaning meaning =
        CommandLine(commandTable(), terminal, services).understand(QCoreApplication::arguments());
    if (meaning.isForOnlineProgram) {
        SessionBus::restore();
        return OnlineProgram::run(terminal);
    }
    if (!meaning.command)
        return meaning.exitCode;

    TerminationSignals signals(TerminationSignals::Repeat::Report);
    Command *command = meaning.command.get();
    QObject::connect(&signals, &TerminationSignals::received, command, &Command::interrupt);
    QObject::connect(command, &Command::finished, &application, &QCoreApplication::exit);
    QMetaObject::invokeMethod(
        command, [&meaning] { meaning.command->start(meaning.arguments); }, Qt::QueuedConnection);
    return QCoreApplication::exec();
}
