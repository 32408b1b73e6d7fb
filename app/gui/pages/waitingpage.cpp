// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "waitingpage.h"

#include "core/keychain/keychainstatus.h"
#include "core/platform/urlopener.h"
#include "gui/app/texts.h"
#include "gui/widgets/button.h"
#include "gui/widgets/clipboardnotice.h"
#include "gui/widgets/linkfield.h"
#include "gui/widgets/steplist.h"
#include "gui/widgets/textlabel.h"

#include <QLineEdit>
#include <QVBoxLayout>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

enum Step { OpenStep, ApproveStep, GetStep, SaveStep, StepCount };

} // namespace

WaitingPage::WaitingPage(const Services &services, QWidget *parent)
    : Page(u"waitingPage"_s, parent)
    , m_services(services)
    , m_explanation(new TextLabel({}, TextSize::Body, TextLabel::Tone::Soft))
    , m_server(new TextLabel({}, TextSize::Body, TextLabel::Tone::Soft))
    , m_notice(new MessageBar)
    , m_keychainNotice(new MessageBar)
    , m_clipboardNotice(new ClipboardNotice(services.clipboard))
    , m_steps(new StepList(StepCount))
    , m_linkCaption(new TextLabel({}, TextSize::Note, TextLabel::Tone::Soft))
    , m_link(new LinkField)
    , m_openBrowser(new Button(tr("Open &browser again")))
    , m_enterCode(new Button(tr("&Enter code")))
    , m_code(new QLineEdit)
    , m_codeCaption(new TextLabel({}, TextSize::Note))
    , m_codeError(new MessageBar)
    , m_otherDevice(new Button(tr("&Use a code instead"), Button::Look::Link))
    , m_cancel(new Button(tr("Cancel")))
{
    m_notice->setObjectName(u"codeNotice"_s);
    m_keychainNotice->setObjectName(u"keychainNotice"_s);
    m_clipboardNotice->setObjectName(u"clipboardNotice"_s);
    m_steps->setObjectName(u"steps"_s);
    m_link->setObjectName(u"linkField"_s);
    m_openBrowser->setObjectName(u"openBrowserButton"_s);
    m_enterCode->setObjectName(u"enterCodeButton"_s);
    m_code->setObjectName(u"codeField"_s);
    m_codeError->setObjectName(u"codeError"_s);
    m_otherDevice->setObjectName(u"useCodeButton"_s);
    m_cancel->setObjectName(u"cancelButton"_s);

    auto *copyKey = m_keychainNotice->addButton(tr("Copy &key"));
    copyKey->setObjectName(u"copyKeyButton"_s);
    connect(copyKey, &Button::clicked, this, &WaitingPage::copyKeyRequested);
    auto *keep = m_keychainNotice->addButton(tr("Keep for this &session"));
    keep->setObjectName(u"keepForSessionButton"_s);
    connect(keep, &Button::clicked, this, &WaitingPage::keepForSessionRequested);

    auto *copyLink = new Button(tr("Copy &link"));
    copyLink->setObjectName(u"copyLinkButton"_s);
    connect(copyLink, &Button::clicked, this, [this] {
        m_link->copyUrl();
        m_notice->show(tr("Link copied."), MessageBar::Tone::Good);
    });
    connect(m_openBrowser, &Button::clicked, this, &WaitingPage::openLink);
    connect(m_enterCode, &Button::clicked, this, [this] { showCodeEntry(m_code->isHidden()); });
    connect(m_cancel, &Button::clicked, this, [this] {
        Q_EMIT cancelRequested();
        refresh();
    });
    connect(m_otherDevice, &Button::clicked, this, [this] {
        setMode(Mode::Code);
        announce(status());
    });
    setBack(m_cancel);

    auto *linkRow = new QHBoxLayout;
    linkRow->setSpacing(Metrics::Unit);
    linkRow->addWidget(m_link, 1);
    linkRow->addWidget(copyLink);
    auto *linkButtons = new QHBoxLayout;
    linkButtons->setSpacing(Metrics::Unit);
    linkButtons->addWidget(m_openBrowser, 1);
    linkButtons->addWidget(m_enterCode, 1);
    // Lists, not widgets of their own: those would cut off the focus rings.
    m_linkArea = {m_linkCaption, m_link, copyLink, m_openBrowser, m_enterCode};

    m_codeCaption->setBuddy(m_code);
    // A code is worth a key for ten minutes, but hiding what was pasted helps nobody check it.
    m_code->setLayoutDirection(Qt::LeftToRight);
    m_code->setInputMethodHints(Qt::ImhNoPredictiveText | Qt::ImhSensitiveData);
    auto *useCodeButton = new Button(tr("Use code"), Button::Look::Primary);
    useCodeButton->setObjectName(u"useCodeNowButton"_s);
    connect(useCodeButton, &Button::clicked, this, &WaitingPage::useCode);
    // Later, when the key event is over: this hides the field, the focus goes on to Cancel, and the
    // page would press that with the same Enter.
    connect(m_code, &QLineEdit::returnPressed, this, &WaitingPage::useCode, Qt::QueuedConnection);
    connect(m_code, &QLineEdit::textEdited, m_codeError, [this] { m_codeError->clear(); });
    auto *codeRow = new QHBoxLayout;
    codeRow->setSpacing(Metrics::Unit);
    codeRow->addWidget(m_code, 1);
    codeRow->addWidget(useCodeButton);
    auto *codeLayout = new QVBoxLayout;
    codeLayout->setSpacing(Metrics::Unit);
    codeLayout->addWidget(m_codeCaption);
    codeLayout->addLayout(codeRow);
    codeLayout->addWidget(m_codeError);
    codeLayout->addWidget(m_otherDevice, 0, Qt::AlignLeading);
    m_codeArea = {m_codeCaption, m_code, useCodeButton};

    content()->addWidget(heading());
    content()->addWidget(m_explanation);
    content()->addWidget(m_server);
    content()->addWidget(m_notice);
    content()->addWidget(m_keychainNotice);
    content()->addWidget(m_clipboardNotice);
    content()->addWidget(m_steps);
    content()->addWidget(m_linkCaption);
    content()->addLayout(linkRow);
    content()->addLayout(linkButtons);
    content()->addLayout(codeLayout);
    content()->addStretch();
    content()->addWidget(m_cancel);

    m_otherDevice->setSize(Button::Size::Small);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &WaitingPage::updateTimeLeft);
    setMode(Mode::Redirect);
}

