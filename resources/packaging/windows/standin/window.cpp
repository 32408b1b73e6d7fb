// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A window with the program's name that writes down where it runs from, and ends when it is closed:
//     openrouter-signin [--version] [FILE]

#include "gui/app/console.h"

#include <OpenRouterAuth/pkce.h>

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QSslSocket>
#include <QTimer>

#include <cstdio>

using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.contains("--version"_L1)) {
        SignIn::useConsole();
        std::fputs("openrouter-signin " SIGNIN_VERSION "\n", stdout);
        std::fflush(stdout);
        return 0;
    }
    QLabel label(u"This stands in for OpenRouter Sign-in, to test its installers."_s);
    label.setWindowTitle(u"OpenRouter Sign-in"_s);
    label.show();
    QTimer::singleShot(0, &label, [&arguments] {
        QFile file(arguments.value(1));
        const bool works =
            !OpenRouterAuth::Pkce::generate().challenge().isEmpty() && QSslSocket::supportsSsl();
        if (works && file.open(QIODevice::WriteOnly)) {
            file.write(QCoreApplication::applicationFilePath().toUtf8() + '\n'
                       + QGuiApplication::platformName().toUtf8() + '\n');
        }
    });
    return QApplication::exec();
}
