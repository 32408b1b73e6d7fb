// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "terminal.h"

#include "linereader.h"

#include <QPointer>

#include <cerrno>
#include <fcntl.h>
#ifdef Q_OS_WIN
#include <io.h>
#include <qt_windows.h>
#else
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#endif

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::Secret;

namespace {

constexpr int Input = 0;
constexpr int Output = 1;
constexpr int ErrorOutput = 2;

#ifdef Q_OS_WIN
HANDLE handleOf(int descriptor)
{
    return reinterpret_cast<HANDLE>(::_get_osfhandle(descriptor));
}

/// Not _isatty(), for which NUL is a terminal too.
bool isTerminal(int descriptor)
{
    DWORD mode = 0;
    return ::GetConsoleMode(handleOf(descriptor), &mode) != 0;
}

/// A console takes bytes in a code page of its own, which is hardly ever UTF-8, and changing that
/// page would change it for the shell too.
void writeToConsole(int descriptor, QByteArrayView bytes)
{
    const QString text = QString::fromUtf8(bytes);
    DWORD written = 0;
    ::WriteConsoleW(handleOf(descriptor), text.utf16(), DWORD(text.size()), &written, nullptr);
}

auto writeSome(int descriptor, const char *bytes, qsizetype size)
{
    return ::_write(descriptor, bytes, unsigned(size));
}
#else
bool isTerminal(int descriptor)
{
    return ::isatty(descriptor) != 0;
}

auto writeSome(int descriptor, const char *bytes, qsizetype size)
{
    return ::write(descriptor, bytes, size_t(size));
}
#endif

/// Writes all of it; the errno of what went wrong, or 0.
int writeAll(int descriptor, QByteArrayView bytes)
{
#ifdef Q_OS_WIN
    if (isTerminal(descriptor)) {
        writeToConsole(descriptor, bytes);
        return 0;
    }
#endif
    while (!bytes.isEmpty()) {
        const auto written = writeSome(descriptor, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR)
                continue;
#ifndef Q_OS_WIN
            if (errno == EAGAIN) {
                fd_set writable;
                FD_ZERO(&writable);
                FD_SET(descriptor, &writable);
                ::select(descriptor + 1, nullptr, &writable, nullptr, nullptr);
                continue;
            }
#endif
            return errno;
        }
        bytes = bytes.sliced(written);
    }
    return 0;
}

/// Whether the terminal knows escape sequences. A Windows console has to be told to.
bool knowsEscapes([[maybe_unused]] int descriptor)
{
#ifdef Q_OS_WIN
    const HANDLE console = handleOf(descriptor);
    DWORD mode = 0;
    return ::GetConsoleMode(console, &mode)
           && ::SetConsoleMode(console, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
#else
    return true;
#endif
}

bool wantsColor(int descriptor)
{
    // https://no-color.org: any value but an empty one.
    return isTerminal(descriptor) && qEnvironmentVariableIsEmpty("NO_COLOR")
           && qEnvironmentVariable("TERM") != "dumb"_L1 && knowsEscapes(descriptor);
}

QString styled(const QString &text, Terminal::Style style, bool color)
{
    if (!color)
        return text;
    QLatin1StringView code;
    switch (style) {
    case Terminal::Style::Plain:
        return text;
    case Terminal::Style::Bold:
        code = "1"_L1;
        break;
    case Terminal::Style::Good:
        code = "32"_L1;
        break;
    case Terminal::Style::Bad:
        code = "31"_L1;
        break;
    }
    return u"\x1b["_s + code + u'm' + text + u"\x1b[0m"_s;
}

} // namespace

Terminal::Terminal(QObject *parent)
    : QObject(parent)
{}

Terminal::~Terminal()
{
    setEcho(true);
    m_reader.reset();
#ifdef Q_OS_WIN
    // Not closed: a thread may still read from it, and _close() would wait for the read to end.
#else
    if (m_terminal != -1)
        ::close(m_terminal);
#endif
}

bool Terminal::isOutputTerminal() const
{
    return isTerminal(Output);
}

bool Terminal::isErrorTerminal() const
{
    return isTerminal(ErrorOutput);
}

bool Terminal::isInputTerminal() const
{
    return isTerminal(Input);
}

std::optional<QSize> Terminal::size() const
{
    if (!isErrorTerminal())
        return std::nullopt;
#ifdef Q_OS_WIN
    CONSOLE_SCREEN_BUFFER_INFO info;
    if (!::GetConsoleScreenBufferInfo(::GetStdHandle(STD_ERROR_HANDLE), &info))
        return std::nullopt;
    return QSize(info.srWindow.Right - info.srWindow.Left + 1,
                 info.srWindow.Bottom - info.srWindow.Top + 1);
#else
    winsize window = {};
    if (::ioctl(ErrorOutput, TIOCGWINSZ, &window) != 0 || window.ws_col == 0)
        return std::nullopt;
    return QSize(window.ws_col, window.ws_row);
#endif
}

int Terminal::writeOutput(QByteArrayView bytes)
{
    return writeAll(Output, bytes);
}

