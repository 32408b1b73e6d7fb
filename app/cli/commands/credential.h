// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "output/commanderror.h"

#include <OpenRouterAuth/apikey.h>

#include <QCommandLineOption>
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace SignIn {

/// A key that systemd hands to a service as a credential (systemd.exec(5), CREDENTIALS): a file in
/// a folder in memory, which only that service can read. Read when it is asked for, and not else.
class Credential
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::Credential)

public:
    /// `--credential [NAME]`
    [[nodiscard]] static QCommandLineOption option();

    [[nodiscard]] static bool isWanted(const QCommandLineParser &parser);

    /// The key of the credential that \a parser names, or why there is none.
    [[nodiscard]] static std::variant<OpenRouterAuth::ApiKey, CommandError>
    read(const QCommandLineParser &parser);

    /// The names of the credentials that this process has; nothing where systemd gave it none.
    [[nodiscard]] static std::optional<QStringList> names();
};

} // namespace SignIn
