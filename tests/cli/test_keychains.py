# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which keychain answers, and what is said where it is not the one that has the key."""

import json
import os
import subprocess
import unittest

from commandline import CommandLineTestCase

KDE = {"XDG_CURRENT_DESKTOP": "KDE", "KDE_FULL_SESSION": "true", "KDE_SESSION_VERSION": "5"}


class Keychains(CommandLineTestCase):
    def keychain_check(self, environment, command=()):
        result = subprocess.run([*command, self.program, "doctor", "--json"], text=True, timeout=60,
                                env=environment, stdin=subprocess.DEVNULL, check=False,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return next(check for check in json.loads(result.stdout)["checks"]
                    if check["name"] == "keychain")

    def test_kde_with_kwallet_disabled_uses_gnome_keyring(self):
        with open(self.session.path("config", "kwalletrc"), "w", encoding="ascii") as file:
            file.write("[Wallet]\nEnabled=false\n")
        environment = self.environment(**KDE)
        key = self.make_key()
        self.succeed("login", "--with-key", "--quiet", input=key + "\n", environment=environment)
        self.assertEqual(self.only_key(), key)
        self.assertEqual(self.index()[0]["keychain"], "GNOME Keyring")
        self.assertEqual(self.succeed("print", environment=environment), key + "\n")
        self.succeed("status", environment=environment)
        self.assertEqual(self.keychain_check(environment)["message"], "GNOME Keyring, ready")
        self.succeed("logout", "--all", "--yes", environment=environment)
        self.assertEqual(self.index(), [])

    def test_a_key_in_another_keychain_is_not_called_missing(self):
        self.add_key()
        path = self.session.path("data", "openrouter-signin", "keys.json")
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        self.assertEqual(content["keys"][0]["keychain"], "GNOME Keyring")
        content["keys"][0]["keychain"] = "KWallet"
        with open(path, "w", encoding="utf-8") as file:
            json.dump(content, file)
        self.session.run("secret-tool", "clear", "server", "OpenRouter")
        for command in ("print", "status"):
            said = self.fail_with(4, command)
            self.assertIn("This key is in KWallet, but GNOME Keyring answers", said)
        self.assertEqual(self.index()[0]["state"], "stored")

    def test_all_parts_find_the_same_bus(self):
        key = self.add_key()
        link = self.session.path("home", "run")
        os.mkdir(link, 0o700)
        os.symlink(self.session.path("run", "bus"), os.path.join(link, "bus"))
        for name, variables in {
                "empty": {"DBUS_SESSION_BUS_ADDRESS": ""},
                "link": {"DBUS_SESSION_BUS_ADDRESS": None, "XDG_RUNTIME_DIR": link},
                "empty and a link": {"DBUS_SESSION_BUS_ADDRESS": "", "XDG_RUNTIME_DIR": link},
        }.items():
            with self.subTest(name):
                environment = self.environment(**variables)
                self.assertEqual(self.succeed("print", environment=environment), key + "\n")
                self.assertEqual(self.keychain_check(environment)["message"],
                                 "GNOME Keyring, ready")
                # What exec starts finds what was there before.
                shown = self.succeed("exec", "--", "sh", "-c",
                                     "echo ${DBUS_SESSION_BUS_ADDRESS-unset}",
                                     environment=environment)
                self.assertEqual(shown.strip(),
                                 "" if variables["DBUS_SESSION_BUS_ADDRESS"] == "" else "unset")

    def test_no_keyring_yet_is_not_called_locked(self):
        folder = self.session.path("home", "fresh")
        os.makedirs(os.path.join(folder, "run"), 0o700)
        environment = self.environment(XDG_DATA_HOME=folder, DBUS_SESSION_BUS_ADDRESS=None,
                                       XDG_RUNTIME_DIR=os.path.join(folder, "run"))
        check = self.keychain_check(environment, ["dbus-run-session", "--"])
        self.assertEqual(check["state"], "failed")
        self.assertIn("GNOME Keyring, no keyring yet", check["message"])
        self.assertTrue(check["remedy"].startswith("Make one:"), check["remedy"])
        result = subprocess.run(
            ["dbus-run-session", "--", self.program, "login", "--with-key"], text=True, timeout=60,
            env=environment, input="sk-or-v1-TEST\n", check=False, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        self.assertEqual(result.returncode, 4, result.stderr)
        self.assertIn("There is no keyring yet", result.stderr)
        self.assertNotIn("locked", result.stderr)

    def test_doctor_names_the_runtime_directory_where_cron_has_none(self):
        environment = self.environment(DBUS_SESSION_BUS_ADDRESS=None, XDG_RUNTIME_DIR=None)
        check = self.keychain_check(environment)
        self.assertIn("no session bus", check["message"])
        self.assertIn("export XDG_RUNTIME_DIR=/run/user/$(id -u)", check["remedy"])


if __name__ == "__main__":
    unittest.main()
