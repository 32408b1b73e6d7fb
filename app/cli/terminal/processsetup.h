// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>

/// What this process changes about itself, and takes back for a program it becomes.
namespace SignIn::ProcessSetup {

/// Opens what is missing of the standard streams, so that no socket gets their numbers; has a
/// closed pipe reported instead of being killed by it; keeps keys out of core files.
void prepare(int argc, char *argv[]);

/// The arguments as they came, byte by byte, whatever the locale makes of them.
[[nodiscard]] const QList<QByteArray> &arguments();

/// Back to the process as it was found: before exec.
void restore();

/// Once more after an exec that failed.
void protect();

} // namespace SignIn::ProcessSetup
