#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The command line on a server: a bare Debian without a bus, without a keychain, without a display.

test.sh installs openrouter-key, pass and GnuPG there and starts this as an ordinary user.
"""

import json
import os
import subprocess
import sys
import unittest

SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "tests")
sys.path[:0] = [os.path.join(SOURCES, "cli"), os.path.join(SOURCES, "e2e")]

from commandline import Terminal  # noqa: E402
from harness.fakeserver import RunningServer  # noqa: E402

LINK = r"(https://\S+/auth\?\S+)"


class ServerJourney(unittest.TestCase):
    def setUp(self):
        self.assertNotEqual(os.getuid(), 0)
        for program in ("dbus-daemon", "gnome-keyring-daemon"):
            self.assertFalse(os.path.exists("/usr/bin/" + program), program)
        self.server = RunningServer(os.environ["SIGNIN_SERVER"], os.environ["SIGNIN_AUTHORITY"])
        self.environment = {
            **os.environ, "OPENROUTER_BASE_URL": self.server.base_url,
            "SSL_CERT_FILE": os.environ["SIGNIN_AUTHORITY"], "TERM": "dumb", "LANG": "C.UTF-8"}

    def run_command(self, *command):
        return subprocess.run(command, env=self.environment, text=True, timeout=120, check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)

    def succeed(self, *command):
        result = self.run_command(*command)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def on_terminal(self, *arguments):
        terminal = Terminal(["openrouter-key", *arguments], self.environment)
        self.addCleanup(terminal.close)
        return terminal

    def paste_code(self, terminal):
        link = terminal.expect(LINK)[1]
        terminal.enter(self.server.control(authorizeHeadless=link)["code"])

    def test_from_nothing_to_signing_out(self):
        result = self.run_command("openrouter-key", "login", "--no-browser")
        self.assertNotEqual(result.returncode, 0)

        self.succeed("gpg", "--batch", "--pinentry-mode", "loopback", "--passphrase", "",
                     "--quick-generate-key", "person@example.org", "future-default", "default",
                     "never")
        self.succeed("pass", "init", "person@example.org")

        # It asks where there is no keychain.
        terminal = self.on_terminal("login", "--no-browser", "--label", "server")
        terminal.expect(r"no keychain[\s\S]*\(k\).*\(s\)\? ")
        terminal.enter("k")
        self.paste_code(terminal)
        terminal.expect("is in pass")
        self.assertEqual(terminal.end(), 0)
        key = self.succeed("openrouter-key", "print")
        self.assertRegex(key, r"\Ask-or-\S+\n\Z")
        self.assertEqual(self.succeed("openrouter-key", "exec", "--", "sh", "-c",
                                      "echo $OPENROUTER_API_KEY"), key)
        self.assertTrue(json.loads(self.succeed("openrouter-key", "status", "--json"))["valid"])
        entry, = json.loads(self.succeed("openrouter-key", "list", "--json"))["keys"]
        name = f"openrouter-signin/{self.server.host_and_port}/{entry['id']}"
        self.assertEqual(self.succeed("pass", "show", name), key)

        terminal = self.on_terminal("rotate", "--no-browser")
        self.paste_code(terminal)
        terminal.expect("The old key works until you revoke it")
        self.assertEqual(terminal.end(), 0)
        self.assertNotEqual(self.succeed("openrouter-key", "print"), key)
        self.assertEqual(self.succeed("pass", "show", name),
                         self.succeed("openrouter-key", "print"))

        self.succeed("openrouter-key", "logout", "server", "--yes")
        self.assertNotEqual(self.run_command("pass", "show", name).returncode, 0)
        self.assertEqual(json.loads(self.succeed("openrouter-key", "list", "--json"))["keys"], [])
        self.assertEqual(self.server.counts()["violations"], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
