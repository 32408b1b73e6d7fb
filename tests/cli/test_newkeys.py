# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What becomes of a new key, whichever way the command that got it ends."""

import array
import fcntl
import hashlib
import json
import os
import resource
import signal
import subprocess
import termios
import unittest

from gi.repository import Gio, GLib

from commandline import HEADLESS_LINK, CommandLineTestCase, main, wait_until

TRY_AGAIN = r"Try again \(t\), print it once \(p\) or discard it \(d\)\? "
KEEP = r"Keep it\? \[Y/n\] "
NOBODY = 65534

# A disk without room: it may write to pipes and terminals, but not into files.
FULL_DISK = """#!/bin/sh
trap '' XFSZ
ulimit -S -f {limit}
exec '{program}' "$@"
"""


def page_of(key):
    return "/keys/" + hashlib.sha256(key.encode()).hexdigest()


def unread(pipe):
    count = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]


class NewKeyTestCase(CommandLineTestCase):
    def login(self, *arguments, program=None, **options):
        """At the question for the code; the terminal, and the code."""
        if program:
            self.program, usual = program, self.program
            self.addCleanup(setattr, self, "program", usual)
        terminal = self.on_terminal("login", "--no-browser", *arguments, **options)
        link = terminal.expect(HEADLESS_LINK)[1]
        terminal.expect("Code: ")
        return terminal, self.code_for(link)

    def delay_exchange(self):
        self.server.control(faults=[{"endpoint": "exchange", "fault": "delay", "delay": 2000}])

    def wait_for_exchange(self):
        wait_until(lambda: self.server.counts()["exchange"] == 1, "the exchange")

    def on_full_disk(self, limit=0):
        path = self.session.path("home", "full-disk")
        with open(path, "w", encoding="ascii") as file:
            file.write(FULL_DISK.format(program=self.program, limit=limit))
        os.chmod(path, 0o755)
        return path

    def credentials(self):
        """Users of all our entries in the keychain."""
        found = self.session.run("secret-tool", "search", "--all", "server", "OpenRouter")
        return [line.partition(" = ")[2] for line in (found.stdout + found.stderr).splitlines()
                if line.startswith("attribute.user = ")]

    def keys_in_keychain(self):
        return [user for user in self.credentials()
                if not user.startswith("openrouter-signin/index")]

    def reminders(self):
        """What a start says about keys that have no home."""
        lines = self.run_key("list").stderr.splitlines()
        return "\n".join(line for line in lines if not line.startswith("There is no key yet."))

    def pending(self):
        return [entry for entry in self.index() if entry["state"] == "pending"]

    def assert_reminder(self, page="/keys"):
        """The next start names the page, once for each key, and `logout` ends that."""
        entries = self.pending()
        self.assertEqual(len(entries), 1, entries)
        said = self.reminders()
        self.assertIn(page, said)
        self.assertIn(entries[0]["id"], said)
        self.succeed("logout", entries[0]["id"], "--yes")
        self.assertEqual(self.reminders(), "")

    def assert_nothing_left(self):
        self.assertEqual(self.index(), [])
        self.assertEqual(self.credentials(), [])
        self.assertEqual(self.reminders(), "")

    def stop_keychain(self):
        self.session.keychain_process.send_signal(signal.SIGSTOP)
        self.addCleanup(self.let_keychain_go_on)

    def let_keychain_go_on(self):
        self.session.keychain_process.send_signal(signal.SIGCONT)
        wait_until(self.session.keychain_is_unlocked, "the keychain")

    def lock_keychain(self):
        self.addCleanup(self.unlock_keychain)
        self.session.run(
            "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.secrets",
            "/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock",
            "array:objpath:/org/freedesktop/secrets/aliases/default")
        wait_until(lambda: not self.session.keychain_is_unlocked(), "the locked keychain")

    def unlock_keychain(self):
        """Without its prompt, for which there is no display, and with the same daemon."""
        if self.session.keychain_is_unlocked():
            return
        service = ("org.freedesktop.secrets", "/org/freedesktop/secrets")
        bus = self.session.bus()
        _, channel = bus.call_sync(
            *service, "org.freedesktop.Secret.Service", "OpenSession",
            GLib.Variant("(sv)", ("plain", GLib.Variant("s", ""))), None,
            Gio.DBusCallFlags.NONE, 5000, None).unpack()
        bus.call_sync(
            *service, "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
            "UnlockWithMasterPassword",
            GLib.Variant("(o(oayays))", ("/org/freedesktop/secrets/aliases/default",
                                         (channel, b"", b"private session", "text/plain"))),
            None, Gio.DBusCallFlags.NONE, 5000, None)
        wait_until(self.session.keychain_is_unlocked, "the unlocked keychain")

    def damage_list(self):
        with open(self.list_path(), "w", encoding="ascii") as file:
            file.write("{ damaged")

    def list_path(self):
        return self.session.path("data", "openrouter-signin", "keys.json")


