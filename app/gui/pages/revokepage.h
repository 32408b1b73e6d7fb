// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keys/storedkey.h"
#include "page.h"

namespace SignIn {

/// After a key was deleted here: where its owner can make it invalid everywhere.
class RevokePage : public Page
{
    Q_OBJECT

public:
    explicit RevokePage(QWidget *parent = nullptr);

    void showSignedOut(const StoredKey &key);
    void showDiscarded(const StoredKey &key);

Q_SIGNALS:
    void openRequested(const QUrl &url);
    void done();

private:
    void setKey(const StoredKey &key);

    QUrl m_url;
    TextLabel *m_sentence;
};

} // namespace SignIn
