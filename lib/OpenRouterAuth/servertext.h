// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/openrouterauth_export.h>
#include <OpenRouterAuth/secret.h>

#include <QList>
#include <QString>

namespace OpenRouterAuth {

/// Foreign text made fit to show: without control and bidirectional formatting characters, white
/// space folded, cut at 500 characters, with each of \a secrets and whatever looks like a key
/// replaced by `***`.
OPENROUTERAUTH_EXPORT QString cleanServerText(const QString &text, const QList<Secret> &secrets);

} // namespace OpenRouterAuth