class Printing(NewKeyTestCase):
    def setUp(self):
        super().setUp()
        self.add_key("parent")

    def mint_into(self, output, *arguments, program=None):
        process = subprocess.Popen(
            [program or self.program, "mint", "--label", "box", "--print", *arguments],
            env=self.environment(), stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.PIPE, text=True, start_new_session=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.kill)
        return process

    def mint_into_pipe(self):
        reading, writing = os.pipe()
        process = self.mint_into(writing)
        os.close(writing)
        return process, os.fdopen(reading, "rb")

    def assert_lost(self, process, why):
        said = process.communicate(timeout=60)[1]
        self.assertEqual(process.returncode, 1, said)
        self.assertRegex(said, why)
        self.assertRegex(said, r"Revoke the key at http://\S+/keys/[0-9a-f]{64}")
        self.assertEqual(self.pending()[0]["label"], "box")
        self.assert_reminder()

    def test_a_reader_that_is_gone(self):
        process, pipe = self.mint_into_pipe()
        pipe.close()
        self.assert_lost(process, "closed it before the key was read")

    def test_a_reader_that_goes_without_reading(self):
        process, pipe = self.mint_into_pipe()
        wait_until(lambda: unread(pipe), "the key in the pipe")
        pipe.close()
        self.assert_lost(process, "closed it before the key was read")

    def test_a_shell_pipeline_whose_reader_fails(self):
        result = subprocess.run(
            ["bash", "-c", 'set -o pipefail; "$0" mint --label box --print | true', self.program],
            env=self.environment(), text=True, timeout=60, check=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(result.returncode, 1)
        self.assertIn("Revoke the key at", result.stderr)
        self.assert_reminder()

    def test_a_full_disk(self):
        with open("/dev/full", "wb") as full:
            self.assert_lost(self.mint_into(full), "could not be written: No space left")

    def test_a_slow_reader_gets_it_all(self):
        process, pipe = self.mint_into_pipe()
        wait_until(lambda: unread(pipe), "the key in the pipe")
        self.assertIsNone(process.poll())
        self.assertEqual(self.pending()[0]["intent"], "print")
        with pipe:
            self.assertRegex(pipe.read(), rb"\Ask-or-\S+\n\Z")
        self.assertEqual(process.wait(60), 0)
        self.assertEqual([entry["label"] for entry in self.index()], ["parent"])
        self.assertEqual(self.run_key("list").stderr, "")

    def test_a_signal_before_the_reader_reads_leaves_the_reminder(self):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGKILL):
            with self.subTest(number):
                process, pipe = self.mint_into_pipe()
                with pipe:
                    wait_until(lambda: unread(pipe), "the key in the pipe")
                    process.send_signal(number)
                    process.wait(60)
                    self.assertEqual(process.returncode, -number if number == signal.SIGKILL
                                     else 128 + number)
                self.assert_reminder()

    def test_without_a_reminder_nothing_is_posted(self):
        program = self.on_full_disk()
        result = self.run_key("mint", "--label", "box", "--print", program=program)
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertIn("--no-reminder", result.stderr)
        self.assertEqual(self.server.counts()["exchange"], 0)
        terminal, code = self.login("--print", program=program, stdout=subprocess.PIPE)
        terminal.enter(code)
        terminal.expect("--no-reminder")
        self.assertEqual(terminal.end(), 1)
        self.assertEqual(self.server.counts()["exchange"], 0)

    def test_no_reminder_goes_on_without(self):
        program = self.on_full_disk()
        key = self.succeed("mint", "--label", "box", "--print", "--no-reminder", program=program)
        self.assertRegex(key, r"\Ask-or-\S+\n\Z")
        terminal, code = self.login("--print", "--no-reminder", program=program,
                                    stdout=subprocess.PIPE)
        terminal.enter(code)
        self.assertRegex(terminal.process.stdout.read(), rb"\Ask-or-\S+\n\Z")
        self.assertEqual(terminal.end(), 0)
        self.assertEqual([entry["label"] for entry in self.index()], ["parent"])

    def test_no_reminder_is_for_printing_only(self):
        for command in (["login"], ["mint", "--label", "box"]):
            with self.subTest(command):
                said = self.fail_with(2, *command, "--no-reminder")
                self.assertIn("--no-reminder needs --print", said)

    def test_login_into_a_closed_pipe(self):
        reading, writing = os.pipe()
        terminal, code = self.login("--print", stdout=writing)
        os.close(writing)
        os.close(reading)
        terminal.enter(code)
        terminal.expect("closed it before the key was read")
        terminal.expect(r"Revoke the key at http://\S+/keys/[0-9a-f]{64}")
        self.assertEqual(terminal.end(), 1)
        self.assert_reminder()


