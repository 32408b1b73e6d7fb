// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "testkeys.h"

#include "core/keys/keylist.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using namespace SignIn;
using Condition = KeyList::Condition;
using Verdict = KeyListContent::Verdict;

namespace {

QByteArray encoded(const QList<StoredKey> &keys)
{
    KeyListContent content;
    content.keys = keys;
    return encodeKeyList(content);
}

constexpr QFile::Permissions OwnerOnly =
    QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

/// An index file with one entry, as an object to tamper with.
QJsonObject goodEntry()
{
    StoredKey key = testEntry(u"work"_s);
    key.userId = u"user_1"_s;
    key.isDefault = true;
    key.expiresAt = key.created.addYears(1);
    key.lastStatus = KeyStatus{key.created.addDays(1), false, {}, {}, {}};
    key.lastStatus->info.limit = 10;
    return QJsonDocument::fromJson(encoded({key}))
        .object()
        .value("keys"_L1)
        .toArray()
        .first()
        .toObject();
}

QByteArray fileWith(const QJsonArray &entries)
{
    return QJsonDocument(QJsonObject{{u"version"_s, 1}, {u"keys"_s, entries}}).toJson();
}

QStringList idsOf(const QList<StoredKey> &keys)
{
    QStringList ids;
    for (const StoredKey &key : keys)
        ids += key.id;
    return ids;
}

} // namespace

class TestKeyList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void everythingComesBackAsItWas();
    void noSecretStandsInTheFile();
    void newFileIsForItsOwnerOnly();
    void openFileIsNarrowed();
    void folderOfOursIsNarrowedAndOthersAreNot();
    void otherProgramsChangeIsSeen();
    void sameContentIsNoChange();
    void changeWhileTheFileIsEditedInPlaceIsSeen();
    void twoProgramsWritingAtOnceLoseNothing();
    void lockLeftByAKilledProgramIsNoObstacle();
    void lockHeldByALivingProgramIsWaitedForAndReported();
    void unknownVersionIsReadOnly();
    void versionThatTurnsUpLaterIsNotOverwritten();
    void corruptFileIsKeptAside_data();
    void corruptFileIsKeptAside();
    void corruptFilesAreNeverOverwritten();
    void oneBadEntryMakesAllOfItCorrupt_data();
    void oneBadEntryMakesAllOfItCorrupt();
    void hugeFileIsCorrupt();
    void folderInPlaceOfTheFileIsUnreadable();
    void pipeInPlaceOfTheFileDoesNotHang();
    void linkIsFollowedAndKept();
    void damagedTargetOfALinkIsMovedAndTheLinkStays();
    void unknownMembersAreKept();
    void listOfAnotherUserIsNotWritten_data();
    void listOfAnotherUserIsNotWritten();
    void forbiddenFileIsUnreadable();
    void forbiddenFolderIsSaid();
    void entryThatCouldNotBeReadBackIsNotWritten();
    void listBegunAnewStaysIncompleteUntilDeclaredComplete();
    void deletedFileIsNoticed();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"keys.json"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestKeyList::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestKeyList::everythingComesBackAsItWas()
{
    StoredKey key = testEntry(u"work"_s);
    key.server = testServer(u"http://[::1]:4010/api/v1"_s);
    key.label = u"Büro – 办公室 👩‍💻 <b>&\"quoted\"</b>"_s;
    key.userId = u"user_2abc"_s;
    key.expiresAt = key.created.addYears(1);
    key.isDefault = true;
    key.state = StoredKey::State::Missing;
    KeyStatus status;
    status.checkedAt = key.created.addDays(2);
    status.refused = true;
    OpenRouterAuth::KeyInfo &info = status.info;
    info.label = u"sk-or-v1-abc...123"_s;
    info.limit = 10.25;
    info.limitRemaining = 0.1;
    info.limitReset = u"monthly"_s;
    info.usage = 10.15;
    info.usageDaily = 1;
    info.usageWeekly = 2;
    info.usageMonthly = 3;
    info.byokUsage = 4;
    info.byokUsageDaily = 5;
    info.byokUsageWeekly = 6;
    info.byokUsageMonthly = 7;
    info.includeByokInLimit = false;
    info.isFreeTier = true;
    info.isManagementKey = false;
    info.creatorUserId = u"user_3"_s;
    info.expiresAt = key.expiresAt;
    info.freeModelDailyRequests = OpenRouterAuth::KeyInfo::FreeModelDailyRequests{1, 2, 3};
    info.allowedDataRegions = {u"eu"_s, u"us"_s};
    info.organizationId = u"org"_s;
    info.workspaceId = nullptr; // it was deleted
    info.rateLimit = {{u"requests"_s, -1}, {u"interval"_s, u"10s"_s}};
    key.clock = {key.created.addDays(3), status.checkedAt};
    key.lastStatus = status;

    StoredKey pending;
    pending.id = u"pending-1"_s;
    pending.created = key.created;

    {
        KeyList index(path());
        QCOMPARE(index.modify([&](QList<StoredKey> &keys) { keys = {key, pending}; }), QString());
    }
    const KeyList index(path());
    QCOMPARE(index.condition(), Condition::Ready);
    QCOMPARE(index.keys().size(), 2);
    // Compared as files, because every field has its place there.
    QCOMPARE(encoded(index.keys()), encoded({key, pending}));
    const StoredKey &read = index.keys().first();
    QCOMPARE(read.label, key.label);
    QCOMPARE(read.server.baseUrl(), key.server.baseUrl());
    QCOMPARE(read.created, key.created);
    QCOMPARE(read.expiresAt, key.expiresAt);
    QCOMPARE(read.state, StoredKey::State::Missing);
    QVERIFY(read.isDefault);
    QVERIFY(read.lastStatus);
    QVERIFY(read.lastStatus->refused);
    QCOMPARE(read.lastStatus->checkedAt, status.checkedAt);
    QCOMPARE(read.lastStatus->info.limitRemaining, 0.1);
    QCOMPARE(read.lastStatus->info.isManagementKey, false);
    QCOMPARE(read.lastStatus->info.freeModelDailyRequests->used, 3);
    QCOMPARE(read.lastStatus->info.allowedDataRegions, info.allowedDataRegions);
    QVERIFY(read.lastStatus->info.workspaceId.isNull());
    QCOMPARE(read.lastStatus->info.rateLimit, info.rateLimit);
    QCOMPARE(read.clock.server, key.clock.server);
    QCOMPARE(read.clock.local, key.clock.local);
    QCOMPARE(read.lastStatus->info.expiresAt, key.expiresAt);
    QCOMPARE(index.keys().last().state, StoredKey::State::Pending);
    QVERIFY(!index.keys().last().lastStatus);
}

