// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>
#include <QWidget>

class QUrl;
class QVBoxLayout;

namespace OpenRouterAuth {
class Clock;
}

namespace SignIn {

class KeyVault;

/// Names the sign-ins that were cut short, each with the page where its key can be revoked. Hidden
/// while there are none.
class UnfinishedList : public QWidget
{
    Q_OBJECT

public:
    UnfinishedList(KeyVault *vault, OpenRouterAuth::Clock *clock, QWidget *parent = nullptr);

    /// Shows what the vault knows now. Entries that stay keep their widgets, and so the focus.
    /// \a before is what precedes the buttons in the tab order.
    void refresh(QWidget *before);

Q_SIGNALS:
    void pageRequested(const QUrl &url);

private:
    KeyVault *m_vault;
    OpenRouterAuth::Clock *m_clock;
    QVBoxLayout *m_notices;
    QStringList m_ids;
};

} // namespace SignIn
