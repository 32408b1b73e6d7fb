// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <map>

namespace SignIn {

/// The clipboard formats that keep a content out of Windows' clipboard history (Win+V), of its
/// copy in the cloud and of clipboard managers, with their values. See "Cloud Clipboard and
/// Clipboard History Formats" in Microsoft's documentation.
///
/// The names are given as they are: Qt registers a format it does not know under the name that it
/// has in QMimeData. (`application/x-qt-windows-mime;value="…"` is how Qt names what it reads, and
/// Windows would not recognize it.)
[[nodiscard]] std::map<QString, QByteArray> windowsSecretMarks();

} // namespace SignIn
