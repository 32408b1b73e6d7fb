# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that systemd hands to a service, without systemd: a folder and a variable."""

import os

from commandline import CommandLineTestCase, main


class Credentials(CommandLineTestCase):
    def setUp(self):
        super().setUp()
        self.folder = self.session.path("home", "credentials")
        os.mkdir(self.folder)

    def environment(self, **more):
        return super().environment(**{"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
                                      "CREDENTIALS_DIRECTORY": self.folder, **more})

    def put(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="ascii") as file:
            file.write(text)

    def test_the_usual_one(self):
        self.put("openrouter-key", "sk-or-v1-TESTa\n")
        self.assertEqual(self.succeed("print", "--credential"), "sk-or-v1-TESTa\n")
        shown = self.succeed("exec", "--credential", "--", "sh", "-c",
                             "echo $OPENROUTER_API_KEY ${CREDENTIALS_DIRECTORY:+set}")
        self.assertEqual(shown, "sk-or-v1-TESTa set\n")
        self.assertEqual(self.index(), [])

    def test_one_that_is_named(self):
        self.put("other", "sk-or-v1-TESTb")
        for option in (["--credential", "other"], ["--credential=other"]):
            self.assertEqual(self.succeed("print", *option), "sk-or-v1-TESTb\n")
            self.assertEqual(self.succeed("exec", *option, "--env", "KEY", "--", "sh", "-c",
                                          "echo $KEY"), "sk-or-v1-TESTb\n")

    def test_it_is_read_only_when_asked_for(self):
        self.put("openrouter-key", "sk-or-v1-TESTa\n")
        self.fail_with(3, "print")

    def test_it_goes_to_the_server_that_is_set(self):
        self.put("openrouter-key", "sk-or-v1-TESTa\n")
        shown = self.succeed("exec", "--credential", "--for", "openai", "--", "sh", "-c",
                             "echo $OPENAI_BASE_URL",
                             environment=self.environment(OPENROUTER_BASE_URL="https://x.test/v1"))
        self.assertEqual(shown, "https://openrouter.ai/api/v1\n")

    def test_words_of_the_command_stay_as_they_are(self):
        self.put("openrouter-key", "sk-or-v1-TESTa\n")
        self.assertEqual(self.succeed("exec", "--credential", "--", "echo", "--credential"),
                         "--credential\n")
        self.assertEqual(self.succeed("exec", "--env", "KEY", "--credential=openrouter-key", "echo",
                                      "--credential"), "--credential\n")

    def test_what_can_be_wrong(self):
        said = self.fail_with(3, "print", "--credential", "none")
        self.assertIn("This service has none", said)
        self.put("a", "not a key at all\n")
        self.assertIn("This service has: a", self.fail_with(3, "print", "--credential"))
        said = self.fail_with(3, "print", "--credential", "a")
        self.assertIn("form of a key", said)
        self.assertNotIn("at all", said)
        self.fail_with(2, "print", "--credential", "../a")
        self.fail_with(2, "print", "--credential", "a", "--json")
        self.fail_with(2, "print", "--credential", "a", "--key", "x")
        self.fail_with(125, "exec", "--credential", "none", "--", "true")
        said = self.fail_with(4, "print", "--credential",
                              environment=self.environment(CREDENTIALS_DIRECTORY=None))
        self.assertIn("LoadCredentialEncrypted=openrouter-key", said)

    def test_doctor_names_them(self):
        self.put("openrouter-key", "sk-or-v1-TESTa\n")
        self.assertRegex(self.run_key("doctor").stdout, r"ok credentials +openrouter-key")


if __name__ == "__main__":
    main()
