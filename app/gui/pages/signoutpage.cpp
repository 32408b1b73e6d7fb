// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "signoutpage.h"

#include "core/keychain/keychainstatus.h"
#include "core/keys/keyvault.h"
#include "core/signin/failure.h"
#include "gui/app/texts.h"
#include "gui/widgets/button.h"
#include "gui/widgets/card.h"
#include "gui/widgets/messagebar.h"
#include "gui/widgets/textlabel.h"

#include <QVBoxLayout>

namespace SignIn {

using namespace Qt::StringLiterals;

SignOutPage::SignOutPage(KeyVault *vault, QWidget *parent)
    : Page(u"signOutPage"_s, parent)
    , m_vault(vault)
    , m_sentence(new TextLabel)
    , m_label(new TextLabel({}, TextSize::Title))
    , m_masked(new TextLabel({}, TextSize::Body, TextLabel::Tone::Soft))
    , m_notice(new MessageBar)
    , m_confirm(new Button(tr("&Sign out"), Button::Look::Primary))
{
    setHeading(tr("Sign out?"));
    m_notice->setObjectName(u"signOutNotice"_s);
    m_confirm->setObjectName(u"confirmSignOutButton"_s);
    auto *cancel = new Button(tr("Cancel"));
    cancel->setObjectName(u"cancelButton"_s);
    connect(m_confirm, &Button::clicked, this, &SignOutPage::signOut);
    connect(cancel, &Button::clicked, this, [this] { Q_EMIT backRequested(m_key.id); });
    setBack(cancel);

    m_masked->setFixedWidth();
    auto *card = new Card;
    card->content()->setSpacing(4);
    card->content()->addWidget(m_label);
    card->content()->addWidget(m_masked);

    content()->addWidget(heading());
    content()->addWidget(card);
    content()->addWidget(m_sentence);
    content()->addWidget(m_notice);
    content()->addStretch();
    addButtonRow({cancel, m_confirm});
}

void SignOutPage::setKey(const StoredKey &key)
{
    m_key = key;
    m_job.clear();
    m_label->setText(Texts::plain(key.label));
    m_masked->setText(key.maskedKey);
    const QString sentence =
        key.isInPass()
            ? tr("The key is deleted from pass. On %1 it stays valid until it is revoked "
                 "there; the next page helps you with that.")
            : tr("The key is deleted from this computer's keychain. On %1 it stays valid "
                 "until it is revoked there; the next page helps you with that.");
    m_sentence->setText(sentence.arg(Texts::isolated(key.server.signInServer().displayName())));
    m_confirm->setAccessibleDescription(Texts::plain(key.label));
    m_confirm->setEnabled(true);
    m_notice->clear();
}

void SignOutPage::signOut()
{
    m_confirm->setEnabled(false);
    m_notice->clear();
    m_job = m_vault->remove(m_key.id);
    KeyJob *job = m_job;
    connect(job, &KeyJob::slow, this, [this, job] {
        if (job == m_job)
            m_notice->show(KeychainStatus::waitingText(), MessageBar::Tone::Neutral);
    });
    connect(job, &KeyJob::finished, this, [this, job] {
        if (job == m_job)
            jobFinished(*job);
    });
}

void SignOutPage::jobFinished(const KeyJob &job)
{
    m_job.clear();
    m_confirm->setEnabled(true);
    if (job.error().isError()) {
        m_notice->show(tr("%1, so nothing was deleted. You can try again.",
                          "%1 is a heading such as: The keychain is locked")
                           .arg(Failure(job.error()).heading()),
                       MessageBar::Tone::Bad, Texts::plain(job.error().detail));
        return;
    }
    if (!job.listProblem().isEmpty()) {
        m_notice->show(m_key.isInPass()
                           ? tr("The key was deleted from pass, but the list of keys could not be "
                                "changed.")
                           : tr("The key was deleted from the keychain, but the list of keys could "
                                "not be changed."),
                       MessageBar::Tone::Bad, Texts::plain(job.listProblem()));
        return;
    }
    m_notice->clear();
    Q_EMIT signedOut(m_key, job.leftIn());
}

} // namespace SignIn