void WaitingPage::watch(SignInAttempt *attempt)
{
    if (m_attempt)
        m_attempt->disconnect(this);
    m_attempt = attempt;
    m_code->clear();
    m_notice->clear();
    m_keychainNotice->clear();
    const OpenRouterAuth::Server &server = attempt->server();
    m_server->setVisible(!server.isOpenRouter());
    m_server->setText(tr("Server: %1").arg(Texts::isolated(Texts::plain(server.displayName()))));
    connect(attempt, &SignInAttempt::stateChanged, this, &WaitingPage::update);
    connect(attempt, &SignInAttempt::keychainSlow, this, &WaitingPage::showKeychainSlow);
    connect(attempt, &SignInAttempt::codeRefused, this, [this](const Failure &failure) {
        m_notice->show(tr("The server did not take this code. Bring another one, or approve in "
                          "the browser again."),
                       MessageBar::Tone::Bad, failure.serverWords());
        m_code->selectAll();
    });
    setMode(attempt->options().headless ? Mode::Code : Mode::Redirect);
}

void WaitingPage::showChecking()
{
    setMode(Mode::Checking);
}

void WaitingPage::showSaving()
{
    if (m_attempt)
        m_attempt->disconnect(this);
    m_attempt.clear();
    setMode(Mode::Saving);
}

