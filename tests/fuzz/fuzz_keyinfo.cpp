// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The server's answer to `GET /key`, which is kept in the list of keys.

#include "OpenRouterAuth/decoder_p.h"
#include "core/keys/keylistformat.h"
#include "fuzzing.h"

#include <QTimeZone>

using namespace OpenRouterAuth;
using namespace SignIn;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Result<KeyInfo> info = decodeKeyInfo(inputBytes(data, size));
    if (!info) {
        require(info.error().kind() == Error::Kind::InvalidResponse, "an error says its kind");
        return 0;
    }
    for (const QString &text :
         {info->label, info->limitReset, info->creatorUserId.value_or({}),
          info->organizationId.value_or({}), info->workspaceId.value_or({})}) {
        require(isCleanText(text), "the server's words are clean");
    }
    for (const QString &region : info->allowedDataRegions.value_or(QStringList()))
        require(isCleanText(region), "the server's words are clean");
    require(!info->expiresAt.isValid() || info->expiresAt.timeSpec() == Qt::UTC, "times are UTC");

    StoredKey key;
    key.id = StoredKey::generateId();
    key.state = StoredKey::State::Stored;
    key.created = QDateTime(QDate(2026, 1, 1), QTime(0, 0), QTimeZone::utc());
    key.keyHash = QString(64, QChar(u'0'));
    key.lastStatus = KeyStatus{key.created, false, *info, {}, {}};
    KeyListContent list;
    list.keys = {key};
    const KeyListContent content = decodeKeyList(encodeKeyList(list));
    require(content.verdict == KeyListContent::Verdict::Good,
            "whatever a server says about a key can be kept");
    const KeyInfo &kept = content.keys.first().lastStatus->info;
    require(kept.expiresAt == info->expiresAt && kept.limit == info->limit
                && kept.usage == info->usage && kept.isFreeTier == info->isFreeTier
                && kept.workspaceId.isNull() == info->workspaceId.isNull()
                && kept.allowedDataRegions.has_value() == info->allowedDataRegions.has_value(),
            "and is read as it was written");
    return 0;
}
