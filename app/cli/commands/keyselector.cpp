// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keyselector.h"

#include "output/exitcodes.h"
#include "output/format.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

const QString FileName = u".openrouter-key"_s;

struct Name
{
    QString text;
    QString origin; ///< Where it stands, for a message.
};

/// The first line of the nearest such file.
Name nameFromFile()
{
    constexpr qint64 longest = 1024;
    QDir folder = QDir::current();
    do {
        const QFileInfo info(folder, FileName);
        // Opening a pipe would wait for its other end.
        if (!info.isFile())
            continue;
        QFile file(info.filePath());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray content = file.read(longest);
        return {QString::fromUtf8(content.left(content.indexOf('\n'))).trimmed(),
                QDir::toNativeSeparators(info.filePath())};
    } while (folder.cdUp());
    return {};
}

} // namespace

KeySelector::KeySelector(const QList<StoredKey> &keys)
    : m_keys(keys)
{}

QString KeySelector::shownName(const QString &name)
{
    return name.startsWith("sk-"_L1) ? u"***"_s : shown(name);
}

KeySelector::Choice KeySelector::choose(const QString &name) const
{
    if (!name.isEmpty())
        return find(name);
    if (const QString fromVariable = qEnvironmentVariable(Variable).trimmed();
        !fromVariable.isEmpty()) {
        return choiceOf(matches(fromVariable, false), fromVariable, QString::fromLatin1(Variable));
    }
    if (const Name fromFile = nameFromFile(); !fromFile.text.isEmpty())
        return choiceOf(matches(fromFile.text, false), fromFile.text, fromFile.origin);

    if (m_keys.isEmpty()) {
        return {std::nullopt, noSuchKey(tr("There is no key yet."),
                                        tr("Sign in first: openrouter-key login"), {})};
    }
    for (const StoredKey &key : m_keys) {
        if (key.isDefault)
            return {key, std::nullopt};
    }
    if (m_keys.size() == 1)
        return {m_keys.constFirst(), std::nullopt};
    return {std::nullopt,
            noSuchKey(tr("There are several keys and none of them is the default."),
                      tr("Name one with --key, or choose a default: openrouter-key default KEY"),
                      m_keys)};
}

KeySelector::Choice KeySelector::find(const QString &name) const
{
    return choiceOf(matches(name, false), name, {});
}

KeySelector::Choice KeySelector::findExactly(const QString &name) const
{
    return choiceOf(matches(name, true), name, {});
}

QList<StoredKey> KeySelector::matches(const QString &name, bool exactly) const
{
    const auto all = [this](auto matcher) {
        QList<StoredKey> found;
        std::copy_if(m_keys.begin(), m_keys.end(), std::back_inserter(found), matcher);
        return found;
    };
    const auto byId = all([&](const StoredKey &key) { return key.id == name; });
    if (!byId.isEmpty())
        return byId;
    const auto byLabel = all([&](const StoredKey &key) { return key.label == name; });
    if (!byLabel.isEmpty() || exactly)
        return byLabel;
    return all([&](const StoredKey &key) {
        return key.id.startsWith(name) || key.label.startsWith(name);
    });
}

KeySelector::Choice KeySelector::choiceOf(const QList<StoredKey> &found, const QString &name,
                                          const QString &origin) const
{
    if (found.size() == 1)
        return {found.constFirst(), std::nullopt};
    const QString called = shownName(name);
    QString sentence;
    if (m_keys.isEmpty()) {
        sentence = tr("There is no key yet, so none is called “%1”.").arg(called);
    } else if (found.isEmpty()) {
        sentence = tr("No key is called “%1”. There are:").arg(called);
    } else {
        sentence = tr("“%1” may mean any of these:").arg(called);
    }
    if (!origin.isEmpty()) {
        //: %1 is a sentence, %2 the name of a file or an environment variable.
        sentence = tr("%2 names the key. %1").arg(sentence, shown(origin));
    }
    const QString advice = m_keys.isEmpty()  ? tr("Sign in first: openrouter-key login")
                           : found.isEmpty() ? tr("Use one of their labels or ids.")
                                             : tr("Write more of it, or its id.");
    return {std::nullopt, noSuchKey(sentence, advice, found.isEmpty() ? m_keys : found)};
}

CommandError KeySelector::noSuchKey(const QString &sentence, const QString &advice,
                                    const QList<StoredKey> &candidates) const
{
    CommandError problem(ExitCode::NoSuchKey, sentence, advice);
    problem.setDetails(keyTable(candidates, QDateTime::currentDateTimeUtc()));
    return problem;
}

} // namespace SignIn
