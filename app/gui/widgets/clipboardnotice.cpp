// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "clipboardnotice.h"

namespace SignIn {

ClipboardNotice::ClipboardNotice(SecretClipboard *clipboard, QWidget *parent)
    : MessageBar(parent)
    , m_clipboard(clipboard)
{
    connect(clipboard, &SecretClipboard::changed, this, &ClipboardNotice::showRemainingTime);
    connect(clipboard, &SecretClipboard::cleared, this, &ClipboardNotice::showOutcome);
}

void ClipboardNotice::showRemainingTime()
{
    if (!m_clipboard->isActive())
        return;
    if (m_clipboard->isOverdue()) {
        showOutcome(SecretClipboard::Outcome::CouldNotClear);
        return;
    }
    const auto seconds = static_cast<int>(m_clipboard->remaining().count());
    show(tr("Copied. Cleared from the clipboard in %n s.", "time left in seconds", seconds),
         Tone::Good);
}

void ClipboardNotice::showOutcome(SecretClipboard::Outcome outcome)
{
    // Old news if it happened while another page was shown.
    if (!isVisible() && outcome != SecretClipboard::Outcome::CouldNotClear) {
        clear();
        return;
    }
    switch (outcome) {
    case SecretClipboard::Outcome::Cleared:
        show(tr("Cleared from the clipboard. A clipboard manager that ignores the mark for "
                "secrets may still have it."),
             Tone::Neutral);
        return;
    case SecretClipboard::Outcome::ReplacedBySomethingElse:
        show(tr("Something else was copied meanwhile. That was left in the clipboard."),
             Tone::Neutral);
        return;
    case SecretClipboard::Outcome::CouldNotClear:
        show(tr("The key is still in the clipboard: your desktop does not let a window in the "
                "background clear it. It is cleared when you come back to this window."),
             Tone::Bad);
        return;
    }
}

void ClipboardNotice::showEvent(QShowEvent *event)
{
    MessageBar::showEvent(event);
    m_clipboard->setWatched(true);
    showRemainingTime();
}

void ClipboardNotice::hideEvent(QHideEvent *event)
{
    MessageBar::hideEvent(event);
    m_clipboard->setWatched(false);
    if (!m_clipboard->isActive())
        clear();
}

} // namespace SignIn
