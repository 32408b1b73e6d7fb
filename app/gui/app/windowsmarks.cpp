// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "windowsmarks.h"

namespace SignIn {

using namespace Qt::StringLiterals;

std::map<QString, QByteArray> windowsSecretMarks()
{
    const QByteArray no(4, '\0'); // a DWORD
    return {
        {u"ExcludeClipboardContentFromMonitorProcessing"_s, no},
        {u"CanIncludeInClipboardHistory"_s, no},
        {u"CanUploadToCloudClipboard"_s, no},
    };
}

} // namespace SignIn
