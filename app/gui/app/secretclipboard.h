// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <OpenRouterAuth/apikey.h>

#include <QObject>
#include <QPointer>

#include <chrono>
#include <memory>

class QClipboard;

namespace OpenRouterAuth {
class Clock;
}

namespace SignIn {

/// Lends a key to the clipboard: marked as a secret for clipboard managers and taken back after a
/// time, if it is still there.
///
/// Whether the content is still ours is told by its SHA-256, so that no copy of the key is needed
/// for it. The primary selection of X11 is never used: it is taken by merely marking a text.
class SecretClipboard : public QObject
{
    Q_OBJECT

public:
    enum class Outcome {
        Cleared,
        ReplacedBySomethingElse, ///< Somebody copied something since; that was left alone.
        /// The desktop does not listen to us now (Wayland without focus). Tried again when one of
        /// our windows becomes active; cleared() comes once more then.
        CouldNotClear,
    };
    Q_ENUM(Outcome)

    /// A copied key is taken back after \a time, as a rule Settings::clipboardTime(). Both
    /// \a clipboard and \a clock must outlive this object.
    SecretClipboard(QClipboard *clipboard, std::chrono::seconds time, OpenRouterAuth::Clock *clock,
                    QObject *parent = nullptr);
    ~SecretClipboard() override;

    /// Puts \a key into the clipboard and starts its time, from the beginning if there was one.
    void copy(const OpenRouterAuth::ApiKey &key);

    /// Takes the key back at once. Does nothing and says Cleared if there is none.
    Outcome clearNow();

    /// True from copy() until the key was taken back, or was found to be replaced.
    [[nodiscard]] bool isActive() const { return m_copy != nullptr; }

    /// True if the time is over and the key could not be taken back yet.
    [[nodiscard]] bool isOverdue() const;

    /// Time left, rounded up; 0 if nothing is active.
    [[nodiscard]] std::chrono::seconds remaining() const;

    /// How long a key stays.
    [[nodiscard]] std::chrono::seconds time() const { return m_time; }

    /// To be called with true by whatever begins to show the time left, and with false when it
    /// ends: only in between changed() comes each second.
    void setWatched(bool watched);

Q_SIGNALS:
    /// The time left, or whether there is one, has changed.
    void changed();

    void cleared(SignIn::SecretClipboard::Outcome outcome);

protected:
    /// True if the desktop would ignore a change of the clipboard without saying so.
    [[nodiscard]] virtual bool isIgnoredByDesktop() const;

private:
    struct Copy;

    Outcome tryToClear();
    void expireOrWait();
    void tick();
    void tellTime();
    [[nodiscard]] bool holdsOurKey() const;

    QPointer<QClipboard> m_clipboard;
    OpenRouterAuth::Clock *m_clock;
    std::chrono::seconds m_time;
    std::unique_ptr<Copy> m_copy;
    std::unique_ptr<QObject> m_ticking;
    int m_watchers = 0;
};

} // namespace SignIn
