// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sessionbus.h"

#ifdef SIGNIN_HAS_DBUS
#include <QByteArray>
#include <QtGlobal>

#include <sys/stat.h>
#include <unistd.h>
#endif

namespace SignIn::SessionBus {

#ifdef SIGNIN_HAS_DBUS

namespace {

constexpr const char *Variable = "DBUS_SESSION_BUS_ADDRESS";

// What this process was started with: of the process, not of an object.
// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables)
bool wasEmpty = false;
bool isChanged = false;
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)

/// Whether the path leads to a socket of this user, and whether by way of a link.
bool isOwnSocket(const QByteArray &path, bool *isLink)
{
    struct stat target = {};
    struct stat link = {};
    if (::stat(path.constData(), &target) != 0 || ::lstat(path.constData(), &link) != 0)
        return false;
    *isLink = S_ISLNK(link.st_mode);
    return S_ISSOCK(target.st_mode) && target.st_uid == ::getuid();
}

/// As the D-Bus specification wants values to be escaped ("Server Addresses").
QByteArray escaped(const QByteArray &path)
{
    QByteArray result;
    for (const char c : path) {
        const bool isAllowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                               || (c >= '0' && c <= '9') || QByteArrayView("-_/.*").contains(c);
        if (isAllowed)
            result += c;
        else
            result += '%' + QByteArray(1, c).toHex();
    }
    return result;
}

} // namespace

void settle()
{
    const bool isSet = qEnvironmentVariableIsSet(Variable);
    if (isSet && !qEnvironmentVariableIsEmpty(Variable))
        return;
    const QByteArray folder = qgetenv("XDG_RUNTIME_DIR");
    const QByteArray path = folder + "/bus";
    bool isLink = false;
    const bool isThere = folder.startsWith('/') && isOwnSocket(path, &isLink);
    if (!isSet && !(isThere && isLink))
        return; // they agree
    wasEmpty = isSet;
    isChanged = true;
    if (isThere)
        qputenv(Variable, "unix:path=" + escaped(path));
    else
        qunsetenv(Variable);
}

void restore()
{
    if (!isChanged)
        return;
    if (wasEmpty)
        qputenv(Variable, "");
    else
        qunsetenv(Variable);
}

#else

void settle() {}
void restore() {}

#endif

} // namespace SignIn::SessionBus
