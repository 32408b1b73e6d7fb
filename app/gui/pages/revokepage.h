// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keys/storedkey.h"
#include "page.h"

namespace SignIn {

class StatusIcon;

/// After a key was deleted here: where its owner can make it invalid everywhere.
class RevokePage : public Page
{
    Q_OBJECT

public:
    explicit RevokePage(QWidget *parent = nullptr);

    /// \a leftIn: see KeyJob::leftIn().
    void showSignedOut(const StoredKey &key, const QString &leftIn = {});

    /// The keychain has not confirmed yet that the key is gone.
    void showDiscarding(const StoredKey &key);

    /// Whether showDiscarding() was the last to be called, and with this key.
    [[nodiscard]] bool isDiscarding(const StoredKey &key) const { return m_discarding == key.id; }

    /// \a problem says what is left of the key, or is empty.
    void showDiscarded(const StoredKey &key, const QString &problem);

    /// The new key has replaced \a key, which still works.
    void showRenewed(const StoredKey &key);

Q_SIGNALS:
    void openRequested(const QUrl &url);
    void done();

private:
    void setKey(const StoredKey &key);

    StatusIcon *m_icon;
    QUrl m_url;
    QString m_discarding; ///< Id of the key whose removal is not confirmed yet.
    TextLabel *m_sentence;
};

} // namespace SignIn
