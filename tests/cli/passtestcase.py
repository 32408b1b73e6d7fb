# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""openrouter-key where there is no keychain, with the real pass and a gpg-agent of its own."""

import os
import shutil
import subprocess

from commandline import DEADLINE, CommandLineTestCase

NOWHERE = "unix:path=/nonexistent"
PERSON = "person@example.org"
PASSPHRASE = "TEST passphrase"


class PassTestCase(CommandLineTestCase):
    def setUp(self):
        super().setUp()
        self.gnupg = self.session.path("home", ".gnupg")
        self.store = self.session.path("home", ".password-store")

    def environment(self, **more):
        return super().environment(**{"DBUS_SESSION_BUS_ADDRESS": NOWHERE, **more})

    def call(self, *command, input=None, check=True):
        return subprocess.run(command, env=self.environment(), input=input, text=True,
                              timeout=DEADLINE, check=check, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)

    def make_gpg_key(self, person=PERSON, passphrase=""):
        os.makedirs(self.gnupg, 0o700, exist_ok=True)
        self.addCleanup(shutil.rmtree, self.gnupg, True)
        self.addCleanup(self.call, "gpgconf", "--kill", "all", check=False)
        self.call("gpg", "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase",
                  passphrase, "--quick-generate-key", person, "future-default", "default", "never")

    def forget_secret_key(self, person=PERSON):
        """Its public part stays, so that entries can be encrypted for it."""
        listing = self.call("gpg", "--batch", "--with-colons", "--list-keys", person).stdout
        fingerprint = next(line.split(":")[9] for line in listing.splitlines()
                           if line.startswith("fpr:"))
        self.call("gpg", "--batch", "--yes", "--delete-secret-keys", fingerprint)

    def make_store(self, passphrase=""):
        self.make_gpg_key(passphrase=passphrase)
        self.call("pass", "init", PERSON)

    def forget_passphrase(self):
        self.call("gpgconf", "--reload", "gpg-agent")

    def name(self, entry):
        return f"openrouter-signin/{self.server.host_and_port}/{entry['id']}"

    def look_up(self, entry):
        result = self.call("pass", "show", self.name(entry), check=False)
        return result.stdout.rstrip("\n") if result.returncode == 0 else None

    def entries(self):
        """All names in the store."""
        names = []
        for folder, _, files in os.walk(self.store):
            names += [os.path.relpath(os.path.join(folder, file), self.store)
                      for file in files if file.endswith(".gpg")]
        return names

    def settings(self, **values):
        folder = self.session.path("config", "openrouter-signin")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "openrouter-signin.ini"), "w", encoding="utf-8") as file:
            file.write("[signin]\n" + "".join(f"{name}={value}\n"
                                              for name, value in values.items()))
