# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""openrouter-key in a session of its own, with a real keychain and the fake server."""

import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
import unittest
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))

from harness.fakeserver import FakeServer  # noqa: E402
from harness.session import Session, redacted  # noqa: E402
from harness.waiting import wait_until  # noqa: E402

DEADLINE = 60
ONLINE_PROGRAM = ("libexec", "openrouter-signin", "openrouter-key-online")
HEADLESS_LINK = r"(http://127\.0\.0\.1:\d+/auth\?\S+)"


class Terminal:
    """A program on a pseudo-terminal that is its controlling one, typed at by a person."""

    def __init__(self, command, environment, stdin=None, stdout=None, stderr=None, rows=24,
                 columns=80):
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

        def take_terminal():
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            command, env=environment, preexec_fn=take_terminal, pass_fds=(slave,),
            stdin=slave if stdin is None else stdin,
            stdout=slave if stdout is None else stdout,
            stderr=slave if stderr is None else stderr)
        os.close(slave)
        self.text = ""
        self._seen = 0

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream:
                stream.close()
        self.hang_up()

    def hang_up(self):
        """As when its window is closed or its connection is lost."""
        if self._master is not None:
            os.close(self._master)
            self._master = None

    def _read(self, seconds):
        """Whether more can come."""
        if not select.select([self._master], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self._master, 65536)
        except OSError:  # The last one has closed it.
            return False
        self.text += data.decode(errors="replace").replace("\r\n", "\n")
        return bool(data)

    def expect(self, pattern):
        """Waits until what was written since the last match has this in it."""
        end = time.monotonic() + DEADLINE
        while True:
            match = re.compile(pattern).search(self.text, self._seen)
            if match:
                self._seen = match.end()
                return match
            if not self._read(0.5) or time.monotonic() > end:
                raise AssertionError(
                    f"no “{pattern}” in: " + redacted(self.text[self._seen:])[-2000:])

    def type(self, text):
        os.write(self._master, text.encode())

    def enter(self, line):
        self.type(line + "\n")

    def echoes(self):
        """Whether the terminal shows what is typed."""
        return bool(termios.tcgetattr(self._master)[3] & termios.ECHO)

    def interrupt(self):
        self.type("\x03")

    def suspend(self):
        self.type("\x1a")

    def end(self):
        """Reads to the end; the exit code."""
        end = time.monotonic() + DEADLINE
        while self._read(0.5):
            if time.monotonic() > end:
                raise AssertionError("it does not end: " + redacted(self.text)[-2000:])
            if self.process.poll() is not None:
                while select.select([self._master], [], [], 0)[0] and self._read(0):
                    pass
                break
        return self.process.wait(DEADLINE)


class CommandLineTestCase(unittest.TestCase):
    """A session for all tests of a class; keys and server are new for each."""

    @classmethod
    def setUpClass(cls):
        cls.programs = os.environ["SIGNIN_PROGRAMS"]
        cls.program = os.path.join(cls.programs, "openrouter-key")
        cls.session = Session(use_display="")
        cls.addClassCleanup(cls.session.stop)
        cls.session.start()

    def setUp(self):
        self.server = self.start_server()
        self.addCleanup(self.forget_everything)

    def start_server(self, **options):
        server = FakeServer(self.session, os.path.join(self.programs, "fake-openrouter"),
                            **options)
        self.addCleanup(server.stop)
        return server

    def forget_everything(self):
        for folder in ("data", "config", "home"):
            for name in os.listdir(self.session.path(folder)):
                path = self.session.path(folder, name)
                if os.path.isdir(path) and name != "keyrings":
                    shutil.rmtree(path)
                elif os.path.isfile(path):
                    os.remove(path)
        self.session.run("secret-tool", "clear", "server", "OpenRouter")

    # Running it

    def environment(self, **more):
        environment = self.session.environment(OPENROUTER_BASE_URL=self.server.base_url)
        for name, value in more.items():
            if value is None:
                environment.pop(name, None)
            else:
                environment[name] = value
        return environment

    def run_key(self, *arguments, input=None, environment=None, cwd=None, timeout=DEADLINE,
                program=None):
        """Without a terminal, as a script runs it."""
        return subprocess.run(
            [program or self.program, *arguments], text=True, timeout=timeout, check=False,
            env=environment or self.environment(), cwd=cwd or self.session.path("home"),
            input=input, stdin=subprocess.DEVNULL if input is None else None,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)

    def succeed(self, *arguments, **options):
        result = self.run_key(*arguments, **options)
        self.assertEqual(result.returncode, 0, redacted(result.stderr))
        return result.stdout

    def fail_with(self, code, *arguments, **options):
        """It says one sentence, what to do and the exit code; returns what it says."""
        result = self.run_key(*arguments, **options)
        self.assertEqual(result.returncode, code, redacted(result.stdout + result.stderr))
        self.assertIn(f"(exit code {code})", result.stderr)
        self.assertRegex(result.stderr, r"(?m)^openrouter-key: .*[.:!]$")
        return result.stderr

    def json(self, *arguments, **options):
        return json.loads(self.succeed(*arguments, "--json", **options))

    def on_terminal(self, *arguments, environment=None, **options):
        terminal = Terminal([self.program, *arguments], environment or self.environment(),
                            **options)
        self.addCleanup(terminal.close)
        return terminal

    def copy_programs(self, folder, with_online=True):
        """openrouter-key and what it runs, as they are installed, and nothing else in a folder of
        the person's; the path of the first."""
        prefix = self.session.path("home", folder)
        program = os.path.join(prefix, "bin", "openrouter-key")
        os.makedirs(os.path.dirname(program))
        shutil.copy(self.program, program)
        if with_online:
            online = os.path.join(prefix, *ONLINE_PROGRAM)
            os.makedirs(os.path.dirname(online))
            shutil.copy(os.path.join(self.programs, "..", *ONLINE_PROGRAM), online)
        return program

    # Keys

    def make_key(self, **record):
        return self.server.control(makeKey=record)["key"]

    def add_key(self, label="laptop", **record):
        """A key that is there already; returns it."""
        key = self.make_key(**record)
        self.succeed("login", "--with-key", "--label", label, "--quiet", input=key + "\n")
        return key

    def index(self):
        try:
            with open(self.session.path("data", "openrouter-signin", "keys.json"),
                      encoding="utf-8") as file:
                return json.load(file)["keys"]
        except FileNotFoundError:
            return []

    def look_up(self, entry):
        """The secret in the keychain, as any other program reads it."""
        result = self.session.run(
            "secret-tool", "lookup", "server", "OpenRouter", "user",
            f"openrouter-signin/{self.server.host_and_port}/{entry['id']}")
        return result.stdout if result.returncode == 0 else None

    def only_key(self):
        entries = self.index()
        self.assertEqual(len(entries), 1)
        self.assertEqual(entries[0]["state"], "stored")
        return self.look_up(entries[0])

    # The browser

    def approve(self, link):
        """As a browser on this computer: approves and follows the redirect to the last page."""
        redirect = self.server.control(authorize=link)["redirect"]
        with self.visit(redirect) as answer:
            return answer.read().decode()

    @staticmethod
    def visit(address):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        return opener.open(address, timeout=DEADLINE)

    def code_for(self, link):
        return self.server.control(authorizeHeadless=link)["code"]

    # Checking

    def assert_strict(self):
        """The server saw nothing that it would not have promised to take."""
        self.assertEqual(self.server.counts()["violations"], [])


def main():
    unittest.main(verbosity=2)

