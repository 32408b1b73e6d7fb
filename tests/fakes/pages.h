// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "authorization.h"
#include "keyrecord.h"

#include <QByteArray>

/// The pages a person sees in the browser. Elements that tests use have an id: `authorize`, `deny`,
/// `key-label`, `app`, `workspace`, `code`, `revoke`.
namespace Fake::Pages {

/// Asks for approval. \a requestId names what is approved when a button is pressed.
[[nodiscard]] QByteArray authorization(const Authorization &authorization,
                                       const QByteArray &requestId);

/// Shows the code to carry over.
[[nodiscard]] QByteArray code(const QByteArray &code);

/// Why nothing can be approved, or that nothing was.
[[nodiscard]] QByteArray message(const QString &heading, const QString &text);

/// The owner's list of keys, and the page of one.
[[nodiscard]] QByteArray keys(const QList<const KeyRecord *> &records);
[[nodiscard]] QByteArray key(const KeyRecord &record, const QByteArray &hash);

} // namespace Fake::Pages
