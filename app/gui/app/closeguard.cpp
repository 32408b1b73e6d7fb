// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "closeguard.h"

#include "core/keys/keyvault.h"
#include "secretclipboard.h"
#include "signinflow.h"
#include "texts.h"

#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace SignIn {

using namespace Qt::StringLiterals;

CloseGuard::CloseGuard(const Services &services, SignInFlow *flow, QWidget *window)
    : QObject(window)
    , m_services(services)
    , m_flow(flow)
    , m_window(window)
{
    // Also where it could not be cleared: a desktop that ignores a window in the background forgets
    // the clipboard of a program that ends.
    connect(m_services.clipboard, &SecretClipboard::cleared, this, [this] {
        if (std::exchange(m_waitsForClipboard, false) && !m_window->isVisible())
            end();
    });
}

void CloseGuard::close()
{
    leave(Leaving::Close);
}

void CloseGuard::quit()
{
    leave(Leaving::Quit);
}

bool CloseGuard::resume()
{
    if (!isLeaving())
        return false;
    leave(m_leaving);
    return true;
}

void CloseGuard::stay()
{
    m_leaving = Leaving::No;
}

bool CloseGuard::wouldLoseKey() const
{
    return m_flow->isExchanging() || m_flow->unstoredKey() || keysInSession() > 0;
}

int CloseGuard::keysInSession() const
{
    const QList<StoredKey> keys = m_services.vault->keys();
    return static_cast<int>(std::count_if(keys.begin(), keys.end(), [](const StoredKey &key) {
        return key.state == StoredKey::State::Session;
    }));
}

/// Goes step by step: whatever is in the way is ended first, and resume() comes back here.
void CloseGuard::leave(Leaving how)
{
    m_leaving = how;
    if (m_question)
        return;
    if (m_flow->isExchanging() || m_flow->isWaiting()) {
        // If a key comes of it all the same, it has to be decided about instead.
        m_flow->cancel();
        return;
    }
    if (m_flow->unstoredKey()) {
        askBeforeLosing(tr("The new key is not saved yet."),
                        tr("Closing now loses it. It stays valid on %1 until it is revoked there.")
                            .arg(Texts::isolated(m_flow->server().displayName())));
        return;
    }
    if (const int count = keysInSession(); count > 0) {
        askBeforeLosing(tr("%n key(s) are kept only for this session.", nullptr, count),
                        tr("Closing now loses what is not in your keychain."));
        return;
    }
    leaveNow();
}

void CloseGuard::askBeforeLosing(const QString &text, const QString &detail)
{
    m_question = new QMessageBox(QMessageBox::NoIcon, m_window->windowTitle(), text,
                                 QMessageBox::NoButton, m_window);
    m_question->setObjectName(u"loseKeyQuestion"_s);
    m_question->setTextFormat(Qt::PlainText);
    m_question->setInformativeText(detail);
    m_question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *close = m_question->addButton(tr("Close and lose it"), QMessageBox::AcceptRole);
    close->setObjectName(u"loseKeyButton"_s);
    QPushButton *stay = m_question->addButton(tr("Stay"), QMessageBox::RejectRole);
    stay->setObjectName(u"stayButton"_s);
    m_question->setDefaultButton(stay);
    m_question->setEscapeButton(stay);
    connect(m_question, &QDialog::finished, this, [this, close] {
        const bool isLeaving = m_question->clickedButton() == close;
        m_question = nullptr;
        if (isLeaving)
            leaveNow();
        else
            this->stay();
    });
    m_window->show();
    m_question->open();
}

void CloseGuard::leaveNow()
{
    const bool mayWait = std::exchange(m_leaving, Leaving::No) == Leaving::Close;
    if (!mayWait || !m_services.clipboard->isActive()) {
        end();
        return;
    }
    m_waitsForClipboard = true;
    Q_EMIT aboutToHide();
    m_window->hide();
}

void CloseGuard::end()
{
    Q_EMIT aboutToHide();
    m_services.clipboard->clearNow();
    m_window->hide();
    Q_EMIT quitReady();
}

} // namespace SignIn