class Questions(NewKeyTestCase):
    """At a question about a new key only an explicit answer gives it up."""

    ENDS = {
        "hang-up": (lambda terminal: terminal.process.send_signal(signal.SIGHUP), 129),
        "termination": (lambda terminal: terminal.process.send_signal(signal.SIGTERM), 143),
        "interrupt": (lambda terminal: terminal.interrupt(), 130),
        "lost terminal": (lambda terminal: terminal.hang_up(), 129),
        "killed": (lambda terminal: terminal.process.kill(), -signal.SIGKILL),
    }

    def not_stored(self):
        """Asked after the keychain has refused the key."""
        terminal, code = self.login()
        self.lock_keychain()
        terminal.enter(code)
        terminal.expect(TRY_AGAIN)
        return terminal

    def stopped(self):
        """Asked after Ctrl-C while the code was exchanged."""
        self.delay_exchange()
        before = self.server.counts()["exchange"]
        terminal, code = self.login()
        terminal.enter(code)
        wait_until(lambda: self.server.counts()["exchange"] > before, "the exchange")
        terminal.interrupt()
        terminal.expect(KEEP)
        return terminal

    def test_no_answer_leaves_the_reminder(self):
        for question in (self.not_stored, self.stopped):
            for name, (end, code) in self.ENDS.items():
                with self.subTest(question=question.__name__, end=name):
                    terminal = question()
                    end(terminal)
                    ended_with = terminal.process.wait(60)
                    self.unlock_keychain()
                    if name == "lost terminal":
                        # The end of input may be seen before the signal.
                        self.assertIn(ended_with, (code, 5, 130))
                    else:
                        self.assertEqual(ended_with, code)
                    self.assertEqual(self.keys_in_keychain(), [])
                    self.assert_reminder("/keys/")

    def test_the_end_of_input_at_try_again_leaves_the_reminder(self):
        terminal = self.not_stored()
        terminal.type("\x04")
        terminal.expect(r"The next start reminds you of it\. Revoke it at http://\S+/keys/")
        self.assertEqual(terminal.end(), 5)
        self.unlock_keychain()
        self.assert_reminder("/keys/")

    def test_the_end_of_input_at_keep_leaves_the_reminder(self):
        terminal = self.stopped()
        terminal.type("\x04")
        terminal.expect(r"The next start reminds you of it\. Revoke it at http://\S+/keys/")
        self.assertEqual(terminal.end(), 130)
        self.assertEqual(self.keys_in_keychain(), [])
        self.assert_reminder("/keys/")

    def test_another_answer_at_try_again_is_asked_for_again(self):
        terminal = self.not_stored()
        for answer in ("", "n", "x", "discard"):
            terminal.enter(answer)
            terminal.expect(TRY_AGAIN)
        self.unlock_keychain()
        terminal.enter("t")
        terminal.expect("Signed in")
        self.assertEqual(terminal.end(), 0)
        self.assertTrue(self.only_key())

    def test_discarded_at_try_again(self):
        terminal = self.not_stored()
        terminal.enter("d")
        terminal.expect(r"not kept\. Revoke it at http://\S+/keys/[0-9a-f]{64}")
        self.assertEqual(terminal.end(), 5)
        self.unlock_keychain()
        self.assert_nothing_left()

    def test_printed_at_try_again_into_a_reader_that_is_gone(self):
        reading, writing = os.pipe()
        terminal, code = self.login(stdout=writing)
        os.close(writing)
        os.close(reading)
        self.lock_keychain()
        terminal.enter(code)
        terminal.expect(TRY_AGAIN)
        terminal.enter("p")
        terminal.expect("closed it before the key was read")
        self.assertEqual(terminal.end(), 1)
        self.unlock_keychain()
        self.assert_reminder("/keys/")

    def test_only_n_gives_up_a_key_after_control_c(self):
        for answer in ("", "y", "x", "nay"):
            with self.subTest(answer):
                terminal = self.stopped()
                terminal.enter(answer)
                self.assertEqual(terminal.end(), 130)
                self.assertEqual(len(self.keys_in_keychain()), 1)
                self.assertTrue(self.only_key())
                self.forget_everything()
        for answer in ("n", "N", " n "):
            with self.subTest(answer):
                terminal = self.stopped()
                terminal.enter(answer)
                self.assertEqual(terminal.end(), 130)
                self.assert_nothing_left()