void TestKeyList::noSecretStandsInTheFile()
{
    const auto key = testKey("0123456789abcdef0123456789abcdef");
    StoredKey entry = testEntry(u"work"_s);
    entry.keyHash = key.hash();
    entry.maskedKey = key.masked();
    const QByteArray content = encoded({entry});
    QVERIFY(content.contains(key.hash().toLatin1()));
    QVERIFY(!content.contains(key.secret().toByteArray()));
}

void TestKeyList::newFileIsForItsOwnerOnly()
{
    const QString file = m_folder->filePath(u"new/deeper/openrouter-signin/keys.json"_s);
    KeyList index(file);
    QCOMPARE(index.condition(), Condition::Absent);
    QCOMPARE(index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"a"_s); }), QString());
    QCOMPARE(QFile::permissions(file), OwnerOnly);
    QCOMPARE(QFile::permissions(QFileInfo(file).path()),
             OwnerOnly | QFile::ExeOwner | QFile::ExeUser);
}

void TestKeyList::openFileIsNarrowed()
{
    QVERIFY(write(path(), encoded({testEntry(u"a"_s)})));
    QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup
                                              | QFile::ReadOther));
    KeyList index(path());
    QCOMPARE(QFile::permissions(path()), OwnerOnly);
    // Somebody opens it again while we run.
    QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    QCOMPARE(index.modify([](QList<StoredKey> &keys) { keys.clear(); }), QString());
    QCOMPARE(QFile::permissions(path()), OwnerOnly);
}