void WaitingPage::setMode(Mode mode)
{
    m_mode = mode;
    const SignInAttempt::State state = m_attempt ? m_attempt->state() : SignInAttempt::State::Idle;
    const bool isCode = mode == Mode::Code;
    m_codeError->clear();
    setCodeAreaVisible(isCode);
    m_openBrowser->setLabel(isCode ? tr("Open &browser") : tr("Open &browser again"));
    m_linkCaption->setText(isCode ? tr("Open this link here or on another device:")
                                  : tr("Nothing opened? Use this link:"));
    //: The mnemonic belongs to the field below.
    m_codeCaption->setText(isCode ? tr("Paste the c&ode that the page shows:")
                                  : tr("The c&ode, or the whole address of the page:"));
    update(state);
}

void WaitingPage::update(SignInAttempt::State state)
{
    using State = SignInAttempt::State;
    const bool isSignIn = m_mode == Mode::Redirect || m_mode == Mode::Code;
    const bool isWaiting = isSignIn && (state == State::Idle || state == State::WaitingForBrowser);

    const QString server =
        m_attempt ? Texts::isolated(m_attempt->server().displayName()) : QString();
    m_cancel->setEnabled(true);
    m_cancel->setVisible(isSignIn || m_mode == Mode::Checking);
    if (m_mode == Mode::Checking) {
        setHeading(tr("Checking the key"));
        m_explanation->setText(tr("The server is asked whether it accepts the key."));
    } else if (m_mode == Mode::Saving) {
        setHeading(tr("Saving the key"));
        m_explanation->setText(tr("The key is being put into your keychain."));
    } else if (isWaiting && m_mode == Mode::Code) {
        setHeading(tr("Bring a code"));
        m_explanation->setText(
            tr("Approve the request on %1. The page then shows a code for this window.")
                .arg(server));
    } else if (isWaiting) {
        setHeading(tr("Continue in your browser"));
        m_explanation->setText(
            tr("Approve the request on %1. This window finishes by itself.").arg(server));
    } else if (m_attempt && m_attempt->wasCanceled()) {
        setHeading(tr("Canceling"));
        m_explanation->setText(tr("The code was sent already, so a key may be on its way. Waiting "
                                  "for the answer, to let you decide about it."));
        m_cancel->setEnabled(false);
    } else {
        setHeading(tr("Almost done"));
        m_explanation->setText(tr("You approved. The key is on its way to your keychain."));
    }

    for (QWidget *widget : std::as_const(m_linkArea))
        widget->setVisible(isWaiting && (widget != m_enterCode || m_mode != Mode::Code));
    if (!isWaiting)
        setCodeAreaVisible(false);
    else if (m_mode == Mode::Code)
        setCodeAreaVisible(true);
    m_link->setUrl(link());
    if (state != State::WaitingForBrowser)
        m_notice->clear();
    if (state != State::Storing && m_mode != Mode::Saving)
        m_keychainNotice->clear();

    m_steps->setVisible(isSignIn);
    updateSteps(state);
    updateTimeLeft();
    setTimeStep();
    if (isVisible() && isWaiting)
        m_timer.start();
    else
        m_timer.stop();
}

