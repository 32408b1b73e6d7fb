// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

class QSocketNotifier;

namespace SignIn {

/// Turns SIGINT, SIGTERM and SIGHUP (Ctrl-C on Windows) into a signal of Qt's. One object at a
/// time. What the parent had us ignore stays ignored.
class Interruption : public QObject
{
    Q_OBJECT

public:
    explicit Interruption(QObject *parent = nullptr);
    ~Interruption() override;

Q_SIGNALS:
    /// \a number is that of the Unix signal.
    void received(int number);

private:
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace SignIn
