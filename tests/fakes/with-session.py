#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a command in a private session: folders, bus, keychain and, if asked for, a display.

    with-session.py [options] [--] command [argument…]

The command finds the usual variables (HOME, XDG_…, DBUS_SESSION_BUS_ADDRESS, DISPLAY) and
SIGNIN_KEYRING_PID, the Secret Service's process, and SIGNIN_KEYRING_PASSWORD, which unlocks it.
Everything that was started ends with the command, whose exit code is returned.
"""

import argparse
import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

MARK = "SIGNIN_WITH_SESSION"
PASSWORD = "private session"
PATIENCE = 30

# No service files and no system configuration: nobody can be started by asking for it.
BARE_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={path}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

# Its only group is what KeePassXC shows to other programs.
DATABASE = """<?xml version="1.0" encoding="UTF-8"?>
<KeePassFile>
<Meta><DatabaseName>Keys</DatabaseName><CustomData><Item><Key>FDO_SECRETS_EXPOSED_GROUP</Key>
<Value>{00000000-0000-4000-8000-000000000001}</Value></Item></CustomData></Meta>
<Root><Group><UUID>AAAAAAAAQACAAAAAAAAAAQ==</UUID><Name>Root</Name></Group></Root>
</KeePassFile>
"""


class Session:
    def __init__(self, options):
        self.options = options
        self.processes = []
        # Short, and in /tmp: the names of Unix sockets below it have at most 107 bytes.
        self.folder = tempfile.mkdtemp(prefix="signin-", dir="/tmp")
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("XDG_", "DBUS_", "KDE_", "GNOME_", "QT_"))
                            and name not in ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY",
                                             "DESKTOP_SESSION", "SSH_AUTH_SOCK")}
        self.environment[MARK] = self.folder
        for variable, name in (("HOME", "home"), ("XDG_CONFIG_HOME", "config"),
                               ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache"),
                               ("XDG_STATE_HOME", "state"), ("XDG_RUNTIME_DIR", "run")):
            os.mkdir(self.path(name), 0o700)
            self.environment[variable] = self.path(name)
        self.environment["QT_QPA_PLATFORM"] = "offscreen"
        self.environment["LANG"] = "C.UTF-8"

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def start(self):
        if self.options.xvfb:
            self.start_display()
        if self.options.kwallet_disabled:
            with open(self.path("config", "kwalletrc"), "w", encoding="ascii") as file:
                file.write("[Wallet]\nEnabled=false\n")
        if self.options.kwallet or self.options.kwallet_disabled:
            self.environment.update(XDG_CURRENT_DESKTOP="KDE", KDE_FULL_SESSION="true",
                                    KDE_SESSION_VERSION="5")
        if self.options.no_bus:
            self.environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=" + self.path("no-bus")
            return
        self.start_bus()
        if self.options.keepassxc:
            self.start_keepassxc()
        elif not (self.options.no_keyring or self.options.kwallet):
            self.start_keyring()

    def start_display(self):
        reading, writing = os.pipe()
        self.spawn(["Xvfb", "-displayfd", str(writing), "-screen", "0", "1024x768x24",
                    "-nolisten", "tcp", "-noreset", "-ac"], pass_fds=(writing,))
        os.close(writing)
        number = read_line(reading, "Xvfb")
        self.environment["DISPLAY"] = ":" + number
        self.environment["GDK_BACKEND"] = "x11"
        # A prompt gets the keyboard only where somebody gives windows the focus. A window that is
        # there first never gets it.
        self.spawn(["openbox", "--sm-disable"])
        wait_for(lambda: "window id" in self.output("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"),
                 "the window manager")

    def start_bus(self):
        address = self.path("run", "bus")
        configuration = ["--session", "--address=unix:path=" + address]
        if self.options.no_keyring:
            with open(self.path("bus.conf"), "w", encoding="ascii") as file:
                file.write(BARE_BUS.format(path=address))
            configuration = ["--config-file=" + self.path("bus.conf")]
        # What the bus starts shows its windows on the display, whatever Qt tests run on.
        environment = dict(self.environment)
        if self.options.xvfb:
            environment["QT_QPA_PLATFORM"] = "xcb"
        reading, writing = os.pipe()
        self.spawn(["dbus-daemon", "--nofork", "--nopidfile", f"--print-address={writing}",
                    *configuration], pass_fds=(writing,), env=environment)
        os.close(writing)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = read_line(reading, "dbus-daemon")

    def start_keyring(self):
        keyring = self.spawn(["gnome-keyring-daemon", "--foreground", "--unlock",
                              "--components=secrets"], stdin=subprocess.PIPE)
        keyring.stdin.write(PASSWORD.encode())
        keyring.stdin.close()
        self.environment["SIGNIN_KEYRING_PID"] = str(keyring.pid)
        self.environment["SIGNIN_KEYRING_PASSWORD"] = PASSWORD
        # Asking the keyring before it is there would make the bus start a second one.
        wait_for(lambda: "true" in self.call("org.freedesktop.DBus", "/org/freedesktop/DBus",
                                             "org.freedesktop.DBus.NameHasOwner",
                                             "string:org.freedesktop.secrets"), "the keyring")
        wait_for(lambda: "false" in self.locked(), "the unlocked keyring")
        if self.options.locked:
            self.call("org.freedesktop.secrets", "/org/freedesktop/secrets",
                      "org.freedesktop.Secret.Service.Lock",
                      "array:objpath:/org/freedesktop/secrets/aliases/default")
            wait_for(lambda: "true" in self.locked(), "the locked keyring")

    def start_keepassxc(self):
        """With an open database that others may store in, and that asks about each entry."""
        database = self.path("home", "keys.kdbx")
        with open(self.path("home", "keys.xml"), "w", encoding="ascii") as file:
            file.write(DATABASE)
        subprocess.run(["keepassxc-cli", "import", "--set-password", "--decryption-time", "100",
                        file.name, database], env=self.environment, text=True, timeout=PATIENCE,
                       input=f"{PASSWORD}\n{PASSWORD}\n", stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=True)
        os.makedirs(self.path("config", "keepassxc"), exist_ok=True)
        with open(self.path("config", "keepassxc", "keepassxc.ini"), "w",
                  encoding="ascii") as file:
            file.write("[General]\nConfigVersion=2\nUpdateCheckMessageShown=true\n"
                       "[GUI]\nCheckForUpdates=false\n"
                       "[FdoSecrets]\nEnabled=true\nShowNotification=false\n"
                       "ConfirmDeleteItem=false\nUnlockBeforeSearch=false\n")
        # There is one for each person and TMPDIR; with one of its own it starts beside another.
        keepassxc = self.spawn(["keepassxc", "--pw-stdin", database], stdin=subprocess.PIPE,
                               env={**self.environment, "QT_QPA_PLATFORM": "xcb",
                                    "TMPDIR": self.path("home")})
        keepassxc.stdin.write((PASSWORD + "\n").encode())
        keepassxc.stdin.close()
        # Asking it before it is there would make the bus start GNOME Keyring.
        wait_for(lambda: "true" in self.call("org.freedesktop.DBus", "/org/freedesktop/DBus",
                                             "org.freedesktop.DBus.NameHasOwner",
                                             "string:org.freedesktop.secrets"), "KeePassXC")
        wait_for(lambda: "false" in self.locked(), "its open database")
        self.environment["SIGNIN_KEYRING_PID"] = str(keepassxc.pid)

    def locked(self):
        return self.call("org.freedesktop.secrets", "/org/freedesktop/secrets/aliases/default",
                         "org.freedesktop.DBus.Properties.Get",
                         "string:org.freedesktop.Secret.Collection", "string:Locked")

    def call(self, name, *arguments):
        return self.output("dbus-send", "--session", "--print-reply", "--dest=" + name, *arguments)

    def output(self, *command):
        return subprocess.run(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, timeout=PATIENCE, check=False).stdout

    def spawn(self, arguments, **options):
        options.setdefault("env", self.environment)
        options.setdefault("stdin", subprocess.DEVNULL)
        with open(self.path("log"), "ab") as log:
            process = subprocess.Popen(arguments, stdout=log, stderr=log, start_new_session=True,
                                       preexec_fn=end_with_parent, **options)
        self.processes.append(process)
        return process

    def run(self):
        process = subprocess.Popen(self.options.command, env=self.environment,
                                   preexec_fn=end_with_parent)
        self.processes.append(process)
        return process.wait()

    def stop(self):
        for process in reversed(self.processes):
            if process.poll() is None:
                # A test may have stopped it.
                process.send_signal(signal.SIGCONT)
                process.terminate()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        # What the bus started has left our process tree, but still carries our mark.
        wait_for(self.end_strays, "the end of the session's processes")
        if os.environ.get("SIGNIN_KEEP_SESSION"):
            print(f"kept: {self.folder}", file=sys.stderr)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def end_strays(self):
        mark = f"{MARK}={self.folder}".encode()
        found = False
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/environ", "rb") as file:
                    if mark not in file.read().split(b"\0"):
                        continue
                os.kill(int(pid), signal.SIGKILL)
                found = True
            except OSError:
                continue
        return not found


def end_with_parent():
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


def read_line(descriptor, name):
    with os.fdopen(descriptor) as pipe:
        if not select.select([pipe], [], [], PATIENCE)[0]:
            raise RuntimeError(f"{name} did not start")
        line = pipe.readline().strip()
    if not line:
        raise RuntimeError(f"{name} did not start")
    return line


def wait_for(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"no sign of {what}")
        time.sleep(0.05)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--locked", action="store_true", help="lock the keyring")
    parser.add_argument("--no-keyring", action="store_true",
                        help="a bus on which nobody keeps secrets, nor can be started")
    parser.add_argument("--no-bus", action="store_true", help="no session bus at all")
    parser.add_argument("--kwallet", action="store_true",
                        help="a KDE session, in which the bus starts KWallet when asked")
    parser.add_argument("--kwallet-disabled", action="store_true",
                        help="a KDE session in which KWallet is switched off")
    parser.add_argument("--keepassxc", action="store_true",
                        help="KeePassXC instead of GNOME Keyring; needs --xvfb")
    parser.add_argument("--xvfb", action="store_true", help="a display, for prompts")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    if options.command[:1] == ["--"]:
        del options.command[0]
    if not options.command:
        parser.error("no command")

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    session = Session(options)
    try:
        session.start()
        code = session.run()
    except (RuntimeError, OSError) as problem:
        try:
            with open(session.path("log"), encoding="utf-8", errors="replace") as log:
                print(log.read(), file=sys.stderr)
        except FileNotFoundError:
            pass
        print(f"with-session: {problem}", file=sys.stderr)
        code = 125
    finally:
        session.stop()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
