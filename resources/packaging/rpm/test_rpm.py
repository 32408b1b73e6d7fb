#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The RPM packages, installed, used, upgraded and removed where rpm knows of nothing else.

test.sh starts it in a Debian root. What the packages require is there under Debian's names, so that
rpm is told not to ask for it. The folder /srv/output/older-rpm has the same with a lower version.
"""

import glob

from journey import InstalledTestCase, main

NEW = "/srv/dist"
OLD = "/srv/output/older-rpm"
NAMES = ("openrouter-signin", "openrouter-key")
# What they require, as Debian 12 calls it, and rpm.
DEBIAN_PACKAGES = ("rpm", "libqt6widgets6", "libqt6networkauth6", "libqt6dbus6", "libqt6keychain1",
                   "libqrencode4", "libsecret-1-0", "ca-certificates", "xdg-utils")
# Fedora's package `filesystem` has these, so that no other package does.
FOLDERS = ("/usr/share/fish/vendor_completions.d", "/usr/share/licenses",
           "/usr/share/zsh/site-functions")


class RpmTest(InstalledTestCase):
    def test_installs_works_is_upgraded_and_goes(self):
        self.as_root("apt-get", "--yes", "--no-install-recommends", "install", *DEBIAN_PACKAGES)
        self.as_root("rpm", "--initdb")
        self.as_root("mkdir", "-p", *FOLDERS)
        before = self._files()
        self._rpm("--install", OLD)
        old_version = self._said_version()
        self.see_that_the_server_is_not_trusted()
        self.trust_the_authority()
        program = self.start_installed()
        key = self.sign_in_and_find_key(program)
        program.stop()

        self._rpm("--upgrade", NEW)
        self.assertNotEqual(self._said_version(), old_version)
        program = self.start_installed()
        program.wait_for_text(self.stored_key()[0]["masked_key"])
        program.stop()
        self.use_command_line(key)

        self.as_root("rpm", "--erase", *NAMES)
        self.assertEqual(self._files() ^ before, set())
        # What is the person's stays, until they say `openrouter-key logout --all`.
        self.assertEqual(self.stored_key()[1], key)

    def _rpm(self, action, folder):
        files = [file for name in NAMES for file in glob.glob(f"{folder}/{name}-[0-9]*.rpm")]
        self.assertEqual(len(files), len(NAMES), files)
        self.as_root("rpm", action, "--nodeps", *files)
        self.as_root("rpm", "--verify", "--nodeps", *NAMES)
        for name in NAMES:
            self.assertEqual(self._query("--package", files[NAMES.index(name)]), self._query(name))

    def _said_version(self):
        return self.session.run("/usr/bin/openrouter-signin", "--version").stdout.split()[-1]

    def _files(self):
        """All that is installed, whoever did it, without what the trust in authorities changes."""
        found = self.as_root("find", "/usr", "/etc", "/opt", "/srv", "-xdev", "-path",
                             "/etc/ssl/certs", "-prune", "-o", "-not", "-path",
                             "/usr/local/share/ca-certificates/*", "-not", "-name", "*.pyc", "-print")
        return set(found.splitlines())

    def _query(self, *what):
        """As root, in whose home Debian's rpm keeps its database."""
        return self.as_root("rpm", "--query", *what)


if __name__ == "__main__":
    main()
