// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "transcript.h"

#include <QJsonDocument>

namespace Fake {

bool Transcript::open(const QString &fileName)
{
    m_file.setFileName(fileName);
    return m_file.open(QIODevice::WriteOnly | QIODevice::Truncate)
           && m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
}

void Transcript::append(const QJsonObject &entry)
{
    m_file.write(QJsonDocument(entry).toJson(QJsonDocument::Compact) + '\n');
    m_file.flush(); // read by others while the server runs
}

} // namespace Fake
