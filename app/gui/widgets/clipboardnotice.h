// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/app/secretclipboard.h"
#include "messagebar.h"

namespace SignIn {

/// Counts down how long a copied key stays in the clipboard, and says afterwards what became of it.
/// Counts only while it can be seen.
class ClipboardNotice : public MessageBar
{
    Q_OBJECT

public:
    explicit ClipboardNotice(SecretClipboard *clipboard, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void showRemainingTime();
    void showOutcome(SecretClipboard::Outcome outcome);

    SecretClipboard *m_clipboard;
};

} // namespace SignIn
