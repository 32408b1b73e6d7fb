// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "signinlinks.h"

#include "core/signin/signinattempt.h"
#include "output/format.h"
#include "terminal/qrcode.h"
#include "terminal/terminal.h"

#include <QCoreApplication>
#include <QUrl>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("SignIn::SignInLinks", text);
}

void showLink(Terminal &terminal, const QUrl &url)
{
    terminal.say({});
    terminal.say(u"  "_s + QString::fromLatin1(url.toEncoded()));
    terminal.say({});
}

bool fits(const QrCode &code, const Terminal &terminal)
{
    constexpr int rowsForText = 10;
    const std::optional<QSize> room = terminal.size();
    return room && room->width() >= code.size().width()
           && room->height() >= code.size().height() + rowsForText;
}

void showQrCode(Terminal &terminal, const SignInAttempt &attempt, SignInLinks::Qr qr)
{
    const bool isWanted = qr == SignInLinks::Qr::Always;
    if (!isWanted && !attempt.options().headless)
        return;
    const QrCode code(attempt.headlessUrl().toEncoded());
    if (code.isNull()) {
        if (isWanted) {
            terminal.say(tr(
                QT_TRANSLATE_NOOP("SignIn::SignInLinks", "The link is too long for a QR code.")));
        }
        return;
    }
    if (!isWanted && !fits(code, terminal))
        return;
    const QStringList lines = code.lines(terminal.hasColorOnError());
    for (const QString &line : lines)
        terminal.say(line);
}

} // namespace

void SignInLinks::show(Terminal &terminal, const SignInAttempt &attempt, Qr qr)
{
    const QString server = shown(attempt.server().displayName());
    if (attempt.options().headless) {
        terminal.say(tr(QT_TRANSLATE_NOOP("SignIn::SignInLinks",
                                          "Open this link on any device and approve; the page then "
                                          "shows a code to paste here. A code lives 10 minutes. "
                                          "Server: %1"))
                         .arg(server));
        showLink(terminal, attempt.headlessUrl());
    } else {
        terminal.say(tr(QT_TRANSLATE_NOOP("SignIn::SignInLinks",
                                          "Your browser opens %1. If it does not, open this link "
                                          "on this computer:"))
                         .arg(server));
        showLink(terminal, attempt.authorizationUrl());
        if (terminal.canAsk()) {
            terminal.say(tr(QT_TRANSLATE_NOOP("SignIn::SignInLinks",
                                              "Or open this one on any device, and paste the code "
                                              "that its page shows:")));
            showLink(terminal, attempt.headlessUrl());
        }
    }
    showQrCode(terminal, attempt, qr);
}

} // namespace SignIn
