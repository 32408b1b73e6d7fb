// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "browseropener.h"

#include <QUrl>

#include <qt_windows.h>

#include <objbase.h>
#include <shellapi.h>

namespace SignIn {

using namespace Qt::StringLiterals;

QString BrowserOpener::program() const
{
    return find(u"explorer.exe"_s); // the one that is asked: ShellExecute is a part of it
}

bool BrowserOpener::open(const QUrl &url)
{
    if (!isWebPage(url))
        return false;
    // Handlers of addresses may be COM objects.
    const HRESULT com =
        ::CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE);
    const QString address = QString::fromLatin1(url.toEncoded());
    const auto result =
        ::ShellExecuteW(nullptr, L"open", reinterpret_cast<LPCWSTR>(address.utf16()), nullptr,
                        nullptr, SW_SHOWNORMAL);
    if (SUCCEEDED(com))
        ::CoUninitialize();
    // "Not a true HINSTANCE": above 32 it is a success.
    return reinterpret_cast<quintptr>(result) > 32;
}

} // namespace SignIn
