// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "card.h"
#include "keydetails.h"

#include <memory>

namespace OpenRouterAuth {
class ApiKey;
class Clock;
} // namespace OpenRouterAuth

namespace SignIn {

class Badge;
class Button;
class SecretView;

/// One key on the keys page: folded to a line, or opened with everything known about it.
class KeyCard : public Card
{
    Q_OBJECT

public:
    /// How long a whole key is shown.
    static constexpr std::chrono::seconds RevealTime{10};

    explicit KeyCard(OpenRouterAuth::Clock *clock, QWidget *parent = nullptr);

    void setKey(const StoredKey &key, const KeyView &view);
    [[nodiscard]] const StoredKey &key() const { return m_key; }

    [[nodiscard]] bool isOpen() const { return m_details != nullptr; }

    /// Shows the whole key for RevealTime, at most until the window loses the focus.
    void reveal(const OpenRouterAuth::ApiKey &key);

Q_SIGNALS:
    void openRequested(const QString &id);
    void copyRequested(const QString &id);
    void showRequested(const QString &id);
    void menuRequested(QWidget *button);
    void refreshRequested(const QString &id);
    void pageRequested(const QUrl &url);
    void signInAgainRequested(const QString &id);
    void removeRequested(const QString &id);
    void signOutRequested(const QString &id);

protected:
    bool event(QEvent *event) override;

private:
    void setOpen(bool isOpen);
    void conceal();
    void updateBadges(StoredKey::Condition condition);

    StoredKey m_key;
    OpenRouterAuth::Clock *m_clock;
    std::unique_ptr<QObject> m_revealing; ///< Context of the call that ends it.

    Button *m_title;
    Badge *m_defaultBadge;
    Badge *m_badge;
    SecretView *m_secret;
    Button *m_show;
    Button *m_foldedCopy;
    Button *m_foldedMore;
    KeyDetails *m_details = nullptr; ///< Null while the card is folded.
};

} // namespace SignIn
