// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "command.h"

namespace SignIn {

/// `logout`: keys leave the keychain.
class LogoutCommand : public Command
{
    Q_OBJECT

public:
    LogoutCommand(Terminal &terminal, Services &services);

    [[nodiscard]] Manual manual() const override;
    void interrupt(int signal) override;

protected:
    void run() override;

private:
    void confirm();
    void removeNext();
    void removed(const StoredKey &key, const QString &leftIn);

    QList<StoredKey> m_keys;
    int m_exitCode = 0;
    int m_signal = 0;
    bool m_isRemoving = false;
};

} // namespace SignIn
