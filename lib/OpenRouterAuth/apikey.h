// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/openrouterauth_export.h>
#include <OpenRouterAuth/secret.h>
#include <OpenRouterAuth/server.h>

#include <optional>

namespace OpenRouterAuth {

/// An API key: a Secret that has the form of a key.
///
/// Keys are opaque: 8 to 512 bytes of printable ASCII without spaces (0x21 to 0x7E). Nothing else
/// is accepted as a key, so a key never breaks a header line. Reentrant.
class OPENROUTERAUTH_EXPORT ApiKey
{
public:
    static constexpr qsizetype MinimumSize = 8;
    static constexpr qsizetype MaximumSize = 512;

    /// The key with exactly these bytes, or nothing if they are not of the form of a key.
    static std::optional<ApiKey> fromBytes(QByteArrayView bytes);

    /// The same for text from a person or a pipe: white space around it is dropped.
    static std::optional<ApiKey> fromInput(QStringView text);

    [[nodiscard]] const Secret &secret() const noexcept { return m_secret; }

    /// Enough to recognize the key and not enough to use it: `sk-or-v1-0e6…1c96`. Short keys show
    /// less: never more than a third of the characters, not counting the well-known prefix.
    [[nodiscard]] QString masked() const;

    /// SHA-256 of the key in lowercase hexadecimal, by which OpenRouter's pages name it.
    [[nodiscard]] QString hash() const;

    /// Server::keyPage() and Server::activityPage() of this key.
    [[nodiscard]] QUrl settingsUrl(const Server &server = {}) const
    {
        return server.keyPage(hash());
    }
    [[nodiscard]] QUrl activityUrl(const Server &server = {}) const
    {
        return server.activityPage(hash());
    }

    friend bool operator==(const ApiKey &left, const ApiKey &right) noexcept
    {
        return left.m_secret == right.m_secret;
    }

private:
    explicit ApiKey(QByteArrayView bytes)
        : m_secret(bytes)
    {}

    Secret m_secret;
};

OPENROUTERAUTH_EXPORT QDebug operator<<(QDebug debug, const ApiKey &key);

} // namespace OpenRouterAuth