class SlowKeychain(NewKeyTestCase):
    """The keychain hangs while a new key is stored, and the person stops it."""

    def stop_while_storing(self, *arguments):
        terminal, code = self.login(*arguments)
        self.stop_keychain()
        terminal.enter(code)
        terminal.expect("Waiting for your keychain")
        terminal.interrupt()
        terminal.expect(KEEP)
        return terminal

    def test_discarded_after_the_keychain_answered(self):
        terminal = self.stop_while_storing()
        self.let_keychain_go_on()
        wait_until(self.keys_in_keychain, "the key in the keychain")
        terminal.enter("n")
        terminal.expect(r"not kept\. Revoke it at http://\S+/keys/[0-9a-f]{64}")
        self.assertEqual(terminal.end(), 130)
        self.assert_nothing_left()
        self.fail_with(3, "print")

    def test_discarded_before_the_keychain_answers(self):
        terminal = self.stop_while_storing()
        terminal.enter("n")
        self.let_keychain_go_on()
        terminal.expect(r"not kept\. Revoke it at")
        self.assertEqual(terminal.end(), 130)
        self.assert_nothing_left()

    def test_kept_after_all(self):
        terminal = self.stop_while_storing()
        terminal.enter("y")
        self.let_keychain_go_on()
        self.assertEqual(terminal.end(), 130)
        self.assertTrue(self.only_key())

    def test_discarded_and_ended_before_the_keychain_answers(self):
        """The next start removes what the keychain has stored meanwhile."""
        terminal = self.stop_while_storing()
        terminal.enter("n")
        wait_until(lambda: self.pending() and self.pending()[0].get("intent") == "discard",
                   "the entry to be discarded")
        terminal.interrupt()
        terminal.expect("has not confirmed that the key is gone")
        self.assertEqual(terminal.end(), 130)
        self.let_keychain_go_on()
        self.run_key("list")
        self.assert_nothing_left()

    def test_the_old_key_stays_if_its_renewal_is_discarded(self):
        old = self.add_key("laptop")
        before = self.index()
        for answers_first in (False, True):
            with self.subTest(answers_first=answers_first):
                terminal = self.stop_while_storing("-k", "laptop")
                if answers_first:
                    self.let_keychain_go_on()
                    wait_until(lambda: len(self.keys_in_keychain()) == 2, "the new key")
                terminal.enter("n")
                self.let_keychain_go_on()
                terminal.expect(r"not kept\. Revoke it at")
                self.assertEqual(terminal.end(), 130)
                self.assertEqual(self.index(), before)
                self.assertEqual(self.only_key(), old)
                self.assertEqual(len(self.keys_in_keychain()), 1)

    def test_the_old_key_stays_if_its_renewal_ends_with_the_program(self):
        old = self.add_key("laptop")
        identifier = self.index()[0]["id"]
        terminal = self.stop_while_storing("-k", "laptop")
        terminal.process.kill()
        terminal.process.wait(60)
        self.let_keychain_go_on()
        self.run_key("list")
        self.assertEqual(self.succeed("print", "-k", identifier).strip(), old)


