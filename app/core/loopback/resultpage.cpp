// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "resultpage.h"

#include "core/signin/failure.h"

#include <OpenRouterAuth/servertext.h>

#include <QCryptographicHash>
#include <QFile>
#include <QLocale>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

QByteArray resource(const QString &name)
{
    QFile file(u":/callback/"_s + name);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    return opened ? file.readAll() : QByteArray();
}

const QByteArray &styleSheet()
{
    static const QByteArray style = resource(u"outcome.css"_s);
    return style;
}

QByteArray escaped(const QString &text)
{
    return OpenRouterAuth::withoutLoneSurrogates(text).toHtmlEscaped().toUtf8();
}

} // namespace

ResultPage ResultPage::signedIn()
{
    return {Mark::Success, tr("You are signed in"),
            tr("The key is in your keychain. You can close this page.")};
}

ResultPage ResultPage::signedInWithPass()
{
    return {Mark::Success, tr("You are signed in"),
            tr("The key is in pass. You can close this page.")};
}

ResultPage ResultPage::signedInUnsaved()
{
    return {Mark::Success, tr("You are signed in"),
            tr("The key is not in your keychain yet. Return to the program to decide about it.")};
}

ResultPage ResultPage::failed(const Failure &failure, const QString &serverName)
{
    ResultPage page(Mark::Failure, failure.heading(),
                    tr("The sign-in at %1 did not work. Return to the program: it says what to do "
                       "next.")
                        .arg(serverName));
    page.m_serverWords = failure.serverWords();
    return page;
}

ResultPage ResultPage::codeRefused(const Failure &failure)
{
    ResultPage page(Mark::Failure, tr("The code was not accepted"),
                    tr("The program still waits. Return to it to try another way."));
    page.m_serverWords = failure.serverWords();
    return page;
}

ResultPage ResultPage::canceled()
{
    return {Mark::Failure, tr("The sign-in was canceled"), tr("You can close this page.")};
}

ResultPage ResultPage::anotherCodeIsTried()
{
    return {Mark::Failure, tr("Another code is being tried"),
            tr("Return to the program to see whether it is accepted.")};
}

ResultPage ResultPage::alreadyEnded()
{
    return {Mark::Failure, tr("This sign-in has already ended"),
            tr("Return to the program to see its result, or to sign in again.")};
}

ResultPage ResultPage::stillWorking()
{
    return working(tr("The program is reading the response of this page."));
}

ResultPage ResultPage::exchanging(const QString &serverName)
{
    //: %1 is the name of a server, such as openrouter.ai.
    return working(tr("Waiting for %1 to answer.").arg(serverName));
}

ResultPage ResultPage::storing()
{
    return working(tr("Saving the key. Your keychain may be asking for its password."));
}

ResultPage ResultPage::working(const QString &sentence)
{
    ResultPage page(Mark::Working, tr("Still working"), sentence);
    page.m_refreshAfter = 2;
    return page;
}

QByteArray ResultPage::html() const
{
    QByteArray mark;
    switch (m_mark) {
    case Mark::Success:
        mark = "ok";
        break;
    case Mark::Failure:
        mark = "bad";
        break;
    case Mark::Working:
        mark = "wait";
        break;
    }
    const QLocale locale;
    QByteArray words;
    if (!m_serverWords.isEmpty())
        words = "<p class=\"words\" dir=\"auto\">" + escaped(m_serverWords) + "</p>";

    // Replaced in one pass, so that a value cannot contain a placeholder.
    const QByteArray page = resource(u"outcome.html"_s);
    QByteArray html;
    html.reserve(page.size() + styleSheet().size() + 1024);
    for (qsizetype position = 0; position < page.size();) {
        const qsizetype start = page.indexOf("{{", position);
        const qsizetype end = start < 0 ? -1 : page.indexOf("}}", start);
        if (end < 0) {
            html += page.sliced(position);
            break;
        }
        html += page.sliced(position, start - position);
        const QByteArray name = page.sliced(start + 2, end - start - 2);
        if (name == "language")
            html += escaped(locale.bcp47Name());
        else if (name == "direction")
            html += locale.textDirection() == Qt::RightToLeft ? "rtl" : "ltr";
        else if (name == "style")
            html += styleSheet();
        else if (name == "mark")
            html += mark;
        else if (name == "title")
            html += escaped(u"OpenRouter Sign-in"_s);
        else if (name == "heading")
            html += escaped(m_heading);
        else if (name == "sentence")
            html += escaped(m_sentence);
        else if (name == "words")
            html += words;
        position = end + 2;
    }
    return html;
}

QByteArray ResultPage::contentSecurityPolicy()
{
    static const QByteArray policy =
        "default-src 'none'; style-src 'sha256-"
        + QCryptographicHash::hash(styleSheet(), QCryptographicHash::Sha256).toBase64()
        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    return policy;
}

} // namespace SignIn