void TestKeyList::folderOfOursIsNarrowedAndOthersAreNot()
{
    const auto open = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadGroup
                      | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther;
    const QString ours = m_folder->filePath(u"openrouter-signin"_s);
    const QString theirs = m_folder->filePath(u"documents"_s);
    for (const QString &folder : {ours, theirs}) {
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(QFile::setPermissions(folder, open));
        const KeyList index(folder + "/keys.json"_L1);
    }
    QVERIFY(!(QFile::permissions(ours) & (QFile::ReadOther | QFile::ExeGroup)));
    QVERIFY(QFile::permissions(theirs) & QFile::ReadOther);
}

void TestKeyList::otherProgramsChangeIsSeen()
{
    KeyList index(path());
    QSignalSpy changed(&index, &KeyList::changed);
    // More than once: each write replaces the file, and with it what is watched.
    for (int i = 0; i < 3; ++i) {
        QProcess writer;
        writer.start(QStringLiteral(LIST_WRITER), {path(), u"round-%1"_s.arg(i), u"1"_s});
        QVERIFY(writer.waitForFinished());
        QCOMPARE(writer.exitCode(), 0);
        QTRY_COMPARE(index.keys().size(), i + 1);
    }
    QVERIFY(changed.size() >= 3);
    QCOMPARE(idsOf(index.keys()), QStringList({u"round-0-0"_s, u"round-1-0"_s, u"round-2-0"_s}));
}

void TestKeyList::sameContentIsNoChange()
{
    KeyList index(path());
    QCOMPARE(index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"a"_s); }), QString());
    QSignalSpy changed(&index, &KeyList::changed);
    const QFileInfo before(path());

    QCOMPARE(index.modify([](QList<StoredKey> &) {}), QString());
    index.reload();
    // A file beside it makes the folder's watch fire; the last change proves that it was heard.
    QVERIFY(write(m_folder->filePath(u"other"_s), "x"));
    QVERIFY(write(path(), contentOf(path())));
    QCOMPARE(changed.size(), 0);

    QVERIFY(write(path(), encoded({testEntry(u"b"_s)})));
    QTRY_COMPARE(idsOf(index.keys()), QStringList(u"b"_s));
    QVERIFY(changed.size() >= 1);
}

void TestKeyList::changeWhileTheFileIsEditedInPlaceIsSeen()
{
    QVERIFY(write(path(), encoded({testEntry(u"a"_s)})));
    const KeyList index(path());
    QFile file(path());
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray content = encoded({testEntry(u"b"_s)});
    QCOMPARE(file.write(content), content.size());
    QVERIFY(file.resize(content.size()));
    file.close();
    QTRY_COMPARE(idsOf(index.keys()), QStringList(u"b"_s));
}

void TestKeyList::twoProgramsWritingAtOnceLoseNothing()
{
    constexpr int each = 200;
    QProcess first;
    QProcess second;
    first.start(QStringLiteral(LIST_WRITER), {path(), u"first"_s, QString::number(each)});
    second.start(QStringLiteral(LIST_WRITER), {path(), u"second"_s, QString::number(each)});
    QVERIFY(first.waitForFinished(120'000));
    QVERIFY(second.waitForFinished(120'000));
    QCOMPARE(first.readAllStandardError(), QByteArray());
    QCOMPARE(second.readAllStandardError(), QByteArray());
    QCOMPARE(first.exitCode(), 0);
    QCOMPARE(second.exitCode(), 0);

    const KeyList index(path());
    QCOMPARE(index.condition(), Condition::Ready);
    const QStringList ids = idsOf(index.keys());
    QCOMPARE(ids.size(), 2 * each);
    for (int i = 0; i < each; ++i) {
        QVERIFY(ids.contains(u"first-%1"_s.arg(i)));
        QVERIFY(ids.contains(u"second-%1"_s.arg(i)));
    }
}

void TestKeyList::lockLeftByAKilledProgramIsNoObstacle()
{
    // A lock with the id of a process that has ended.
    QProcess ended;
    ended.start(QStringLiteral(LIST_WRITER), {});
    QVERIFY(ended.waitForStarted());
    const qint64 pid = ended.processId();
    QVERIFY(ended.waitForFinished());
    QVERIFY(write(path() + ".lock"_L1, QByteArray::number(pid) + "\nlistwriter\n"
                                           + QSysInfo::machineHostName().toUtf8() + "\n"
                                           + QSysInfo::machineUniqueId() + "\n"
                                           + QSysInfo::bootUniqueId() + "\n"));
    KeyList index(path());
    QCOMPARE(index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"a"_s); }), QString());
    QCOMPARE(index.keys().size(), 1);
}

void TestKeyList::lockHeldByALivingProgramIsWaitedForAndReported()
{
    KeyList index(path());
    QLockFile lock(path() + ".lock"_L1);
    QVERIFY(lock.tryLock(0));
    QElapsedTimer timer;
    timer.start();
    const QString problem = index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"a"_s); });
    QVERIFY(!problem.isEmpty());
    QVERIFY(timer.elapsed() < 20'000);
    QVERIFY(!QFileInfo::exists(path()));

    lock.unlock();
    QCOMPARE(index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"a"_s); }), QString());
}

