// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Adds COUNT entries named PREFIX-0, PREFIX-1, … to an index file, one change each.

#include "testkeys.h"

#include "core/keys/keylist.h"

#include <QCoreApplication>

#include <cstdio>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 4)
        return 2;
    const QString prefix = arguments.at(2);
    const int count = arguments.at(3).toInt();

    SignIn::KeyList index(arguments.at(1));
    for (int i = 0; i < count; ++i) {
        const QString problem = index.modify([&](QList<SignIn::StoredKey> &keys) {
            keys += testEntry(prefix + u'-' + QString::number(i));
        });
        if (!problem.isEmpty()) {
            std::fprintf(stderr, "%s\n", qPrintable(problem));
            return 1;
        }
    }
    return 0;
}
