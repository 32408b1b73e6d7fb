// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/signin/failure.h"
#include "gui/app/services.h"
#include "page.h"

#include <QUrl>

namespace SignIn {

class Card;
class ClipboardNotice;
class LinkField;
class MessageBar;
class StatusIcon;

/// What did not work, what it means, and the button that helps.
class FailurePage : public Page
{
    Q_OBJECT

public:
    explicit FailurePage(const Services &services, QWidget *parent = nullptr);

    /// What belongs to a failure besides itself.
    struct Context
    {
        OpenRouterAuth::Server server;
        QString maskedKey; ///< A key that is only in this window: it can be copied and kept.
        QUrl link;         ///< A link that could not be opened.
    };

    void setFailure(const Failure &failure, const Context &context);

    /// What it means, as it is shown.
    [[nodiscard]] QString sentence() const;

Q_SIGNALS:
    void actionRequested(SignIn::Failure::Action action);
    void keysPageRequested();
    void signInAgainRequested();
    void copyKeyRequested();
    void keepForSessionRequested();
    void backRequested();

private:
    void showDetails(bool shown);

    Failure m_failure;
    TextLabel *m_sentence;
    MessageBar *m_advice;
    ClipboardNotice *m_clipboardNotice;
    Card *m_words;
    TextLabel *m_wordsText;
    Card *m_keyCard;
    TextLabel *m_maskedKey;
    LinkField *m_link;
    Button *m_detailsButton;
    TextLabel *m_details;
    Button *m_keysPage;
    Button *m_signInAgain;
    Button *m_keep;
    Button *m_backButton;
    Button *m_action;
};

} // namespace SignIn