void TestKeyList::unknownVersionIsReadOnly()
{
    const QByteArray content = R"({"version":2,"keys":{"anything":true},"more":[]})";
    QVERIFY(write(path(), content));
    KeyList index(path());
    QCOMPARE(index.condition(), Condition::UnknownVersion);
    QVERIFY(index.keys().isEmpty());
    QVERIFY(!index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"a"_s); }).isEmpty());
    QCOMPARE(contentOf(path()), content);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList(u"keys.json"_s));
}

void TestKeyList::versionThatTurnsUpLaterIsNotOverwritten()
{
    KeyList index(path());
    QCOMPARE(index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"a"_s); }), QString());
    const QByteArray content = R"({"version":3})";
    QVERIFY(write(path(), content));
    QVERIFY(!index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"b"_s); }).isEmpty());
    QCOMPARE(contentOf(path()), content);
    QCOMPARE(index.condition(), Condition::UnknownVersion);
}

void TestKeyList::corruptFileIsKeptAside_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("not JSON") << QByteArray("hello");
    QTest::newRow("cut off") << encoded({testEntry(u"a"_s)}).chopped(5);
    QTest::newRow("zeros") << QByteArray(512, '\0');
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("no version") << QByteArray(R"({"keys":[]})");
    QTest::newRow("version in words") << QByteArray(R"({"version":"1","keys":[]})");
    QTest::newRow("no keys") << QByteArray(R"({"version":1})");
    QTest::newRow("keys are no list") << QByteArray(R"({"version":1,"keys":{}})");
}

void TestKeyList::corruptFileIsKeptAside()
{
    QFETCH(QByteArray, content);
    QVERIFY(write(path(), content));
    KeyList index(path());
    QCOMPARE(index.condition(), Condition::Corrupt);
    QVERIFY(index.keys().isEmpty());
    QVERIFY(!QFileInfo::exists(path()));
    QVERIFY(index.keptAside().startsWith(path() + ".corrupt-"_L1));
    QVERIFY(index.keptAside().endsWith(u'Z'));
    QCOMPARE(contentOf(index.keptAside()), content);

    // Still said after the folder's watch has noticed that the file is gone.
    index.reload();
    QCOMPARE(index.condition(), Condition::Corrupt);

    QCOMPARE(index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"a"_s); }), QString());
    QCOMPARE(index.condition(), Condition::Ready);
    QVERIFY(!index.isComplete());
    QCOMPARE(contentOf(index.keptAside()), content);
}

void TestKeyList::corruptFilesAreNeverOverwritten()
{
    // Several in the same second.
    for (int i = 0; i < 4; ++i) {
        QVERIFY(write(path(), "corrupt " + QByteArray::number(i)));
        const KeyList index(path());
        QCOMPARE(contentOf(index.keptAside()), "corrupt " + QByteArray::number(i));
    }
    const QStringList kept = QDir(m_folder->path()).entryList({u"keys.json.corrupt-*"_s});
    QCOMPARE(kept.size(), 4);
}

