# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs each line of the section “In your tools” of README.md."""

import json
import os
import re
import subprocess

from commandline import HEADLESS_LINK, CommandLineTestCase, Terminal, main

README = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "README.md")

# Stands in for each tool: notes under its own name what it was given and which variables it saw.
TOOL = """#!/bin/sh
{ echo "$*"; env; } > "$TOOL_NOTES/${0##*/}"
"""

# The other machine: the same program with folders of its own.
SSH = """#!/bin/sh
host=$1
shift
export XDG_DATA_HOME="$TOOL_NOTES/$host"
exec "$@"
"""


class ReadmeLines(CommandLineTestCase):
    def setUp(self):
        super().setUp()
        with open(README, encoding="utf-8") as file:
            self.section = re.search(r"(?s)\n## In your tools\n(.*?)\n## ", file.read())[1]
        self.folder = self.session.path("home", "tools")
        self.notes = self.session.path("home", "notes")
        os.makedirs(self.folder)
        os.makedirs(self.notes)
        for name in ("aider", "python3", "claude", "my-bot"):
            self.write_program(name, TOOL)
        self.write_program("ssh", SSH)

    def write_program(self, name, text):
        file = os.path.join(self.folder, name)
        with open(file, "w", encoding="ascii") as output:
            output.write(text)
        os.chmod(file, 0o755)

    def environment(self, **more):
        environment = super().environment(TOOL_NOTES=self.notes, **more)
        environment["PATH"] = f"{self.folder}:{self.programs}:{environment['PATH']}"
        return environment

    def blocks(self, kind):
        return re.findall(rf"(?s)```{kind}\n(.*?)```", self.section)

    def lines(self):
        """The shell lines, without their comments."""
        return [re.sub(r"\s+# .*", "", line) for block in self.blocks("sh")
                for line in block.splitlines()]

    def shell(self, script, shell="bash"):
        result = subprocess.run(
            [shell, "-c", script], env=self.environment(), cwd=self.session.path("home"), text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120,
            check=False)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def note_of(self, tool):
        with open(os.path.join(self.notes, tool), encoding="utf-8") as file:
            arguments, *variables = file.read().splitlines()
        return arguments, dict(line.split("=", 1) for line in variables if "=" in line)

    def sign_in(self):
        self.assertEqual(self.lines()[0], "openrouter-key login")
        terminal = self.on_terminal("login")
        link = terminal.expect(HEADLESS_LINK)[1]
        terminal.expect("Code: ")
        terminal.enter(self.code_for(link))
        self.assertEqual(terminal.end(), 0)
        return self.only_key()

    def sign_in_for(self, line):
        """A sign-in whose key is for another machine."""
        terminal = Terminal(["bash", "-c", line], self.environment())
        self.addCleanup(terminal.close)
        terminal.enter(self.code_for(terminal.expect(HEADLESS_LINK)[1]))
        self.assertEqual(terminal.end(), 0)

    def test_every_line(self):
        key = self.sign_in()
        for line in self.lines()[1:]:
            with self.subTest(line):
                if "login" in line.split("--to")[0]:
                    self.sign_in_for(line)
                else:
                    self.shell(line)
        self.assertEqual(self.note_of("aider")[1]["OPENROUTER_API_KEY"], key)
        arguments, variables = self.note_of("python3")
        self.assertEqual((arguments, variables["OPENAI_API_KEY"], variables["OPENAI_BASE_URL"]),
                         ("chat.py", key, self.server.base_url))
        self.assertEqual(self.note_of("claude")[1]["ANTHROPIC_AUTH_TOKEN"], key)

        # The second machine has a key of its own, and this one knows nothing of it. (Both have the
        # same keychain here, whose copy of the list the other one found.)
        self.assertEqual(len(self.index()), 1)
        with open(os.path.join(self.notes, "box", "openrouter-signin", "keys.json"),
                  encoding="utf-8") as file:
            other = [entry for entry in json.load(file)["keys"]
                     if entry["id"] != self.index()[0]["id"]]
        self.assertEqual([(entry["label"], entry["state"]) for entry in other],
                         [("box", "stored")])
        self.assertNotEqual(self.look_up(other[0]), key)
        self.assert_strict()

    def test_env_lines(self):
        key = self.sign_in()
        set_line, unset_line = [line for line in self.lines() if line.startswith("eval")]
        output = self.shell(f"{set_line}; printenv OPENROUTER_API_KEY; {unset_line}; "
                            "printenv OPENROUTER_API_KEY || echo gone")
        self.assertEqual(output, f"{key}\ngone\n")
        output = self.shell(self.blocks("fish")[0] + "printenv OPENROUTER_API_KEY", "fish")
        self.assertEqual(output, key + "\n")
        output = self.shell(self.blocks("envrc")[0] + "printenv OPENROUTER_API_KEY")
        self.assertEqual(output, key + "\n")

    def test_unit_and_helper(self):
        key = self.sign_in()
        command = re.search(r"(?m)^ExecStart=(.*)$", self.blocks("ini")[0])[1]
        self.shell(command)
        arguments, variables = self.note_of("my-bot")
        self.assertEqual((arguments, variables["OPENROUTER_API_KEY"]), ("--serve", key))
        helper = json.loads(self.blocks("json")[0])["apiKeyHelper"]
        self.assertEqual(self.shell(helper).strip(), key)


if __name__ == "__main__":
    main()
