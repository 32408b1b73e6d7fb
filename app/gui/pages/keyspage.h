// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keys/storedkey.h"
#include "core/signin/failure.h"
#include "gui/app/services.h"
#include "gui/style/theme.h"
#include "page.h"

#include <QHash>

#include <chrono>
#include <functional>

class QMenu;

namespace SignIn {

class ClipboardNotice;
class KeyCard;
class KeyJob;
class KeyMenu;
class MenuButton;
class MessageBar;
class UnfinishedList;

/// All keys, one of them opened; what became of sign-ins that were cut short; and the condition of
/// the list itself.
class KeysPage : public Page
{
    Q_OBJECT

public:
    /// Coming back to the window asks the server again, but not more often than this.
    static constexpr std::chrono::seconds RefreshInterval{30};

    KeysPage(const Services &services, QMenu *menu, QWidget *parent = nullptr);

    /// Opens the card of a key.
    void select(const QString &id);

    /// What was just done, said at the top; empty for nothing.
    void setStatus(const QString &status, Tone tone = Tone::Good);

    void setKeychain(const KeychainStatus &keychain);

    /// Asks the server about the opened key, unless that was done a moment ago.
    void refresh();
    void refreshNow();

    /// What is wrong with the list itself, for people; normally empty.
    [[nodiscard]] static QString indexProblem(const KeyList &index);

Q_SIGNALS:
    void addRequested();
    void renameRequested(const QString &id);
    void signOutRequested(const QString &id);
    void signInAgainRequested(const QString &id);

    /// The last key and the last notice are gone.
    void emptied();

protected:
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void update();
    void updateIndexNotice();
    void checkFailed(const QString &id, const Failure &failure);
    [[nodiscard]] qsizetype cardCount(const QList<StoredKey> &keys) const;
    KeyCard *makeCard();
    void readKey(const QString &id, std::function<void(const KeyJob &)> use);
    void copy(const QString &id);
    void reveal(const QString &id);
    void makeDefault(const QString &id);
    void removeFromList(const QString &id);
    void open(const QUrl &url);
    void checkKey(const QString &id);
    [[nodiscard]] KeyCard *card(const QString &id) const;

    Services m_services;
    QString m_selectedId;
    QHash<QString, QString> m_problems;
    QHash<QString, std::chrono::milliseconds> m_checkedAt;
    QList<KeyCard *> m_cards;
    bool m_isPainted = false;

    MenuButton *m_menuButton;
    MessageBar *m_indexNotice;
    MessageBar *m_statusNotice;
    ClipboardNotice *m_clipboardNotice;
    MessageBar *m_problemNotice;
    UnfinishedList *m_unfinished;
    KeyMenu *m_keyMenu;
    QVBoxLayout *m_cardLayout;
    TextLabel *m_footer;
};

} // namespace SignIn
