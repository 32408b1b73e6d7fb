// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keys/storedkey.h"
#include "page.h"

namespace SignIn {

/// A sign-in was canceled when its key had been made already: what shall become of it?
class KeepOrDiscardPage : public Page
{
    Q_OBJECT

public:
    explicit KeepOrDiscardPage(QWidget *parent = nullptr);

    void setKey(const StoredKey &key, const QString &masked);

Q_SIGNALS:
    void keepRequested();
    void discardRequested();

private:
    TextLabel *m_sentence;
    TextLabel *m_masked;
};

} // namespace SignIn
