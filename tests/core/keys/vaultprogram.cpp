// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reserves an entry in an index file, prints its id and waits to be killed.

#include "core/keychain/sessionstore.h"
#include "core/keys/keylist.h"
#include "core/keys/keyvault.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    SignIn::KeyList index(QCoreApplication::arguments().value(1));
    SignIn::SessionStore keychain;
    SignIn::SessionStore session;
    SignIn::KeyVault vault(&index, &keychain, &session, nullptr);
    QString problem;
    const SignIn::StoredKey entry = vault.reserve({}, QStringLiteral("label"), &problem);
    if (!problem.isEmpty())
        return 1;
    std::printf("%s\n", qPrintable(entry.id));
    std::fflush(stdout);
    return QCoreApplication::exec();
}
