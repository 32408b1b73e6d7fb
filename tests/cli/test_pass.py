# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys in pass, on a machine without a keychain."""

import json
import os
import shutil
import subprocess
import unittest

from commandline import HEADLESS_LINK
from passtestcase import PASSPHRASE, PERSON, PassTestCase


class Journey(PassTestCase):
    def setUp(self):
        super().setUp()
        self.make_store()

    def sign_in(self, *options):
        terminal = self.on_terminal("login", "--no-browser", "--store", "pass", *options)
        terminal.enter(self.code_for(terminal.expect(HEADLESS_LINK)[1]))
        self.assertEqual(terminal.end(), 0)
        return terminal

    def test_from_a_pasted_code_to_signing_out(self):
        self.assertIn("is in pass.", self.sign_in("--label", "server").text)
        key = self.only_key()
        self.assertRegex(key, r"\Ask-or-")
        self.assertEqual(self.index()[0]["keychain"], "pass")
        self.assertEqual(self.succeed("print"), key + "\n")
        self.assertEqual(self.succeed("print", "--no-prompt"), key + "\n")
        self.assertEqual(self.succeed("exec", "--", "sh", "-c", "echo $OPENROUTER_API_KEY"),
                         key + "\n")
        self.assertEqual(self.json("status")["condition"], "valid")
        # No copy of the list, no test entry.
        self.assertEqual(self.entries(), [self.name(self.index()[0]) + ".gpg"])
        self.succeed("mint", "--label", "further", "--store", "pass", "--key", "server")
        self.assertEqual({entry["keychain"] for entry in self.index()}, {"pass"})
        self.succeed("logout", "--all", "--yes")
        self.assertEqual((self.index(), self.entries()), ([], []))
        self.assert_strict()

    def test_a_renewed_key_stays_in_pass(self):
        self.sign_in("--label", "server")
        old, entry = self.only_key(), self.index()[0]
        terminal = self.on_terminal("login", "--no-browser", "--key", "server")
        terminal.enter(self.code_for(terminal.expect(HEADLESS_LINK)[1]))
        self.assertEqual(terminal.end(), 0)
        self.assertNotEqual(self.only_key(), old)
        self.assertEqual(self.index()[0]["id"], entry["id"])
        self.assertEqual(self.entries(), [self.name(entry) + ".gpg"])
        self.assertIn("The old key works until you revoke it", terminal.text)

    def test_no_secret_is_in_an_argument_list(self):
        folder = self.session.path("home", "bin")
        os.mkdir(folder)
        log = os.path.join(folder, "log")
        for program in ("pass", "gpg"):
            path = os.path.join(folder, program)
            with open(path, "w", encoding="ascii") as file:
                file.write(f'#!/bin/sh\n{{ echo "$0 $*"; env; }} >>{log}\n'
                           f'exec /usr/bin/{program} "$@"\n')
            os.chmod(path, 0o700)
        key = self.make_key()
        environment = self.environment(PATH=folder + ":/usr/bin:/bin")
        self.succeed("login", "--with-key", "--store", "pass", input=key, environment=environment)
        self.assertEqual(self.succeed("print", environment=environment), key + "\n")
        with open(log, encoding="utf-8") as file:
            text = file.read()
        self.assertIn("/pass insert", text)
        self.assertNotIn(key, text)

    def test_the_setting(self):
        self.settings(store="pass")
        key = self.add_key()
        self.assertEqual(self.only_key(), key)
        self.settings(store="elsewhere")
        self.assertIn("signin/store", self.run_key("doctor").stdout)
        self.fail_with(4, "login", "--with-key", input=self.make_key())

    def test_an_entry_deleted_by_another_program_is_missing(self):
        self.settings(store="pass")
        self.add_key()
        self.call("pass", "rm", "--force", self.name(self.index()[0]))
        self.fail_with(3, "print")
        self.assertEqual(self.index()[0]["state"], "missing")
        self.succeed("logout", "--all", "--yes")

    def test_wrong_calls(self):
        self.fail_with(2, "login", "--store", "gopass")
        self.fail_with(2, "login", "--store", "pass", "--print")
        self.fail_with(2, "login", "--store", "pass", "--key", "x")
        said = self.fail_with(2, "login", "--browser", "--store", "memory")
        self.assertIn("--print", said)

    def test_doctor_names_every_place(self):
        self.settings(store="pass")
        result = self.json("doctor")
        checks = {check["name"]: check for check in result["checks"]}
        self.assertEqual(checks["keychain"]["state"], "warning")
        self.assertEqual(checks["pass"]["state"], "ok")
        self.assertIn("ready; its store is " + self.store, checks["pass"]["message"])


