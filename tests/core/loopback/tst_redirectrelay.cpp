// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/loopback/redirectrelay.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

using SignIn::Redirect;
using SignIn::RedirectRelay;

namespace {

/// Where this process accepts connections, as /proc/net writes it: address in hex, and port.
struct Listener
{
    QByteArray address;
    int port = 0;
};

QList<Listener> listeners()
{
    QList<QByteArray> inodes;
    const QDir folder(QStringLiteral("/proc/self/fd"));
    const QStringList names = folder.entryList(QDir::System | QDir::Files);
    for (const QString &name : names) {
        const QByteArray target = QFile::symLinkTarget(folder.filePath(name)).toLocal8Bit();
        if (const qsizetype start = target.indexOf("socket:["); start >= 0)
            inodes += target.sliced(start + 8).chopped(1);
    }
    QList<Listener> found;
    for (const char *table : {"tcp", "tcp6"}) {
        QFile file(QStringLiteral("/proc/self/net/") + QLatin1StringView(table));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QList<QByteArray> lines = file.readAll().split('\n');
        for (const QByteArray &line : lines) {
            const QList<QByteArray> columns = line.simplified().split(' ');
            // Local address, state (0A is LISTEN) and inode.
            if (columns.size() < 10 || columns[3] != "0A" || !inodes.contains(columns[9]))
                continue;
            const qsizetype colon = columns[1].indexOf(':');
            found += {columns[1].first(colon), columns[1].sliced(colon + 1).toInt(nullptr, 16)};
        }
    }
    return found;
}

} // namespace

class TestRedirectRelay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listensOnAFreePortOf127001OnlyAndConfirms();
};

void TestRedirectRelay::listensOnAFreePortOf127001OnlyAndConfirms()
{
    QVERIFY(listeners().isEmpty());
    Redirect redirect;
    redirect.code = OpenRouterAuth::Secret(QByteArrayLiteral("TEST+code/1"));
    RedirectRelay relay(redirect);
    QSignalSpy finished(&relay, &RedirectRelay::finished);
    relay.start();

    const QList<Listener> now = listeners();
    QCOMPARE(now.size(), 1);
    QCOMPARE(now.first().address, "0100007F");
    QVERIFY(now.first().port >= 1024);

    QVERIFY(finished.wait());
    QVERIFY(finished.first().first().toBool());
    QVERIFY(listeners().isEmpty());
}

QTEST_GUILESS_MAIN(TestRedirectRelay)
#include "tst_redirectrelay.moc"
