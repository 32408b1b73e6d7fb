// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storedkey.h"

#include <QJsonObject>

#include <optional>

namespace SignIn {

/// What a server said about a key, as the list of keys has it. Members are named as in `GET /key`.
[[nodiscard]] QJsonObject encodeKeyStatus(const KeyStatus &status);

/// Nothing if a member is malformed.
[[nodiscard]] std::optional<KeyStatus> decodeKeyStatus(const QJsonValue &value);

} // namespace SignIn
