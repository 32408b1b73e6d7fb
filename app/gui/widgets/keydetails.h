// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keys/keyplace.h"
#include "core/keys/keywarnings.h"
#include "core/keys/storedkey.h"
#include "group.h"

#include <QDateTime>
#include <QUrl>

class QProgressBar;

namespace SignIn {

class Button;
class MessageBar;
class TextLabel;
class UsageChart;

/// What a card shows besides the key's own data.
struct KeyView
{
    bool isOpen = false;
    bool isChecking = false;
    QString problem; ///< Why the server could not be asked; empty if it could.
    QDateTime now;
    int renewAfterDays = 0; ///< As in the settings.
    SeveralPlaces several;  ///< Of all keys that are shown.
};

/// The lower part of an open key card: what is wrong with the key, how much of it is used, what is
/// known about it, and what can be done with it.
class KeyDetails : public Group
{
    Q_OBJECT

public:
    explicit KeyDetails(QWidget *parent = nullptr);

    void setKey(const StoredKey &key, const KeyView &view);

    /// Puts the buttons into the tab order behind \a widget.
    void setTabOrderAfter(QWidget *widget);

Q_SIGNALS:
    void copyRequested(const QString &id);
    void menuRequested(QWidget *button);
    void refreshRequested(const QString &id);
    void pageRequested(const QUrl &url);
    void signInAgainRequested(const QString &id);
    void removeRequested(const QString &id);
    void signOutRequested(const QString &id);

private:
    void updateProblem(StoredKey::Condition condition);
    void updateWarnings(const QList<KeyWarning> &warnings);
    void updateUsage(const QDateTime &now);
    [[nodiscard]] QStringList moreUsageTexts(const QDateTime &now) const;
    [[nodiscard]] QString stateText(const KeyView &view) const;
    [[nodiscard]] QString factsText(const KeyView &view) const;
    [[nodiscard]] QStringList placeTexts(const SeveralPlaces &several) const;

    [[nodiscard]] bool isWarnedOf(KeyWarning::Kind kind) const;

    StoredKey m_key;
    QList<KeyWarning> m_warned;
    MessageBar *m_problem;
    Button *m_signInAgain;
    Button *m_remove;
    MessageBar *m_warnings;
    TextLabel *m_used;
    TextLabel *m_reset;
    QProgressBar *m_meter;
    UsageChart *m_chart;
    TextLabel *m_moreUsage;
    TextLabel *m_state;
    Button *m_refresh;
    Button *m_copy;
    TextLabel *m_facts;
    QList<Button *> m_buttons; ///< In tab order.
};

} // namespace SignIn
