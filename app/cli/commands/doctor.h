// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "command.h"

#include <OpenRouterAuth/server.h>

class QNetworkReply;

namespace SignIn {

struct KeychainReport;

/// `doctor`: what works and what does not, with the remedy. Nothing secret in it.
class DoctorCommand : public Command
{
    Q_OBJECT

public:
    DoctorCommand(Terminal &terminal, Services &services);

    [[nodiscard]] Manual manual() const override;

protected:
    void run() override;

private:
    enum class State { Ok, Warning, Failed };

    struct Check
    {
        QString name;
        State state = State::Ok;
        QString message;
        QStringList remedy; ///< Lines; commands among them.
    };

    void add(const QString &name, State state, const QString &message,
             const QStringList &remedy = {});
    void addStore(const QString &name, const KeychainReport &report);
    void checkList();
    void checkBrowser();
    void checkLoopback();
    void checkSettings();
    void checkTools(const QString &name);
    void checkProxy();
    void checkTls();
    void askServer();
    void serverAnswered(QNetworkReply *reply);
    void checkClock(const QNetworkReply *reply);
    void checkClipboard();
    void show();

    OpenRouterAuth::Server m_server;
    QList<Check> m_checks;
};

} // namespace SignIn
