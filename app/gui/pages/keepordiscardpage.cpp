// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keepordiscardpage.h"

#include "gui/app/texts.h"
#include "gui/widgets/button.h"
#include "gui/widgets/card.h"
#include "gui/widgets/statusicon.h"
#include "gui/widgets/textlabel.h"

#include <QVBoxLayout>

namespace SignIn {

using namespace Qt::StringLiterals;

KeepOrDiscardPage::KeepOrDiscardPage(QWidget *parent)
    : Page(u"keepOrDiscardPage"_s, parent)
    , m_sentence(new TextLabel)
    , m_masked(new TextLabel)
{
    setHeading(tr("Keep the new key?"));
    m_sentence->setObjectName(u"sentence"_s);
    m_masked->setObjectName(u"maskedKey"_s);
    auto *keep = new Button(tr("&Keep"), Button::Look::Primary);
    keep->setObjectName(u"keepButton"_s);
    auto *discard = new Button(tr("&Discard"));
    discard->setObjectName(u"discardButton"_s);
    connect(keep, &Button::clicked, this, &KeepOrDiscardPage::keepRequested);
    connect(discard, &Button::clicked, this, &KeepOrDiscardPage::discardRequested);
    setPrimary(keep);

    m_masked->setFixedWidth();
    auto *card = new Card;
    card->content()->addWidget(m_masked);

    content()->addWidget(new StatusIcon(Glyph::Question, StatusIcon::Tone::Neutral), 0,
                         Qt::AlignLeading);
    content()->addWidget(heading());
    content()->addWidget(m_sentence);
    content()->addWidget(card);
    content()->addStretch();
    addButtonRow({discard, keep});
}

void KeepOrDiscardPage::setKey(const StoredKey &key, const QString &masked)
{
    m_masked->setText(masked);
    const QString sentence =
        key.isInPass()
            ? tr("You canceled, but %1 had made a key already. Keep puts it into pass; Discard "
                 "forgets it here and shows you where to revoke it.")
            : tr("You canceled, but %1 had made a key already. Keep puts it into your keychain; "
                 "Discard forgets it here and shows you where to revoke it.");
    m_sentence->setText(sentence.arg(Texts::isolated(key.server.signInServer().displayName())));
}

} // namespace SignIn
