// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/openrouterauth_export.h>
#include <OpenRouterAuth/secret.h>

#include <QList>
#include <QString>

namespace OpenRouterAuth {

/// The same text with U+FFFD in place of each lone surrogate, which stands for no character.
///
/// Qt's own conversions treat them differently in each version: some replace them, 6.11 drops them
/// together with what follows. Text is passed through this function before it is converted, so that
/// the result does not depend on Qt. Reentrant.
[[nodiscard]] OPENROUTERAUTH_EXPORT QString withoutLoneSurrogates(const QString &text);

/// Text from outside made fit to show: without control and bidirectional formatting characters,
/// white space folded, cut at 500 UTF-16 units, with each of \a secrets and whatever looks like a
/// key replaced by `***`, and without lone surrogates. Reentrant.
OPENROUTERAUTH_EXPORT QString cleanServerText(const QString &text, const QList<Secret> &secrets);

} // namespace OpenRouterAuth
