# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The program under test, used as a person uses it: by what its window shows."""

import os
import re
import signal

from gi.repository import GLib

from .accessibility import AccessibilityBus
from .desktop import Desktop
from .session import end_process, redacted
from .waiting import DEFAULT_DEADLINE, Overdue, wait_until

TITLE = "OpenRouter Sign-in"


class Program:
    """openrouter-signin, running in a session."""

    def __init__(self, session, program, base_url=None, command_prefix=(), pid_file=None):
        """command_prefix: a command that runs it in other surroundings, with another environment
        perhaps, and writes its process id to pid_file."""
        self._session = session
        self._desktop = Desktop(session)
        environment = session.environment(
            **({"OPENROUTER_BASE_URL": base_url} if base_url else {}))
        command = [program]
        if command_prefix:
            settings = [f"{name}={value}" for name, value in environment.items()]
            command = [*command_prefix, "env", "-i", *settings, program]
        self.process = session.spawn(command, "program.log", env=environment)
        self.pid = self.process.pid
        self._bus = None
        if pid_file:
            self.pid = wait_until(lambda: _number_in(pid_file), "the program's start",
                                  alive=self.check_alive)

    # Its life

    def check_alive(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the program ended with {self.process.returncode}; it said: "
                                 + redacted(self._session.log("program.log"))[-1500:])

    def wait_for_end(self, deadline=DEFAULT_DEADLINE):
        wait_until(lambda: self.process.poll() is not None, "the program to end", deadline)
        return self.process.returncode

    def stop(self):
        if self.process.poll() is None:
            os.kill(self.pid, signal.SIGTERM)
        end_process(self.process)

    def kill(self):
        """No last words."""
        os.kill(self.pid, signal.SIGKILL)
        self.process.wait()

    # Its window

    def window(self):
        """The main window's X11 id, or None."""
        for window in self._desktop.windows(self.pid):
            if self._desktop.title(window) == TITLE:
                return window
        return None

    def wait_for_window(self):
        return wait_until(self.window, "the program's window", alive=self.check_alive)

    def _showing(self):
        if self._bus is None:
            self._bus = AccessibilityBus(self._session)
        root = self._bus.application(self.pid)
        if root is None:
            return
        try:
            yield from root.showing()
        except GLib.Error:
            return  # The page changed meanwhile.

    def texts(self):
        """All that is to be read in it now."""
        found = []
        for item in self._showing():
            try:
                text = item.text().strip()
            except GLib.Error:
                continue
            if text and (not found or found[-1] != text):
                found.append(text)
        return found

    def find(self, name, description=None, usable=True):
        """The object of that accessible name on the page, or None.

        description: a text that its description contains, where a name comes more than once.
        """
        for item in self._showing():
            try:
                if item.name != name or usable and not item.is_usable():
                    continue
                if description is not None and description not in item.description:
                    continue
                if item.role not in ("label", "filler", "panel"):
                    return item
            except GLib.Error:
                continue
        return None

    def wait_for(self, name, description=None, deadline=DEFAULT_DEADLINE):
        return self._wait(lambda: self.find(name, description), f"“{name}” in the window", deadline)

    def wait_for_focus(self, role):
        """Waits until an object of that role has the keyboard."""
        def focused():
            return any(item.role == role and item.is_focused() for item in self._showing())

        self._wait(focused, f"the focus on a {role}", DEFAULT_DEADLINE)

    def says(self, pattern):
        """Whether a text in the window matches."""
        return any(re.search(pattern, text) for text in self.texts())

    def wait_for_text(self, pattern, deadline=DEFAULT_DEADLINE):
        self._wait(lambda: self.says(pattern), f"the window to say “{pattern}”", deadline)

    def _wait(self, condition, what, deadline):
        try:
            return wait_until(condition, what, deadline, self.check_alive)
        except Overdue as overdue:
            shown = redacted(" | ".join(self.texts())) or "nothing"
            raise Overdue(f"{overdue}; it shows: {shown}") from None

    def click(self, name, description=None):
        """Presses the mouse on it."""
        item = self.wait_for(name, description)
        self._desktop.click(*self._settled_center(item))

    def press(self, name, description=None):
        """Presses it the way assistive tools do, without the mouse."""
        self.wait_for(name, description).press()

    def _settled_center(self, item):
        """Where it is, once a changing page has put it there."""
        seen = [None]

        def settled():
            now = item.center()
            before, seen[0] = seen[0], now
            return now if now == before else None

        return wait_until(settled, "the window to settle")

    def screenshot(self, file):
        self._desktop.screenshot(file, self.wait_for_window())

    # Its sockets

    def listening(self):
        """Addresses on which it accepts TCP connections, as /proc/net writes them: hex."""
        inodes = set()
        folder = f"/proc/{self.pid}/fd"
        for name in os.listdir(folder):
            try:
                match = re.fullmatch(r"socket:\[(\d+)\]", os.readlink(f"{folder}/{name}"))
            except FileNotFoundError:
                continue
            if match:
                inodes.add(match.group(1))
        addresses = []
        for table in ("tcp", "tcp6"):
            try:
                with open(f"/proc/{self.pid}/net/{table}", encoding="ascii") as file:
                    rows = [line.split() for line in file.readlines()[1:]]
            except FileNotFoundError:
                continue
            # Columns: local address, state (0A is LISTEN), inode.
            addresses += [row[1].split(":")[0] for row in rows
                          if row[3] == "0A" and row[9] in inodes]
        return addresses


def _number_in(file):
    try:
        with open(file, encoding="ascii") as opened:
            return int(opened.read())
    except (FileNotFoundError, ValueError):
        return None
