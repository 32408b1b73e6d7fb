# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A keychain that would ask for its password: where its prompt can be seen and where it cannot."""

import os
import signal
import time
import unittest

from commandline import CommandLineTestCase
from harness.session import Session
from harness.waiting import wait_until

PROMPT = "Unlock Login Keyring"
STAMP = "openrouter-signin.prompt-dismissed"

# Another program of another computer has the display, if there is any.
UNSEEN = {
    "SSH": {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"},
    "SSH without a display": {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22", "DISPLAY": None},
    "no display": {"DISPLAY": None},
}


class Prompts(CommandLineTestCase):
    """With a display, on which the bus shows the keychain's prompts."""

    @classmethod
    def setUpClass(cls):
        cls.programs = os.environ["SIGNIN_PROGRAMS"]
        cls.program = os.path.join(cls.programs, "openrouter-key")
        cls.session = Session()
        cls.addClassCleanup(cls.session.stop)
        cls.session.start()
        # The bus starts the program that shows the prompt.
        cls.session.run("dbus-update-activation-environment", "DISPLAY", "XAUTHORITY")

    def setUp(self):
        super().setUp()
        self.key = self.add_key()
        self.addCleanup(self.forget_dismissal)
        self.lock()
        self.addCleanup(self.unlock)

    def lock(self):
        self.session.run(
            "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.secrets",
            "/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock",
            "array:objpath:/org/freedesktop/secrets/aliases/default")
        wait_until(lambda: not self.session.keychain_is_unlocked(), "the locked keychain")

    def unlock(self):
        if not self.session.keychain_is_unlocked():
            terminal = self.on_terminal("print")
            self.answer("private session")
            terminal.expect(self.key)
            self.assertEqual(terminal.end(), 0)

    def stamp(self):
        return self.session.path("run", STAMP)

    def forget_dismissal(self):
        if os.path.exists(self.stamp()):
            os.remove(self.stamp())

    def active_window(self):
        return self.session.run("xdotool", "getactivewindow", "getwindowname").stdout.strip()

    def prompt_is_there(self):
        return self.session.run("xdotool", "search", "--onlyvisible", "--name",
                                PROMPT).returncode == 0

    def answer(self, password):
        wait_until(lambda: PROMPT in self.active_window(), "the prompt")
        self.session.run("xdotool", "type", "--clearmodifiers", password)
        self.session.run("xdotool", "key", "--clearmodifiers", "Return")

    def dismiss(self):
        wait_until(lambda: PROMPT in self.active_window(), "the prompt")
        self.session.run("xdotool", "key", "--clearmodifiers", "Escape")
        wait_until(lambda: not self.prompt_is_there(), "the end of the prompt")

    def fail_within(self, seconds, code, *arguments, **options):
        before = time.monotonic()
        said = self.fail_with(code, *arguments, **options)
        self.assertLess(time.monotonic() - before, seconds)
        return said

    def test_where_no_prompt_can_be_seen_a_locked_keychain_is_told_at_once(self):
        for name, variables in UNSEEN.items():
            environment = self.environment(**variables)
            for command in (["print"], ["env"], ["status"], ["exec", "--", "true"]):
                with self.subTest(name, command=command):
                    code = 125 if command[0] == "exec" else 4
                    # A second by the issue; a busy computer needs some time to start a program.
                    said = self.fail_within(4, code, *command, environment=environment)
                    self.assertIn("is locked, and its prompt cannot be seen from here", said)
        terminal = self.on_terminal("print", environment=self.environment(**UNSEEN["SSH"]))
        terminal.expect("cannot be seen from here")
        self.assertEqual(terminal.end(), 4)
        self.assertFalse(self.prompt_is_there())
        self.assertFalse(os.path.exists(self.stamp()))

    def test_without_a_prompt_nothing_waits(self):
        for command in (["print"], ["env"], ["status"], ["exec"]):
            with self.subTest(command):
                rest = ["--", "true"] if command == ["exec"] else []
                said = self.fail_within(4, 125 if rest else 4, *command, "--no-prompt", *rest)
                self.assertIn("is locked.", said)
        self.assertFalse(self.prompt_is_there())
        self.unlock()
        self.assertEqual(self.succeed("print", "--no-prompt"), self.key + "\n")

    def test_a_silent_keychain_is_given_up_after_five_seconds(self):
        self.unlock()
        self.session.keychain_process.send_signal(signal.SIGSTOP)
        try:
            said = self.fail_within(9, 4, "print", environment=self.environment(
                **UNSEEN["no display"]))
            self.assertIn("does not answer", said)
            said = self.fail_within(6, 4, "print", "--no-prompt")
            self.assertIn("does not answer", said)
        finally:
            self.session.keychain_process.send_signal(signal.SIGCONT)

    def test_a_prompt_that_can_be_seen_is_waited_for(self):
        terminal = self.on_terminal("print")
        terminal.expect("Waiting for your keychain")
        self.answer("private session")
        terminal.expect(self.key)
        self.assertEqual(terminal.end(), 0)

    def test_a_dismissed_prompt_does_not_come_back_for_a_minute(self):
        terminal = self.on_terminal("print")
        self.dismiss()
        terminal.expect("is locked")
        self.assertEqual(terminal.end(), 4)

        for command in (["print"], ["status"]):
            said = self.fail_within(4, 4, *command)
            self.assertIn("was dismissed a moment ago", said)
        self.assertFalse(self.prompt_is_there())

        past = time.time() - 61
        os.utime(self.stamp(), (past, past))
        terminal = self.on_terminal("print")
        self.answer("private session")
        terminal.expect(self.key)
        self.assertEqual(terminal.end(), 0)
        self.assertFalse(os.path.exists(self.stamp()))

    def test_unlocked_meanwhile_it_is_read_although_a_prompt_was_dismissed(self):
        self.unlock()
        with open(self.stamp(), "w", encoding="ascii"):
            pass
        self.assertEqual(self.succeed("print"), self.key + "\n")

    def test_after_a_minute_without_an_answer_it_ends(self):
        before = time.monotonic()
        said = self.fail_with(4, "print", timeout=100)
        self.assertIn("within a minute", said)
        self.assertIn("Waiting for your keychain", said)
        self.assertGreater(time.monotonic() - before, 55)
        # GNOME Keyring leaves its prompt there although nobody waits for it any more.
        self.dismiss()


if __name__ == "__main__":
    unittest.main()
