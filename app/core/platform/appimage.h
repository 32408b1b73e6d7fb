// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProcessEnvironment>

namespace SignIn {

[[nodiscard]] bool isInAppImage(const QProcessEnvironment &environment);

/// \a environment as it was before an AppImage changed it, for programs that are not part of the
/// image: with its libraries and plug-ins many browsers do not start. Values that the image saved
/// as `APPIMAGE_ORIGINAL_…` come back, and whatever points into the image goes.
[[nodiscard]] QProcessEnvironment outsideOfAppImage(const QProcessEnvironment &environment);

} // namespace SignIn
