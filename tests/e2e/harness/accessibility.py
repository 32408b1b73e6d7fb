# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a screen reader sees of a program, read from the accessibility bus (AT-SPI over D-Bus).

Spoken directly, with a time limit on each call: the usual client library belongs to one bus for the
life of a process and waits for dead programs.
"""

from gi.repository import Gio, GLib

from .session import connect_to_bus

_TIMEOUT = 5000  # ms
_ACCESSIBLE = "org.a11y.atspi.Accessible"
# Bits of the state set, from atspi-constants.h.
_ENABLED, _FOCUSED, _SENSITIVE, _SHOWING, _VISIBLE = 8, 12, 24, 25, 30


class AccessibilityBus:
    def __init__(self, session):
        address = session.bus().call_sync(
            "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None,
            GLib.VariantType("(s)"), Gio.DBusCallFlags.NONE, 30000, None).unpack()[0]
        self._connection = connect_to_bus(address)

    def call(self, owner, path, interface, method, arguments=None):
        return self._connection.call_sync(owner, path, interface, method, arguments, None,
                                          Gio.DBusCallFlags.NONE, _TIMEOUT, None).unpack()

    def application(self, pid):
        """The root of a process, or None while it has not registered."""
        try:
            roots = self.call("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root",
                              _ACCESSIBLE, "GetChildren")[0]
            for owner, path in roots:
                if self.call("org.freedesktop.DBus", "/org/freedesktop/DBus",
                             "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                             GLib.Variant("(s)", (owner,)))[0] == pid:
                    return Accessible(self, owner, path)
        except GLib.Error:
            pass
        return None


class Accessible:
    """One object of a program's tree. Calls raise GLib.Error if it has gone meanwhile."""

    def __init__(self, bus, owner, path):
        self._bus, self._owner, self._path = bus, owner, path

    def _call(self, interface, method, arguments=None):
        return self._bus.call(self._owner, self._path, interface, method, arguments)

    def _property(self, interface, name):
        return self._call("org.freedesktop.DBus.Properties", "Get",
                          GLib.Variant("(ss)", (interface, name)))[0]

    @property
    def name(self):
        return self._property(_ACCESSIBLE, "Name")

    @property
    def description(self):
        return self._property(_ACCESSIBLE, "Description")

    @property
    def role(self):
        return self._call(_ACCESSIBLE, "GetRoleName")[0]

    def children(self):
        return [Accessible(self._bus, owner, path)
                for owner, path in self._call(_ACCESSIBLE, "GetChildren")[0]]

    def _has_states(self, *bits):
        low, high = self._call(_ACCESSIBLE, "GetState")[0]
        states = low | high << 32
        return all(states >> bit & 1 for bit in bits)

    def is_showing(self):
        return self._has_states(_SHOWING, _VISIBLE)

    def is_usable(self):
        return self._has_states(_SHOWING, _VISIBLE, _ENABLED, _SENSITIVE)

    def is_focused(self):
        return self._has_states(_FOCUSED)

    def center(self):
        """In pixels of the screen."""
        x, y, width, height = self._call("org.a11y.atspi.Component", "GetExtents",
                                         GLib.Variant("(u)", (0,)))[0]
        return x + width // 2, y + height // 2

    def text(self):
        """What it shows: its text if it has any, else its name."""
        try:
            return self._call("org.a11y.atspi.Text", "GetText",
                              GLib.Variant("(ii)", (0, -1)))[0] or self.name
        except GLib.Error:
            return self.name

    def actions(self):
        count = self._property("org.a11y.atspi.Action", "NActions")
        return [self._call("org.a11y.atspi.Action", "GetName", GLib.Variant("(i)", (i,)))[0]
                for i in range(count)]

    def press(self):
        """Does what a screen reader's user does to press it."""
        return self._call("org.a11y.atspi.Action", "DoAction",
                          GLib.Variant("(i)", (self.actions().index("Press"),)))[0]

    def showing(self):
        """This object and all below it that are on the screen."""
        if self.role != "application" and not self.is_showing():
            return
        yield self
        for child in self.children():
            try:
                yield from child.showing()
            except GLib.Error:
                continue
