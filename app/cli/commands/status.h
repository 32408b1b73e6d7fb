// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "command.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <utility>

namespace SignIn {

/// `status`: what a key's server says about it.
class StatusCommand : public Command
{
    Q_OBJECT

public:
    StatusCommand(Terminal &terminal, Services &services);

    [[nodiscard]] Manual manual() const override;

protected:
    void run() override;

private:
    void show(const QString &id);
    void failed(const QString &id, const Failure &failure);
    using Lines = QList<std::pair<QString, QString>>; ///< What, and what it is.

    void printText(const StoredKey &key);
    [[nodiscard]] static Lines usageLines(const StoredKey &key, const QDateTime &now);
    [[nodiscard]] Lines placeLines(const StoredKey &key);
};

} // namespace SignIn
