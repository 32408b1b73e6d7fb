// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The authorization link and back. Lines: callback address, challenge, label, workspace, required
// workspace, limit, API base.

#include "authorization.h"
#include "fuzzing.h"

#include <OpenRouterAuth/authorizationrequest.h>

#include <QList>

using namespace OpenRouterAuth;

namespace {

/// Read by the fake server's parser, which shares no code with what made the link.
QString valueOf(const QList<std::pair<QString, QString>> &query, const char *name)
{
    for (const auto &[key, value] : query) {
        if (key == QLatin1StringView(name))
            return value;
    }
    return {};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QList<QByteArray> lines = inputBytes(data, size).split('\n');
    AuthorizationRequest request;
    if (!lines.value(0).isEmpty())
        request.callbackUrl = QUrl(QString::fromUtf8(lines.value(0)), QUrl::StrictMode);
    request.codeChallenge = QString::fromUtf8(lines.value(1));
    request.codeChallengeMethod =
        lines.value(1).size() % 2 == 0 ? CodeChallengeMethod::Plain : CodeChallengeMethod::S256;
    request.allowsPrivateUseScheme = lines.value(2).size() % 2 == 1;
    request.keyLabel = QString::fromUtf8(lines.value(2));
    request.workspaceId = QUuid::fromString(QString::fromUtf8(lines.value(3)));
    request.requiredWorkspaceId = QUuid::fromString(QString::fromUtf8(lines.value(4)));
    if (!lines.value(5).isEmpty())
        request.limit = lines.value(5).toDouble();
    const Result<Server> server =
        Server::fromBaseUrl(QUrl(QString::fromUtf8(lines.value(6)), QUrl::StrictMode));

    const Result<QUrl> link = request.toUrl(server ? *server : Server());
    if (!link) {
        require(link.error().kind() == Error::Kind::InvalidRequest
                    && !link.error().detail().isEmpty(),
                "an error says why");
        return 0;
    }
    require(link->isValid() && !link->hasFragment() && link->userInfo().isEmpty(),
            "a link is a whole address");
    require(link->toEncoded().startsWith(
                (server ? *server : Server()).authorizationPage().toEncoded() + '?'),
            "a link leads to the server's page");
    require(!request.callbackUrl || !isPrivateUseCallbackUrl(*request.callbackUrl)
                || (request.allowsPrivateUseScheme
                    && request.codeChallengeMethod == CodeChallengeMethod::S256
                    && !request.codeChallenge.isEmpty()),
            "a private-use scheme is allowed and bound by S256");
    Fake::Refusal refusal;
    const auto query = Fake::readQuery(link->query(QUrl::FullyEncoded).toLatin1(), &refusal);
    require(query.has_value(), "every value is strictly encoded");
    require(valueOf(*query, "callback_url")
                == (request.callbackUrl ? QString::fromLatin1(request.callbackUrl->toEncoded())
                                        : QString()),
            "the callback comes back");
    require(valueOf(*query, "code_challenge") == request.codeChallenge, "the challenge comes back");
    require(valueOf(*query, "key_label") == request.keyLabel, "the label comes back");
    require(QUuid::fromString(valueOf(*query, "workspace_id")) == request.workspaceId
                && QUuid::fromString(valueOf(*query, "required_workspace_id"))
                       == request.requiredWorkspaceId,
            "the workspaces come back");
    require(!request.limit || valueOf(*query, "limit").toDouble() == *request.limit,
            "the limit comes back");
    return 0;
}
