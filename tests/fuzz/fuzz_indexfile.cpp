// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The list of keys, as a file or as the keychain's copy, whoever wrote it.

#include "core/keys/keylabel.h"
#include "core/keys/keylistformat.h"
#include "fuzzing.h"

using namespace SignIn;

namespace {

void check(const QList<StoredKey> &keys)
{
    for (const StoredKey &key : keys) {
        require(StoredKey::isValidId(key.id), "an id is one");
        require(isStorableLabel(key.label) && isStorableLabel(storableLabel(key.label)),
                "a label can be stored");
        require(key.state != StoredKey::State::Session, "keys of a session are not written");
        require(key.created.isValid(), "there is a date");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray input = inputBytes(data, size);
    const KeyListContent content = decodeKeyList(input);
    check(content.keys);
    if (content.verdict == KeyListContent::Verdict::Good) {
        const KeyListContent again = decodeKeyList(encodeKeyList(content));
        require(again.verdict == KeyListContent::Verdict::Good, "what is written can be read");
        require(again.complete == content.complete && again.keys.size() == content.keys.size(),
                "and is the same");
        require(encodeKeyList(again) == encodeKeyList(content), "and stays the same");
    } else {
        require(content.keys.isEmpty(), "what is not understood is not used");
    }

    const QList<StoredKey> copy = decodeKeyListCopy(input);
    check(copy);
    require(decodeKeyListCopy(encodeKeyListCopy(copy)).size() == copy.size(),
            "a copy can be read again");
    return 0;
}
