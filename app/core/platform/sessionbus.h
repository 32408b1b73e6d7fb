// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

/// The session bus, found alike by both D-Bus libraries in this process. Qt's (libdbus) and GLib's,
/// through which libsecret asks, disagree: an empty `DBUS_SESSION_BUS_ADDRESS` is an address to
/// GLib only, and a socket `$XDG_RUNTIME_DIR/bus` behind a symbolic link is none to libdbus. So one
/// of them would find the keychain, and the other would say that there is no bus.
namespace SignIn::SessionBus {

/// Sets the variable to what both understand, where they would disagree. Before the bus is used.
void settle();

/// The variable as it was, for a program that this process becomes.
void restore();

} // namespace SignIn::SessionBus
