// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "existingkeypage.h"

#include "gui/app/texts.h"
#include "gui/widgets/button.h"
#include "gui/widgets/messagebar.h"
#include "gui/widgets/textlabel.h"

#include <QLineEdit>
#include <QVBoxLayout>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::ApiKey;

ExistingKeyPage::ExistingKeyPage(QWidget *parent)
    : Page(u"existingKeyPage"_s, parent)
    , m_explanation(new TextLabel({}, TextSize::Body, TextLabel::Tone::Soft))
    , m_key(new QLineEdit)
    , m_problem(new MessageBar)
{
    setHeading(tr("Use an existing key"));
    m_key->setObjectName(u"keyField"_s);
    m_problem->setObjectName(u"keyError"_s);
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setLayoutDirection(Qt::LeftToRight);
    m_key->setInputMethodHints(Qt::ImhNoPredictiveText | Qt::ImhSensitiveData
                               | Qt::ImhNoAutoUppercase);

    auto *use = new Button(tr("&Save key"), Button::Look::Primary);
    use->setObjectName(u"useKeyButton"_s);
    auto *cancel = new Button(tr("Cancel"));
    cancel->setObjectName(u"cancelButton"_s);
    connect(use, &Button::clicked, this, &ExistingKeyPage::useKey);
    connect(m_key, &QLineEdit::textEdited, m_problem, [this] { m_problem->clear(); });
    connect(cancel, &Button::clicked, this, &ExistingKeyPage::backRequested);
    setPrimary(use);
    setBack(cancel);

    content()->addWidget(heading());
    content()->addWidget(m_explanation);
    addField(tr("&Key"), m_key, {m_problem});
    content()->addStretch();
    addButtonRow({cancel, use});
    setServer({});
}

void ExistingKeyPage::setServer(const OpenRouterAuth::Server &server)
{
    m_explanation->setText(
        tr("Paste a key. %1 is asked whether it accepts it, and then it is put into your keychain.")
            .arg(Texts::isolated(server.displayName())));
}

void ExistingKeyPage::clear()
{
    m_key->clear();
    m_problem->clear();
}

void ExistingKeyPage::useKey()
{
    const auto key = ApiKey::fromInput(m_key->text());
    if (key) {
        m_problem->clear();
        Q_EMIT keyEntered(*key);
        return;
    }
    const QString problem =
        m_key->text().trimmed().isEmpty()
            ? tr("Paste a key first.")
            : tr("This is no key: a key has %1 to %2 letters, digits and signs, and no spaces.")
                  .arg(ApiKey::MinimumSize)
                  .arg(ApiKey::MaximumSize);
    m_problem->show(problem, MessageBar::Tone::Bad);
    m_key->setAccessibleDescription(problem);
    m_key->setFocus(Qt::OtherFocusReason);
}

} // namespace SignIn