class Asking(PassTestCase):
    def setUp(self):
        super().setUp()
        self.make_store()

    def test_where_there_is_no_keychain_a_person_is_asked(self):
        terminal = self.on_terminal("login", "--no-browser")
        terminal.expect(r"no keychain[\s\S]*pass is there[\s\S]*\(k\).*\(p\).*\(s\)\? ")
        terminal.enter("k")
        terminal.enter(self.code_for(terminal.expect(HEADLESS_LINK)[1]))
        self.assertEqual(terminal.end(), 0)
        self.assertTrue(self.only_key())

    def test_or_prints_the_key_once(self):
        terminal = self.on_terminal("login", "--no-browser", stdout=subprocess.PIPE)
        terminal.expect(r"\(s\)\? ")
        terminal.enter("p")
        terminal.enter(self.code_for(terminal.expect(HEADLESS_LINK)[1]))
        self.assertRegex(terminal.process.stdout.read().decode(), r"\Ask-or-\S+\n\Z")
        self.assertEqual(terminal.end(), 0)
        self.assertEqual(self.entries(), [])

    def test_stopping_leaves_everything_as_it_was(self):
        for answer in ("s", "\x04"):
            terminal = self.on_terminal("login", "--no-browser")
            terminal.expect(r"\(s\)\? ")
            terminal.type(answer if answer == "\x04" else answer + "\n")
            self.assertEqual(terminal.end(), 4)
        self.assertEqual((self.index(), self.entries()), ([], []))
        self.assertEqual(self.server.counts()["auth"], 0)

    def test_without_a_terminal_nothing_is_decided(self):
        key = self.make_key()
        said = self.fail_with(4, "login", "--with-key", input=key)
        self.assertIn("no keychain", said)
        self.assertIn("--store pass", said)
        self.assertEqual((self.index(), self.entries()), ([], []))
        self.settings(store="keychain")
        self.assertNotIn("--store", self.fail_with(4, "login", "--with-key", input=key))


