// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/platform/localpeer.h"

#include <QFile>
#include <QTest>

#include <array>
#include <sys/socket.h>
#include <unistd.h>

using namespace SignIn;

class TestLocalPeer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, m_ends.data()), 0); }

    void cleanup()
    {
        for (const int end : m_ends)
            ::close(end);
    }

    void ownProcessIsOfThisUser() { QVERIFY(isPeerOfUser(m_ends[0])); }

    void otherUsersAreTold() { QVERIFY(!isPeerOfUser(m_ends[0], ownUserId() + 1)); }

    void descriptorWithoutAPeerIsNobodys()
    {
        QVERIFY(!isPeerOfUser(-1));
        QFile file(QStringLiteral("/dev/null"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!isPeerOfUser(file.handle()));
    }

private:
    std::array<int, 2> m_ends{};
};

QTEST_GUILESS_MAIN(TestLocalPeer)

#include "tst_localpeer.moc"
