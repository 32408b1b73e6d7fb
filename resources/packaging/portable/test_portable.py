#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The portable archive: unpacked by an ordinary user where there is no Qt, used, and removed."""

import glob
import os
import re
import shutil
import signal
import tarfile

from journey import InstalledTestCase, main
from harness.waiting import wait_until

# What starts a browser adds these; none of them is a setting.
_STARTERS = {"DESKTOP_STARTUP_ID", "GIO_LAUNCHED_DESKTOP_FILE", "GIO_LAUNCHED_DESKTOP_FILE_PID",
             "OLDPWD", "PWD", "SHLVL", "XDG_ACTIVATION_TOKEN", "_"}

# As a menu does it.
_LAUNCH = """
import sys
from gi.repository import Gio
sys.exit(not Gio.DesktopAppInfo.new_from_filename(sys.argv[1]).launch([], None))
"""


class PortableTest(InstalledTestCase):
    def prepare(self):
        super().prepare()
        # A name that a shell, a desktop entry and a list of paths have to get right.
        folder = self.session.path("home", "My \"$programs\" 100%")
        os.mkdir(folder)
        self.tree = self._unpack("/srv/dist", folder)
        self.programs = os.path.join(self.tree, "bin")
        self.prefix = self.tree + "/"

    def test_journey(self):
        self._keep_environment_of_browser()
        self.see_that_the_server_is_not_trusted()
        self.trust_the_authority()
        program = self.start_installed()
        key = self.sign_in_and_find_key(program)
        self._check_environment_of_browser()
        self._check_libraries(program)
        self.use_command_line(key)

    def test_installs_for_the_user_is_replaced_and_leaves_nothing(self):
        self.trust_the_authority()
        home = self.session.path("home")
        data = self.session.path("data")
        newer = self.tree
        newer_files = self._files(newer) | {newer}
        older = self.tree = self._unpack("/srv/output/older-portable", os.path.dirname(newer))
        self.prefix = older + "/"
        before = self._files(home, data)
        self._install("--user")
        after = self._files(home, data)
        self.assertEqual(before - after, set())
        self._start_from_menu(data)

        # By the links, as a shell finds it.
        self.programs = os.path.join(home, ".local", "bin")
        key = self.server.control(makeKey={})["key"]
        self.run_key("login", "--with-key", input=key + "\n")
        self.assertIn(" 0.0.9", self._version())

        # A newer one beside it takes its place; the key stays.
        self.tree = newer
        self.prefix = newer + "/"
        gone = self._files(older) | {older}
        self._install("--user")
        shutil.rmtree(older)
        self.assertEqual(self._files(home, data) - self._made_by_use(data),
                         after - gone - self._made_by_use(data))
        self.assertNotIn(" 0.0.9", self._version())
        self.assertEqual(self.run_key("print"), key + "\n")
        self._start_from_menu(data)
        links = [path for path in self._files(home, data) - newer_files if os.path.islink(path)]
        self.assertGreaterEqual(len(links), 15)
        for path in links:
            self.assertTrue(os.path.realpath(path).startswith(self.prefix), path)
            self.assertTrue(os.path.exists(path), path)

        self._install("--uninstall")
        self.assertEqual(self._files(home, data) - before - self._made_by_use(data), set())
        self.assertFalse(os.path.exists(os.path.join(data, "openrouter-signin", "portable-install")))
        self._install("--uninstall", expected=1)
        # What is the person's stays, until they say `openrouter-key logout --all`.
        self.programs = os.path.join(self.tree, "bin")
        self.assertEqual(self.run_key("print"), key + "\n")

    def test_does_not_take_the_place_of_something_else(self):
        mine = self.session.path("home", ".local", "bin", "openrouter-key")
        os.makedirs(os.path.dirname(mine))
        with open(mine, "w", encoding="ascii") as file:
            file.write("mine")
        before = self._files(self.session.path("home"), self.session.path("data"))
        self.assertIn(mine, self._install("--user", expected=1))
        self.assertEqual(self._files(self.session.path("home"), self.session.path("data")), before)
        with open(mine, encoding="ascii") as file:
            self.assertEqual(file.read(), "mine")

    # Steps

    @staticmethod
    def _unpack(place, folder):
        (archive,) = glob.glob(place + "/*.tar.xz")
        with tarfile.open(archive) as file:
            # As tar does it; Python before 3.12 knows no other way.
            file.extraction_filter = getattr(tarfile, "tar_filter", None)
            file.extractall(folder)
        return os.path.join(folder, os.path.basename(archive).removesuffix(".tar.xz"))

    def _version(self):
        result = self.session.run(os.path.join(self.programs, "openrouter-signin"), "--version")
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def _start_from_menu(self, data):
        (entry,) = glob.glob(data + "/applications/io.*.desktop")
        launcher = self.session.spawn(["/usr/bin/python3", "-c", _LAUNCH, entry], "menu.log")
        self.assertEqual(launcher.wait(60), 0, self.session.log("menu.log"))
        pid = wait_until(self._pid_of_window, "the program that the menu starts")
        self.assert_installed(int(pid))
        os.kill(int(pid), signal.SIGTERM)
        wait_until(lambda: not self._pid_of_window(), "its end")

    def _install(self, option, expected=0):
        result = self.session.run(os.path.join(self.tree, "install.sh"), option)
        self.assertEqual(result.returncode, expected, result.stdout + result.stderr)
        return result.stdout + result.stderr

    def _keep_environment_of_browser(self):
        handler = self.session.path("open-browser")
        with open(handler, encoding="utf-8") as file:
            first, rest = file.read().split("\n", 1)
        with open(handler, "w", encoding="utf-8") as file:
            kept = self.session.path("log", "environment")
            file.write(f"{first}\ncat /proc/$$/environ > '{kept}'\n{rest}")

    def _pid_of_window(self):
        result = self.session.run("xdotool", "search", "--onlyvisible", "--name",
                                  "^OpenRouter Sign-in$", "getwindowpid")
        return result.stdout.strip()

    # Looking

    def _check_environment_of_browser(self):
        """It is the one that the program was started with, and nothing of ours."""
        with open(self.session.path("log", "environment"), "rb") as file:
            lines = file.read().decode().split("\0")
        seen = dict(line.split("=", 1) for line in lines if line)
        given = self.session.environment(OPENROUTER_BASE_URL=self.server.base_url)
        added = {name: value for name, value in seen.items()
                 if name not in _STARTERS and given.get(name) != value}
        self.assertEqual(added, {})
        self.assertEqual(set(given) - set(seen), set())
        self.assertEqual([name for name, value in seen.items() if self.tree in value], [])

    def _check_libraries(self, program):
        """After a sign-in, so that what is opened late is there, too."""
        with open(f"/proc/{program.pid}/maps", encoding="utf-8") as file:
            used = set(re.findall(r"(/.*\.so[.\d]*)$", file.read(), re.MULTILINE))
        inside = {os.path.basename(path) for path in used if path.startswith(self.prefix)}
        for name in ("libQt6Widgets.so.6", "libqxcb.so", "libqopensslbackend.so", "libssl.so.3",
                     "libcrypto.so.3", "libqt6keychain.so.1", "libsecret-1.so.0"):
            self.assertIn(name, inside)
        stems = {name.split(".so")[0] for name in os.listdir(os.path.join(self.tree, "lib"))}
        self.assertEqual({path for path in used if not path.startswith(self.prefix)
                          and os.path.basename(path).split(".so")[0] in stems}, set())

    @staticmethod
    def _files(*folders):
        return {os.path.join(place, name) for folder in folders
                for place, folders_here, files in os.walk(folder)
                for name in folders_here + files}

    @staticmethod
    def _made_by_use(data):
        """What the program and the keychain keep there is not the installation's."""
        return {path for path in PortableTest._files(data)
                if os.path.relpath(path, data).split("/")[0] in ("openrouter-signin", "keyrings")}


if __name__ == "__main__":
    main()
