// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dismissedprompt.h"

#include "core/platform/runtimedirectory.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

namespace SignIn::DismissedPrompt {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 SecondsOfPeace = 60;

QString path()
{
    const QString folder = runtimeDirectory();
    return folder.isEmpty() ? QString() : folder + "/openrouter-signin.prompt-dismissed"_L1;
}

} // namespace

void note()
{
    QFile file(path());
    // Truncating an empty file leaves its time alone.
    if (!file.fileName().isEmpty() && file.open(QIODevice::WriteOnly))
        (void)file.setFileTime(QDateTime::currentDateTimeUtc(), QFileDevice::FileModificationTime);
}

bool isRecent()
{
    const QFileInfo file(path());
    if (!file.exists())
        return false;
    const qint64 age = file.lastModified().secsTo(QDateTime::currentDateTimeUtc());
    return age >= 0 && age < SecondsOfPeace;
}

void forget()
{
    if (const QString file = path(); !file.isEmpty())
        (void)QFile::remove(file);
}

} // namespace SignIn::DismissedPrompt
