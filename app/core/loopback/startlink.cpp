// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "startlink.h"

#include "core/platform/otherpeople.h"
#include "core/platform/session.h"
#include "peercheck.h"

namespace SignIn {

namespace {

/// Editors that work over SSH set BROWSER to a program that opens the page on the other computer.
bool isBrowserRemote()
{
    return isSsh() && !qEnvironmentVariableIsEmpty("BROWSER");
}

} // namespace

bool isStartLinkNeeded()
{
    return canCheckPeers() && !isWsl() && !isContainer() && !isBrowserRemote()
           && OtherPeople().haveProcesses();
}

} // namespace SignIn
