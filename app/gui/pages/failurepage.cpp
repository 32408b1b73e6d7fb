// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "failurepage.h"

#include "gui/app/texts.h"
#include "gui/style/metrics.h"
#include "gui/widgets/button.h"
#include "gui/widgets/card.h"
#include "gui/widgets/clipboardnotice.h"
#include "gui/widgets/linkfield.h"
#include "gui/widgets/statusicon.h"
#include "gui/widgets/textlabel.h"

#include <QVBoxLayout>

namespace SignIn {

using namespace Qt::StringLiterals;

FailurePage::FailurePage(const Services &services, QWidget *parent)
    : Page(u"failurePage"_s, parent)
    , m_sentence(new TextLabel)
    , m_advice(new MessageBar)
    , m_clipboardNotice(new ClipboardNotice(services.clipboard))
    , m_words(new Card)
    , m_wordsText(new TextLabel)
    , m_keyCard(new Card)
    , m_maskedKey(new TextLabel)
    , m_link(new LinkField)
    , m_detailsButton(new Button(tr("&Details"), Button::Look::Link))
    , m_details(new TextLabel({}, TextSize::Note, TextLabel::Tone::Soft))
    , m_keysPage(new Button(tr("Open &keys page"), Button::Look::Link))
    , m_signInAgain(new Button(tr("&Sign in again"), Button::Look::Link))
    , m_keep(new Button(tr("Keep for this &session")))
    , m_backButton(new Button(tr("&Back")))
    , m_action(new Button(QString(), Button::Look::Primary))
{
    m_sentence->setObjectName(u"sentence"_s);
    m_advice->setObjectName(u"advice"_s);
    m_clipboardNotice->setObjectName(u"clipboardNotice"_s);
    m_wordsText->setObjectName(u"serverWords"_s);
    m_maskedKey->setObjectName(u"maskedKey"_s);
    m_link->setObjectName(u"linkField"_s);
    m_detailsButton->setObjectName(u"detailsButton"_s);
    m_details->setObjectName(u"details"_s);
    m_keysPage->setObjectName(u"keysPageButton"_s);
    m_signInAgain->setObjectName(u"signInAgainButton"_s);
    m_keep->setObjectName(u"keepForSessionButton"_s);
    m_backButton->setObjectName(u"backButton"_s);
    m_action->setObjectName(u"actionButton"_s);

    connect(m_action, &Button::clicked, this, [this] {
        if (m_failure.action() == Failure::Action::CopyLink)
            m_link->copyUrl();
        Q_EMIT actionRequested(m_failure.action());
    });
    connect(m_keysPage, &Button::clicked, this, &FailurePage::keysPageRequested);
    connect(m_signInAgain, &Button::clicked, this, &FailurePage::signInAgainRequested);
    connect(m_keep, &Button::clicked, this, &FailurePage::keepForSessionRequested);
    connect(m_backButton, &Button::clicked, this, &FailurePage::backRequested);
    connect(m_detailsButton, &Button::clicked, this,
            [this] { showDetails(m_details->isHidden()); });
    setPrimary(m_action);
    setBack(m_backButton);

    m_words->content()->setSpacing(4);
    m_words->content()->addWidget(
        new TextLabel(tr("The server said:"), TextSize::Note, TextLabel::Tone::Soft));
    m_words->content()->addWidget(m_wordsText);
    m_wordsText->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

    auto *copyKey = new Button(tr("&Copy key"));
    copyKey->setObjectName(u"copyKeyButton"_s);
    copyKey->setSize(Button::Size::Small);
    connect(copyKey, &Button::clicked, this, &FailurePage::copyKeyRequested);
    m_maskedKey->setFixedWidth();
    m_maskedKey->setWordWrap(false);
    auto *keyRow = new QHBoxLayout;
    keyRow->addWidget(m_maskedKey, 1);
    keyRow->addWidget(copyKey);
    m_keyCard->content()->addLayout(keyRow);

    m_detailsButton->setSize(Button::Size::Small);
    m_detailsButton->setGlyph(Glyph::ChevronForward);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    for (Button *button : {m_keysPage, m_signInAgain})
        button->setSize(Button::Size::Small);
    auto *links = new QHBoxLayout;
    links->setSpacing(Metrics::Gap);
    links->addWidget(m_detailsButton);
    links->addStretch();
    links->addWidget(m_signInAgain);
    links->addWidget(m_keysPage);

    auto *picture = new StatusIcon(Glyph::Alert, StatusIcon::Tone::Bad);
    content()->addWidget(picture, 0, Qt::AlignLeading);
    content()->addWidget(heading());
    content()->addWidget(m_sentence);
    content()->addWidget(m_advice);
    content()->addWidget(m_clipboardNotice);
    content()->addWidget(m_words);
    content()->addWidget(m_keyCard);
    content()->addWidget(m_link);
    content()->addStretch();
    auto *bottom = new QVBoxLayout;
    bottom->setSpacing(0);
    bottom->addLayout(links);
    bottom->addWidget(m_details);
    content()->addLayout(bottom);
    addButtonRow({m_keep, m_backButton, m_action});
}

void FailurePage::setFailure(const Failure &failure, const Context &context)
{
    m_failure = failure;
    setHeading(failure.heading());
    m_wordsText->setText(failure.serverWords());
    m_words->setVisible(!failure.serverWords().isEmpty());
    const bool hasKey = !context.maskedKey.isEmpty();
    QStringList sentences;
    // The heading says already what is wrong with the keychain.
    if (!hasKey || !failure.isKeychainFailure())
        sentences += failure.sentence(context.server);
    QStringList advice{failure.advice()};
    if (hasKey) {
        sentences += tr("You are signed in and your key is safe in this window, but it is not "
                        "saved.");
        advice += tr("Closing this window now would lose the key.");
    }
    m_sentence->setText(sentences.join(u' '));
    m_advice->show(advice.join(u' '), MessageBar::Tone::Bad);
    m_maskedKey->setText(context.maskedKey);
    m_keyCard->setVisible(hasKey);
    m_link->setUrl(context.link);
    m_link->setVisible(!context.link.isEmpty());

    const Failure::Action action = failure.action();
    m_action->setLabel(failure.actionLabel());
    m_keep->setVisible(hasKey);
    m_backButton->setVisible(!hasKey);
    m_keysPage->setVisible(failure.keyMayExist() && action != Failure::Action::OpenKeysPage);
    m_signInAgain->setVisible(!hasKey && action == Failure::Action::OpenKeysPage);

    m_detailsButton->setVisible(!failure.detail().isEmpty());
    m_details->setText(Texts::plain(failure.detail()));
    showDetails(false);
}

QString FailurePage::sentence() const
{
    return m_sentence->text();
}

void FailurePage::showDetails(bool shown)
{
    m_details->setVisible(shown && !m_failure.detail().isEmpty());
    m_detailsButton->setGlyph(shown ? Glyph::ChevronDown : Glyph::ChevronForward);
    m_detailsButton->setAccessibleDescription(shown ? tr("shown", "state of the details")
                                                    : tr("hidden", "state of the details"));
    if (shown)
        ensureWidgetVisible(m_details);
}

} // namespace SignIn
