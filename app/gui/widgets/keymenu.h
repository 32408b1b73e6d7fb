// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keys/storedkey.h"
#include "gui/style/glyphs.h"

#include <QMenu>
#include <QUrl>

namespace SignIn {

/// What can be done with a key. One menu serves all keys, because only one can be open.
class KeyMenu : public QMenu
{
    Q_OBJECT

public:
    explicit KeyMenu(QWidget *parent = nullptr);

    /// Opens the menu of \a key below \a button. \a isOpen: the card of the key shows its details,
    /// where there is room for the whole key.
    void open(const StoredKey &key, bool isOpen, const QWidget *button);

Q_SIGNALS:
    void copyRequested(const QString &id);
    void showRequested(const QString &id);
    void renewRequested(const QString &id);
    void renameRequested(const QString &id);
    void defaultRequested(const QString &id);
    void pageRequested(const QUrl &url);
    void signOutRequested(const QString &id);

private:
    template <typename Handler>
    QAction *add(Glyph glyph, const QString &text, const QString &name, Handler handler);

    StoredKey m_key;
    QAction *m_copy;
    QAction *m_show;
    QAction *m_renew;
    QAction *m_makeDefault;
};

} // namespace SignIn
