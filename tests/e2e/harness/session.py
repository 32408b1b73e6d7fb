# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A private desktop session: folders, display, D-Bus session bus and an unlocked keychain.

Everything lives in one temporary folder and ends with stop(). Nothing of the person who runs the
tests is read or changed: not the home folder, not the keychain, not the running desktop.
"""

import os
import pwd
import re
import secrets
import shutil
import signal
import struct
import subprocess
import tempfile

from gi.repository import Gio, GLib

from .waiting import wait_until

_MARK = "SIGNIN_PRIVATE_SESSION"


class Session:
    """bus_address, display and environment() are there after start()."""

    def __init__(self, use_display=None):
        """use_display: a display that exists already; None starts an Xvfb and a window manager."""
        self._given_display = use_display
        self._processes = []
        self._bus = None
        self.folder = None
        self.display = None
        self.bus_address = None
        self.display_process = None
        self.keychain_process = None

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    # Start and end

    def start(self):
        self.make_folders()
        if self._given_display is None:
            self._start_display()
        else:
            self.display = self._given_display
        self._start_bus()
        self._start_keychain()

    def make_folders(self):
        """The only part of it that a server needs."""
        # Short, and in /tmp: the names of Unix sockets below it have at most 107 bytes.
        self.folder = tempfile.mkdtemp(prefix="signin-", dir="/tmp")
        for name in ("home", "config", "data", "cache", "state", "run", "log"):
            os.mkdir(self.path(name), 0o700)

    def stop(self):
        for process in reversed(self._processes):
            end_process(process)
        self._processes.clear()
        if self.folder:
            # The bus starts services, the desktop's handler starts browsers: they left our process
            # tree, but not without our mark in their environment.
            wait_until(self._end_strays, "the end of the session's processes")
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None

    # What others need

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def environment(self, **more):
        """A whole environment, made from nothing, so that no setting of the caller leaks in."""
        user = pwd.getpwuid(os.getuid()).pw_name
        environment = {
            _MARK: self.folder,
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "USER": user,
            "LOGNAME": user,
            "HOME": self.path("home"),
            "XDG_CONFIG_HOME": self.path("config"),
            "XDG_DATA_HOME": self.path("data"),
            "XDG_CACHE_HOME": self.path("cache"),
            "XDG_STATE_HOME": self.path("state"),
            "XDG_RUNTIME_DIR": self.path("run"),
            "XDG_DATA_DIRS": "/usr/local/share:/usr/share",
            "XDG_CONFIG_DIRS": "/etc/xdg",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        if self.display:
            environment["DISPLAY"] = self.display
            if self._given_display is None:
                environment["XAUTHORITY"] = self.path("xauthority")
            elif "XAUTHORITY" in os.environ:
                environment["XAUTHORITY"] = os.environ["XAUTHORITY"]
            elif os.path.exists(os.path.expanduser("~/.Xauthority")):
                environment["XAUTHORITY"] = os.path.expanduser("~/.Xauthority")
        if self.bus_address:
            environment["DBUS_SESSION_BUS_ADDRESS"] = self.bus_address
        environment.update(more)
        return environment

    def spawn(self, arguments, log, **options):
        """Starts a program that ends with the session."""
        environment = options.pop("env", None) or self.environment()
        with open(self.path("log", log), "ab") as output:
            process = subprocess.Popen(
                arguments, env=environment, start_new_session=True,
                stdin=options.pop("stdin", subprocess.DEVNULL),
                stdout=options.pop("stdout", output), stderr=options.pop("stderr", output),
                **options)
        self._processes.append(process)
        return process

    def run(self, *arguments, input=None, timeout=60):
        """Runs a program to its end and returns the CompletedProcess with output as text."""
        return subprocess.run(
            arguments, env=self.environment(), text=True, timeout=timeout, check=False,
            input=input, stdin=subprocess.DEVNULL if input is None else None,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def log(self, name):
        try:
            with open(self.path("log", name), encoding="utf-8", errors="replace") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def bus(self):
        """A Gio.DBusConnection to the session's bus."""
        if self._bus is None:
            self._bus = connect_to_bus(self.bus_address)
        return self._bus

    # The parts

    def _start_display(self):
        cookie = secrets.token_bytes(16)
        with open(self.path("xauthority"), "wb") as file:
            # One entry for any address and number: the number is not known yet.
            name = b"MIT-MAGIC-COOKIE-1"
            file.write(struct.pack(">HHHH", 0xFFFF, 0, 0, len(name)) + name
                       + struct.pack(">H", len(cookie)) + cookie)
        reading, writing = os.pipe()
        self.display_process = self.spawn(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten",
             "tcp", "-noreset", "-auth", self.path("xauthority")],
            "xvfb.log", pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start:\n" + self.log("xvfb.log"))
        self.display = ":" + number
        manager = self.spawn(["openbox", "--sm-disable"], "openbox.log")
        wait_until(lambda: "window id" in self.run("xprop", "-root",
                                                   "_NET_SUPPORTING_WM_CHECK").stdout,
                   "the window manager", alive=lambda: self._check(manager, "openbox.log"))

    def _start_bus(self):
        process = self.spawn(
            ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1",
             "--address=unix:path=" + self.path("run", "bus")],
            "bus.log", stdout=subprocess.PIPE)
        with process.stdout:
            self.bus_address = process.stdout.readline().decode().strip()
        if not self.bus_address:
            raise RuntimeError("the session bus did not start:\n" + self.log("bus.log"))

    def _start_keychain(self):
        self.keychain_process = self.spawn(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            "keychain.log", stdin=subprocess.PIPE)
        with self.keychain_process.stdin as password:
            password.write(b"private session")
        wait_until(self.keychain_is_unlocked, "the keychain",
                   alive=lambda: self._check(self.keychain_process, "keychain.log"))

    def keychain_is_unlocked(self):
        try:
            answer = self.bus().call_sync(
                "org.freedesktop.secrets", "/org/freedesktop/secrets/aliases/default",
                "org.freedesktop.DBus.Properties", "Get",
                GLib.Variant("(ss)", ("org.freedesktop.Secret.Collection", "Locked")), None,
                Gio.DBusCallFlags.NO_AUTO_START, 5000, None)
        except GLib.Error:
            return False
        return not answer.unpack()[0]

    def _check(self, process, log):
        if process.poll() is not None:
            raise RuntimeError(f"{process.args[0]} ended with {process.returncode}:\n"
                               + self.log(log))

    def _end_strays(self):
        # Chromium writes its title over its environment: there the folder in it is the mark.
        mark = f"{_MARK}={self.folder}".encode()
        browser_mark = f"--user-data-dir={self.folder}/".encode()
        found = False
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/environ", "rb") as file:
                    marked = mark in file.read().split(b"\0")
                with open(f"/proc/{pid}/cmdline", "rb") as file:
                    if not marked and browser_mark not in file.read():
                        continue
                os.kill(int(pid), signal.SIGKILL)
                found = True
            except OSError:
                continue
        return not found


def connect_to_bus(address):
    return Gio.DBusConnection.new_for_address_sync(
        address,
        Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
        | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)


def end_process(process, patience=5):
    """Asks a process started in a session of its own to end, then makes it."""
    if process.poll() is None:
        try:
            process.terminate()
        except PermissionError:
            pass  # sudo's own; it ends with what it runs.
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            pass
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    process.wait()


def redacted(text):
    """Text for a test's output: no codes, keys, verifiers or whatever may hold one."""
    text = re.sub(r"sk-or-[^\s\"'<>]+", "***", text)
    return re.sub(r"(?i)\b(code|code_verifier|code_challenge|key)(\"?\s*[=:]\s*\"?)[^\s&\"'<>]+",
                  r"\1\2***", text)
