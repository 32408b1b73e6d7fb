# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The program itself, its help, its pages, and places where something is missing."""

import json
import os
import re
import signal
import socket
import subprocess
import unittest

from commandline import HEADLESS_LINK, CommandLineTestCase, Terminal, main, wait_until

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
COMMANDS = ["login", "list", "default", "rename", "print", "copy", "exec", "env", "status", "mint",
            "rotate", "logout", "doctor"]
NOWHERE = "unix:path=/nonexistent"


class Help(CommandLineTestCase):
    def test_every_command_has_help_with_examples(self):
        overview = self.succeed("help")
        for command in COMMANDS:
            with self.subTest(command):
                text = self.succeed("help", command)
                self.assertEqual(text, self.succeed(command, "--help"))
                self.assertIn(f"Usage: openrouter-key {command}", text)
                self.assertRegex(text, r"Examples:\n  \S")
                self.assertRegex(overview, rf"(?m)^  {command}\b")
                self.assertLessEqual(max(map(len, text.splitlines())), 100)
        self.assertEqual(overview, self.succeed("--help"))
        for code in (0, 1, 2, 3, 4, 5, 6, 7, 8, 130):
            self.assertRegex(overview, rf"(?m)^  {code} ")
        self.assertLessEqual(max(map(len, overview.splitlines())), 80)

    def test_version(self):
        self.assertRegex(self.succeed("--version"), r"\Aopenrouter-key \d+\.\d+\.\d+\n\Z")

    def test_wrong_calls(self):
        self.fail_with(2, "no-such-command")
        self.fail_with(2, "help", "no-such-command")
        self.fail_with(2, "--no-such-option")
        self.fail_with(2, "list", "surplus")
        result = self.run_key()
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("Usage:", result.stderr)

    def test_help_needs_no_session(self):
        result = subprocess.run([self.program, "help"], env={"PATH": "/usr/bin"}, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_debug_has_no_secret(self):
        key = self.add_key("laptop")
        result = self.run_key("status", "--debug")
        self.assertIn("debug: openrouter.", result.stderr)
        self.assertNotIn(key, result.stderr)
        result = self.run_key("mint", "--label", "x", "--debug")
        self.assertEqual(result.returncode, 0)
        self.assertNotIn("sk-or-", re.sub(r"sk-or-v1-\w{1,6}…\w+", "", result.stderr))


class Colors(CommandLineTestCase):
    def test_only_a_terminal_gets_color(self):
        self.add_key()
        self.assertNotIn("\x1b", self.succeed("status"))
        for more, has_color in (({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
            with self.subTest(more):
                environment = self.environment(**{"TERM": "xterm", **more})
                terminal = self.on_terminal("status", environment=environment)
                self.assertEqual(terminal.end(), 0)
                self.assertEqual("\x1b[" in terminal.text, has_color)


class NoKeychain(CommandLineTestCase):
    def environment(self, **more):
        return super().environment(**{"DBUS_SESSION_BUS_ADDRESS": NOWHERE, **more})

    def test_login_says_so_before_anything_is_opened(self):
        said = self.fail_with(4, "login", "--browser")
        self.assertIn("no keychain", said)
        self.assertIn("openrouter-key doctor", said)
        self.assertEqual(self.server.counts()["auth"], 0)
        self.fail_with(4, "login", "--with-key", input="sk-or-v1-TESTTEST\n")
        self.assertEqual(self.server.counts()["key"], 0)

    def test_at_a_terminal_the_key_can_be_printed_once(self):
        terminal = self.on_terminal("login", "--no-browser", stdout=subprocess.PIPE)
        terminal.expect(r"no keychain[\s\S]*\[y/N\] ")
        terminal.enter("y")
        link = terminal.expect(HEADLESS_LINK)[1]
        terminal.expect("Code: ")
        terminal.enter(self.code_for(link))
        self.assertRegex(terminal.process.stdout.read().decode(), r"\Ask-or-\S+\n\Z")
        self.assertEqual(terminal.end(), 0)
        self.assertEqual(self.index(), [])

    def test_at_a_terminal_no_means_no(self):
        terminal = self.on_terminal("login", "--no-browser")
        terminal.expect(r"\[y/N\] ")
        terminal.enter("")
        self.assertEqual(terminal.end(), 4)
        self.assertNotRegex(terminal.text, HEADLESS_LINK)

    def test_other_commands(self):
        self.assertEqual(self.json("list")["keys"], [])
        self.fail_with(3, "print")
        environment = super().environment()
        key = self.make_key()
        self.succeed("login", "--with-key", "-q", input=key, environment=environment)
        for command in (["print"], ["env"], ["status"], ["mint", "--label", "x"],
                        ["logout", "--all", "--yes"]):
            with self.subTest(command):
                self.fail_with(4, *command)
        self.assertEqual(len(self.index()), 1)

    def test_doctor_names_the_remedy(self):
        result = self.run_key("doctor")
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stdout, r"NO +keychain")
        self.assertIn("gnome-keyring-daemon", result.stdout)

    def test_the_remedy_works_where_there_was_nothing(self):
        recipe = next(check["remedy"] for check in json.loads(
            self.run_key("doctor", "--json").stdout)["checks"] if check["name"] == "keychain")
        install, bus, unlock = recipe.splitlines()[1:]
        self.assertTrue(install.startswith("sudo apt install gnome-keyring"))
        self.assertTrue(bus.startswith("dbus-run-session -- bash "))
        folder = self.session.path("home", "fresh")
        os.makedirs(os.path.join(folder, "run"), 0o700)
        environment = self.environment(XDG_DATA_HOME=folder, DBUS_SESSION_BUS_ADDRESS="",
                                       XDG_RUNTIME_DIR=os.path.join(folder, "run"))
        key = self.make_key()
        script = (f"{unlock} >/dev/null; printf %s '{key}' | '{self.program}' login --with-key; "
                  f"'{self.program}' print")
        result = subprocess.run(["dbus-run-session", "--", "bash", "-c", script], text=True,
                                env=environment, input="a password\n", stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, timeout=60, check=False)
        self.assertEqual(result.stdout, key + "\n", result.stderr)


class LockedKeychain(CommandLineTestCase):
    def setUp(self):
        super().setUp()
        self.key = self.add_key()
        self.session.run(
            "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.secrets",
            "/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock",
            "array:objpath:/org/freedesktop/secrets/aliases/default")
        wait_until(lambda: not self.session.keychain_is_unlocked(), "the locked keychain")

    def test_without_a_display_for_its_prompt(self):
        self.assertIn("is locked", self.fail_with(4, "print"))
        self.assertIn("is locked", self.fail_with(4, "login", "--with-key", input=self.key))
        self.assertIn("is locked", self.fail_with(125, "exec", "true"))
        self.assertIn("is locked", self.fail_with(4, "logout", "laptop", "--yes"))
        self.assertEqual(len(self.index()), 1)

        # The remedy, as doctor prints it.
        result = self.run_key("doctor", "--json")
        self.assertEqual(result.returncode, 1)
        check = next(check for check in json.loads(result.stdout)["checks"]
                     if check["name"] == "keychain")
        self.assertIn("locked", check["message"])
        subprocess.run(["bash", "-c", check["remedy"].splitlines()[-1]], text=True,
                       env=self.environment(), input="private session\n", timeout=60, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self.session.keychain_is_unlocked, "the unlocked keychain")
        self.assertEqual(self.succeed("print"), self.key + "\n")


class HangingKeychain(CommandLineTestCase):
    def test_login_says_so_and_others_say_what_they_wait_for(self):
        key = self.add_key()
        self.session.keychain_process.send_signal(signal.SIGSTOP)
        self.addCleanup(self.session.keychain_process.send_signal, signal.SIGCONT)
        self.assertIn("does not answer", self.fail_with(4, "login", "--with-key", input=key))
        # Where a prompt could be seen.
        display = self.environment(DISPLAY=":77")
        terminal = self.on_terminal("print", environment=display)
        terminal.expect("Waiting for your keychain")
        terminal.interrupt()
        self.assertEqual(terminal.end(), 130)
        terminal = self.on_terminal("print", environment=display)
        terminal.expect("Waiting for your keychain")
        self.session.keychain_process.send_signal(signal.SIGCONT)
        terminal.expect(key)
        self.assertEqual(terminal.end(), 0)


class Doctor(CommandLineTestCase):
    def test_what_works(self):
        self.add_key("secret label")
        result = self.json("doctor")
        self.assertTrue(result["ok"], result)
        states = {check["name"]: check["state"] for check in result["checks"]}
        self.assertEqual(states["keychain"], "ok")
        self.assertEqual(states["server"], "ok")
        self.assertEqual(set(states), {"settings", "keychain", "keys", "display", "browser",
                                       "clipboard", "loopback", "proxy", "tls", "server"}
                         | (set(states) & {"clock"}))
        self.assertNotIn("secret label", json.dumps(result))
        self.assert_strict()

    def test_a_server_that_is_away(self):
        self.server.stop()
        result = self.run_key("doctor", timeout=90)
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stdout, r"NO +server +\S+ cannot be reached")


class Copy(CommandLineTestCase):
    def test_without_a_display_there_is_an_alternative(self):
        self.add_key()
        said = self.fail_with(1, "copy")
        self.assertIn("openrouter-key exec", said)

    def test_without_the_window_program_too(self):
        self.add_key()
        program = self.copy_programs("alone")
        said = self.fail_with(1, "copy", program=program, environment=self.environment(
            DISPLAY=":77", PATH=os.path.dirname(program)))
        self.assertIn("was not found", said)

    @unittest.skipUnless(os.geteuid() == 0, "only root can be another user")
    def test_a_socket_of_another_user_is_not_told_anything(self):
        self.add_key()
        path = self.session.path("run", "openrouter-signin.socket")
        listener = socket.socket(socket.AF_UNIX)
        self.addCleanup(os.remove, path)
        self.addCleanup(listener.close)
        listener.bind(path)
        nobody = 65534
        os.seteuid(nobody)  # The kernel notes who calls listen().
        try:
            listener.listen()
        finally:
            os.seteuid(0)
        said = self.fail_with(1, "copy")
        self.assertIn("listens in place of openrouter-signin", said)
        connection, _ = listener.accept()
        with connection:
            self.assertEqual(connection.recv(100), b"")


class Pages(unittest.TestCase):
    def test_man_pages_have_no_warning(self):
        for name in ("openrouter-key.1", "openrouter-signin.1"):
            with self.subTest(name):
                file = os.path.join(ROOT, "resources", "man", name)
                result = subprocess.run(
                    ["man", "--warnings", "-E", "UTF-8", "-Tutf8", "-Z", "-l", file],
                    env={**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "80"},
                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=True)
                self.assertEqual(result.stderr, "")
                self.assertIn("openrouter", result.stdout)

    def test_the_page_has_every_command_and_option(self):
        with open(os.path.join(ROOT, "resources", "man", "openrouter-key.1"),
                  encoding="utf-8") as file:
            page = file.read().replace("\\-", "-")
        program = os.path.join(os.environ["SIGNIN_PROGRAMS"], "openrouter-key")
        for command in COMMANDS:
            text = subprocess.run([program, "help", command], stdout=subprocess.PIPE, text=True,
                                  check=True).stdout
            self.assertRegex(page, rf'(?m)^\.B\w? "?{command}\b')
            for option in re.findall(r"(?m)^  (?:-\w, )?(--[a-z-]+)", text):
                self.assertIn(option, page, command)


class Completion(CommandLineTestCase):
    """With a keychain that cannot be asked, so that nobody can."""

    def setUp(self):
        super().setUp()
        for label in ("alpha", "al pha's", "beta"):
            self.add_key(label)
        self.completions = os.path.join(ROOT, "resources", "completions")

    def environment(self, **more):
        environment = super().environment(**more)
        environment["PATH"] = self.programs + ":" + environment["PATH"]
        return environment

    def run_shell(self, *command):
        environment = self.environment(DBUS_SESSION_BUS_ADDRESS=NOWHERE)
        result = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                check=False, timeout=60)
        self.assertEqual(result.stderr, "")
        return result.stdout.splitlines()

    def bash(self, *words):
        file = os.path.join(self.completions, "openrouter-key.bash")
        quoted = " ".join("'" + word.replace("'", "'\\''") + "'" for word in words)
        return self.run_shell(
            "bash", "-c", f"source '{file}'; COMP_WORDS=(openrouter-key {quoted}); "
            f"COMP_CWORD={len(words)}; _openrouter_key; "
            'for word in "${COMPREPLY[@]}"; do printf "%s\\n" "$word"; done')

    def test_syntax(self):
        for shell, name in (("bash", "openrouter-key.bash"), ("zsh", "_openrouter-key"),
                            ("fish", "openrouter-key.fish")):
            with self.subTest(shell):
                self.run_shell(shell, "-n", os.path.join(self.completions, name))

    def test_bash(self):
        self.assertEqual(self.bash("lo"), ["login", "logout"])
        self.assertEqual(self.bash("print", "-k", ""), ["alpha", "al\\ pha\\'s", "beta"])
        self.assertEqual(self.bash("-k", "b"), ["beta"])
        self.assertEqual(self.bash("logout", "alp"), ["alpha"])
        self.assertEqual(self.bash("env", "--shell", "p"), ["posix", "powershell"])
        self.assertIn("--require-workspace", self.bash("login", "--"))
        self.assertEqual(self.bash("mint", "--reset", "w"), ["weekly"])

    def test_bash_knows_every_option(self):
        for command in COMMANDS:
            text = self.succeed("help", command)
            for option in re.findall(r"(?m)^  (?:-\w, )?(--[a-z-]+)", text):
                with self.subTest(command=command, option=option):
                    self.assertIn(option, self.bash(command, "--"))

    def test_fish(self):
        file = os.path.join(self.completions, "openrouter-key.fish")

        def complete(line):
            lines = self.run_shell("fish", "--no-config", "-c",
                                   f"source '{file}'; complete -C \"{line}\"")
            return [entry.split("\t")[0] for entry in lines]

        self.assertEqual(complete("openrouter-key lo"), ["login", "logout"])
        self.assertEqual(set(complete("openrouter-key print -k ")), {"alpha", "al pha's", "beta"})
        self.assertEqual(complete("openrouter-key default b"), ["beta"])
        self.assertIn("--require-workspace", complete("openrouter-key login --r"))

    def test_zsh(self):
        # zsh completes at a terminal only.
        environment = self.environment(DBUS_SESSION_BUS_ADDRESS=NOWHERE, TERM="dumb",
                                       ZDOTDIR=self.session.path("home"))
        terminal = Terminal(["zsh", "-f", "-i"], environment)
        self.addCleanup(terminal.close)
        terminal.enter("PROMPT='ready> '; unsetopt zle_bracketed_paste; setopt no_beep; "
                       f"fpath=('{self.completions}' $fpath); autoload -Uz compinit; "
                       "compinit -u -D; zstyle ':completion:*' verbose no; echo loa''ded")
        terminal.expect("loaded")
        terminal.expect("ready> ")
        terminal.type("openrouter-key default b\t")
        terminal.expect("default beta")


if __name__ == "__main__":
    main()
