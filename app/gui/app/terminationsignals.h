// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

class QSocketNotifier;

namespace SignIn {

/// Turns SIGTERM, SIGINT and SIGHUP into a signal of Qt's, so that the program ends in good order.
/// The same signal for a second time ends the process at once. At most one object at a time; does
/// nothing on systems without such signals.
class TerminationSignals : public QObject
{
    Q_OBJECT

public:
    explicit TerminationSignals(QObject *parent = nullptr);
    ~TerminationSignals() override;

Q_SIGNALS:
    void received();

private:
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace SignIn
