# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the end-to-end tests have in common."""

import json
import os
import re
import subprocess
import sys
import unittest

from .browser import Browser
from .desktop import Desktop
from .fakeserver import FakeServer
from .program import Program
from .session import Session, redacted
from .waiting import wait_until

BUTTON = "Sign in with OpenRouter"


class SignInTestCase(unittest.TestCase):
    """Each test has a desktop, a browser and a server of its own.

    SIGNIN_PROGRAMS names the folder of the built programs, SIGNIN_OUTPUT the one for screenshots.
    """

    def setUp(self):
        self.programs = os.environ["SIGNIN_PROGRAMS"]
        self.output = os.environ["SIGNIN_OUTPUT"]
        os.makedirs(self.output, exist_ok=True)
        self._pictures = 0
        self._servers = 0
        self.session = Session()
        self.addCleanup(self.session.stop)
        self.session.start()
        self.desktop = Desktop(self.session)
        self.prepare()

    def prepare(self):
        """Browser and server; the tests that want others override it."""
        self.browser = self.install_browser()
        self.server = self.start_server()

    def _callTestMethod(self, method):  # unittest's hook around the test itself
        try:
            super()._callTestMethod(method)
        except Exception:
            self._diagnose()
            raise

    def _diagnose(self):
        """What the screen showed and the programs said, without a secret."""
        try:
            file = self._picture_file("failed")
            self.desktop.screenshot(file)
            print(f"The screen when it failed: {file}", file=sys.stderr)
        except Exception as error:  # The failure itself matters more.
            print(f"No screenshot: {error}", file=sys.stderr)
        for name in ("program.log", "fake-openrouter.log", "keychain.log"):
            text = redacted(self.session.log(name)).strip()
            if text:
                print(f"--- {name}\n{text[-3000:]}", file=sys.stderr)

    # Making things

    def install_browser(self, **options):
        browser = Browser(self.session, **options)
        self.addCleanup(browser.close)
        return browser

    def start_server(self, **options):
        transcript = None
        if os.environ.get("OPENROUTER_OPENAPI"):
            self._servers += 1
            transcript = self.session.path("log", f"transcript-{self._servers}.jsonl")
            self.addCleanup(self._check_transcript, transcript)
        server = FakeServer(self.session, os.path.join(self.programs, "fake-openrouter"),
                            transcript, **options)
        self.addCleanup(server.stop)
        return server

    def _check_transcript(self, transcript):
        """All that was asked and answered is as OpenRouter's own description says."""
        check = os.path.join(os.path.dirname(__file__), "..", "..", "fakes", "check-openapi.py")
        result = subprocess.run([sys.executable, check, transcript], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, check=False)
        nothing_to_compare = 2
        self.assertIn(result.returncode, (0, nothing_to_compare), redacted(result.stdout))

    def launch(self, server=None, **options):
        """Starts the program and does not wait for anything."""
        program = Program(self.session, os.path.join(self.programs, "openrouter-signin"),
                          (server or self.server).base_url, **options)
        self.addCleanup(program.stop)
        return program

    def start_program(self, server=None, **options):
        program = self.launch(server, **options)
        program.wait_for_window()
        return program

    def configure(self, **settings):
        """Writes the person's settings file; before the program starts."""
        folder = self.session.path("config", "openrouter-signin")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "openrouter-signin.ini"), "w", encoding="utf-8") as file:
            file.write("[signin]\n"
                       + "".join(f"{name}={value}\n" for name, value in settings.items()))

    # Steps that many tests take

    def open_authorization(self, program, server=None, button=BUTTON):
        """Presses the button and waits for the page that it opens."""
        program.click(button)
        return self.browser.wait_for_page((server or self.server).origin + "/auth?")

    def wait_for_last_page(self, page):
        page.wait_for("location.pathname.startsWith('/done/') && document.readyState === 'complete'",
                      "the browser's last page")

    def sign_in(self, program, server=None, button=BUTTON):
        """From the button to the key; returns the browser's last page."""
        page = self.open_authorization(program, server, button)
        page.click("#authorize")
        self.wait_for_last_page(page)
        program.wait_for("Copy key")
        return page

    def copy_key(self, program):
        """Presses Copy key; returns the key, once it is in the clipboard."""
        _, key = self.stored_key()
        program.click("Copy key")
        wait_until(lambda: self.desktop.clipboard() == key, "the key in the clipboard",
                   alive=program.check_alive)
        return key

    # Looking

    def index(self):
        """The program's list of keys, as it lies on the disk."""
        try:
            with open(self.session.path("data", "openrouter-signin", "keys.json"),
                      encoding="utf-8") as file:
                return json.load(file)["keys"]
        except FileNotFoundError:
            return []

    def keychain_users(self):
        """The `user` of each entry of ours in the keychain, in no order."""
        result = self.session.run("secret-tool", "search", "--all", "server", "OpenRouter")
        return re.findall(r"^attribute\.user = (.*)$", result.stdout + result.stderr, re.MULTILINE)

    def look_up(self, user):
        """The secret of an entry, as any other program reads it; None if there is no such entry."""
        result = self.session.run("secret-tool", "lookup", "server", "OpenRouter", "user", user)
        return result.stdout if result.returncode == 0 else None

    def stored_key(self, server=None):
        """The only key of that server: its line in the index and the key itself."""
        place = "openrouter-signin/" + (server or self.server).host_and_port + "/"
        users = [user for user in self.keychain_users() if user.startswith(place)]
        self.assertEqual(len(users), 1, users)
        entries = [entry for entry in self.index() if entry["id"] == users[0].removeprefix(place)]
        self.assertEqual(len(entries), 1)
        return entries[0], self.look_up(users[0])

    def picture(self, name, *, window=None, page=None):
        """Keeps a screenshot of a program's window or of a browser's page."""
        (window or page).screenshot(self._picture_file(name))

    def _picture_file(self, name):
        self._pictures += 1
        test = self.id().rsplit(".", 1)[-1].removeprefix("test_")
        return os.path.join(self.output, f"{test}-{self._pictures}-{name}.png")

    # Checking

    def assert_nothing_listens(self, program):
        wait_until(lambda: not program.listening(), "the program to stop listening",
                   alive=program.check_alive)

    def assert_no_trace_of(self, secret):
        """Neither a file of the session nor a program's output has it. The keychain's own file is
        encrypted; the browser's history may have a code, and does not outlive the session."""
        needle = secret.encode()
        for folder, _, names in os.walk(self.session.folder):
            if folder.startswith(self.session.path("browser")):
                continue
            for name in names:
                try:
                    with open(os.path.join(folder, name), "rb") as file:
                        self.assertNotIn(needle, file.read(), f"{name} has a secret in it")
                except (OSError, ValueError):
                    continue  # A socket, or gone.


def main():
    unittest.main(verbosity=2)
