// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "unfinishedlist.h"

#include "button.h"
#include "core/keys/keyvault.h"
#include "gui/app/texts.h"
#include "gui/style/metrics.h"
#include "messagebar.h"

#include <OpenRouterAuth/clock.h>

#include <QUrl>
#include <QVBoxLayout>

namespace SignIn {

using namespace Qt::StringLiterals;

UnfinishedList::UnfinishedList(KeyVault *vault, OpenRouterAuth::Clock *clock, QWidget *parent)
    : QWidget(parent)
    , m_vault(vault)
    , m_clock(clock)
    , m_notices(new QVBoxLayout(this))
{
    m_notices->setContentsMargins(0, 0, 0, 0);
    m_notices->setSpacing(Metrics::Gap);
    hide();
}

void UnfinishedList::refresh(QWidget *before)
{
    const QList<StoredKey> unfinished = m_vault->unfinished();
    QStringList ids;
    for (const StoredKey &entry : unfinished)
        ids += entry.id;
    if (ids == m_ids)
        return;
    m_ids = ids;
    while (QLayoutItem *item = m_notices->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const StoredKey &entry : unfinished) {
        auto *notice = new MessageBar(this);
        notice->setObjectName(u"unfinishedNotice"_s);
        notice->show(tr("A key may have been made on %1 (%2) and was not saved. If you do not "
                        "know it, revoke it there.")
                         .arg(Texts::isolated(entry.server.signInServer().displayName()),
                              Texts::moment(entry.created, m_clock->now())),
                     MessageBar::Tone::Bad);
        Button *openPage = notice->addButton(tr("Open its page"));
        openPage->setObjectName(u"openUnfinishedButton"_s);
        const QUrl url = entry.keyHash.isEmpty() ? entry.server.keysPage() : entry.settingsUrl();
        connect(openPage, &Button::clicked, this, [this, url] { Q_EMIT pageRequested(url); });
        Button *dismiss = notice->addButton(tr("Dismiss"));
        dismiss->setObjectName(u"dismissButton"_s);
        connect(dismiss, &Button::clicked, this, [this, id = entry.id] { m_vault->remove(id); });
        for (Button *button : {openPage, dismiss})
            button->setAccessibleDescription(Texts::plain(entry.label));
        m_notices->addWidget(notice);
        setTabOrder(before, openPage);
        setTabOrder(openPage, dismiss);
        before = dismiss;
    }
    setVisible(!ids.isEmpty());
}

} // namespace SignIn
