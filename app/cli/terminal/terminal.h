// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "terminaldevice.h"

#include <OpenRouterAuth/secret.h>

#include <QObject>
#include <QSize>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace SignIn {

class LineReader;

/// The three standard streams and the terminal behind them.
///
/// Results go to standard output and nothing else does. Links, notes and failures go to standard
/// error. Questions are asked and answered on the controlling terminal itself, so that piped input
/// is never swallowed and piped output never polluted.
class Terminal : public QObject
{
    Q_OBJECT

public:
    enum class Style { Plain, Bold, Good, Bad };
    enum class Echo { On, Off };
    enum class TypeAhead {
        Keep,
        Drop, ///< What was typed before the question is no answer to it.
    };
    using AnswerHandler = std::function<void(const std::optional<QByteArray> &)>;

    explicit Terminal(QObject *parent = nullptr);
    ~Terminal() override;

    void setQuiet(bool quiet) { m_quiet = quiet; }

    [[nodiscard]] bool isOutputTerminal() const;
    [[nodiscard]] bool isErrorTerminal() const;
    [[nodiscard]] bool isInputTerminal() const;

    /// Columns and rows of the terminal behind standard error; nothing if there is none.
    [[nodiscard]] std::optional<QSize> size() const;

    /// Writes a result. A closed pipe is noted and not reported.
    void print(const QString &text);

    /// Writes a secret and the end of the line. Somebody who sees it is told what it is.
    void printSecret(const OpenRouterAuth::Secret &secret);

    /// Tells whoever sees it that standard output has a secret on it.
    void noteSecret();

    /// Writes \a bytes to standard output as they are. Returns 0, or the errno of what went wrong.
    [[nodiscard]] int writeOutput(QByteArrayView bytes);

    /// What print() could not write: an errno, or 0.
    [[nodiscard]] int outputError() const { return m_outputError; }

    /// A line that --quiet leaves out.
    void note(const QString &line);

    /// A line that is needed.
    void say(const QString &line);

    /// \a text as standard error or output may show it: without a terminal, with NO_COLOR or a dumb
    /// terminal it stays as it is.
    [[nodiscard]] QString styledError(const QString &text, Style style) const;
    [[nodiscard]] QString styledOutput(const QString &text, Style style) const;
    [[nodiscard]] bool hasColorOnError() const;

    /// Whether somebody can be asked: there is a terminal and we are in its foreground.
    [[nodiscard]] bool canAsk();

    /// Asks for a line. The answer is nothing at the end of input. One question at a time.
    void ask(const QString &question, QObject *context, AnswerHandler handler,
             TypeAhead typeAhead = TypeAhead::Drop, Echo echo = Echo::On);

    /// Takes the question back, and the cursor to a new line.
    void stopAsking();

    [[nodiscard]] bool isAsking() const { return bool(m_handler); }

    /// Reads one line from standard input.
    void readInput(QObject *context, AnswerHandler handler);

private:
    void answered(const std::optional<QByteArray> &answer);

    bool m_quiet = false;
    int m_outputError = 0;
    TerminalDevice m_device; ///< Outlives the reader of its answers.
    std::unique_ptr<LineReader> m_reader;
    std::unique_ptr<LineReader> m_input;
    AnswerHandler m_handler;
};

} // namespace SignIn
