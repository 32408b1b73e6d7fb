// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "existingkeypage.h"

#include "core/keys/keyinput.h"
#include "gui/app/texts.h"
#include "gui/widgets/button.h"
#include "gui/widgets/messagebar.h"
#include "gui/widgets/secretfield.h"
#include "gui/widgets/textlabel.h"

#include <QHideEvent>
#include <QVBoxLayout>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::ApiKey;

ExistingKeyPage::ExistingKeyPage(QWidget *parent)
    : Page(u"existingKeyPage"_s, parent)
    , m_explanation(new TextLabel({}, TextSize::Body, TextLabel::Tone::Soft))
    , m_key(new SecretField)
    , m_problem(new MessageBar)
    , m_question(new MessageBar)
{
    setHeading(tr("Use an existing key"));
    m_explanation->setObjectName(u"explanation"_s);
    m_key->setObjectName(u"keyField"_s);
    m_problem->setObjectName(u"keyError"_s);
    m_question->setObjectName(u"keyQuestion"_s);

    auto *use = new Button(tr("&Save key"), Button::Look::Primary);
    use->setObjectName(u"useKeyButton"_s);
    auto *cancel = new Button(tr("Cancel"));
    cancel->setObjectName(u"cancelButton"_s);
    Button *send = m_question->addButton(tr("Send the key &there"));
    send->setObjectName(u"sendKeyButton"_s);
    connect(use, &Button::clicked, this, [this] { useKey(Consent::Needed); });
    connect(send, &Button::clicked, this, [this] { useKey(Consent::Given); });
    connect(m_key, &QLineEdit::textEdited, this, [this] {
        m_problem->clear();
        m_question->clear();
    });
    connect(cancel, &Button::clicked, this, &ExistingKeyPage::backRequested);
    setPrimary(use);
    setBack(cancel);

    content()->addWidget(heading());
    content()->addWidget(m_explanation);
    addField(tr("&Key"), m_key, {m_problem, m_question});
    content()->addStretch();
    addButtonRow({cancel, use});
    setDestination(KeyDestination());
}

void ExistingKeyPage::setDestination(const KeyDestination &destination, StoreChoice store)
{
    m_destination = destination;
    QString sentence = tr(
        "Paste a key. %1 is asked whether it accepts it, and then it is put into your keychain.");
    if (store == StoreChoice::Pass)
        sentence =
            tr("Paste a key. %1 is asked whether it accepts it, and then it is put into pass.");
    else if (store == StoreChoice::Memory)
        sentence =
            tr("Paste a key. %1 is asked whether it accepts it, and then it is kept until you "
               "close this program.");
    m_explanation->setText(
        sentence.arg(Texts::isolated(Texts::plain(destination.server().displayName()))));
}

void ExistingKeyPage::clear()
{
    m_key->wipe();
    m_problem->clear();
    m_question->clear();
}

void ExistingKeyPage::hideEvent(QHideEvent *event)
{
    // Minimized is hidden too, and then the person comes back to the page.
    if (!event->spontaneous())
        clear();
    Page::hideEvent(event);
}

void ExistingKeyPage::useKey(Consent consent)
{
    const KeyInput input = KeyInput::parse(m_key->text(), m_destination);
    if (!input.key()) {
        m_question->clear();
        showProblem(m_problem, input.problem() + u' ' + input.advice());
    } else if (consent == Consent::Needed && m_destination.needsConsent(*input.key())) {
        m_problem->clear();
        showProblem(m_question, m_destination.warning());
    } else {
        const ApiKey key = *input.key();
        clear();
        Q_EMIT keyEntered(key);
    }
}

void ExistingKeyPage::showProblem(MessageBar *bar, const QString &text)
{
    bar->show(text, MessageBar::Tone::Bad);
    m_key->setAccessibleDescription(text);
    m_key->setFocus(Qt::OtherFocusReason);
}

} // namespace SignIn