class Renewal(NewKeyTestCase):
    def test_the_old_key_is_named_with_its_page(self):
        old = self.add_key("laptop")
        terminal, code = self.login("-k", "laptop")
        terminal.enter(code)
        page = terminal.expect(r"The old key works until you revoke it: (\S+)")[1]
        self.assertEqual(terminal.end(), 0)
        self.assertTrue(page.endswith(page_of(old)), page)
        self.assertNotEqual(self.only_key(), old)
        self.assertEqual(len(self.keys_in_keychain()), 1)

    def test_an_old_key_that_the_server_refused_is_not(self):
        old = self.add_key("laptop")
        self.server.control(revoke=old)
        self.run_key("status")
        terminal, code = self.login("-k", "laptop")
        terminal.enter(code)
        self.assertEqual(terminal.end(), 0)
        self.assertNotIn("The old key", terminal.text)


class ListThatCannotBeWritten(NewKeyTestCase):
    def stored_but_not_listed(self):
        """The disk is full once the key has come; the terminal, and a way to make room."""
        terminal, code = self.login(program=self.on_full_disk(limit="unlimited"))
        self.stop_keychain()
        terminal.enter(code)
        terminal.expect("Waiting for your keychain")

        def limit(size):
            resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE,
                             (size, resource.RLIM_INFINITY))
        limit(0)
        self.let_keychain_go_on()
        terminal.expect(TRY_AGAIN)
        return terminal, lambda: limit(resource.RLIM_INFINITY)

    def test_discarded_it_is_not_in_the_keychain(self):
        terminal, make_room = self.stored_but_not_listed()
        self.assertEqual(len(self.keys_in_keychain()), 1)
        make_room()
        terminal.enter("d")
        terminal.expect(r"not kept\. Revoke it at")
        self.assertEqual(terminal.end(), 5)
        self.assert_nothing_left()

    def test_discarded_on_a_full_disk_it_is_said_that_the_entry_stays(self):
        terminal, _ = self.stored_but_not_listed()
        terminal.enter("d")
        terminal.expect("The key is not kept, but the list of keys still has an entry")
        self.assertEqual(terminal.end(), 1)
        self.assertEqual(self.keys_in_keychain(), [])
        self.assert_reminder("/keys/")

    def test_tried_again_it_is_listed(self):
        terminal, make_room = self.stored_but_not_listed()
        terminal.enter("t")
        terminal.expect(TRY_AGAIN)
        make_room()
        terminal.enter("t")
        terminal.expect("Signed in")
        self.assertEqual(terminal.end(), 0)
        self.assertTrue(self.only_key())

    def test_nothing_is_posted_for_a_key_that_cannot_be_noted(self):
        self.add_key("parent")
        program = self.on_full_disk()
        self.assertEqual(self.run_key("mint", "--label", "box", program=program).returncode, 1)
        terminal, code = self.login(program=program)
        terminal.enter(code)
        terminal.expect(r"\(exit code 1\)")
        self.assertEqual(terminal.end(), 1)
        self.assertEqual(self.server.counts()["exchange"], 0)


