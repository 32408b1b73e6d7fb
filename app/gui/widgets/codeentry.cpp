// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "codeentry.h"

#include "button.h"
#include "gui/style/metrics.h"
#include "messagebar.h"
#include "textlabel.h"

#include <QLineEdit>
#include <QVBoxLayout>

namespace SignIn {

using namespace Qt::StringLiterals;

CodeEntry::CodeEntry(QWidget *parent)
    : Group(parent)
    , m_code(new QLineEdit)
    , m_caption(new TextLabel({}, TextSize::Note))
    , m_problem(new MessageBar)
    , m_otherDevice(new Button(tr("&Use a code instead"), Button::Look::Link))
{
    m_code->setObjectName(u"codeField"_s);
    m_problem->setObjectName(u"codeError"_s);
    m_otherDevice->setObjectName(u"useCodeButton"_s);
    m_otherDevice->setSize(Button::Size::Small);

    m_caption->setBuddy(m_code);
    // A code is shown although it is worth a key for ten minutes: hidden, it could not be checked.
    m_code->setLayoutDirection(Qt::LeftToRight);
    m_code->setInputMethodHints(Qt::ImhNoPredictiveText | Qt::ImhSensitiveData);
    auto *use = new Button(tr("Use code"), Button::Look::Primary);
    use->setObjectName(u"useCodeNowButton"_s);

    const auto submit = [this] { Q_EMIT submitted(m_code->text()); };
    connect(use, &Button::clicked, this, submit);
    // Queued until the key event is over: this hides the field, the focus goes on to Cancel, and
    // the page would press that with the same Enter.
    connect(m_code, &QLineEdit::returnPressed, this, submit, Qt::QueuedConnection);
    connect(m_code, &QLineEdit::textEdited, m_problem, [this] { m_problem->clear(); });
    connect(m_otherDevice, &Button::clicked, this, &CodeEntry::codeModeRequested);

    auto *row = new QHBoxLayout;
    row->setSpacing(Metrics::Unit);
    row->addWidget(m_code, 1);
    row->addWidget(use);
    content()->addWidget(m_caption);
    content()->addLayout(row);
    content()->addWidget(m_problem);
    content()->addWidget(m_otherDevice, 0, Qt::AlignLeading);
    setTabOrder(m_code, use);
    setTabOrder(use, m_otherDevice);
    setCodeMode(false);
}

void CodeEntry::setCodeMode(bool isCode)
{
    //: The mnemonic belongs to the field below.
    m_caption->setText(isCode ? tr("Paste the c&ode that the page shows:")
                              : tr("The c&ode, or the whole address of the page:"));
    m_otherDevice->setVisible(!isCode);
}

void CodeEntry::clear()
{
    m_code->clear();
    clearProblem();
}

void CodeEntry::clearProblem()
{
    m_problem->clear();
}

void CodeEntry::showProblem(const QString &problem)
{
    m_problem->show(problem, MessageBar::Tone::Bad);
    m_code->setAccessibleDescription(problem);
    focusField();
    selectAll();
}

void CodeEntry::selectAll()
{
    m_code->selectAll();
}

void CodeEntry::focusField()
{
    m_code->setFocus(Qt::OtherFocusReason);
}

} // namespace SignIn
