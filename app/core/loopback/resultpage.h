// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QString>

namespace SignIn {

class Failure;

/// The last page of a sign-in in the browser: one mark, one heading, one sentence. It loads no
/// resources and runs no scripts, and text from outside is escaped.
class ResultPage
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::ResultPage)

public:
    static ResultPage signedIn();
    static ResultPage signedInWithPass(); ///< The same where pass has the key.

    /// There is a key, but it is not in the keychain, or not yet.
    static ResultPage signedInUnsaved();

    static ResultPage failed(const Failure &failure, const QString &serverName);

    /// The code was refused, and the attempt waits for another one.
    static ResultPage codeRefused(const Failure &failure);

    static ResultPage canceled();

    /// The redirect lost to another code that was pasted at the same moment.
    static ResultPage anotherCodeIsTried();

    /// The redirect came after the end of its attempt.
    static ResultPage alreadyEnded();

    /// Interim pages, which name the step that takes long; they reload themselves.
    static ResultPage stillWorking(); ///< Reading the redirect.
    static ResultPage exchanging(const QString &serverName);
    static ResultPage storing();

    /// The whole page, UTF-8.
    [[nodiscard]] QByteArray html() const;

    /// The value of its Content-Security-Policy header.
    static QByteArray contentSecurityPolicy();

    /// Seconds after which the browser reloads the page; 0 for never.
    [[nodiscard]] int refreshAfter() const { return m_refreshAfter; }

private:
    enum class Mark { Success, Failure, Working };

    ResultPage(Mark mark, const QString &heading, const QString &sentence)
        : m_mark(mark)
        , m_heading(heading)
        , m_sentence(sentence)
    {}

    static ResultPage working(const QString &sentence);

    Mark m_mark;
    QString m_heading;
    QString m_sentence;
    QString m_serverWords;
    int m_refreshAfter = 0;
};

} // namespace SignIn
