// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/openrouterauth_export.h>
#include <OpenRouterAuth/result.h>

#include <QByteArrayView>
#include <QUrl>

namespace OpenRouterAuth {

/// A server that speaks OpenRouter's API: its API base and the pages derived from it.
///
/// openrouter.ai has regional hosts, such as `https://eu.openrouter.ai/api/v1`, which serve
/// inference and nothing else. A Server can be one of them: its baseUrl() is what inference
/// requests go to, and its pages are those of openrouter.ai. See signInServer().
///
/// Always usable: the default one is openrouter.ai, any other comes from fromBaseUrl(), which
/// refuses addresses to which no secret must be sent. Reentrant.
class OPENROUTERAUTH_EXPORT Server
{
    Q_DECLARE_TR_FUNCTIONS(OpenRouterAuth::Server)

public:
    /// `https://openrouter.ai/api/v1`
    Server();

    /// Takes an API base such as `http://127.0.0.1:4010/api/v1`. Allowed are https, and http where
    /// the host is `localhost` or a loopback address; no user info, query or fragment. The error is
    /// an InvalidRequest whose detail() is a sentence for people.
    static Result<Server> fromBaseUrl(const QUrl &baseUrl);

    /// The API base in normal form, without a trailing slash.
    [[nodiscard]] QUrl baseUrl() const { return m_baseUrl; }

    /// Scheme, host and port, without a path.
    [[nodiscard]] QUrl origin() const;

    /// True for openrouter.ai over https on its usual port.
    [[nodiscard]] bool isOpenRouter() const;

    /// True for openrouter.ai's regional hosts, `eu.openrouter.ai` and `us.openrouter.ai`, over
    /// https on their usual port. They have no sign-in, key or activity pages. For a regional host
    /// that this version does not know, use openrouter.ai to sign in and its address for inference
    /// only.
    [[nodiscard]] bool isRegional() const;

    /// The server that issues keys for this one and answers for them: the default Server if this
    /// one isRegional(), else this one. Client sends its requests there.
    [[nodiscard]] Server signInServer() const;

    /// Host, and the port where it is not the usual one, for people: `127.0.0.1:4010`.
    [[nodiscard]] QString displayName() const;

    /// Host and port, always with the port: `example.org:443`.
    [[nodiscard]] QString hostAndPort() const;

    /// An endpoint below the base, for example `auth/keys`.
    [[nodiscard]] QUrl endpoint(QLatin1StringView path) const;

    // The pages are at the origin of signInServer().

    /// `<origin>/auth`, where a person approves.
    [[nodiscard]] QUrl authorizationPage() const;

    /// The page on which the owner sees all keys.
    [[nodiscard]] QUrl keysPage() const;

    /// The page of one key, where its owner can change or revoke it. \a keyHash as ApiKey::hash().
    [[nodiscard]] QUrl keyPage(const QString &keyHash) const;

    /// The activity of one key. \a keyHash as ApiKey::hash().
    [[nodiscard]] QUrl activityPage(const QString &keyHash) const;

    friend bool operator==(const Server &left, const Server &right)
    {
        return left.m_baseUrl == right.m_baseUrl;
    }

private:
    explicit Server(const QUrl &baseUrl)
        : m_baseUrl(baseUrl)
    {}

    [[nodiscard]] QUrl page(const QString &path) const;

    QUrl m_baseUrl;
};

} // namespace OpenRouterAuth