void Terminal::print(const QString &text)
{
    if (m_outputError == 0)
        m_outputError = writeAll(Output, text.toUtf8());
}

void Terminal::printSecret(const Secret &secret)
{
    if (m_outputError == 0)
        m_outputError = writeAll(Output, secret.view());
    print(u"\n"_s);
    noteSecret();
}

void Terminal::noteSecret()
{
    if (isOutputTerminal())
        note(tr("This is a secret: whoever has it can spend your credit."));
}

void Terminal::note(const QString &line)
{
    if (!m_quiet)
        say(line);
}

void Terminal::say(const QString &line)
{
    (void)writeAll(ErrorOutput, QString(line + u'\n').toUtf8());
}

QString Terminal::styledError(const QString &text, Style style) const
{
    return styled(text, style, hasColorOnError());
}

QString Terminal::styledOutput(const QString &text, Style style) const
{
    return styled(text, style, wantsColor(Output));
}

bool Terminal::hasColorOnError() const
{
    return wantsColor(ErrorOutput);
}

bool Terminal::canAsk()
{
#ifdef Q_OS_WIN
    if (m_terminal == -1)
        m_terminal = ::_open("CONIN$", _O_RDWR | _O_NOINHERIT);
    if (m_terminalOutput == -1)
        m_terminalOutput = ::_open("CONOUT$", _O_RDWR | _O_NOINHERIT);
    return m_terminal != -1;
#else
    if (m_terminal == -1)
        m_terminal = ::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    // In the background a question would stop us in silence.
    return m_terminal != -1 && ::tcgetpgrp(m_terminal) == ::getpgrp();
#endif
}

void Terminal::ask(const QString &question, QObject *context, AnswerHandler handler,
                   TypeAhead typeAhead, Echo echo)
{
    Q_ASSERT(!m_handler);
    m_handler = [context = QPointer(context),
                 handler = std::move(handler)](const std::optional<QByteArray> &answer) {
        if (context)
            handler(answer);
    };
    if (!canAsk()) {
        QMetaObject::invokeMethod(
            this, [this] { answered(std::nullopt); }, Qt::QueuedConnection);
        return;
    }
    if (!m_reader) {
        m_reader = std::make_unique<LineReader>(m_terminal);
        connect(m_reader.get(), &LineReader::lineRead, this,
                [this](const QByteArray &line) { answered(line); });
        connect(m_reader.get(), &LineReader::ended, this, [this] { answered(std::nullopt); });
    }
    if (typeAhead == TypeAhead::Drop) {
        m_reader->clear();
#ifdef Q_OS_WIN
        ::FlushConsoleInputBuffer(handleOf(m_terminal));
#else
        ::tcflush(m_terminal, TCIFLUSH);
#endif
    }
    if (echo == Echo::Off)
        setEcho(false);
    writeToTerminal(question);
    m_reader->readLine();
}

void Terminal::stopAsking()
{
    if (!m_handler)
        return;
    m_handler = {};
    if (m_reader)
        m_reader->stop();
    setEcho(true);
    writeToTerminal(u"\n"_s);
}

void Terminal::answered(const std::optional<QByteArray> &answer)
{
    if (!m_handler)
        return;
    const bool needsNewLine = m_echoIsOff || !answer;
    setEcho(true);
    if (needsNewLine)
        writeToTerminal(u"\n"_s);
    std::exchange(m_handler, {})(answer);
}

void Terminal::readInput(QObject *context, AnswerHandler handler)
{
    m_input = std::make_unique<LineReader>(Input);
    const auto answer = [this, context = QPointer(context),
                         handler = std::move(handler)](const std::optional<QByteArray> &line) {
        m_input.release()->deleteLater();
        if (context)
            handler(line);
    };
    connect(m_input.get(), &LineReader::lineRead, this,
            [answer](const QByteArray &line) { answer(line); });
    connect(m_input.get(), &LineReader::ended, this, [answer] { answer(std::nullopt); });
    m_input->readLine();
}

void Terminal::writeToTerminal(const QString &text) const
{
#ifdef Q_OS_WIN
    if (m_terminalOutput != -1)
        (void)writeAll(m_terminalOutput, text.toUtf8());
#else
    if (m_terminal != -1)
        (void)writeAll(m_terminal, text.toUtf8());
#endif
}

void Terminal::setEcho(bool on)
{
    if (m_echoIsOff != on)
        return;
#ifdef Q_OS_WIN
    const HANDLE console = handleOf(m_terminal);
    DWORD mode = 0;
    if (!::GetConsoleMode(console, &mode))
        return;
    const DWORD flag = ENABLE_ECHO_INPUT;
    ::SetConsoleMode(console, on ? mode | flag : mode & ~flag);
#else
    termios attributes = {};
    if (::tcgetattr(m_terminal, &attributes) != 0)
        return;
    if (on)
        attributes.c_lflag |= tcflag_t(ECHO);
    else
        attributes.c_lflag &= ~tcflag_t(ECHO);
    ::tcsetattr(m_terminal, TCSANOW, &attributes);
#endif
    m_echoIsOff = !on;
}

} // namespace SignIn
