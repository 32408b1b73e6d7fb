# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a person has: a mouse, a keyboard, windows, the clipboard, and eyes."""

import subprocess

from .waiting import wait_until


class Desktop:
    def __init__(self, session):
        self._session = session

    def _xdotool(self, *arguments):
        result = self._session.run("xdotool", *map(str, arguments))
        return result.stdout.strip() if result.returncode == 0 else ""

    def click(self, x, y):
        self._xdotool("mousemove", "--sync", x, y, "click", 1)

    def press_keys(self, *names):
        self._xdotool("key", "--clearmodifiers", *names)

    def type(self, text):
        """Only for what may stand in an argument list: no secrets."""
        self._xdotool("type", "--clearmodifiers", "--", text)

    def windows(self, pid):
        """Visible windows of a process."""
        return self._xdotool("search", "--onlyvisible", "--all", "--pid", pid, "--name", ".").split()

    def title(self, window):
        return self._xdotool("getwindowname", window)

    def active_window(self):
        return self._xdotool("getactivewindow")

    def minimize(self, window):
        self._xdotool("windowminimize", window)

    def close_window(self, window):
        """Asks it to close, as the window manager's button does."""
        self._session.run("wmctrl", "-i", "-c", window)

    def screenshot(self, file, window="root"):
        result = self._session.run("import", "-silent", "-window", window, file)
        if result.returncode != 0:
            raise RuntimeError("no screenshot: " + result.stderr.strip())

    def clipboard(self):
        """Its text; None if it is empty or nobody's."""
        result = self._session.run("xclip", "-out", "-selection", "clipboard", timeout=20)
        return result.stdout if result.returncode == 0 and result.stdout else None

    def copy(self, text):
        """Puts a text into the clipboard, as another program does, and waits until it is there."""
        process = self._session.spawn(["xclip", "-in", "-selection", "clipboard", "-quiet"],
                                      "xclip.log", stdin=subprocess.PIPE)
        with process.stdin as pipe:
            pipe.write(text.encode())
        wait_until(lambda: self.clipboard() == text, "the text in the clipboard")

    def clipboard_formats(self):
        return self._session.run("xclip", "-out", "-selection", "clipboard", "-target",
                                 "TARGETS", timeout=20).stdout.split()

    def primary_selection(self):
        result = self._session.run("xclip", "-out", "-selection", "primary", timeout=20)
        return result.stdout if result.returncode == 0 and result.stdout else None
