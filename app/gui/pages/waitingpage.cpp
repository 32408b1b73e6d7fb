// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "waitingpage.h"

#include "core/keychain/keychainstatus.h"
#include "core/platform/urlopener.h"
#include "gui/app/texts.h"
#include "gui/widgets/button.h"
#include "gui/widgets/clipboardnotice.h"
#include "gui/widgets/codeentry.h"
#include "gui/widgets/linkpanel.h"
#include "gui/widgets/steplist.h"
#include "gui/widgets/textlabel.h"

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
    , m_link(new LinkPanel)
    , m_code(new CodeEntry)
    , m_cancel(new Button(tr("Cancel")))
{
    m_notice->setObjectName(u"codeNotice"_s);
    m_keychainNotice->setObjectName(u"keychainNotice"_s);
    m_clipboardNotice->setObjectName(u"clipboardNotice"_s);
    m_steps->setObjectName(u"steps"_s);
    m_cancel->setObjectName(u"cancelButton"_s);

    auto *copyKey = m_keychainNotice->addButton(tr("Copy &key"));
    copyKey->setObjectName(u"copyKeyButton"_s);
    connect(copyKey, &Button::clicked, this, &WaitingPage::copyKeyRequested);
    auto *keep = m_keychainNotice->addButton(tr("Keep for this &session"));
    keep->setObjectName(u"keepForSessionButton"_s);
    connect(keep, &Button::clicked, this, &WaitingPage::keepForSessionRequested);

    connect(m_link, &LinkPanel::copied, this,
            [this] { m_notice->show(tr("Link copied."), MessageBar::Tone::Good); });
    connect(m_link, &LinkPanel::openRequested, this, &WaitingPage::openLink);
    connect(m_link, &LinkPanel::codeRequested, this, [this] { showCodeEntry(m_code->isHidden()); });
    connect(m_code, &CodeEntry::submitted, this, &WaitingPage::useCode);
    connect(m_code, &CodeEntry::codeModeRequested, this, [this] {
        setMode(Mode::Code);
        announce(status());
    });
    connect(m_cancel, &Button::clicked, this, [this] {
        Q_EMIT cancelRequested();
        refresh();
    });
    setBack(m_cancel);

    content()->addWidget(heading());
    content()->addWidget(m_explanation);
    content()->addWidget(m_server);
    content()->addWidget(m_notice);
    content()->addWidget(m_keychainNotice);
    content()->addWidget(m_clipboardNotice);
    content()->addWidget(m_steps);
    content()->addWidget(m_link);
    content()->addWidget(m_code);
    content()->addStretch();
    content()->addWidget(m_cancel);

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
    const OpenRouterAuth::Server server = attempt->server();
    m_server->setVisible(!server.isOpenRouter());
    m_server->setText(tr("Server: %1").arg(Texts::isolated(Texts::plain(server.displayName()))));
    connect(attempt, &SignInAttempt::stateChanged, this, &WaitingPage::update);
    connect(attempt, &SignInAttempt::keychainSlow, this, &WaitingPage::showKeychainSlow);
    connect(attempt, &SignInAttempt::codeRefused, this, [this](const Failure &failure) {
        const QString usual = tr("The server did not take this code. Bring another one, or approve "
                                 "in the browser again.");
        const bool isCut = m_attempt && failure.kind() == Failure::Kind::LinkCut;
        m_notice->show(isCut ? failure.sentence(m_attempt->server()) + u' ' + failure.advice()
                             : usual,
                       MessageBar::Tone::Bad, failure.serverWords());
        m_code->selectAll();
    });
    m_isForPass = attempt->options().store == StoreChoice::Pass;
    setMode(attempt->options().headless ? Mode::Code : Mode::Redirect);
}

void WaitingPage::showChecking()
{
    setMode(Mode::Checking);
}

void WaitingPage::showProbing()
{
    if (m_attempt)
        m_attempt->disconnect(this);
    m_attempt.clear();
    setMode(Mode::Probing);
}

void WaitingPage::showSaving(const StoredKey &entry)
{
    m_isForPass = entry.isInPass();
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
    m_link->setCodeMode(isCode);
    m_code->clearProblem();
    m_code->setCodeMode(isCode);
    m_code->setVisible(isCode);
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
    m_cancel->setVisible(isSignIn || m_mode == Mode::Checking || m_mode == Mode::Probing);
    if (m_mode == Mode::Checking) {
        setHeading(tr("Checking the key"));
        m_explanation->setText(tr("The server is asked whether it accepts the key."));
    } else if (m_mode == Mode::Probing) {
        setHeading(tr("Trying pass"));
        m_explanation->setText(tr("A test entry is written and read back before you sign in. Your "
                                  "GPG key may ask for its passphrase."));
    } else if (m_mode == Mode::Saving) {
        setHeading(tr("Saving the key"));
        m_explanation->setText(m_isForPass ? tr("The key is being put into pass.")
                                           : tr("The key is being put into your keychain."));
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
        m_explanation->setText(m_isForPass
                                   ? tr("You approved. The key is on its way to pass.")
                                   : tr("You approved. The key is on its way to your keychain."));
    }

    m_link->setVisible(isWaiting);
    if (!isWaiting)
        showCodeEntry(false);
    else if (m_mode == Mode::Code)
        m_code->show();
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
    if (m_isForPass)
        m_steps->setText(SaveStep,
                         current == SaveStep ? tr("Saving it in pass") : tr("Save it in pass"));
    else
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
    case Mode::Probing:
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

void WaitingPage::showCodeEntry(bool shown)
{
    m_code->setVisible(shown);
    m_code->clearProblem();
    if (shown) {
        m_code->focusField();
        ensureWidgetVisible(m_code);
    }
}

void WaitingPage::useCode(const QString &code)
{
    if (!m_attempt)
        return;
    m_notice->clear();
    const QString problem = m_attempt->submitCode(code);
    if (problem.isEmpty())
        m_code->clear();
    else
        m_code->showProblem(problem);
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
