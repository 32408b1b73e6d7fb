// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/app/replyhandlerreceiver.h"

#include <QDir>
#include <QFile>
#include <QTest>

using SignIn::Redirect;
using SignIn::ReplyHandlerReceiver;

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

class TestReplyHandlerReceiver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listensOnAFreePortOf127001OnlyWhileItReceives();
    void reportsWhatWasHandedOver_data();
    void reportsWhatWasHandedOver();
    void goneContextIsNotCalled();

private:
    /// Every report that comes for \a redirect until the first one, and a little longer.
    QList<std::optional<Redirect>> reportsFor(const Redirect &redirect);

    ReplyHandlerReceiver m_receiver;
};

QList<std::optional<Redirect>> TestReplyHandlerReceiver::reportsFor(const Redirect &redirect)
{
    QList<std::optional<Redirect>> reports;
    m_receiver.receive(redirect, this,
                       [&reports](const std::optional<Redirect> &report) { reports += report; });
    [&] {
        QVERIFY(reports.isEmpty()); // never at once
        QTRY_VERIFY(!reports.isEmpty());
        QTRY_VERIFY(listeners().isEmpty());
    }();
    return reports;
}

void TestReplyHandlerReceiver::listensOnAFreePortOf127001OnlyWhileItReceives()
{
    QVERIFY(listeners().isEmpty());
    Redirect redirect;
    redirect.code = OpenRouterAuth::Secret(QByteArrayLiteral("TEST+code/1"));
    bool isReported = false;
    m_receiver.receive(redirect, this,
                       [&](const auto &report) { isReported = report.has_value(); });

    const QList<Listener> now = listeners();
    QCOMPARE(now.size(), 1);
    QCOMPARE(now.first().address, "0100007F");
    QVERIFY(now.first().port >= 1024);

    QTRY_VERIFY(isReported);
    QVERIFY(listeners().isEmpty());
}

void TestReplyHandlerReceiver::reportsWhatWasHandedOver_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QString>("error");
    QTest::addColumn<QString>("description");
    const QString none;
    QTest::newRow("usual") << QByteArray("abc_DEF-123") << none << none;
    QTest::newRow("delimiters") << QByteArray("a+b&c=d#e%f?g") << none << none;
    QTest::newRow("percent signs") << QByteArray("a%2541%25%2B") << none << none;
    QTest::newRow("quotes") << QByteArray("\"'<>\\|`{}^") << none << none;
    QTest::newRow("long") << QByteArray(1024, 'x') << none << none;
    QTest::newRow("denial") << QByteArray() << QStringLiteral("access_denied")
                            << QStringLiteral("Not today, 100% & \u00e9");
    QTest::newRow("other error") << QByteArray() << QStringLiteral("server_error") << none;
}

void TestReplyHandlerReceiver::reportsWhatWasHandedOver()
{
    QFETCH(QByteArray, code);
    QFETCH(QString, error);
    QFETCH(QString, description);
    const Redirect redirect{OpenRouterAuth::Secret(code), error, description};
    const QList<std::optional<Redirect>> reports = reportsFor(redirect);
    QCOMPARE(reports.size(), 1);
    QVERIFY(reports.first());
    QCOMPARE(reports.first()->code.toByteArray(), code);
    QCOMPARE(reports.first()->error, error);
    QCOMPARE(reports.first()->errorDescription, description);
}

void TestReplyHandlerReceiver::goneContextIsNotCalled()
{
    bool isReported = false;
    auto context = std::make_unique<QObject>();
    Redirect redirect;
    redirect.code = OpenRouterAuth::Secret(QByteArrayLiteral("TESTcode"));
    m_receiver.receive(redirect, context.get(), [&](const auto &) { isReported = true; });
    context.reset();
    QVERIFY(listeners().isEmpty());
    QCOMPARE(reportsFor(redirect).size(), 1); // and time enough for the other one
    QVERIFY(!isReported);
}

QTEST_GUILESS_MAIN(TestReplyHandlerReceiver)
#include "tst_replyhandlerreceiver.moc"
