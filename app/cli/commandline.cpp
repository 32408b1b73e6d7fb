// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline.h"

#include "commands/complete.h"
#include "commands/keyselector.h"

#include <algorithm>
#include <array>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

constexpr int TextWidth = 80;

/// Two columns, the right one folded.
QString entry(const QString &left, const QString &right, int width)
{
    QString text = "  "_L1 + left;
    int column = int(text.size());
    const auto newLine = [&] {
        text += u'\n' + QString(width, u' ');
        column = width;
    };
    if (column + 2 > width) {
        newLine();
    } else {
        text += QString(width - column, u' ');
        column = width;
    }
    for (const QString &word : right.split(u' ')) {
        if (column > width && column + 1 + word.size() > TextWidth)
            newLine();
        else if (column > width) {
            text += u' ';
            ++column;
        }
        text += word;
        column += int(word.size());
    }
    return text + u'\n';
}

QString folded(const QString &paragraph)
{
    return entry({}, paragraph, 0).mid(3); // what entry() puts on the left
}

QString optionNames(const QCommandLineOption &option)
{
    QStringList names;
    for (const QString &name : option.names())
        names += (name.size() == 1 ? "-"_L1 : "--"_L1) + name;
    return names.join(", "_L1)
           + (option.valueName().isEmpty() ? QString() : u' ' + option.valueName());
}

} // namespace

CommandLine::CommandLine(const CommandTable &table, Terminal &terminal, Services &services)
    : m_table(table)
    , m_terminal(terminal)
    , m_services(services)
{}

bool CommandLine::wantsDebug(const QStringList &arguments)
{
    // Not what belongs to a command that exec runs.
    return arguments.mid(0, arguments.indexOf(u"--"_s)).contains(u"--debug"_s);
}

bool CommandLine::hasCommand(const QString &name) const
{
    return name == CompleteCommand::Name
           || std::any_of(m_table.rows.begin(), m_table.rows.end(),
                          [&name](const CommandTable::Row &row) { return row.name == name; });
}

std::unique_ptr<Command> CommandLine::makeCommand(const QString &name)
{
    for (const CommandTable::Row &row : m_table.rows) {
        if (row.name == name)
            return row.make(m_terminal, m_services);
    }
    return name == CompleteCommand::Name ? std::make_unique<CompleteCommand>(m_terminal, m_services)
                                         : nullptr;
}

CommandLine::Meaning CommandLine::understand(const QStringList &arguments)
{
    // Options that all commands have may stand before the command too.
    QCommandLineParser parser;
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
    const QCommandLineOption helpOption(QStringList{u"h"_s, u"help"_s});
    const QCommandLineOption versionOption(QStringList{u"v"_s, u"version"_s});
    const QCommandLineOption quietOption(QStringList{u"q"_s, u"quiet"_s});
    const QCommandLineOption debugOption(u"debug"_s);
    const QCommandLineOption keyOption(QStringList{u"k"_s, u"key"_s}, {}, u"KEY"_s);
    parser.addOptions({helpOption, versionOption, quietOption, debugOption, keyOption});
    const bool isGood = parser.parse(arguments);
    const QStringList words = parser.positionalArguments();
    // The help of all commands is only where all of them are.
    if (!m_table.isWhole && !parser.isSet(versionOption)
        && (parser.isSet(helpOption) || words.isEmpty() || !hasCommand(words.constFirst()))) {
        Meaning meaning;
        meaning.isForOnlineProgram = true;
        return meaning;
    }
    if (parser.isSet(helpOption))
        return answer(overview());
    if (parser.isSet(versionOption)) {
        return answer(u"%1 %2\n"_s.arg(QCoreApplication::applicationName(),
                                       QCoreApplication::applicationVersion()));
    }
    if (!isGood)
        return refuse(parser.errorText());
    if (words.isEmpty()) {
        m_terminal.say(overview());
        Meaning meaning;
        meaning.exitCode = ExitCode::Usage;
        return meaning;
    }
    const QString &name = words.constFirst();
    if (name == "help"_L1)
        return help(words.sliced(1));

    Meaning meaning;
    meaning.command = makeCommand(name);
    if (!meaning.command)
        return refuse(tr("There is no command “%1”.").arg(KeySelector::shownName(name)));
    meaning.arguments = arguments.mid(0, arguments.size() - words.size()) + words.sliced(1);

    const QStringList own = name == "exec"_L1
                                ? meaning.arguments.mid(0, meaning.arguments.indexOf(u"--"_s))
                                : meaning.arguments;
    const bool asksForHelp =
        name == "exec"_L1 ? own.size() > 1 && (own.at(1) == "--help"_L1 || own.at(1) == "-h"_L1)
                          : own.contains(u"--help"_s) || own.contains(u"-h"_s);
    if (asksForHelp)
        return answer(helpFor(*meaning.command));
    return meaning;
}