class Refusals(NewKeyTestCase):
    WRONG = "wrongcode_wrongcode_wrongcode"

    def refused(self):
        terminal, code = self.login()
        terminal.enter(self.WRONG)
        terminal.expect("did not accept this code")
        terminal.expect("Code: ")
        return terminal, code

    def test_a_refused_code_leaves_no_reminder(self):
        for name, end in Questions.ENDS.items():
            if name == "killed":
                continue  # It can do nothing then.
            with self.subTest(name):
                terminal, _ = self.refused()
                end[0](terminal)
                # The end of input may be seen before the signal.
                self.assertIn(terminal.process.wait(60), (end[1], 5))
                self.assert_nothing_left()

    def test_a_refusal_after_a_server_problem_proves_nothing(self):
        self.server.control(faults=[{"endpoint": "exchange", "fault": "server-error"}])
        terminal, _ = self.login()
        terminal.enter(self.WRONG)
        terminal.expect("A key may have been made")
        terminal.end()
        self.assert_reminder()

    def test_the_same_refused_code_is_not_posted_again(self):
        terminal, code = self.refused()
        for _ in range(2):
            terminal.enter(self.WRONG)
            terminal.expect("did not accept this code: Invalid code")
            terminal.expect("Code: ")
        self.assertEqual(self.server.counts()["exchange"], 1)
        terminal.enter(code)
        self.assertEqual(terminal.end(), 0)
        self.assertEqual(self.server.counts()["exchange"], 2)

    def test_a_key_after_a_gateway_time_out_may_be_the_second(self):
        self.server.control(faults=[{"endpoint": "exchange", "fault": "refuse", "status": 504,
                                     "message": "Gateway Timeout"}])
        terminal, code = self.login()
        terminal.enter(code)
        terminal.expect("Signed in")
        terminal.expect(r"a second key may have been created\. Look for it at http://\S+/keys; ")
        self.assertEqual(terminal.end(), 0)
        self.assertEqual(len(self.keys_in_keychain()), 1)
        self.assert_reminder("/keys;")

    def test_killed_while_the_code_is_exchanged(self):
        self.delay_exchange()
        terminal, code = self.login()
        terminal.enter(code)
        self.wait_for_exchange()
        terminal.process.kill()
        terminal.process.wait(60)
        self.assert_reminder()