void WaitingPage::updateSteps(SignInAttempt::State state)
{
    using State = SignInAttempt::State;
    const bool isCode = m_mode == Mode::Code;
    int current = OpenStep;
    if (state == State::WaitingForBrowser)
        current = ApproveStep;
    else if (state == State::Exchanging)
        current = GetStep;
    else if (state == State::Storing)
        current = SaveStep;

    if (isCode)
        m_steps->setText(OpenStep, tr("Link ready"));
    else
        m_steps->setText(OpenStep, current > OpenStep ? tr("Browser opened") : tr("Open browser"));
    if (current > ApproveStep)
        m_steps->setText(ApproveStep, tr("Approved"));
    else
        m_steps->setText(ApproveStep,
                         isCode ? tr("Waiting for the code") : tr("Waiting for your approval"));
    if (current > GetStep)
        m_steps->setText(GetStep, tr("Got the key"));
    else
        m_steps->setText(GetStep, current == GetStep ? tr("Getting the key") : tr("Get the key"));
    m_steps->setText(SaveStep, current == SaveStep ? tr("Saving it in the keychain")
                                                   : tr("Save it in the keychain"));
    m_steps->setCurrent(current);
    m_steps->setBusy(state == State::Exchanging
                     || (state == State::Storing && m_keychainNotice->isHidden()));
}

/// Behind the browser's window nobody counts the seconds, and each of them wakes the processor.
void WaitingPage::setTimeStep()
{
    m_timer.setInterval(std::chrono::seconds(isActiveWindow() ? 1 : 10));
}

void WaitingPage::updateTimeLeft()
{
    QString remark;
    if (m_attempt && m_attempt->state() == SignInAttempt::State::WaitingForBrowser) {
        if (const auto left = m_attempt->remaining())
            remark = tr("%1 left", "time until a sign-in expires").arg(Texts::minutes(*left));
    }
    m_steps->setRemark(remark);
}

void WaitingPage::refresh()
{
    if (m_attempt && !m_attempt->isFinished())
        update(m_attempt->state());
}

QString WaitingPage::status() const
{
    switch (m_mode) {
    case Mode::Redirect:
        return tr("Waiting for your approval");
    case Mode::Code:
        return tr("Waiting for the code");
    case Mode::Checking:
    case Mode::Saving:
        break;
    }
    return {};
}

void WaitingPage::showKeychainSlow()
{
    m_keychainNotice->show(KeychainStatus::waitingText(), MessageBar::Tone::Neutral);
    m_steps->setBusy(false);
}

QUrl WaitingPage::link() const
{
    if (!m_attempt)
        return {};
    return m_mode == Mode::Code ? m_attempt->headlessUrl() : m_attempt->authorizationUrl();
}

void WaitingPage::openLink()
{
    if (!m_attempt)
        return;
    if (m_mode == Mode::Redirect)
        m_attempt->openBrowserAgain();
    else if (!m_services.opener->open(link()))
        m_notice->show(tr("Your system could not open the link. Copy it and open it in any "
                          "browser."),
                       MessageBar::Tone::Bad);
}

void WaitingPage::setCodeAreaVisible(bool visible)
{
    for (QWidget *widget : std::as_const(m_codeArea))
        widget->setVisible(visible);
    m_otherDevice->setVisible(visible && m_mode == Mode::Redirect);
    if (!visible)
        m_codeError->clear();
}

void WaitingPage::showCodeEntry(bool shown)
{
    setCodeAreaVisible(shown);
    m_codeError->clear();
    if (shown) {
        m_code->setFocus(Qt::OtherFocusReason);
        ensureWidgetVisible(m_code);
    }
}

void WaitingPage::useCode()
{
    if (!m_attempt)
        return;
    m_notice->clear();
    const QString problem = m_attempt->submitCode(m_code->text());
    m_codeError->show(problem, MessageBar::Tone::Bad);
    if (problem.isEmpty()) {
        m_code->clear();
        return;
    }
    m_code->setAccessibleDescription(problem);
    m_code->setFocus(Qt::OtherFocusReason);
    m_code->selectAll();
}

void WaitingPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (m_attempt)
        update(m_attempt->state());
}

bool WaitingPage::event(QEvent *event)
{
    const bool isHandled = Page::event(event);
    if (event->type() == QEvent::WindowActivate || event->type() == QEvent::WindowDeactivate) {
        setTimeStep();
        updateTimeLeft();
    }
    return isHandled;
}

void WaitingPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    m_timer.stop();
}

} // namespace SignIn
