# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real service of a real systemd, in a container that has this system's /usr and nothing else."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest

PROGRAMS = os.environ["SIGNIN_PROGRAMS"]
DOCUMENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs",
                        "servers.md")
KEY = "sk-or-v1-TESTunit"

ENCRYPT = """[Unit]
DefaultDependencies=no
FailureAction=exit-force
[Service]
Type=oneshot
StandardError=append:/srv/output/errors
RemainAfterExit=yes
ExecStart=mkdir -p /etc/credstore.encrypted
ExecStart=/bin/sh -c 'cat /srv/key | {encrypt}'
"""

SERVICE = """[Unit]
DefaultDependencies=no
Requires=encrypt.service
After=encrypt.service
SuccessAction=exit
FailureAction=exit-force
[Service]
Type=oneshot
Environment=PATH={programs}:/usr/bin:/bin
{credential}
ExecStart={command}
StandardOutput=file:/srv/output/output
StandardError=append:/srv/output/errors
"""


@unittest.skipUnless(os.geteuid() == 0 and shutil.which("systemd-nspawn"),
                     "needs root and systemd-nspawn")
class Unit(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="signin-", dir="/var/tmp")
        self.addCleanup(shutil.rmtree, self.folder)
        for name in ("output", "state"):
            os.mkdir(os.path.join(self.folder, name))
        self.write("key", KEY + "\n")

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="ascii") as file:
            file.write(text)

    def output(self, name):
        try:
            with open(os.path.join(self.folder, "output", name), encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def boot(self, credential, command, encrypt="cat >/dev/null"):
        self.write("encrypt.service", ENCRYPT.format(encrypt=encrypt))
        self.write("key.service", SERVICE.format(programs=PROGRAMS, credential=credential,
                                                 command=command))
        result = subprocess.run(
            ["systemd-nspawn", "--quiet", "--directory=/", "--volatile=yes", "--register=no",
             "--keep-unit", f"--bind-ro={os.path.dirname(PROGRAMS)}",
             f"--bind-ro={self.folder}/key:/srv/key", f"--bind={self.folder}/output:/srv/output",
             # Its key for credentials must not be in memory only.
             f"--bind={self.folder}/state:/var/lib/systemd",
             *(f"--bind-ro={self.folder}/{name}.service:/etc/systemd/system/{name}.service"
               for name in ("encrypt", "key")),
             "--boot", "systemd.unit=key.service"],
            text=True, timeout=60, check=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertTrue(self.output("output") or self.output("errors"), result.stdout[-3000:])

    def document(self, pattern):
        with open(DOCUMENT, encoding="utf-8") as file:
            return re.search(pattern, file.read())[1]

    def test_a_credential_is_printed(self):
        self.boot("LoadCredential=openrouter-key:/srv/key",
                  f"{PROGRAMS}/openrouter-key print --credential")
        self.assertEqual((self.output("output"), self.output("errors")), (KEY + "\n", ""))

    def test_an_encrypted_one_as_documented(self):
        encrypt = self.document(r"openrouter-key print \|\n\s+sudo (systemd-creds encrypt .*)\n")
        credential = self.document(r"(?m)^(LoadCredentialEncrypted=.*)$")
        command = self.document(r"(?m)^ExecStart=(openrouter-key exec .*) -- my-bot --serve$")
        self.boot(credential, f"{PROGRAMS}/{command} -- sh -c 'echo $$OPENROUTER_API_KEY'",
                  encrypt)
        self.assertEqual(self.output("output"), KEY + "\n", self.output("errors"))

    def test_without_a_credential_it_says_what_to_write_into_the_unit(self):
        self.boot("", f"{PROGRAMS}/openrouter-key print --credential")
        self.assertEqual(self.output("output"), "")
        self.assertIn("LoadCredentialEncrypted=openrouter-key", self.output("errors"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
