// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reserves an entry in a list file, prints its id and waits to be killed.

#include "core/keychain/sessionstore.h"
#include "core/keys/keylist.h"
#include "core/keys/keyvault.h"
#include "core/keys/newkey.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    SignIn::KeyList list(QCoreApplication::arguments().value(1));
    SignIn::SessionStore keychain;
    SignIn::SessionStore session;
    SignIn::KeyVault vault(&list, &keychain, &session, nullptr);
    SignIn::NewKey key(&vault);
    const QString problem =
        key.reserve({}, QStringLiteral("label"), SignIn::StoredKey::Intent::Store);
    if (!problem.isEmpty())
        return 1;
    std::printf("%s\n", qPrintable(key.entry().id));
    std::fflush(stdout);
    return QCoreApplication::exec();
}