void TestKeyList::oneBadEntryMakesAllOfItCorrupt_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QJsonValue>("value");

    const auto row = [](const char *title, const char *name, const QJsonValue &value) {
        QTest::newRow(title) << QString::fromLatin1(name) << value;
    };
    row("id with a path", "id", u"../../etc"_s);
    row("id of the copy", "id", u"index"_s);
    row("id is a number", "id", 5);
    row("no id", "id", QJsonValue::Undefined);
    row("plain http server", "server", u"http://example.org/api/v1"_s);
    row("server with a password", "server", u"https://a:b@openrouter.ai/api/v1"_s);
    row("server with a query", "server", u"https://openrouter.ai/api/v1?x"_s);
    row("file as a server", "server", u"file:///etc/passwd"_s);
    row("no server", "server", QJsonValue::Undefined);
    row("hash too short", "key_hash", QString(63, u'a'));
    row("hash in capitals", "key_hash", QString(64, u'A'));
    row("hash is no hash", "key_hash", QString(64, u'g'));
    row("no hash for a stored key", "key_hash", QJsonValue::Undefined);
    row("whole key in place of the masked one", "masked_key", QString(73, u'a'));
    row("label of 101 characters", "label", QString(101, u'x'));
    row("label with a line end", "label", u"a\nb"_s);
    row("label is null", "label", QJsonValue::Null);
    row("user id of 501 characters", "user_id", QString(501, u'x'));
    row("created is no date", "created", u"yesterday"_s);
    row("created without a zone", "created", u"2026-09-01T12:00:00"_s);
    row("created in another zone", "created", u"2026-09-01T12:00:00+02:00"_s);
    row("created in the year 10000", "created", u"9999-12-31T24:00:00Z"_s);
    row("no created", "created", QJsonValue::Undefined);
    row("expires on the 31st of February", "expires_at", u"2026-02-31T12:00:00Z"_s);
    row("unknown state", "state", u"lost"_s);
    row("session state", "state", u"session"_s);
    row("default in words", "default", u"yes"_s);
    row("status is a text", "last_status", u"valid"_s);
    row("status without a time", "last_status",
        QJsonObject{{u"refused"_s, false}, {u"info"_s, QJsonObject()}});
    row("status with a text as limit", "last_status",
        QJsonObject{{u"checked_at"_s, u"2026-09-01T12:00:00Z"_s},
                    {u"refused"_s, false},
                    {u"info"_s, QJsonObject{{u"limit"_s, u"10"_s}}}});
}

void TestKeyList::oneBadEntryMakesAllOfItCorrupt()
{
    QFETCH(QString, name);
    QFETCH(QJsonValue, value);

    QJsonObject good = goodEntry();
    QCOMPARE(decodeKeyList(fileWith({good})).verdict, Verdict::Good);
    QJsonObject bad = good;
    bad.insert(u"id"_s, u"other"_s);
    bad.remove(u"default"_s);
    QCOMPARE(decodeKeyList(fileWith({good, bad})).verdict, Verdict::Good);
    QCOMPARE(decodeKeyList(fileWith({good, good})).verdict, Verdict::Corrupt);

    if (value.isUndefined())
        bad.remove(name);
    else
        bad.insert(name, value);
    const KeyListContent decoded = decodeKeyList(fileWith({good, bad}));
    QCOMPARE(decoded.verdict, Verdict::Corrupt);
    QVERIFY(decoded.keys.isEmpty());
}

void TestKeyList::hugeFileIsCorrupt()
{
    QByteArray content = encoded({testEntry(u"a"_s)});
    content += QByteArray(1024 * 1024, ' ');
    QVERIFY(write(path(), content));
    const KeyList index(path());
    QCOMPARE(index.condition(), Condition::Corrupt);
    QCOMPARE(QFileInfo(index.keptAside()).size(), content.size());
}

void TestKeyList::folderInPlaceOfTheFileIsUnreadable()
{
    QVERIFY(QDir().mkpath(path()));
    KeyList index(path());
    QCOMPARE(index.condition(), Condition::Unreadable);
    QVERIFY(!index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"a"_s); }).isEmpty());
    QVERIFY(QFileInfo(path()).isDir());
}

void TestKeyList::pipeInPlaceOfTheFileDoesNotHang()
{
#ifdef Q_OS_UNIX
    QCOMPARE(mkfifo(QFile::encodeName(path()).constData(), 0600), 0);
    KeyList index(path());
    QCOMPARE(index.condition(), Condition::Unreadable);
    QVERIFY(!index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"a"_s); }).isEmpty());
#endif
}

