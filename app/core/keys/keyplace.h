// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storedkey.h"

#include <QList>
#include <QString>

/// Where a key belongs: data regions, organization, workspace.
namespace SignIn {

/// Whether the keys of a list belong to different organizations or workspaces. Where all belong to
/// the same, its identifier says nothing.
struct SeveralPlaces
{
    bool organizations = false;
    bool workspaces = false;

    [[nodiscard]] static SeveralPlaces of(const QList<StoredKey> &keys);
};

/// "Europe, US"; empty if the server does not say.
[[nodiscard]] QString regionsText(const OpenRouterAuth::KeyInfo &info);

/// The organization's identifier, or that it belongs to a person; empty if the server does not say.
[[nodiscard]] QString organizationText(const OpenRouterAuth::KeyInfo &info);

/// The workspace's identifier, or that it was deleted; empty if the server does not say.
[[nodiscard]] QString workspaceText(const OpenRouterAuth::KeyInfo &info);

} // namespace SignIn
