// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

class QSocketNotifier;

namespace SignIn {

/// Turns SIGINT, SIGTERM and SIGHUP (Ctrl-C on Windows) into a Qt signal. One object at a time.
/// Signals that the parent process had us ignore (nohup, a background job) stay ignored.
class TerminationSignals : public QObject
{
    Q_OBJECT

public:
    /// What the same signal does when it comes for a second time.
    enum class Repeat {
        Report,     ///< received() once more.
        EndProcess, ///< The system's own action, for a program that no longer reacts.
    };

    explicit TerminationSignals(Repeat repeat, QObject *parent = nullptr);
    ~TerminationSignals() override;

Q_SIGNALS:
    /// \a number is that of the Unix signal.
    void received(int number);

private:
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace SignIn