void TestKeyList::linkIsFollowedAndKept()
{
    const QString target = m_folder->filePath(u"elsewhere.json"_s);
    QVERIFY(write(target, encoded({testEntry(u"a"_s)})));
    QVERIFY(QFile::link(target, path()));
    KeyList index(path());
    QCOMPARE(idsOf(index.keys()), QStringList(u"a"_s));
    QCOMPARE(index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"b"_s); }), QString());
    QVERIFY(QFileInfo(path()).isSymLink());
    QCOMPARE(decodeKeyList(contentOf(target)).keys.size(), 2);
}

void TestKeyList::damagedTargetOfALinkIsMovedAndTheLinkStays()
{
    QVERIFY(QDir().mkpath(m_folder->filePath(u"elsewhere"_s)));
    const QString target = m_folder->filePath(u"elsewhere/list.json"_s);
    QVERIFY(write(target, "{"));
    QVERIFY(QFile::link(target, path()));
    KeyList index(path());
    QCOMPARE(index.condition(), Condition::Corrupt);
    QVERIFY(index.keptAside().startsWith(target + ".corrupt-"_L1));
    QCOMPARE(contentOf(index.keptAside()), QByteArray("{"));
    QCOMPARE(index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"b"_s); }), QString());
    QVERIFY(QFileInfo(path()).isSymLink());
    QCOMPARE(idsOf(decodeKeyList(contentOf(target)).keys), QStringList(u"b"_s));
}

void TestKeyList::unknownMembersAreKept()
{
    QJsonObject entry = goodEntry();
    entry.insert(u"color"_s, QJsonObject{{u"name"_s, u"green"_s}});
    QJsonObject status = entry.value(u"last_status"_s).toObject();
    status.insert(u"source"_s, u"newer"_s);
    QJsonObject info = status.value(u"info"_s).toObject();
    info.insert(u"tier"_s, 7);
    status.insert(u"info"_s, info);
    entry.insert(u"last_status"_s, status);
    QJsonObject file = QJsonDocument::fromJson(fileWith({entry})).object();
    file.insert(u"theme"_s, u"dark"_s);
    QVERIFY(write(path(), QJsonDocument(file).toJson()));

    KeyList index(path());
    QCOMPARE(index.condition(), Condition::Ready);
    QCOMPARE(index.modify([](QList<StoredKey> &keys) { keys.first().label = u"Mine"_s; }),
             QString());
    const QJsonObject written = QJsonDocument::fromJson(contentOf(path())).object();
    QCOMPARE(written.value(u"theme"_s), QJsonValue(u"dark"_s));
    const QJsonObject key = written.value(u"keys"_s).toArray().first().toObject();
    QCOMPARE(key.value(u"label"_s), QJsonValue(u"Mine"_s));
    QCOMPARE(key.value(u"color"_s), entry.value(u"color"_s));
    QCOMPARE(key.value(u"last_status"_s), QJsonValue(status));
}

void TestKeyList::listOfAnotherUserIsNotWritten_data()
{
    QTest::addColumn<bool>("isFileForeign");
    QTest::addColumn<bool>("isDirectoryForeign");
    QTest::newRow("file") << true << false;
    QTest::newRow("directory") << false << true;
    QTest::newRow("both") << true << true;
}

void TestKeyList::listOfAnotherUserIsNotWritten()
{
#ifdef Q_OS_UNIX
    if (geteuid() != 0)
        QSKIP("Only root can give files away; CI runs as root.");
    QFETCH(bool, isFileForeign);
    QFETCH(bool, isDirectoryForeign);
    constexpr uid_t nobody = 65534;
    QVERIFY(write(path(), encoded({testEntry(u"a"_s)})));
    if (isFileForeign)
        QCOMPARE(chown(QFile::encodeName(path()).constData(), nobody, nobody), 0);
    if (isDirectoryForeign)
        QCOMPARE(chown(QFile::encodeName(m_folder->path()).constData(), nobody, nobody), 0);
    const QByteArray before = contentOf(path());
    const QStringList files = QDir(m_folder->path()).entryList(QDir::Files);

    KeyList index(path());
    QCOMPARE(idsOf(index.keys()), QStringList(u"a"_s)); // reading is no harm
    const QString problem = index.modify([](QList<StoredKey> &keys) { keys.clear(); });
    QVERIFY2(problem.contains(u"belongs to the user"_s), qPrintable(problem));
    QCOMPARE(contentOf(path()), before);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), files);
    QCOMPARE(QFileInfo(path()).ownerId(), isFileForeign ? nobody : 0);
