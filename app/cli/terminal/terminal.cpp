// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "terminal.h"

#include "linereader.h"

#include <QPointer>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::Secret;

namespace {

bool wantsColor(int descriptor)
{
    // https://no-color.org: any value but an empty one.
    return Stream::isTerminal(descriptor) && qEnvironmentVariableIsEmpty("NO_COLOR")
           && qEnvironmentVariable("TERM") != "dumb"_L1 && Stream::knowsEscapes(descriptor);
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

Terminal::~Terminal() = default;

bool Terminal::isOutputTerminal() const
{
    return Stream::isTerminal(Stream::Output);
}

bool Terminal::isErrorTerminal() const
{
    return Stream::isTerminal(Stream::ErrorOutput);
}

bool Terminal::isInputTerminal() const
{
    return Stream::isTerminal(Stream::Input);
}

std::optional<QSize> Terminal::size() const
{
    return isErrorTerminal() ? Stream::terminalSize(Stream::ErrorOutput) : std::nullopt;
}

int Terminal::writeOutput(QByteArrayView bytes)
{
    return Stream::writeAll(Stream::Output, bytes);
}

void Terminal::print(const QString &text)
{
    if (m_outputError == 0)
        m_outputError = Stream::writeAll(Stream::Output, text.toUtf8());
}

void Terminal::printSecret(const Secret &secret)
{
    if (m_outputError == 0)
        m_outputError = Stream::writeAll(Stream::Output, secret.view());
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
    (void)Stream::writeAll(Stream::ErrorOutput, QString(line + u'\n').toUtf8());
}

QString Terminal::styledError(const QString &text, Style style) const
{
    return styled(text, style, hasColorOnError());
}

QString Terminal::styledOutput(const QString &text, Style style) const
{
    return styled(text, style, wantsColor(Stream::Output));
}

bool Terminal::hasColorOnError() const
{
    return wantsColor(Stream::ErrorOutput);
}

bool Terminal::canAsk()
{
    return m_device.open();
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
        m_reader = std::make_unique<LineReader>(m_device.input());
        connect(m_reader.get(), &LineReader::lineRead, this,
                [this](const QByteArray &line) { answered(line); });
        connect(m_reader.get(), &LineReader::ended, this, [this] { answered(std::nullopt); });
    }
    if (typeAhead == TypeAhead::Drop) {
        m_reader->clear();
        m_device.dropInput();
    }
    const QByteArray text = question.toUtf8();
    if (echo == Echo::Off)
        m_device.hideEcho(text);
    m_device.write(text);
    m_reader->readLine();
}

void Terminal::stopAsking()
{
    if (!m_handler)
        return;
    m_handler = {};
    if (m_reader)
        m_reader->stop();
    m_device.showEcho();
    m_device.write("\n");
}

void Terminal::answered(const std::optional<QByteArray> &answer)
{
    if (!m_handler)
        return;
    const bool needsNewLine = m_device.isEchoHidden() || !answer;
    m_device.showEcho();
    if (needsNewLine)
        m_device.write("\n");
    std::exchange(m_handler, {})(answer);
}

void Terminal::readInput(QObject *context, AnswerHandler handler)
{
    m_input = std::make_unique<LineReader>(Stream::Input);
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

} // namespace SignIn
