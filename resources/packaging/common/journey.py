# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a person does with the installed programs, whatever they were installed from.

Runs as an ordinary user in a root that has nothing of the build; roots.sh starts it there. The fake
OpenRouter runs elsewhere and speaks https with a certificate that this root does not trust at first.
"""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "..", "..", "tests", "e2e"))

from harness.case import SignInTestCase, main  # noqa: E402, F401
from harness.fakeserver import RunningServer  # noqa: E402
from harness.session import redacted  # noqa: E402
from harness.waiting import wait_until  # noqa: E402

_TRUSTED = "/usr/local/share/ca-certificates/throw-away.crt"


class InstalledTestCase(SignInTestCase):
    """SIGNIN_PROGRAMS is the folder of the installed programs; prefix is what they must run from."""

    prefix = "/usr/"

    def prepare(self):
        self.assertNotEqual(os.getuid(), 0)
        self.browser = self.install_browser(trusted_keys=[os.environ["SIGNIN_SERVER_KEY"]])
        self.server = RunningServer(os.environ["SIGNIN_SERVER"], os.environ["SIGNIN_AUTHORITY"])
        self.assertTrue(self.server.base_url.startswith("https://"))

    # The journey, and its parts

    def journey(self):
        """Everything that an installed window and command line must be able to do."""
        self.see_that_the_server_is_not_trusted()
        self.trust_the_authority()
        program = self.start_installed()
        key = self.sign_in_and_find_key(program)
        self.use_command_line(key)
        program.stop()

    def trust_the_authority(self):
        """Until the test ends: the next one begins without it."""
        self.addCleanup(self.as_root, "sh", "-c", f"rm -f {_TRUSTED} && update-ca-certificates")
        self.as_root("install", "-m", "644", os.environ["SIGNIN_AUTHORITY"], _TRUSTED)
        self.as_root("update-ca-certificates")

    def start_installed(self):
        """The window, which must be the installed one."""
        program = self.start_program()
        self.assert_installed(program.pid)
        return program

    def see_that_the_server_is_not_trusted(self):
        exchanges = self.server.counts()["exchange"]
        program = self.start_installed()
        page = self.open_authorization(program)
        page.click("#authorize")
        self.wait_for_last_page(page)
        program.wait_for_text("No secure connection")
        self.picture("not-trusted", window=program)
        self.assertEqual(self.server.counts()["exchange"], exchanges)
        self.assertEqual(self.keychain_users(), [])
        page.close()
        program.stop()

    def sign_in_and_find_key(self, program):
        """Returns the key, which is in the keychain as any other program sees it."""
        self.sign_in(program)
        self.picture("signed-in", window=program)
        entry, key = self.stored_key()
        self.assertEqual(entry["server"], self.server.base_url)
        self.assertTrue(key.startswith("sk-or-v1-"))
        program.wait_for_text(entry["masked_key"])
        self.assert_no_trace_of(key)
        self.assertEqual(self.server.counts()["violations"], [])
        return key

    def use_command_line(self, key):
        """It gives out the key that is there, makes another one and forgets it."""
        self.assertEqual(self.run_key("print"), key + "\n")
        self.run_key("status", "--check")
        self.assertEqual(self.run_key("exec", "--", "sh", "-c", "echo $OPENROUTER_API_KEY"),
                         key + "\n")
        other = self.server.control(makeKey={})["key"]
        self.run_key("login", "--with-key", "--label", "another", input=other + "\n")
        self.assertEqual(self.run_key("print", "-k", "another"), other + "\n")
        self.run_key("logout", "--yes", "another")
        self.assertEqual(self.stored_key()[1], key)

    def run_key(self, *arguments, input=None):
        """The installed command line; what it writes."""
        process = subprocess.Popen(
            [os.path.join(self.programs, "openrouter-key"), *arguments], text=True,
            env=self.session.environment(OPENROUTER_BASE_URL=self.server.base_url),
            stdin=subprocess.PIPE if input else subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, start_new_session=True)
        with process:
            self.assert_installed(process.pid)
            output, errors = process.communicate(input, timeout=60)
        self.assertEqual(process.returncode, 0, redacted(errors))
        return output

    # Looking and doing

    def assert_installed(self, pid):
        """Popen returns once the program has begun; a shell that starts it may take its time."""
        wait_until(lambda: os.readlink(f"/proc/{pid}/exe").startswith(self.prefix),
                   f"the program to run from {self.prefix}")

    def wait_for_copied(self, key):
        """Until the key is in the clipboard; it is not shown if it is not."""
        wait_until(lambda: self.desktop.clipboard() == key, "the key in the clipboard")

    def as_root(self, *command):
        """With sudo, as a person does; returns what it writes."""
        result = subprocess.run(
            ["sudo", "env", "DEBIAN_FRONTEND=noninteractive", *command], text=True, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(result.returncode, 0, result.stdout)
        return result.stdout
