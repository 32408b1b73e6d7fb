# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What openrouter-key loads, and how it hands over to the program that has the network."""

import os
import re
import shutil
import subprocess

from commandline import HEADLESS_LINK, ONLINE_PROGRAM, CommandLineTestCase, main, redacted

GUI = "libQt6Gui."
NETWORK = "libQt6Network."
NETWORK_AUTHORIZATION = "libQt6NetworkAuth."


class LibrariesTest(CommandLineTestCase):
    def loaded(self, *arguments, **options):
        """The libraries that a call has loaded, those that were opened at run time included."""
        traces = self.session.path("home", "libraries")
        environment = self.environment(LD_DEBUG="files", LD_DEBUG_OUTPUT=traces)
        self.succeed(*arguments, environment=environment, **options)
        names = set()
        folder = os.path.dirname(traces)
        for name in os.listdir(folder):
            if name.startswith("libraries."):
                with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                    names |= {os.path.basename(path) for path in
                              re.findall(r"calling init: (\S+)", file.read())}
                os.remove(os.path.join(folder, name))
        self.assertTrue(any(name.startswith("libQt6Core.") for name in names), names)
        return names

    def assert_not_loaded(self, unwanted, names):
        found = sorted(name for name in names if name.startswith(tuple(unwanted)))
        self.assertEqual(found, [])

    def test_what_reads_a_stored_key_loads_no_network_and_no_gui(self):
        self.add_key()
        for arguments in (["print"], ["print", "--json"], ["env"], ["exec", "--", "true"],
                          ["list"], ["__complete"], ["default", "laptop"],
                          ["rename", "laptop", "desk"], ["logout", "--all", "--yes"],
                          ["print", "--help"], ["--version"]):
            with self.subTest(arguments):
                names = self.loaded(*arguments)
                self.assert_not_loaded([GUI, NETWORK, NETWORK_AUTHORIZATION], names)

    def test_what_needs_the_network_loads_no_gui(self):
        names = self.loaded("login", "--with-key", "--quiet", input=self.make_key() + "\n")
        self.assertTrue(any(name.startswith(NETWORK) for name in names), names)
        self.assert_not_loaded([GUI], names)
        for arguments in (["status"], ["help"]):
            with self.subTest(arguments):
                self.assert_not_loaded([GUI], self.loaded(*arguments))

    def test_sign_in_loads_no_gui(self):
        terminal = self.on_terminal("login", "--no-browser")
        link = terminal.expect(HEADLESS_LINK).group(1)
        with open(f"/proc/{terminal.process.pid}/maps", encoding="utf-8") as file:
            names = {os.path.basename(line.split()[-1]) for line in file}
        self.assertTrue(any(name.startswith(NETWORK) for name in names), names)
        self.assert_not_loaded([GUI], names)
        terminal.enter(self.code_for(link))
        self.assertEqual(terminal.end(), 0)


class HandingOverTest(CommandLineTestCase):
    """The second program is found from where the first one is, and gets the call untouched."""

    def test_programs_can_be_moved(self):
        program = self.copy_programs("a folder with blanks")
        self.assertIn("Usage: openrouter-key", self.succeed("help", program=program))

    def test_symbolic_link_is_followed(self):
        program = self.copy_programs("prefix")
        link = self.session.path("home", "linked")
        os.symlink(program, link)
        self.assertIn("Usage: openrouter-key", self.succeed("help", program=link))

    def test_path_and_current_folder_are_not_searched(self):
        program = self.copy_programs("alone", with_online=False)
        folder = self.session.path("home", "decoy")
        os.makedirs(os.path.join(folder, "libexec", "openrouter-signin"))
        for path in (ONLINE_PROGRAM, ONLINE_PROGRAM[-1:]):
            shutil.copy("/bin/true", os.path.join(folder, *path))
        environment = self.environment(PATH=folder + ":" + os.environ["PATH"])
        text = self.fail_with(1, "help", program=program, environment=environment, cwd=folder)
        missing = os.path.join(os.path.realpath(self.session.path("home", "alone")),
                               *ONLINE_PROGRAM)
        self.assertEqual(text, f"openrouter-key: {missing} cannot be run: No such file or "
                               "directory.\nInstall this program again. (exit code 1)\n")

    def test_without_the_second_program_stored_keys_can_be_used(self):
        key = self.add_key()
        program = self.copy_programs("alone", with_online=False)
        self.assertEqual(self.succeed("print", program=program), key + "\n")
        self.assertIn("laptop", self.succeed("list", program=program))

    def test_arguments_need_not_be_text(self):
        result = subprocess.run([self.program, "help", b"no\xffcommand"], check=False,
                                env=self.environment(), stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)
        self.assertEqual(result.returncode, 2)
        self.assertIn(b"There is no command", result.stderr)

    def test_standard_input_is_left_for_the_second_program(self):
        key = self.make_key()
        self.succeed("login", "--with-key", "--quiet", input=key + "\nmore than one line\n")
        self.assertEqual(self.only_key(), key)

    def test_messages_name_the_program_that_people_call(self):
        text = self.fail_with(2, "login", "--nonsense")
        self.assertNotIn("openrouter-key-online", redacted(text))


if __name__ == "__main__":
    main()
