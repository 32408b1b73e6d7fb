# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A key that somebody has already: how it comes in, and where it goes."""

import os
import re
import signal
import socket
import subprocess

from commandline import CommandLineTestCase, Terminal, main, wait_until


class ExistingKey(CommandLineTestCase):
    def test_a_key_from_standard_input_is_checked_and_stored(self):
        key = self.make_key(label="On the server", limit=5, expiresAt="2031-05-06T07:08:09Z")
        self.succeed("login", "--with-key", "--label", "box", input=key + "\n")
        self.assertEqual(self.only_key(), key)
        entry = self.index()[0]
        self.assertEqual(entry["label"], "box")
        self.assertTrue(entry["expires_at"].startswith("2031-05-06T07:08:09"))
        self.assert_strict()

    def test_its_name_on_the_server_is_its_label_if_it_can_be_stored(self):
        usual = socket.gethostname()
        for name, label in (("On the server", "On the server"), ("", usual),
                            ("sk-or-v1-0e6...1c9", usual), ("x" * 101, usual)):
            with self.subTest(name[:20]):
                self.succeed("login", "--with-key", input=self.make_key(label=name))
                self.assertEqual(self.index()[-1]["label"], label)

    def test_the_same_key_twice_is_one_entry(self):
        key = self.add_key("one")
        self.succeed("login", "--with-key", "--label", "two", input=key)
        self.assertEqual([entry["label"] for entry in self.index()], ["one"])

    def test_what_is_no_key_is_refused_and_not_repeated(self):
        for text in ("", "\n", "short", "sk-or-v1-TEST with spaces", "sk-or-v1-" + "x" * 600,
                     "sk-or-v1-0e6...1c96", "$OPENROUTER_API_KEY", "https://openrouter.ai/keys"):
            with self.subTest(text[:20]):
                said = self.fail_with(2, "login", "--with-key", input=text)
                if len(text) > 8:
                    self.assertNotIn(text, said)
        self.assertEqual(self.server.counts()["key"], 0)

    def test_a_key_is_taken_as_it_stands_in_a_file(self):
        for pattern in ("'{}'\r\n", "\ufeffOPENROUTER_API_KEY=\"{}\"\r\n",
                        "export OPENROUTER_API_KEY={}", "set -x OPENROUTER_API_KEY {}",
                        "$env:OPENROUTER_API_KEY = '{}'", '{{"key": "{}"}}',
                        "Authorization: Bearer {}", "\x1b[200~{}\x1b[201~"):
            with self.subTest(pattern):
                key = self.make_key()
                self.succeed("login", "--with-key", "--quiet", input=pattern.format(key))
                self.assertEqual(self.look_up(self.index()[-1]), key)

    def test_a_masked_key_is_named_as_such(self):
        said = self.fail_with(2, "login", "--with-key", input="sk-or-v1-0e6...1c96\n")
        self.assertIn("This key is masked", said)
        self.assertIn("/keys", said)

    def test_a_key_of_another_service_is_not_sent_to_openrouter(self):
        for address in ("https://openrouter.ai/api/v1", "https://eu.openrouter.ai/api/v1"):
            with self.subTest(address):
                said = self.fail_with(2, "login", "--with-key", "--server", address,
                                      input="sk-ant-api03-TESTTEST\n")
                self.assertIn("This is a key of Anthropic. It was not sent anywhere.", said)
        said = self.fail_with(7, "login", "--with-key", input="sk-ant-api03-TESTTEST\n")
        self.assertIn("does not know this key", said)

    def test_a_management_key_is_named_and_its_limits_are_said(self):
        key = self.make_key(isManagementKey=True)
        result = self.run_key("login", "--with-key", "--quiet", input=key)
        self.assertEqual(result.returncode, 0)
        self.assertIn("This is a management key", result.stderr)
        self.assertIn("call models", result.stderr)
        self.assertEqual(self.only_key(), key)

    def test_the_server_is_named_before_it_sees_the_key(self):
        terminal = self.on_terminal("login", "--with-key")
        terminal.expect(re.escape(self.server.host_and_port) + " is asked")
        self.assertEqual(self.server.counts()["key"], 0)
        terminal.expect("not shown")
        terminal.enter(self.make_key())
        self.assertEqual(terminal.end(), 0)

    def test_a_key_that_the_server_does_not_know_is_not_stored(self):
        said = self.fail_with(7, "login", "--with-key", input="sk-or-v1-TESTTESTTEST\n")
        self.assertIn("does not know this key", said)
        self.assertEqual(self.index(), [])

    def test_a_server_that_is_away(self):
        key = self.make_key()
        self.server.stop()
        self.fail_with(6, "login", "--with-key", input=key, timeout=90)
        self.assertEqual(self.index(), [])

    def test_only_the_first_line_is_read(self):
        key = self.make_key()
        result = subprocess.run(
            ["sh", "-c", '"$0" login --with-key --quiet; cat', self.program],
            env=self.environment(), input=key + "\nthe rest\n", text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        self.assertEqual(result.stdout, "the rest\n", result.stderr)
        self.assertEqual(self.only_key(), key)

    def test_a_key_typed_at_a_terminal_is_not_shown(self):
        key = self.make_key()
        terminal = self.on_terminal("login", "--with-key")
        terminal.expect("not shown")
        terminal.enter(key)
        terminal.expect("Signed in")
        self.assertEqual(terminal.end(), 0)
        self.assertNotIn(key, terminal.text)
        self.assertEqual(self.only_key(), key)

    def test_the_server_can_be_named_for_one_time(self):
        elsewhere = self.environment(OPENROUTER_BASE_URL="https://example.invalid/api/v1")
        key = self.make_key()
        self.succeed("login", "--with-key", "--server", self.server.base_url, "--quiet",
                     input=key, environment=elsewhere)
        self.assertEqual(self.only_key(), key)
        for address in ("example.org", "http://example.org/api/v1", ""):
            with self.subTest(address):
                said = self.fail_with(2, "login", "--with-key", "--server", address, input=key)
                self.assertIn("Give its API base: --server", said)


class AnotherServer(CommandLineTestCase):
    """A key of openrouter.ai's form, and a server that is neither openrouter.ai nor on this
    computer: a name that nothing answers to."""

    ADDRESS = "https://llm.example.invalid/api/v1"
    KEY = "sk-or-v1-TESTTESTTESTTEST"

    def elsewhere(self):
        return self.environment(OPENROUTER_BASE_URL=self.ADDRESS)

    def preset(self, address):
        """What the administrator has set."""
        folder = self.session.path("home", "xdg")
        os.makedirs(os.path.join(folder, "openrouter-signin"), exist_ok=True)
        with open(os.path.join(folder, "openrouter-signin", "openrouter-signin.ini"), "w",
                  encoding="ascii") as file:
            file.write(f"[signin]\nserver={address}\n")
        return folder

    def test_without_a_terminal_the_key_is_not_sent(self):
        said = self.fail_with(2, "login", "--with-key", input=self.KEY,
                              environment=self.elsewhere())
        self.assertIn("would be sent to llm.example.invalid", said)
        self.assertIn("--server " + self.ADDRESS, said)
        self.assertNotIn(self.KEY, said)

    def test_named_or_set_by_the_administrator_it_is(self):
        self.fail_with(6, "login", "--with-key", "--server", self.ADDRESS, input=self.KEY,
                       timeout=90)
        environment = self.environment(OPENROUTER_BASE_URL=None,
                                       XDG_CONFIG_DIRS=self.preset(self.ADDRESS))
        self.fail_with(6, "login", "--with-key", input=self.KEY, environment=environment,
                       timeout=90)
        environment["OPENROUTER_BASE_URL"] = "https://other.example.invalid/api/v1"
        self.fail_with(2, "login", "--with-key", input=self.KEY, environment=environment)

    def test_a_key_of_another_form_needs_no_question(self):
        self.fail_with(6, "login", "--with-key", input="sk-ant-TESTTESTTEST",
                       environment=self.elsewhere(), timeout=90)

    def asked(self):
        terminal = self.on_terminal("login", "--with-key", environment=self.elsewhere())
        terminal.expect(r"llm\.example\.invalid is asked")
        terminal.expect("not shown")
        terminal.enter(self.KEY)
        terminal.expect(r"would be sent to llm\.example\.invalid")
        terminal.expect(r"Send it there\? \[y/N\] ")
        return terminal

    def test_on_a_terminal_only_yes_sends_it(self):
        for answer in ("", "n", "x"):
            with self.subTest(answer):
                terminal = self.asked()
                terminal.enter(answer)
                terminal.expect("the key was not sent")
                self.assertEqual(terminal.end(), 5)
        terminal = self.asked()
        terminal.type("\x04")
        self.assertEqual(terminal.end(), 5)
        terminal = self.asked()
        terminal.enter("y")
        self.assertEqual(terminal.end(), 6)


class HiddenInput(CommandLineTestCase):
    """What is typed at "Paste the key" is never shown, and everything after it is."""

    def prompt(self, *command):
        terminal = Terminal(command, self.environment())
        self.addCleanup(terminal.close)
        return terminal

    @staticmethod
    def child_of(terminal):
        """The only program of a shell."""
        shell = terminal.process.pid
        with open(f"/proc/{shell}/task/{shell}/children", encoding="ascii") as file:
            return int(file.read())

    @staticmethod
    def has_ended(program):
        try:
            with open(f"/proc/{program}/stat", encoding="ascii") as file:
                return file.read().rpartition(")")[2].split()[0] == "Z"
        except FileNotFoundError:
            return True

    def wait_for_prompt(self, terminal):
        terminal.expect("not shown")
        wait_until(lambda: not terminal.echoes(), "the hidden prompt")

    def test_echo_stays_off_after_it_was_stopped(self):
        # Without line editing a shell leaves the modes of the terminal to its programs.
        for shell in (("dash", "-i"), ("bash", "--norc", "--noediting", "-i")):
            with self.subTest(shell[0]):
                key = self.make_key()
                terminal = self.prompt(*shell)
                terminal.enter(f"{self.program} login --with-key")
                for _ in range(2):
                    self.wait_for_prompt(terminal)
                    terminal.suspend()
                    terminal.expect(r"Stopped|Suspended")
                    wait_until(terminal.echoes, "the shell's echo")
                    terminal.enter("echo shown-$((20 + 2))")
                    terminal.expect("shown-22")
                    terminal.enter("fg")
                self.wait_for_prompt(terminal)
                terminal.enter(key)
                terminal.expect("Signed in")
                wait_until(terminal.echoes, "the echo")
                terminal.enter("exit")
                terminal.end()
                self.assertNotIn(key, terminal.text)
                self.assertEqual(self.look_up(self.index()[-1]), key)

    def test_the_background_leaves_the_terminal_alone(self):
        terminal = self.prompt("dash", "-i")
        terminal.enter(f"{self.program} login --with-key")
        self.wait_for_prompt(terminal)
        terminal.suspend()
        terminal.expect(r"Stopped|Suspended")
        terminal.enter("bg; echo go''ne")
        terminal.expect("gone")
        self.assertTrue(terminal.echoes())
        # It may have been stopped meanwhile, for there was something to read.
        program = self.child_of(terminal)
        os.kill(program, signal.SIGUSR1)
        os.kill(program, signal.SIGCONT)
        wait_until(lambda: self.has_ended(program), "the end of the program")
        self.assertTrue(terminal.echoes())

    def test_echo_comes_back_whatever_signal_ends_it(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT,
                       signal.SIGABRT, signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM,
                       signal.SIGXCPU, signal.SIGVTALRM, signal.SIGRTMIN):
            with self.subTest(number.name if isinstance(number, signal.Signals) else number):
                # The shell keeps the terminal, which starts anew with its last program.
                terminal = self.prompt("sh", "-c", '"$0" login --with-key; echo ended-$?; read x',
                                       self.program)
                self.wait_for_prompt(terminal)
                os.kill(self.child_of(terminal), number)
                terminal.expect(f"ended-{128 + number}")
                self.assertTrue(terminal.echoes())
                terminal.enter("")
                terminal.end()


if __name__ == "__main__":
    main()
