// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

/// Options of every command that makes a key.
namespace SignIn::NewKeyOptions {

using namespace Qt::StringLiterals;

inline const QString Label = u"label"_s;
inline const QString Print = u"print"_s;
inline const QString Workspace = u"workspace"_s;

} // namespace SignIn::NewKeyOptions
