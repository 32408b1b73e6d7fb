// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/signin/failure.h"

#include <QCoreApplication>
#include <QString>

namespace SignIn {

/// Why a command did not do what it was asked for: one sentence, what to do, and the exit code.
class CommandError
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::CommandError)

public:
    CommandError(int exitCode, const QString &sentence, const QString &advice = {});

    /// Something in the call itself.
    static CommandError usage(const QString &sentence, const QString &advice = {});

    /// Something a server or a sign-in said.
    static CommandError from(const Failure &failure, const OpenRouterAuth::Server &server);

    /// Something the keychain said; NotFound is a key that is gone.
    static CommandError from(const StoreError &error);

    /// The list of keys could not be written; \a words are those of KeyList.
    static CommandError ofIndex(const QString &words);

    static CommandError canceled();

    [[nodiscard]] int exitCode() const { return m_exitCode; }
    [[nodiscard]] QString sentence() const { return m_sentence; }
    [[nodiscard]] QString advice() const { return m_advice; }

    /// The server's own words, cleaned; empty if there were none.
    [[nodiscard]] QString serverWords() const { return m_serverWords; }

    /// Lines that belong between the sentence and the advice: the keys there are, for example.
    [[nodiscard]] QStringList details() const { return m_details; }
    void setDetails(const QStringList &lines) { m_details = lines; }

    /// For --debug; nothing secret in it.
    [[nodiscard]] QString technicalDetail() const { return m_technicalDetail; }

private:
    int m_exitCode;
    QString m_sentence;
    QString m_advice;
    QString m_serverWords;
    QString m_technicalDetail;
    QStringList m_details;
};

} // namespace SignIn