class List(NewKeyTestCase):
    def setUp(self):
        super().setUp()
        self.alpha = self.add_key("alpha")
        self.beta = self.add_key("beta")

    def labels(self):
        return {entry["label"]: entry["is_default"] for entry in self.index()}

    def test_a_damaged_list_comes_back_as_it_was_last(self):
        self.succeed("rename", "alpha", "gamma")
        self.succeed("default", "beta")
        self.damage_list()
        self.assertIn("was damaged", self.run_key("list").stderr)
        self.assertEqual({key["label"]: key["default"] for key in self.json("list")["keys"]},
                         {"gamma": False, "beta": True})
        self.assertEqual(self.succeed("print").strip(), self.beta)

    def test_an_old_copy_is_not_taken_for_a_new_one(self):
        """While the keychain is locked its copy cannot follow, and no prompt appears for that."""
        self.lock_keychain()
        self.succeed("default", "beta")
        self.damage_list()
        self.unlock_keychain()
        self.run_key("list")
        self.assertEqual(len(self.json("list")["keys"]), 2)
        self.fail_with(3, "print")

    def test_the_copy_follows_after_the_next_operation(self):
        self.lock_keychain()
        self.succeed("rename", "alpha", "gamma")
        self.succeed("default", "beta")
        self.unlock_keychain()
        self.succeed("status")
        self.damage_list()
        self.run_key("list")
        self.assertEqual(self.succeed("print").strip(), self.beta)
        self.assertEqual(self.succeed("print", "-k", "gamma").strip(), self.alpha)

    def test_the_last_key_takes_the_copy_with_it(self):
        self.assertEqual(len(self.credentials()), 3)
        self.succeed("logout", "alpha", "--yes")
        self.assertEqual(len(self.credentials()), 2)
        self.succeed("logout", "--all", "--yes")
        self.assertEqual(self.credentials(), [])

    def test_each_list_has_a_copy_of_its_own(self):
        other = self.session.path("home", "other")
        os.mkdir(other)
        environment = self.environment(XDG_DATA_HOME=other)
        key = self.make_key()
        self.succeed("login", "--with-key", "-q", input=key, environment=environment)
        copies = [user for user in self.credentials()
                  if user.startswith("openrouter-signin/index")]
        self.assertEqual(len(set(copies)), 2)
        self.damage_list()
        self.run_key("list")
        self.assertEqual(len(self.json("list")["keys"]), 2)

    @unittest.skipUnless(os.geteuid() == 0, "only root can be another user")
    def test_a_list_of_another_user_is_left_alone(self):
        folder = os.path.dirname(self.list_path())
        for owned in ([self.list_path()], [folder], [folder, self.list_path()]):
            with self.subTest(owned):
                for path in owned:
                    os.chown(path, NOBODY, NOBODY)
                before = self.listing(folder)
                for command in (["rename", "alpha", "gamma"], ["default", "beta"],
                                ["mint", "--label", "box"], ["mint", "--label", "box", "--print"]):
                    said = self.fail_with(1, *command)
                    self.assertIn("belongs to the user “nobody”", said)
                self.assertEqual(self.listing(folder), before)
                self.assertEqual(self.server.counts()["exchange"], 0)
                for path in owned:
                    os.chown(path, 0, 0)

    @staticmethod
    def listing(folder):
        result = {}
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                result[name] = (os.stat(path).st_uid, file.read())
        return result

    def test_behind_a_link_the_target_is_moved_aside(self):
        target = self.session.path("home", "list-of-keys")
        os.rename(self.list_path(), target)
        os.symlink(target, self.list_path())
        self.damage_list()
        self.run_key("list")
        self.assertTrue(os.path.islink(self.list_path()))
        self.assertEqual(os.readlink(self.list_path()), target)
        aside = [name for name in os.listdir(self.session.path("home"))
                 if name.startswith("list-of-keys.corrupt-")]
        self.assertEqual(len(aside), 1)
        self.assertEqual(len(self.index()), 2)
        self.assertEqual(self.succeed("print", "-k", "beta").strip(), self.beta)

    def test_unknown_members_stay(self):
        with open(self.list_path(), encoding="utf-8") as file:
            content = json.load(file)
        content["keys"][0]["color"] = {"of": ["a newer version"]}
        with open(self.list_path(), "w", encoding="utf-8") as file:
            json.dump(content, file)
        self.succeed("rename", "alpha", "gamma")
        entry = next(entry for entry in self.index() if entry["label"] == "gamma")
        self.assertEqual(entry["color"], {"of": ["a newer version"]})
        self.assertFalse([name for name in os.listdir(os.path.dirname(self.list_path()))
                          if "corrupt" in name])


if __name__ == "__main__":
    main()
