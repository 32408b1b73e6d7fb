// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QNetworkProxy>

class QNetworkAccessManager;
class QUrl;

namespace SignIn {

/// The proxy by which \a manager reaches \a url; of type NoProxy if it goes there directly.
[[nodiscard]] QNetworkProxy proxyInUse(const QNetworkAccessManager &manager, const QUrl &url);

} // namespace SignIn
