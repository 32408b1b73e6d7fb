// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "optionspage.h"

#include "core/settings/settings.h"
#include "gui/widgets/button.h"
#include "gui/widgets/messagebar.h"
#include "gui/widgets/textlabel.h"

#include <OpenRouterAuth/authorizationrequest.h>

#include <QCheckBox>
#include <QLineEdit>
#include <QUuid>
#include <QVBoxLayout>

namespace SignIn {

using namespace Qt::StringLiterals;

OptionsPage::OptionsPage(Settings *settings, QWidget *parent)
    : Page(u"optionsPage"_s, parent)
    , m_settings(settings)
    , m_label(new QLineEdit)
    , m_workspace(new QLineEdit)
    , m_required(new QCheckBox(tr("Allow &only this workspace")))
    , m_problem(new MessageBar)
{
    setHeading(tr("Options"));
    m_label->setObjectName(u"labelField"_s);
    m_workspace->setObjectName(u"workspaceField"_s);
    m_required->setObjectName(u"requireWorkspaceBox"_s);
    m_problem->setObjectName(u"optionsError"_s);
    m_workspace->setLayoutDirection(Qt::LeftToRight);

    auto *workspaceHint = new TextLabel(tr("Leave it empty to choose in the browser."),
                                        TextSize::Note, TextLabel::Tone::Soft);

    auto *save = new Button(tr("&Save"), Button::Look::Primary);
    save->setObjectName(u"saveButton"_s);
    auto *cancel = new Button(tr("Cancel"));
    cancel->setObjectName(u"cancelButton"_s);
    connect(save, &Button::clicked, this, &OptionsPage::save);
    connect(cancel, &Button::clicked, this, &OptionsPage::done);
    for (QLineEdit *field : {m_label, m_workspace})
        connect(field, &QLineEdit::textEdited, m_problem, [this] { m_problem->clear(); });
    setPrimary(save);
    setBack(cancel);

    content()->addWidget(heading());
    content()->addWidget(new TextLabel(tr("They hold for keys that you get from now on."),
                                       TextSize::Body, TextLabel::Tone::Soft));
    addField(tr("&Label of new keys"), m_label);
    addField(tr("&Workspace ID"), m_workspace, {workspaceHint});
    content()->addWidget(m_required);
    content()->addWidget(m_problem);
    content()->addStretch();
    addButtonRow({cancel, save});
}

void OptionsPage::load()
{
    m_label->setText(m_settings->keyLabel());
    const QUuid workspace = m_settings->workspaceId();
    m_workspace->setText(workspace.isNull() ? QString() : workspace.toString(QUuid::WithoutBraces));
    m_required->setChecked(m_settings->requireWorkspace());
    m_problem->clear();
}

void OptionsPage::save()
{
    const auto refuse = [this](QLineEdit *field, const QString &problem) {
        m_problem->show(problem, MessageBar::Tone::Bad);
        field->setAccessibleDescription(problem);
        field->setFocus(Qt::OtherFocusReason);
        field->selectAll();
    };

    const QString label = m_label->text().trimmed();
    if (!OpenRouterAuth::isAllowedKeyLabel(label)) {
        refuse(m_label, tr("A label has at most %n characters.", nullptr,
                           int(OpenRouterAuth::MaximumKeyLabelLength)));
        return;
    }
    const QString text = m_workspace->text().trimmed();
    const QUuid workspace = QUuid::fromString(text);
    if (!text.isEmpty() && workspace.isNull()) {
        refuse(m_workspace, tr("A workspace ID looks like "
                               "123e4567-e89b-12d3-a456-426614174000; copy it from the "
                               "workspace's settings."));
        return;
    }
    if (m_required->isChecked() && workspace.isNull()) {
        refuse(m_workspace, tr("To allow only one workspace, enter its ID."));
        return;
    }

    if (label != m_settings->keyLabel())
        m_settings->setKeyLabel(label);
    if (workspace != m_settings->workspaceId())
        m_settings->setWorkspaceId(workspace);
    if (m_required->isChecked() != m_settings->requireWorkspace())
        m_settings->setRequireWorkspace(m_required->isChecked());
    Q_EMIT done();
}

} // namespace SignIn
