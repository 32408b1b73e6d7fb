# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A key for another machine: given to a command, which has it or not."""

import json
import os
import shlex

from commandline import HEADLESS_LINK, CommandLineTestCase, main


class SecondMachine(CommandLineTestCase):
    def setUp(self):
        super().setUp()
        self.taken = self.session.path("home", "taken")

    def login_to(self, command, *options):
        terminal = self.on_terminal("login", "--no-browser", "--label", "box", "--to", command,
                                    *options)
        terminal.enter(self.code_for(terminal.expect(HEADLESS_LINK)[1]))
        return terminal

    def read_taken(self):
        with open(self.taken, encoding="ascii") as file:
            return file.read()

    def test_the_key_is_on_the_other_machine_only(self):
        data = self.session.path("home", "box")
        os.mkdir(data)
        command = (f"XDG_DATA_HOME={data} {shlex.quote(self.program)} login --with-key "
                   f"--label box")
        terminal = self.login_to(command)
        terminal.expect("The command has the key")
        self.assertEqual(terminal.end(), 0)
        self.assertEqual(self.index(), [])
        with open(os.path.join(data, "openrouter-signin", "keys.json"), encoding="utf-8") as file:
            entry, = json.load(file)["keys"]
        self.assertEqual((entry["state"], entry["label"]), ("stored", "box"))
        self.assertTrue(self.look_up(entry))
        self.assert_strict()

    def test_it_comes_on_standard_input_and_nowhere_else(self):
        terminal = self.login_to(
            f'cat >{self.taken}; tr "\\0" "\\n" </proc/$$/environ >{self.taken}.environ; '
            f'tr "\\0" "\\n" </proc/$PPID/cmdline >>{self.taken}.environ')
        self.assertEqual(terminal.end(), 0)
        key = self.read_taken()
        self.assertRegex(key, r"\Ask-or-\S+\n\Z")
        with open(self.taken + ".environ", encoding="utf-8") as file:
            self.assertNotIn(key.strip(), file.read())
        self.assertNotIn(key.strip(), terminal.text)

    def test_a_command_that_fails_can_be_tried_again(self):
        terminal = self.login_to(f"test -e {self.taken} && cat >{self.taken}")
        terminal.expect(r"ended with 1[\s\S]*\(d\)\? ")
        with open(self.taken, "w", encoding="ascii"):
            pass
        terminal.enter("t")
        self.assertEqual(terminal.end(), 0)
        self.assertRegex(self.read_taken(), r"\Ask-or-\S+\n\Z")
        self.assertEqual(self.index(), [])

    def test_otherwise_the_key_stays_pending(self):
        terminal = self.login_to("cat >/dev/null; exit 3")
        terminal.expect(r"ended with 3[\s\S]*\(d\)\? ")
        terminal.type("\x04")
        self.assertEqual(terminal.end(), 5)
        entry, = self.index()
        self.assertEqual((entry["state"], entry["intent"]), ("pending", "print"))
        self.assertIn("ended before its key was saved", self.run_key("list").stderr)

    def test_it_may_be_discarded(self):
        terminal = self.login_to("false")
        terminal.expect(r"\(d\)\? ")
        terminal.enter("d")
        terminal.expect("The key is not kept. Revoke it at")
        self.assertEqual(terminal.end(), 5)
        self.assertEqual(self.index(), [])

    def test_ctrl_c_meanwhile_leaves_it_pending(self):
        terminal = self.login_to("echo it is here; read line; sleep 1000")
        terminal.expect("it is here")
        terminal.interrupt()
        self.assertEqual(terminal.end(), 130)
        self.assertEqual([entry["state"] for entry in self.index()], ["pending"])

    def test_a_minted_key(self):
        self.add_key("parent")
        self.succeed("mint", "--label", "box", "--to", f"cat >{self.taken}")
        self.assertRegex(self.read_taken(), r"\Ask-or-\S+\n\Z")
        self.assertEqual([entry["label"] for entry in self.index()], ["parent"])
        said = self.fail_with(1, "mint", "--label", "box", "--to", "exit 7")
        self.assertIn("ended with 7", said)
        self.assertIn("Revoke the key at", said)
        self.assertEqual(len(self.index()), 2)

    def test_wrong_calls(self):
        for option in (["--print"], ["--with-key"], ["--store", "pass"], ["--key", "x"],
                       ["--json"]):
            self.fail_with(2, "login", "--to", "cat", *option)
        self.fail_with(2, "login", "--to", " ")


if __name__ == "__main__":
    main()
