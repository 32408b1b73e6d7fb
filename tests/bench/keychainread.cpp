// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The least that a program can do to write an entry of the keychain to standard output: what
// `openrouter-key print` is measured against.

#include <QCoreApplication>

#include <cstdio>
#include <qt6keychain/keychain.h>

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QKeychain::ReadPasswordJob job(QStringLiteral("OpenRouter"));
    job.setAutoDelete(false);
    job.setKey(QCoreApplication::arguments().value(1));
    QObject::connect(&job, &QKeychain::Job::finished, &application, [&job] {
        std::puts(job.textData().toUtf8().constData());
        QCoreApplication::exit(job.error() == QKeychain::NoError ? 0 : 1);
    });
    job.start();
    return QCoreApplication::exec();
}