class Failures(PassTestCase):
    def refuse(self, *words, environment=None):
        """A sign-in that is refused before it begins, and for the right reason."""
        said = self.fail_with(4, "login", "--with-key", "--store", "pass",
                              input="sk-or-v1-TESTTEST\n", environment=environment)
        for word in words:
            self.assertIn(word, said)
        self.assertEqual(self.index(), [])
        self.assertEqual(self.server.counts()["key"], 0)
        self.assertEqual(self.entries(), [])

    def doctor(self):
        self.settings(store="pass")
        checks = json.loads(self.run_key("doctor", "--json").stdout)["checks"]
        return next(check for check in checks if check["name"] == "pass")

    def test_pass_is_not_installed(self):
        folder = self.session.path("home", "empty")
        os.mkdir(folder)
        self.refuse("pass is not installed", "pass init",
                    environment=self.environment(PATH=folder))

    def test_there_is_no_store(self):
        self.refuse("no store", "pass init")
        self.assertFalse(os.path.exists(self.store))
        self.assertEqual(self.doctor()["state"], "failed")

    def test_the_secret_key_is_elsewhere(self):
        self.make_store()
        self.forget_secret_key()
        self.refuse("secret part of the GPG key", "gpg --list-secret-keys")
        self.assertIn("not on this computer", self.doctor()["message"])

    def test_gpg_agent_does_not_run(self):
        self.make_store()
        self.call("gpgconf", "--kill", "gpg-agent")
        with open(os.path.join(self.gnupg, "gpg.conf"), "w", encoding="ascii") as file:
            file.write("no-autostart\n")
        self.refuse("gpg-agent", "gpgconf --launch gpg-agent")
        self.assertEqual(self.doctor()["message"], "gpg-agent does not answer")

    def test_pinentry_cannot_be_shown(self):
        self.make_store(passphrase=PASSPHRASE)
        self.forget_passphrase()
        self.refuse("is locked, and its passphrase was not given", "GPG_TTY")
        self.assertEqual(self.doctor()["state"], "warning")

    def test_a_passphrase_is_given_at_the_terminal(self):
        self.make_store(passphrase=PASSPHRASE)
        with open(os.path.join(self.gnupg, "gpg-agent.conf"), "w", encoding="ascii") as file:
            file.write("pinentry-program /usr/bin/pinentry-curses\n")
        self.forget_passphrase()
        environment = self.environment(TERM="xterm")
        terminal = self.on_terminal("login", "--no-browser", "--store", "pass",
                                    environment=environment)
        terminal.expect("Passphrase|passphrase")
        terminal.type(PASSPHRASE + "\r")
        terminal.enter(self.code_for(terminal.expect(HEADLESS_LINK)[1]))
        self.assertEqual(terminal.end(), 0)
        key = self.only_key()
        self.forget_passphrase()
        self.assertIn("GPG key of pass is locked", self.fail_with(4, "print", "--no-prompt"))
        self.assertIn("passphrase was not given", self.fail_with(4, "print"))
        terminal = self.on_terminal("print", environment=environment, stdout=subprocess.PIPE)
        terminal.expect("Passphrase|passphrase")
        terminal.type(PASSPHRASE + "\r")
        self.assertEqual(terminal.process.stdout.read().decode(), key + "\n")
        self.assertEqual(terminal.end(), 0)

    def test_a_key_that_cannot_be_read_back_stays_pending(self):
        self.make_store()
        self.make_gpg_key("other@example.org")
        self.forget_secret_key("other@example.org")
        terminal = self.on_terminal("login", "--no-browser", "--store", "pass")
        link = terminal.expect(HEADLESS_LINK)[1]
        with open(os.path.join(self.store, ".gpg-id"), "w", encoding="ascii") as file:
            file.write("other@example.org\n")
        # Without trust in it nothing is encrypted for it, and that is said as well.
        with open(os.path.join(self.gnupg, "gpg.conf"), "w", encoding="ascii") as file:
            file.write("trust-model always\n")
        terminal.enter(self.code_for(link))
        terminal.expect(r"secret part of the GPG key[\s\S]*not saved[\s\S]*\(d\)\? ")
        terminal.type("\x04")
        self.assertEqual(terminal.end(), 5)
        entry, = self.index()
        self.assertEqual((entry["state"], entry["keychain"]), ("pending", "pass"))
        self.assertIn("ended before its key was saved", self.run_key("list").stdout
                      + self.run_key("list").stderr)
        # With the right key again the next start finds what was written, or removes it on demand.
        self.succeed("logout", entry["id"], "--yes")
        self.assertEqual((self.index(), self.entries()), ([], []))

    def test_the_store_is_gone_later(self):
        self.make_store()
        self.settings(store="pass")
        self.add_key()
        shutil.move(self.store, self.store + ".away")
        self.assertIn("no store", self.fail_with(4, "print"))
        self.fail_with(4, "logout", "--all", "--yes")
        self.assertEqual(self.index()[0]["state"], "stored")
        shutil.move(self.store + ".away", self.store)
        self.succeed("logout", "--all", "--yes")


class Git(PassTestCase):
    def test_a_repository_is_named_before_the_first_key(self):
        self.make_store()
        for name in ("user.name", "user.email"):
            self.call("git", "config", "--global", name, PERSON)
        self.call("pass", "git", "init")
        self.settings(store="pass")
        first = self.run_key("login", "--with-key", "--label", "a", input=self.make_key())
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertIn("is a git repository", first.stderr)
        second = self.run_key("login", "--with-key", "--label", "b", input=self.make_key())
        self.assertEqual(second.returncode, 0, second.stderr)
        self.assertNotIn("is a git repository", second.stderr)
        self.assertEqual(len(self.entries()), 2)
        check = next(check for check in self.json("doctor")["checks"] if check["name"] == "pass")
        self.assertIn("a git repository", check["message"])
        self.succeed("logout", "--all", "--yes")
        self.assertEqual(self.entries(), [])


if __name__ == "__main__":
    unittest.main()
