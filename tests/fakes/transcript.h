// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFile>
#include <QJsonObject>

namespace Fake {

/// A file with one JSON object a line for each request and its answer:
///
///     {"request":  {"method": …, "path": …, "query": …, "headers": {…}, "body": …},
///      "response": {"status": …, "headers": {…}, "body": …},
///      "deliberate": true if the answer was meant to differ from what OpenRouter promises}
///
/// check-openapi.py compares it with OpenRouter's own description.
class Transcript
{
public:
    bool open(const QString &fileName);
    void append(const QJsonObject &entry);

private:
    QFile m_file;
};

} // namespace Fake
