// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "card.h"
#include "core/keys/storedkey.h"

#include <memory>

class QAction;
class QMenu;
class QProgressBar;

namespace OpenRouterAuth {
class ApiKey;
class Clock;
} // namespace OpenRouterAuth

namespace SignIn {

class Badge;
class Button;
class MessageBar;
class SecretView;
class TextLabel;

/// One key on the keys page: folded to a line, or opened with everything known about it.
class KeyCard : public Card
{
    Q_OBJECT

public:
    /// How long a whole key is shown.
    static constexpr std::chrono::seconds RevealTime{10};

    explicit KeyCard(OpenRouterAuth::Clock *clock, QWidget *parent = nullptr);

    /// What is shown besides the key's own data.
    struct View
    {
        bool isOpen = false;
        bool isChecking = false;
        QString problem; ///< Why the server could not be asked; empty if it could.
        QDateTime now;
    };

    void setKey(const StoredKey &key, const View &view);
    [[nodiscard]] const StoredKey &key() const { return m_key; }

    /// Shows the whole key for RevealTime, at most until the window loses the focus.
    void reveal(const OpenRouterAuth::ApiKey &key);

    void focusTitle();

Q_SIGNALS:
    void openRequested(const QString &id);
    void copyRequested(const QString &id);
    void showRequested(const QString &id);
    void refreshRequested(const QString &id);
    void renameRequested(const QString &id);
    void defaultRequested(const QString &id);
    void pageRequested(const QUrl &url);
    void signInAgainRequested(const QString &id);
    void removeRequested(const QString &id);
    void signOutRequested(const QString &id);

protected:
    bool event(QEvent *event) override;

private:
    void fillMenu(QMenu *menu);
    void conceal();
    void updateBadge(StoredKey::Condition condition);
    void updateProblem(StoredKey::Condition condition, bool isOpen);
    void updateUsage(bool isOpen);
    void updateFacts(const View &view);

    StoredKey m_key;
    OpenRouterAuth::Clock *m_clock;
    std::unique_ptr<QObject> m_revealing; ///< Context of the call that ends it.
    bool m_isOpen = false;
    bool m_isHere = false; ///< It can be read from the keychain or the session.

    Button *m_title;
    Badge *m_defaultBadge;
    Badge *m_badge;
    SecretView *m_secret;
    Button *m_show;
    Button *m_foldedCopy;
    Button *m_foldedMore;
    MessageBar *m_problem;
    Button *m_signInAgain;
    Button *m_remove;
    TextLabel *m_used;
    TextLabel *m_reset;
    QProgressBar *m_meter;
    TextLabel *m_state;
    Button *m_refresh;
    Button *m_copy;
    Button *m_manage;
    TextLabel *m_facts;
    QList<QWidget *> m_described;
    QList<QWidget *> m_details; ///< What only an open card shows.
};

} // namespace SignIn
