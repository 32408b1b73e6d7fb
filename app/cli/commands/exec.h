// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "command.h"
#include "toolvariables.h"

#include <QByteArray>
#include <QList>

class QProcess;

namespace SignIn {

/// `exec`: a program with the key in its environment.
class ExecCommand : public Command
{
    Q_OBJECT

public:
    ExecCommand(Terminal &terminal, Services &services);

    [[nodiscard]] Manual manual() const override;
#ifndef Q_OS_UNIX
    void interrupt(int signal) override;
#endif

protected:
    void run() override;

    /// 125: the other codes are the program's.
    [[nodiscard]] int exitCodeFor(const CommandError &problem) const override;

private:
    [[nodiscard]] std::optional<CommandError> readOptions();
    void startWithCredential();
    void start(const OpenRouterAuth::ApiKey &key, const StoredKey &entry,
               const OpenRouterAuth::Server &tools);
    void become(const ToolVariables::List &variables);
    void warn(const StoredKey &entry, const OpenRouterAuth::Server &tools);

    QList<QByteArray> m_names; ///< Variables that get the key.
    bool m_forOpenAi = false;
    bool m_forAnthropic = false;
#ifndef Q_OS_UNIX
    QProcess *m_process = nullptr;
#endif
};

} // namespace SignIn