#endif
}

void TestKeyList::forbiddenFileIsUnreadable()
{
#ifdef Q_OS_UNIX
    QVERIFY(write(path(), encoded({testEntry(u"a"_s)})));
    const bool isRoot = geteuid() == 0;
    constexpr uid_t nobody = 65534;
    if (isRoot) {
        // Nothing is forbidden to root: be somebody else for a moment.
        QCOMPARE(chmod(QFile::encodeName(m_folder->path()).constData(), 0755), 0);
        QCOMPARE(chmod(QFile::encodeName(path()).constData(), 0600), 0);
        QCOMPARE(seteuid(nobody), 0);
    } else {
        QCOMPARE(chmod(QFile::encodeName(path()).constData(), 0), 0);
    }
    const auto restore = qScopeGuard([isRoot] {
        if (isRoot && seteuid(0) != 0)
            qFatal("cannot become root again");
    });
    KeyList index(path());
    QCOMPARE(index.condition(), Condition::Unreadable);
    QVERIFY(!index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"b"_s); }).isEmpty());
#endif
}

void TestKeyList::forbiddenFolderIsSaid()
{
#ifdef Q_OS_UNIX
    const QByteArray folder = QFile::encodeName(m_folder->path());
    const bool isRoot = geteuid() == 0;
    constexpr uid_t nobody = 65534;
    QCOMPARE(chmod(folder.constData(), 0555), 0);
    if (isRoot)
        QCOMPARE(seteuid(nobody), 0);
    const auto restore = qScopeGuard([isRoot, folder] {
        if (isRoot && seteuid(0) != 0)
            qFatal("cannot become root again");
        chmod(folder.constData(), 0700);
    });
    KeyList index(path());
    const QString problem = index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"b"_s); });
    QVERIFY2(problem.contains(QDir::toNativeSeparators(m_folder->path())), qPrintable(problem));
    QVERIFY(index.keys().isEmpty());
#endif
}

void TestKeyList::entryThatCouldNotBeReadBackIsNotWritten()
{
    KeyList index(path());
    QCOMPARE(index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"a"_s); }), QString());
    const QByteArray before = contentOf(path());
    const auto addBad = [](QList<StoredKey> &keys) {
        keys += testEntry(u"b"_s);
        keys.last().label = QString(101, u'x');
    };
    QVERIFY(!index.modify(addBad).isEmpty());
    QCOMPARE(contentOf(path()), before);
    QCOMPARE(index.keys().size(), 1);
}

void TestKeyList::listBegunAnewStaysIncompleteUntilDeclaredComplete()
{
    {
        KeyList index(path());
        QCOMPARE(index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"a"_s); }),
                 QString());
        QVERIFY(!index.isComplete());
    }
    {
        KeyList index(path());
        QVERIFY(!index.isComplete());
        index.setComplete();
        QCOMPARE(index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"b"_s); }),
                 QString());
        QVERIFY(index.isComplete());
    }
    KeyList index(path());
    QVERIFY(index.isComplete());
    QCOMPARE(index.keys().size(), 2);

    // Lost while we run: what was said about the old list does not hold for the new one.
    index.setComplete();
    QVERIFY(QFile::remove(path()));
    QCOMPARE(index.modify([](QList<StoredKey> &keys) { keys += testEntry(u"c"_s); }), QString());
    QVERIFY(!index.isComplete());
    QCOMPARE(idsOf(index.keys()), QStringList(u"c"_s));
}

void TestKeyList::deletedFileIsNoticed()
{
    QVERIFY(write(path(), encoded({testEntry(u"a"_s)})));
    KeyList index(path());
    QSignalSpy changed(&index, &KeyList::changed);
    QVERIFY(QFile::remove(path()));
    QTRY_COMPARE(index.condition(), Condition::Absent);
    QVERIFY(index.keys().isEmpty());
    QCOMPARE(changed.size(), 1);
}

QTEST_GUILESS_MAIN(TestKeyList)
#include "tst_keylist.moc"
