# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The window and the command line work on the same keys."""

import os
import subprocess
import time
import unittest

import commandline  # noqa: F401  (finds the package below)
from harness.case import SignInTestCase
from harness.waiting import wait_until


class WindowAndCommandLine(SignInTestCase):
    def prepare(self):
        self.server = self.start_server()

    def run_key(self, *arguments, input=None):
        return subprocess.run(
            [os.path.join(self.programs, "openrouter-key"), *arguments],
            env=self.session.environment(OPENROUTER_BASE_URL=self.server.base_url), text=True,
            input=input, stdin=subprocess.DEVNULL if input is None else None,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60, check=False)

    def succeed(self, *arguments, **options):
        result = self.run_key(*arguments, **options)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def add_key(self, label):
        key = self.server.control(makeKey={})["key"]
        self.succeed("login", "--with-key", "--label", label, input=key)
        return key

    def test_each_sees_at_once_what_the_other_does(self):
        program = self.start_program()
        program.wait_for("Sign in with OpenRouter")
        self.add_key("from the shell")
        program.wait_for_text("from the shell")
        self.succeed("rename", "from the shell", "renamed there")
        program.wait_for_text("renamed there")
        program.click("Sign out")
        program.wait_for_text("renamed there")
        program.click("Sign out")
        wait_until(lambda: self.succeed("list") == "", "the command line to see it")

    def clipboard(self):
        return self.session.run("xclip", "-selection", "clipboard", "-o").stdout

    def test_copy_starts_the_window_program_hidden_and_it_ends(self):
        self.configure(clipboardSeconds=5)
        key = self.add_key("laptop")
        begin = time.monotonic()
        self.succeed("copy")
        wait_until(lambda: self.clipboard() == key, "the key in the clipboard")
        targets = self.session.run("xclip", "-selection", "clipboard", "-o", "-t",
                                   "TARGETS").stdout
        self.assertIn("x-kde-passwordManagerHint", targets)
        self.assertFalse(self.desktop_has_window())
        wait_until(lambda: self.clipboard() != key, "the clipboard to be cleared")
        self.assertLess(time.monotonic() - begin, 60)
        wait_until(lambda: not self.window_programs(), "the window program to end")

    def test_copy_uses_a_window_that_is_there(self):
        key = self.add_key("laptop")
        program = self.start_program()
        program.wait_for("Copy key")
        self.succeed("copy", "-k", "laptop")
        wait_until(lambda: self.clipboard() == key, "the key in the clipboard")
        self.assertEqual(self.window_programs(), [program.pid])

    def desktop_has_window(self):
        result = self.session.run("xdotool", "search", "--onlyvisible", "--name",
                                  "OpenRouter Sign-in")
        return bool(result.stdout.strip())

    def window_programs(self):
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/environ", "rb") as file:
                    ours = self.session.folder.encode() in file.read()
                with open(f"/proc/{pid}/comm", encoding="utf-8") as file:
                    name = file.read().strip()
                with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
                    is_zombie = ") Z " in file.read()
            except OSError:
                continue
            if ours and name == "openrouter-sign" and not is_zombie:
                found.append(int(pid))
        return found


if __name__ == "__main__":
    unittest.main(verbosity=2)
