// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "revokepage.h"

#include "gui/app/texts.h"
#include "gui/widgets/button.h"
#include "gui/widgets/statusicon.h"
#include "gui/widgets/textlabel.h"

#include <QVBoxLayout>

namespace SignIn {

using namespace Qt::StringLiterals;

RevokePage::RevokePage(QWidget *parent)
    : Page(u"revokePage"_s, parent)
    , m_icon(new StatusIcon(Glyph::Check, Tone::Good))
    , m_sentence(new TextLabel)
{
    m_sentence->setObjectName(u"sentence"_s);
    auto *open = new Button(tr("&Open the key's page"), Button::Look::Primary);
    open->setObjectName(u"openKeyPageButton"_s);
    open->setTrailingGlyph(Glyph::External);
    auto *done = new Button(tr("&Done"));
    done->setObjectName(u"doneButton"_s);
    connect(open, &Button::clicked, this, [this] { Q_EMIT openRequested(m_url); });
    connect(done, &Button::clicked, this, &RevokePage::done);
    setPrimary(open);
    setBack(done);

    content()->addWidget(m_icon, 0, Qt::AlignLeading);
    content()->addWidget(heading());
    content()->addWidget(m_sentence);
    content()->addStretch();
    addButtonRow({done, open});
}

void RevokePage::showSignedOut(const StoredKey &key, const QString &leftIn)
{
    setHeading(tr("Signed out"));
    const QString label = Texts::isolated(Texts::plain(key.label));
    const QString server = Texts::isolated(key.server.signInServer().displayName());
    m_sentence->setText(
        key.isInPass()
            ? tr("“%1” is no longer in pass. On %2 the key is still valid: if nobody should use it "
                 "any more, revoke it on its page.")
                  .arg(label, server)
        : leftIn.isEmpty()
            ? tr("“%1” is no longer in your keychain. On %2 the key is still valid: if nobody "
                 "should use it any more, revoke it on its page.")
                  .arg(label, server)
            : tr("“%1” is no longer in the list, but it is still in %3, which does not answer in "
                 "this session. Delete it there. On %2 the key is still valid: if nobody should "
                 "use it any more, revoke it on its page.")
                  .arg(label, server, Texts::isolated(Texts::plain(leftIn))));
    setKey(key);
}

void RevokePage::showDiscarding(const StoredKey &key)
{
    setHeading(tr("Discarding the key"));
    m_sentence->setText(
        tr("Your keychain has not confirmed yet that the key is gone. On %1 it is still valid: "
           "revoke it on its page.")
            .arg(Texts::isolated(key.server.signInServer().displayName())));
    setKey(key);
    m_discarding = key.id;
    m_icon->set(Glyph::Clock, Tone::Neutral);
}

void RevokePage::showDiscarded(const StoredKey &key, const QString &problem)
{
    if (problem.isEmpty()) {
        setHeading(tr("Key discarded"));
        m_sentence->setText(
            tr("The key was not saved. On %1 it is still valid: revoke it on its page.")
                .arg(Texts::isolated(key.server.signInServer().displayName())));
    } else {
        setHeading(tr("The key was not fully removed"));
        m_sentence->setText(Texts::plain(problem) + u' '
                            + tr("On %1 the key is still valid: revoke it on its page.")
                                  .arg(Texts::isolated(key.server.signInServer().displayName())));
    }
    setKey(key);
    if (!problem.isEmpty())
        m_icon->set(Glyph::Alert, Tone::Bad);
}

void RevokePage::showRenewed(const StoredKey &key)
{
    setHeading(tr("Key renewed"));
    m_sentence->setText(tr("“%1” has a new key. The old one works on %2 until you revoke it on its "
                           "page, and programs that were started before keep it.")
                            .arg(Texts::isolated(Texts::plain(key.label)),
                                 Texts::isolated(key.server.signInServer().displayName())));
    setKey(key);
}

void RevokePage::setKey(const StoredKey &key)
{
    m_discarding.clear();
    m_icon->set(Glyph::Check, Tone::Good);
    m_url = key.keyHash.isEmpty() ? key.server.keysPage() : key.settingsUrl();
}

} // namespace SignIn
