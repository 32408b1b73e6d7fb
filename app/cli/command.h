// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keys/storedkey.h"
#include "output/commanderror.h"
#include "output/exitcodes.h"
#include "services.h"
#include "terminal/terminal.h"

#include <QCommandLineOption>
#include <QCommandLineParser>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QStringList>

#include <functional>

namespace OpenRouterAuth {
class ApiKey;
}

namespace SignIn {

class KeyJob;
class NewKey;

/// One thing that `openrouter-key` does. Used once: run(), and finished() exactly once after it.
/// No command runs an event loop of its own.
class Command : public QObject
{
    Q_OBJECT

public:
    /// What `help` says about it.
    struct Manual
    {
        QString name;
        QString arguments; ///< `KEY LABEL`
        QString summary;   ///< A line of the list of commands.
        QString text;      ///< A paragraph.
        QStringList examples;
    };

    Command(Terminal &terminal, Services &services);
    ~Command() override;

    [[nodiscard]] virtual Manual manual() const = 0;

    /// The options of this command, those of all commands included.
    [[nodiscard]] QList<QCommandLineOption> options() const;

    /// Reads \a arguments, which begin with the program's name, and starts.
    void start(const QStringList &arguments);

    /// A signal to end came. Ends at once unless a command has something to bring in order.
    virtual void interrupt(int signal);

Q_SIGNALS:
    void finished(int exitCode);

protected:
    /// To be called in the constructor, in the order `help` shows.
    void addOption(const QCommandLineOption &option);
    void addKeyOption();
    void addJsonOption();
    void addNoPromptOption();

    /// How many positional arguments there must be; -1 for any number.
    void setArgumentCount(int minimum, int maximum);

    /// Whether everything from the first positional argument on is left as it is.
    void leaveRest();

    virtual void run() = 0;

    /// What finished() gets for a problem.
    [[nodiscard]] virtual int exitCodeFor(const CommandError &problem) const;

    void finish(int exitCode = ExitCode::Done);
    [[nodiscard]] bool isFinished() const { return m_isFinished; }

    /// Says it and finishes.
    void fail(const CommandError &problem);

    /// Says it and goes on.
    void report(const CommandError &problem);

    [[nodiscard]] const QCommandLineParser &parser() const { return m_parser; }
    [[nodiscard]] QStringList arguments() const { return m_parser.positionalArguments(); }
    [[nodiscard]] bool wantsJson() const;

    /// Makes sure that the list of keys can be relied on, bringing back what was lost if need be.
    /// \a next is not called if it cannot be read: then the command has failed.
    void loadKeys(const std::function<void()> &next);

    /// The key that this call is about, by --key or what stands for it. Fails otherwise.
    void chooseKey(const std::function<void(const StoredKey &)> &next);

    /// Reads a key from the keychain, see KeyReader. If the keychain has no such key \a missing is
    /// called, if there is one; fails for any other reason.
    void readKey(const StoredKey &entry,
                 const std::function<void(const OpenRouterAuth::ApiKey &, const StoredKey &)> &next,
                 const std::function<void()> &missing = {});

    /// Says where to look while a keychain takes its time.
    void watch(KeyJob *job);

    void sayWaiting();

    /// Writes a JSON object to standard output.
    void printJson(const QJsonObject &object);

    /// Finishes after the copy of the list in the keychain is up to date.
    void settleAndFinish(int exitCode = ExitCode::Done);

    [[nodiscard]] Terminal &terminal() { return m_terminal; }
    [[nodiscard]] Services &services() { return m_services; }

    /// Tells about sign-ins that ended between getting a key and saving it.
    void noteUnfinished();

    /// Tells about another key that may have been created besides the new one, and about the one
    /// that it has replaced, which works until it is revoked.
    void noteOtherKeys(const NewKey &key);

private:
    [[nodiscard]] QStringList withDefaultValues(QStringList arguments) const;
    void recoverUnlessLocked(const std::function<void()> &next);
    void recoverKeys(const std::function<void()> &next);
    [[nodiscard]] bool wantsNoPrompt() const;
    [[nodiscard]] std::optional<CommandError> parse(const QStringList &arguments);

    Terminal &m_terminal;
    Services &m_services;
    QCommandLineParser m_parser;
    QList<QCommandLineOption> m_options;
    int m_minimumArguments = 0;
    int m_maximumArguments = 0;
    bool m_hasNoPromptOption = false;
    bool m_leavesRest = false;
    bool m_isFinished = false;
};

} // namespace SignIn
