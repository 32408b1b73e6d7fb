// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services.h"

#include <QObject>

#include <memory>

namespace SignIn {

class MainWindow;

/// The program round the window: makes the services, puts the window in front when it is asked for,
/// and ends in good order whoever ends it.
///
/// Needs a QApplication; quit() of it follows by itself.
class Application : public QObject
{
    Q_OBJECT

public:
    /// Keeps keys out of core files. To be called first.
    static void forbidCoreFiles();

    /// Name, version and the like of the QCoreApplication, which need not exist yet.
    static void introduce();

    explicit Application(QObject *parent = nullptr);
    ~Application() override;

    /// \a hidden: without showing the window, until show().
    void start(bool hidden);

    /// Puts the window in front. \a activationToken is from the desktop, by way of whoever asks.
    void show(const QByteArray &activationToken = {});

    /// Puts a key into the clipboard without showing the window.
    void copyKey(const QString &id);

    /// Started for copyKey() alone: ends when no key is in the clipboard any more, or when nobody
    /// has asked for one in time, unless the window was shown meanwhile.
    void endAfterCopy();

    /// Ends at once and without a question, the clipboard cleared.
    void quit();

    /// The desktop session ends. False asks it not to, which is possible only if \a mayAsk: a key
    /// would be lost, and the window asks about it.
    [[nodiscard]] bool endSession(bool mayAsk);

private:
    static void setIcon();
    void leave();

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace SignIn
