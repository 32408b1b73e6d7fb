// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "renamepage.h"

#include "core/keys/keyvault.h"
#include "gui/app/texts.h"
#include "gui/widgets/button.h"
#include "gui/widgets/messagebar.h"
#include "gui/widgets/textlabel.h"

#include <OpenRouterAuth/authorizationrequest.h>

#include <QLineEdit>
#include <QVBoxLayout>

namespace SignIn {

using namespace Qt::StringLiterals;

RenamePage::RenamePage(KeyVault *vault, QWidget *parent)
    : Page(u"renamePage"_s, parent)
    , m_vault(vault)
    , m_label(new QLineEdit)
    , m_problem(new MessageBar)
{
    setHeading(tr("Rename the key"));
    m_label->setObjectName(u"labelField"_s);
    m_problem->setObjectName(u"renameError"_s);

    auto *save = new Button(tr("&Save"), Button::Look::Primary);
    save->setObjectName(u"saveButton"_s);
    auto *cancel = new Button(tr("Cancel"));
    cancel->setObjectName(u"cancelButton"_s);
    connect(save, &Button::clicked, this, &RenamePage::save);
    connect(cancel, &Button::clicked, this, [this] { Q_EMIT done(m_id); });
    connect(m_label, &QLineEdit::textEdited, m_problem, [this] { m_problem->clear(); });
    setPrimary(save);
    setBack(cancel);

    content()->addWidget(heading());
    content()->addWidget(new TextLabel(tr("The label is for you; the server keeps its own."),
                                       TextSize::Body, TextLabel::Tone::Soft));
    addField(tr("&Label"), m_label, {m_problem});
    content()->addStretch();
    addButtonRow({cancel, save});
}

void RenamePage::setKey(const StoredKey &key)
{
    m_id = key.id;
    m_label->setText(Texts::plain(key.label));
    m_label->selectAll();
    m_problem->clear();
}

void RenamePage::save()
{
    const QString label = m_label->text().trimmed();
    QString problem;
    if (label.isEmpty())
        problem = tr("A label has at least one character.");
    else if (!OpenRouterAuth::isAllowedKeyLabel(label))
        problem = tr("A label has at most %n characters.", nullptr,
                     int(OpenRouterAuth::MaximumKeyLabelLength));
    else
        problem = m_vault->rename(m_id, label);
    if (problem.isEmpty()) {
        Q_EMIT done(m_id);
        return;
    }
    m_problem->show(problem, MessageBar::Tone::Bad);
    m_label->setAccessibleDescription(problem);
    m_label->setFocus(Qt::OtherFocusReason);
}

} // namespace SignIn
