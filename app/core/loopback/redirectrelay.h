// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redirect.h"

#include <QObject>

#include <memory>

class QOAuthHttpServerReplyHandler;

namespace SignIn {

/// Hands one vetted redirect to a QOAuthHttpServerReplyHandler and waits for what it reports.
///
/// Qt's handler is not fit to face strangers: it neither limits nor checks what comes in and keeps
/// parser state of dropped connections. So it listens on a loopback port of its own, under a random
/// path, for just the moment it takes to receive one complete and minimal request, and its report
/// must equal what was handed over.
class RedirectRelay : public QObject
{
    Q_OBJECT

public:
    explicit RedirectRelay(const Redirect &redirect, QObject *parent = nullptr);
    ~RedirectRelay() override;

    void start();

Q_SIGNALS:
    /// The end: the handler has confirmed the redirect, or twice kept silent or said otherwise.
    void finished(bool confirmed);

private:
    void startHandler();
    void received(const QVariantMap &values);
    void closeHandler();
    void tryAgain();
    void finish(bool confirmed);

    Redirect m_redirect;
    QOAuthHttpServerReplyHandler *m_handler = nullptr;
    int m_round = 0;
    bool m_finished = false;
};

} // namespace SignIn