CommandLine::Meaning CommandLine::help(const QStringList &names)
{
    if (names.isEmpty())
        return answer(overview());
    QString text;
    for (const QString &name : names) {
        if (name.startsWith(u'-'))
            continue;
        const auto command = makeCommand(name);
        if (!command)
            return refuse(tr("There is no command “%1”.").arg(KeySelector::shownName(name)));
        text += helpFor(*command);
    }
    return answer(text.isEmpty() ? overview() : text);
}

CommandLine::Meaning CommandLine::answer(const QString &text)
{
    m_terminal.print(text);
    return {};
}

CommandLine::Meaning CommandLine::refuse(const QString &sentence)
{
    m_terminal.say(m_terminal.styledError(u"openrouter-key: "_s, Terminal::Style::Bad) + sentence);
    m_terminal.say(tr("See “openrouter-key help”. (exit code %1)").arg(ExitCode::Usage));
    Meaning meaning;
    meaning.exitCode = ExitCode::Usage;
    return meaning;
}

QString CommandLine::overview()
{
    constexpr int width = 26;
    QString text = tr("Usage: openrouter-key [OPTION…] COMMAND [ARGUMENT…]") + "\n\n"_L1;
    text += folded(tr("Signs in to OpenRouter and gives the key to the tools that need it, from "
                      "the system's keychain and never from a file."));
    text += u'\n' + tr("Commands:") + u'\n';
    for (const CommandTable::Row &row : m_table.rows) {
        const Command::Manual manual = row.make(m_terminal, m_services)->manual();
        const QString arguments = manual.arguments.isEmpty() ? QString() : u' ' + manual.arguments;
        text += entry(manual.name + arguments, manual.summary, width);
    }
    text += entry(u"help [COMMAND]"_s, tr("more about a command, with examples"), width);
    text += u'\n' + tr("Options of all commands:") + u'\n';
    text += entry(u"-k, --key KEY"_s,
                  tr("the key, where a command needs one: its id, its label or "
                     "how one of them begins"),
                  width);
    text += entry(u"-q, --quiet"_s, tr("say nothing that is not needed"), width);
    text += entry(u"--debug"_s, tr("say what happens, without secrets"), width);
    text += entry(u"-h, --help"_s, tr("show this help, or that of a command"), width);
    text += entry(u"-v, --version"_s, tr("show the version"), width);
    text += u'\n'
            + folded(tr("Without --key the key is the one that OPENROUTER_KEY_NAME names, else the "
                        "nearest file .openrouter-key upwards from here, else the default one, "
                        "else the only one."));
    text += u'\n' + tr("Examples:") + u'\n';
    text += "  openrouter-key login\n"
            "  openrouter-key exec -- aider\n"
            "  eval \"$(openrouter-key env)\"\n"_L1;
    text += u'\n' + tr("Exit codes:") + u'\n';
    const std::array<std::pair<int, QString>, 10> codes{{
        {ExitCode::Done, tr("done")},
        {ExitCode::Other, tr("anything else")},
        {ExitCode::Usage, tr("a wrong call")},
        {ExitCode::NoSuchKey, tr("no such key")},
        {ExitCode::KeychainUnavailable, tr("the keychain is not available")},
        {ExitCode::DeniedOrCanceled, tr("denied or canceled")},
        {ExitCode::Network, tr("network")},
        {ExitCode::RefusedByServer, tr("refused by the server")},
        {ExitCode::UnusableOrTimedOut, tr("the key is unusable, or nobody approved in time")},
        {ExitCode::Interrupted, tr("interrupted")},
    }};
    constexpr int codeWidth = 8;
    for (const auto &[code, meaning] : codes)
        text += entry(QString::number(code), meaning, codeWidth);
    text += folded(tr("exec: 125 if this program fails, 126 if the command cannot be executed, 127 "
                      "if it is not found, else the command's own."));
    return text;
}

QString CommandLine::helpFor(const Command &command)
{
    constexpr int width = 26;
    const Command::Manual manual = command.manual();
    QString text = tr("Usage: openrouter-key %1 [OPTION…]").arg(manual.name);
    if (!manual.arguments.isEmpty())
        text += u' ' + manual.arguments;
    text += "\n\n"_L1 + folded(manual.text) + u'\n' + tr("Options:") + u'\n';
    for (const QCommandLineOption &option : command.options())
        text += entry(optionNames(option), option.description(), width);
    text += u'\n' + tr("Examples:") + u'\n';
    for (const QString &example : manual.examples)
        text += "  "_L1 + example + u'\n';
    return text;
}

} // namespace SignIn
