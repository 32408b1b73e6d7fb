// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace SignIn {

/// Where this person's programs find each other, by a lock file and a socket; nobody else can enter
/// it. Empty if there is none.
QString runtimeDirectory();

} // namespace SignIn
