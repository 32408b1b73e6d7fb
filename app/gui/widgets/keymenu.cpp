// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keymenu.h"

#include "menubutton.h"

namespace SignIn {

using namespace Qt::StringLiterals;

KeyMenu::KeyMenu(QWidget *parent)
    : QMenu(parent)
    , m_copy(add(Glyph::Copy, tr("&Copy key"), u"copyKeyAction"_s,
                 [this] { Q_EMIT copyRequested(m_key.id); }))
    , m_show(add(Glyph::Eye, tr("S&how key"), u"showKeyAction"_s,
                 [this] { Q_EMIT showRequested(m_key.id); }))
{
    addSeparator();
    m_renew = add(Glyph::Refresh, tr("Re&new"), u"renewAction"_s,
                  [this] { Q_EMIT renewRequested(m_key.id); });
    add(Glyph::Pencil, tr("&Rename"), u"renameAction"_s,
        [this] { Q_EMIT renameRequested(m_key.id); });
    m_makeDefault = add(Glyph::Star, tr("Make &default"), u"makeDefaultAction"_s,
                        [this] { Q_EMIT defaultRequested(m_key.id); });
    addSeparator();
    add(Glyph::External, tr("&Open its page"), u"openPageAction"_s,
        [this] { Q_EMIT pageRequested(m_key.settingsUrl()); });
    add(Glyph::Activity, tr("Open its &activity"), u"openActivityAction"_s,
        [this] { Q_EMIT pageRequested(m_key.activityUrl()); });
    addSeparator();
    add(Glyph::SignOut, tr("&Sign out"), u"signOutAction"_s,
        [this] { Q_EMIT signOutRequested(m_key.id); });
}

template <typename Handler>
QAction *KeyMenu::add(Glyph glyph, const QString &text, const QString &name, Handler handler)
{
    QAction *action = addAction(glyphIcon(glyph), text);
    action->setObjectName(name);
    connect(action, &QAction::triggered, this, handler);
    return action;
}

void KeyMenu::open(const StoredKey &key, bool isOpen, const QWidget *button)
{
    m_key = key;
    const bool isThere = key.state != StoredKey::State::Missing;
    m_copy->setEnabled(isThere);
    m_show->setEnabled(isThere);
    m_show->setVisible(isOpen);
    // A key of this session has no place that another one could take.
    m_renew->setEnabled(key.state != StoredKey::State::Session);
    m_makeDefault->setEnabled(!key.isDefault);
    MenuButton::open(this, button);
}

} // namespace SignIn
