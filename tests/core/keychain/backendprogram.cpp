// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Says which keychain we think answers, and then has QtKeychain read an entry. A program of its
// own, because QtKeychain decides once in a process.

#include "core/keychain/keychainstatus.h"

#include <QCoreApplication>

#include <qt6keychain/keychain.h>

#include <cstdio>

using SignIn::KeychainStatus;

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    KeychainStatus::query(qApp, [](const KeychainStatus &status) {
        std::printf("%s|%s\n", qPrintable(status.place()), status.stateName().data());
        std::fflush(stdout);
        auto *job = new QKeychain::ReadPasswordJob(QStringLiteral("OpenRouter"));
        job->setKey(QStringLiteral("openrouter-signin/test"));
        QObject::connect(job, &QKeychain::Job::finished, qApp, &QCoreApplication::quit);
        job->start();
    });
    return QCoreApplication::exec();
}
