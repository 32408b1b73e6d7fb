// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the uninstaller asks of the command line, done to entries of the Credential Manager that are
// named like keys:
//     openrouter-key --version | login | status | logout --all --yes
// status exits with 0 if there is a key.

#include <OpenRouterAuth/pkce.h>

#include <QCoreApplication>

#include <qt_windows.h>
#include <wincred.h>

#include <cstdio>
#include <iterator>

namespace {

const wchar_t *const AllKeys = L"openrouter-signin/*";

int keyCount()
{
    DWORD count = 0;
    PCREDENTIALW *keys = nullptr;
    if (!CredEnumerateW(AllKeys, 0, &count, &keys))
        return 0;
    CredFree(keys);
    return int(count);
}

bool login()
{
    wchar_t name[] = L"openrouter-signin/TEST";
    char secret[] = "sk-or-v1-TEST";
    CREDENTIALW key{};
    key.Type = CRED_TYPE_GENERIC;
    key.TargetName = name;
    key.CredentialBlob = reinterpret_cast<LPBYTE>(secret);
    key.CredentialBlobSize = DWORD(std::size(secret) - 1);
    key.Persist = CRED_PERSIST_LOCAL_MACHINE;
    return CredWriteW(&key, 0);
}

bool logout()
{
    DWORD count = 0;
    PCREDENTIALW *keys = nullptr;
    if (!CredEnumerateW(AllKeys, 0, &count, &keys))
        return GetLastError() == ERROR_NOT_FOUND;
    bool done = true;
    for (DWORD i = 0; i < count; ++i)
        done = CredDeleteW(keys[i]->TargetName, CRED_TYPE_GENERIC, 0) && done;
    CredFree(keys);
    return done;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments().sliced(1);
    if (OpenRouterAuth::Pkce::generate().challenge().isEmpty())
        return 1;
    if (arguments == QStringList{QStringLiteral("--version")}) {
        std::printf("openrouter-key " SIGNIN_VERSION "\n%s\n",
                    QCoreApplication::applicationFilePath().toUtf8().constData());
        return 0;
    }
    if (arguments == QStringList{QStringLiteral("login")})
        return login() ? 0 : 1;
    if (arguments == QStringList{QStringLiteral("status")})
        return keyCount() > 0 ? 0 : 4;
    if (arguments.join(u' ') == QStringLiteral("logout --all --yes"))
        return logout() ? 0 : 1;
    return 2;
}
