#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Debian packages, installed, used, upgraded and removed as a person does.

test.sh starts it in a root that has nothing of ours. The folder /srv/output/older has the same
packages with a lower version.
"""

import glob
import json
import os
import subprocess
import tempfile
import urllib.parse

from journey import InstalledTestCase, main

NEW = "/srv/dist"
OLD = "/srv/output/older"
# What version 1 of the list of keys has always demanded of an entry.
EARLIEST_MEMBERS = ("id", "server", "label", "created", "state", "key_hash")


class DebTestCase(InstalledTestCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.purge, "openrouter-signin", "openrouter-key", "libopenrouterauth0",
                        "libopenrouterauth-dev")

    def install(self, *names, folder=NEW):
        files = []
        for name in names:
            found = glob.glob(f"{folder}/{name}_*.deb")
            self.assertEqual(len(found), 1, f"{name} in {folder}")
            files += found
        # Not what is only recommended: it must work without.
        self.as_root("apt-get", "--yes", "--no-install-recommends", "install", *files)
        for name in names:
            self.assertEqual(self.version(name), _field(glob.glob(f"{folder}/{name}_*.deb")[0]))

    def purge(self, *names):
        self.as_root("dpkg", "--purge", *names)
        for name in names:
            self.assertEqual(self.version(name), None)

    def version(self, package):
        """The version that is installed, None if none is, and not its configuration either."""
        result = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        return result.stdout if result.returncode == 0 else None

    def said_version(self):
        return self.session.run("/usr/bin/openrouter-signin", "--version").stdout.split()[-1]

    def assert_nothing_is_left(self):
        found = self.as_root("find", "/", "-xdev", "-ipath", "*openrouter*",
                             "-not", "-path", "/tmp/*", "-not", "-path", "/home/*")
        self.assertEqual(found, "")


class InstallTest(DebTestCase):
    def test_one_file_installs_works_and_goes(self):
        self.install("openrouter-signin")
        self.assertFalse(os.path.exists("/usr/bin/openrouter-key"))
        self.see_that_the_server_is_not_trusted()
        self.trust_the_authority()
        program = self.start_installed()
        key = self.sign_in_and_find_key(program)
        program.stop()

        self.install("openrouter-key")
        self.use_command_line(key)

        index = self.index()
        self.as_root("apt-get", "--yes", "remove", "openrouter-signin")
        self.assertFalse(os.path.exists("/usr/bin/openrouter-signin"))
        self.assertEqual(self.run_key("print"), key + "\n")
        self.purge("openrouter-signin", "openrouter-key")
        self.assert_nothing_is_left()
        # What is the person's stays, until they say `openrouter-key logout --all`.
        self.assertEqual(self.index(), index)
        self.assertEqual(self.stored_key()[1], key)

        self.install("openrouter-key")
        self.run_key("logout", "--all", "--yes")
        self.assertEqual([user for user in self.keychain_users()
                          if user != "openrouter-signin/index"], [])
        self.purge("openrouter-key")
        self.assert_nothing_is_left()


class UpgradeTest(DebTestCase):
    def setUp(self):
        super().setUp()
        self.trust_the_authority()
        self.install("openrouter-signin", "openrouter-key", folder=OLD)
        self.old_version = self.said_version()

    def upgrade(self):
        self.install("openrouter-signin", "openrouter-key")
        self.assertNotEqual(self.said_version(), self.old_version)

    def test_an_earlier_list_of_keys_is_understood(self):
        program = self.start_installed()
        key = self.sign_in_and_find_key(program)
        program.stop()
        file = self.session.path("data", "openrouter-signin", "keys.json")
        earliest = {"version": 1, "keys": [{name: entry[name] for name in EARLIEST_MEMBERS}
                                           for entry in self.index()]}
        with open(file, "w", encoding="utf-8") as output:
            json.dump(earliest, output)
        self.session.run("secret-tool", "clear", "server", "OpenRouter", "user",
                         "openrouter-signin/index")

        self.upgrade()
        self.assertEqual(self.run_key("print"), key + "\n")
        program = self.start_installed()
        program.wait_for("Copy key")
        program.click("Copy key")
        self.wait_for_copied(key)
        self.assertEqual(self.stored_key()[1], key)

    def test_keys_stay_while_the_old_window_runs(self):
        program = self.start_installed()
        key = self.sign_in_and_find_key(program)
        self.upgrade()
        # The old one runs on, from a file that has no name any more.
        self.assertTrue(os.readlink(f"/proc/{program.pid}/exe").endswith("(deleted)"))
        program.click("Copy key")
        self.wait_for_copied(key)
        self.assertEqual(self.run_key("print"), key + "\n")
        other = self.server.control(makeKey={})["key"]
        self.run_key("login", "--with-key", "--label", "from the new one", input=other + "\n")
        program.wait_for_text("from the new one")
        program.stop()

        program = self.start_installed()
        program.wait_for_text("from the new one")
        program.stop()
        self.assertEqual(self.run_key("print"), key + "\n")
        self.assertEqual(self.run_key("print", "-k", "from the new one"), other + "\n")


class DeveloperTest(DebTestCase):
    def test_a_consumer_builds_with_the_development_package_alone(self):
        self.trust_the_authority()
        self.install("libopenrouterauth0", "libopenrouterauth-dev")
        self.as_root("apt-get", "--yes", "--no-install-recommends", "install", "cmake", "g++",
                     "make", "pkg-config")
        source = "/srv/tests/consumer"
        with tempfile.TemporaryDirectory() as folder:
            self.build("cmake", "-S", source, "-B", folder)
            self.build("cmake", "--build", folder)
            self.sign_in_with(os.path.join(folder, "consumer"))

            flags = self.build("pkg-config", "--cflags", "--libs", "OpenRouterAuth").split()
            program = os.path.join(folder, "without-cmake")
            self.build("g++", "-std=c++20", "-fPIC", source + "/main.cpp", "-o", program, *flags)
            self.sign_in_with(program)
        self.purge("libopenrouterauth0", "libopenrouterauth-dev")
        self.assert_nothing_is_left()

    def build(self, *command):
        result = subprocess.run(command, text=True, check=False, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(result.returncode, 0, result.stdout)
        return result.stdout

    def sign_in_with(self, consumer):
        linked = subprocess.run(["ldd", consumer], text=True, stdout=subprocess.PIPE,
                                check=True).stdout
        self.assertRegex(linked, r"libOpenRouterAuth\.so\.0 => (/usr)?/lib/")
        with subprocess.Popen([consumer, self.server.base_url], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True) as process:
            link = process.stdout.readline().strip()
            redirect = self.server.control(authorize=link)["redirect"]
            code = urllib.parse.parse_qs(urllib.parse.urlsplit(redirect).query)["code"][0]
            output, _ = process.communicate(code + "\n", timeout=60)
        self.assertEqual(process.returncode, 0)
        self.assertRegex(output, r"^sk-or-v1-.{3}….{4}\nconsumer\n$")


def _field(file, name="Version"):
    return subprocess.run(["dpkg-deb", "--field", file, name], text=True, stdout=subprocess.PIPE,
                          check=True).stdout.strip()


if __name__ == "__main__":
    main()
