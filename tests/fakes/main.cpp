// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// fake-openrouter: FakeOpenRouter as a program, for tests that run whole programs and for the demo.

#include "fakeopenrouter.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

#ifdef Q_OS_UNIX
#include <QSocketNotifier>

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace {

#ifdef Q_OS_UNIX

int signalSockets[2];

void forwardSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = ::write(signalSockets[0], &byte, sizeof byte);
}

/// Ends the event loop on SIGTERM and SIGINT; a signal handler itself may call nothing of Qt.
bool quitOnSignals(QCoreApplication *application)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, signalSockets) != 0)
        return false;
    auto *notifier = new QSocketNotifier(signalSockets[1], QSocketNotifier::Read, application);
    QObject::connect(notifier, &QSocketNotifier::activated, application, &QCoreApplication::quit);
    struct sigaction action = {};
    action.sa_handler = forwardSignal;
    action.sa_flags = SA_RESTART;
    return ::sigaction(SIGTERM, &action, nullptr) == 0
           && ::sigaction(SIGINT, &action, nullptr) == 0;
}

#else

/// There is nobody who would be asked to end: such processes are terminated.
bool quitOnSignals(QCoreApplication *)
{
    return true;
}

#endif

int fail(const QString &why)
{
    std::fprintf(stderr, "fake-openrouter: %s\n", qUtf8Printable(why));
    return 1;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"fake-openrouter"_s);

    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"A stand-in for OpenRouter on 127.0.0.1. Prints “listening <base URL>” when ready."_s);
    parser.addHelpOption();
    const QCommandLineOption port(u"port"_s, u"Port to listen on; 0 takes a free one."_s, u"N"_s,
                                  u"0"_s);
    const QCommandLineOption ipv6(u"ipv6"_s, u"Listen on ::1 as well."_s);
    const QCommandLineOption tls(
        u"tls"_s, u"Speak https. The file of the key follows as an argument."_s, u"certificate"_s);
    const QCommandLineOption transcript(u"transcript"_s,
                                        u"Write each request and answer to a file."_s, u"file"_s);
    const QCommandLineOption control(u"control"_s, u"Open /__control and /__counts."_s);
    parser.addOptions({port, ipv6, tls, transcript, control});
    parser.addPositionalArgument(u"key"_s, u"With --tls: the certificate's private key."_s,
                                 u"[key]"_s);
    parser.process(application);

    bool isPort = false;
    const ushort number = parser.value(port).toUShort(&isPort);
    const QStringList arguments = parser.positionalArguments();
    if (!isPort || arguments.size() != (parser.isSet(tls) ? 1 : 0))
        return fail(u"wrong arguments; see --help"_s);
    if (!quitOnSignals(&application))
        return fail(u"signals cannot be handled"_s);

    FakeOpenRouter server;
    server.setIpv6(parser.isSet(ipv6));
    server.setControl(parser.isSet(control));
    if (parser.isSet(transcript) && !server.setTranscript(parser.value(transcript)))
        return fail(u"the transcript cannot be written"_s);
    const bool listens = parser.isSet(tls)
                             ? server.listenTls(parser.value(tls), arguments.first(), number)
                             : server.listen(number);
    if (!listens)
        return fail(u"the port cannot be listened on, or the certificate not read"_s);

    std::printf("listening %s\n", server.baseUrl().toEncoded().constData());
    std::fflush(stdout);
    return QCoreApplication::exec();
}
