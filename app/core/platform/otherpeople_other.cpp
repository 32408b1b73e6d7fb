// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "otherpeople.h"

namespace SignIn {

OtherPeople::OtherPeople(const QString &processes, const QString &loginDefinitions)
    : m_processes(processes)
    , m_loginDefinitions(loginDefinitions)
{}

bool OtherPeople::haveProcesses() const
{
    Q_UNUSED(m_processes)
    Q_UNUSED(m_loginDefinitions)
    return false;
}

} // namespace SignIn
