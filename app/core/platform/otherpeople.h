// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace SignIn {

/// The other people who use this computer at the same time, known by their processes.
///
/// A person is a user id from UID_MIN to UID_MAX of /etc/login.defs (login.defs(5)), other than
/// this process's. Only Linux is asked; elsewhere there are none.
class OtherPeople
{
public:
    explicit OtherPeople(const QString &processes = QStringLiteral("/proc"),
                         const QString &loginDefinitions = QStringLiteral("/etc/login.defs"));

    /// Whether a process of another person runs now. Processes that the system hides from this user
    /// (hidepid of proc(5)) hide this user's from their owners too, and do not count.
    [[nodiscard]] bool haveProcesses() const;

private:
    QString m_processes;
    QString m_loginDefinitions;
};

} // namespace SignIn
