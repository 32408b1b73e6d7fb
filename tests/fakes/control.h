// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QString>

#include <optional>

class FakeOpenRouter;

namespace Fake {

/// Carries out what a test program asked for with `POST /__control`: a JSON object, its members
/// taken in this order.
///
///     "clear": true                          faults and violations are forgotten
///     "faults": [{"endpoint": "exchange", "fault": "refuse", "status": 403, "message": "…",
///                 "headers": {…}, "metadata": {…}, "delay": 200, "times": 1}, …]
///         endpoint  auth, exchange, create-code, key, other
///         fault     refuse (status, message), answer (status, contentType, body), server-error,
///                   conflict, rate-limited (retryAfter, asDate), html (status), redirect
///                   (location, status), fail-afterwards (status), echo-secrets, garble (how:
///                   invalid-json, not-an-object, empty-body, wrong-types, key-missing, key-empty,
///                   key-malformed, user-id-missing), delay, drip (interval), chunked,
///                   close-unanswered, cut (bytes), hang, flood (bytes, declared), raw (body)
///         delay     ms before the answer, with any of them; times: -1 until cleared
///     "closeAtAccept": n                     drops so many connections; -1 all
///     "userId": "…" or null, "nextKey": "…", "codeLifetime": s, "advanceClock": s,
///     "managementOnly": bool, "invalidCodeStatus": 403, "newerFields": bool,
///     "authorizationLost": bool
///     "makeKey": {"key", "label", "limit", "limitReset", "usage", "usageDaily", "usageWeekly",
///                 "byokUsage", "expiresAt", "isFreeTier", "isManagementKey", "freeRequestsUsed",
///                 "dataRegions", "organizationId", "workspaceId"}   answered with "key"
///     "updateKey": the same, for a key that exists
///     "revoke": "<key>"
///     "authorize": "<link>" or "deny": "<link>"   answered with "redirect"
///     "authorizeHeadless": "<link>"               answered with "code"
///
/// Returns the answer, or nothing and the reason in \a problem; a name that is not in this list is
/// such a reason.
[[nodiscard]] std::optional<QJsonObject> control(FakeOpenRouter *server, const QJsonObject &orders,
                                                 QString *problem);

} // namespace Fake
