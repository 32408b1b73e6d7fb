#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Installs, uses, upgrades and removes what build.sh made, under Wine.

Started in the project's folder by test.sh, with WINEPREFIX and a display."""

import filecmp
import os
import pathlib
import re
import subprocess
import time
import unittest
import xml.etree.ElementTree as ET

TESTS = pathlib.Path("build/package-tests/windows").resolve()
STAGE = TESTS / "stage"
OLDER_STAGE = TESTS / "older-stage"
DRIVE = pathlib.Path(os.environ["WINEPREFIX"]) / "drive_c"
(HOME,) = [folder for folder in (DRIVE / "users").iterdir() if folder.name != "Public"]
NAME = "OpenRouter Sign-in"
# Of this person. Windows puts that of the package for all users into ProgramData, Wine 8 here.
LINK = HOME / f"AppData/Roaming/Microsoft/Windows/Start Menu/Programs/{NAME}.lnk"
PROJECT = pathlib.Path("CMakeLists.txt").read_text(encoding="utf-8")
VERSION = re.search(r"^project\(.* VERSION ([0-9.]+)", PROJECT, re.MULTILINE)[1]
IDENTITY = pathlib.Path("cmake/Identity.cmake").read_text(encoding="utf-8")
APPLICATION_ID = re.search(r'SIGNIN_APPLICATION_ID "(.*)"', IDENTITY)[1]
UNINSTALL = rf"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Uninstall\{APPLICATION_ID}"
PRODUCTS = r"HKEY_LOCAL_MACHINE\Software\Microsoft\Windows\CurrentVersion\Uninstall"
PERSON = r"HKEY_CURRENT_USER\Environment"
COMPUTER = r"HKEY_LOCAL_MACHINE\System\CurrentControlSet\Control\Session Manager\Environment"
# Seconds for anything; Wine on a busy computer takes its time.
LIMIT = 300
NOT_DONE = 2  # the installer's word for: the program runs


def wine(*arguments):
    """Runs a program of Windows to its end. Its exit status."""
    return subprocess.run(["wine", *map(str, arguments)], timeout=LIMIT, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode


def output(program, *arguments):
    """The lines that a program writes, which is looked for in PATH if only its name is given."""
    text = subprocess.run(["wine", str(program), *arguments], timeout=LIMIT, check=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout.decode()
    return text.replace("/", "\\").splitlines()


def wait_until(condition, what):
    end = time.monotonic() + LIMIT
    while not (result := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"not within {LIMIT} s: {what}")
        time.sleep(0.2)
    return result


def windows_path(path):
    return "Z:" + str(path).replace("/", "\\")


def exported(key):
    """A key of the registry with all below it, as regedit writes it; nothing if there is none."""
    file = TESTS / "exported.reg"
    file.unlink(missing_ok=True)
    wine("reg", "export", key, windows_path(file), "/y")
    return file.read_text(encoding="utf-16") if file.exists() else ""


def value(key, name):
    """(type, text) of a value of the registry, or nothing."""
    text = exported(key).replace("\\\r\n", "").replace("\\\n", "")
    section = re.search(rf"^\[{re.escape(key)}\]\s*$([^\[]*)", text, re.MULTILINE | re.IGNORECASE)
    line = section and re.search(rf'^"{name}"=(.*?)\s*$', section[1], re.MULTILINE | re.IGNORECASE)
    if not line:
        return None
    if line[1].startswith('"'):
        return "text", re.sub(r"\\(.)", r"\1", line[1][1:-1])
    kind, _, data = line[1].partition(":")
    if kind == "dword":
        return kind, int(data, 16)
    characters = bytes.fromhex(re.sub(r"[\s,]", "", data)).decode("utf-16-le")
    return {"hex(2)": "expandable text"}.get(kind, kind), characters.rstrip("\0")


def set_path(text, expandable=True):
    """This person's PATH; nothing removes it."""
    lines = "-"
    if text is not None:
        data = (text + "\0").encode("utf-16-le")
        lines = f"hex({2 if expandable else 1}):" + ",".join(f"{byte:02x}" for byte in data)
    file = TESTS / "path.reg"
    file.write_text(f'Windows Registry Editor Version 5.00\n\n[{PERSON}]\n"Path"={lines}\n',
                    encoding="utf-16")
    wine("regedit", "/S", windows_path(file))


def path_of_person():
    return value(PERSON, "Path")


def path_of_computer():
    """(type, folders). The msiexec of Wine 8 leaves an empty one where it removes one."""
    kind, text = value(COMPUTER, "Path")
    return kind, [folder for folder in text.split(";") if folder]


def files(folder):
    """Everything in it, folders too."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def traces():
    """What of ours there is in files and registry, keys in the Credential Manager aside."""
    found = {str(path) for path in DRIVE.rglob("*") if "openrouter" in path.name.lower()}
    for root in ("HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE\\Software",
                 "HKEY_LOCAL_MACHINE\\System\\CurrentControlSet\\Control\\Session Manager"):
        key = ""
        for line in exported(root).splitlines():
            key = line if line.startswith("[") else key
            if "openrouter" in line.lower() and "Credential Manager" not in key:
                found.add(f"{key} {line}")
    return found


def has_key():
    """Whether a key is stored, told by a program that nobody installed."""
    return wine(STAGE / "openrouter-key.exe", "status") == 0


def package(folder, kind):
    (file,) = pathlib.Path(folder).glob(f"openrouter-signin-*{kind}")
    return file


OLDER = TESTS / "older"
DIST = pathlib.Path("dist")


def windows():
    """The visible windows that bear our name."""
    return set(subprocess.run(["xdotool", "search", "--onlyvisible", "--name", NAME], check=False,
                              capture_output=True, text=True).stdout.split())


class InstallersTest(unittest.TestCase):
    """What both installers have to do: folder and windows_folder are the place they install to."""

    def assert_installed(self, stage, more=()):
        self.assertEqual(files(self.folder) - set(more), files(stage))
        for name in more:
            self.assertTrue((self.folder / name).is_file(), name)
        _, different, unreadable = filecmp.cmpfiles(
            self.folder, stage, [name for name in files(stage) if (stage / name).is_file()],
            shallow=False)
        self.assertEqual(different + unreadable, [])

    def assert_starts(self):
        """Both programs run from there, and the window appears; returns its process."""
        self.assert_command_line(self.folder / "openrouter-key.exe")
        self.assertEqual(output(self.folder / "openrouter-signin.exe", "--version"),
                         [f"openrouter-signin {VERSION}"])

        report = TESTS / "window.txt"
        report.unlink(missing_ok=True)
        window = subprocess.Popen(
            ["wine", str(self.folder / "openrouter-signin.exe"), windows_path(report)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(window.wait)
        self.addCleanup(window.kill)
        place, platform = wait_until(
            lambda: report.exists() and report.read_text(encoding="utf-8").splitlines(), "window")
        self.assertEqual(place.replace("/", "\\"), self.windows_folder + r"\openrouter-signin.exe")
        self.assertEqual(platform, "windows")
        return window

    def assert_link(self):
        """The entry of the start menu leads to the window."""
        self.assertIn((self.windows_folder + r"\openrouter-signin.exe").encode(), LINK.read_bytes())

    def assert_command_line(self, program):
        self.assertEqual(output(program, "--version"),
                         [f"openrouter-key {VERSION}", self.windows_folder + r"\openrouter-key.exe"])

    def close(self, window):
        wine("taskkill", "/im", "openrouter-signin.exe")
        self.assertEqual(window.wait(timeout=LIMIT), 0)


class SetupTest(InstallersTest):
    """The installer for one person."""

    folder = HOME / "AppData/Local/Programs" / NAME
    windows_folder = rf"C:\users\{HOME.name}\AppData\Local\Programs\{NAME}"

    def install(self, folder, *options):
        return wine(package(folder, "-setup.exe"), "/S", *options)

    def uninstall(self, *options, left=()):
        """Returns when it is done: the uninstaller goes on in a copy of itself."""
        self.assertEqual(wine(self.folder / "uninstall.exe", *options), 0)
        wait_until(lambda: not exported(UNINSTALL), "uninstalled")
        self.assertEqual(files(self.folder), set(left))

    def test_install_use_upgrade_and_remove(self):
        # Longer than a text of NSIS, and than what Wine 8 looks for programs in.
        folders = [rf"C:\a folder, with {number}" for number in range(150)]
        path = r"%USERPROFILE%\bin;" + ";".join(folders) + ";"
        self.assertGreater(len(path), 2048)
        set_path(path)

        self.assertEqual(self.install(OLDER), 0)
        self.assert_installed(OLDER_STAGE, ["uninstall.exe"])
        self.assert_link()
        self.assertEqual(value(UNINSTALL, "DisplayVersion"), ("text", "0.0.9"))
        self.assertEqual(value(UNINSTALL, "InstallLocation"), ("text", self.windows_folder))
        self.assertEqual(path_of_person(), ("expandable text", path + self.windows_folder + ";"))
        self.assertEqual(wine(self.folder / "openrouter-key.exe", "login"), 0)
        settings = HOME / "AppData/Roaming/openrouter-signin/openrouter-signin.ini"
        settings.parent.mkdir()
        settings.write_text("[signin]\n")

        window = self.assert_starts()
        self.assertEqual(self.install(DIST), NOT_DONE)
        self.assert_installed(OLDER_STAGE, ["uninstall.exe"])
        self.assertEqual(value(UNINSTALL, "DisplayVersion"), ("text", "0.0.9"))
        self.close(window)

        self.assertEqual(self.install(DIST), 0)
        self.assert_installed(STAGE, ["uninstall.exe"])
        self.assert_link()
        self.assertEqual(value(UNINSTALL, "DisplayVersion"), ("text", VERSION))
        self.assertEqual(path_of_person(), ("expandable text", path + self.windows_folder + ";"))
        self.assertTrue(has_key())

        # Somebody's file in our folder is not ours to delete.
        (self.folder / "somebody's.txt").write_text("kept\n")
        self.uninstall("/S", left=["somebody's.txt"])
        (self.folder / "somebody's.txt").unlink()
        self.folder.rmdir()
        self.assertEqual(path_of_person(), ("expandable text", path))
        self.assertTrue(has_key(), "a silent removal keeps keys")
        self.assertEqual(traces(), {str(settings.parent), str(settings)})

        # Keys are removed if that is said. Where there was no PATH, there is none again.
        set_path(None)
        self.assertEqual(self.install(DIST), 0)
        self.assertEqual(path_of_person(), ("expandable text", self.windows_folder))
        self.assert_command_line("openrouter-key")
        self.uninstall("/S", "/KEYS=remove")
        self.assertIsNone(path_of_person())
        self.assertFalse(has_key())
        self.assertEqual(traces(), set())

    def test_asks_whether_to_remove_keys(self):
        set_path(r"C:\other", expandable=False)
        self.assertEqual(self.install(DIST), 0)
        self.assertEqual(path_of_person(), ("text", rf"C:\other;{self.windows_folder}"))
        self.assertEqual(wine(self.folder / "openrouter-key.exe", "login"), 0)
        uninstaller = subprocess.Popen(["wine", str(self.folder / "uninstall.exe")],
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
        self.addCleanup(uninstaller.wait)
        self.addCleanup(uninstaller.kill)
        first = wait_until(windows, "confirmation")
        self.press("u", first, until=lambda: windows() - first, what="question")
        self.press("y", windows() - first, until=lambda: not exported(UNINSTALL), what="uninstalled")
        self.press("c", first, until=lambda: not windows(), what="end")
        self.assertFalse(self.folder.exists())
        self.assertEqual(path_of_person(), ("text", r"C:\other"))
        self.assertFalse(has_key())
        self.assertEqual(traces(), set())

    def press(self, letter, windows, until, what):
        """Presses the button with that letter there, again and again: a window takes no keys yet when
        it appears."""

        def pressed():
            if until():
                return True
            for window in windows:
                subprocess.run(["xdotool", "windowfocus", window, "key", f"alt+{letter}"],
                               check=False, stderr=subprocess.DEVNULL)
            return False

        wait_until(pressed, what)


def registered_versions():
    """What of ours Windows lists as installed for all users."""
    return [re.search('"DisplayVersion"="(.*)"', product)[1]
            for product in exported(PRODUCTS).split("\n[") if f'"DisplayName"="{NAME}"' in product]


class MsiTest(InstallersTest):
    """The package for all users."""

    folder = DRIVE / "Program Files" / NAME
    windows_folder = rf"C:\Program Files\{NAME}"

    def assert_in_path_of_computer(self, before):
        kind, folders = before
        self.assertEqual(path_of_computer(), (kind, folders + [self.windows_folder + "\\"]))

    def msiexec(self, action, folder):
        return wine("msiexec", action, windows_path(package(folder, ".msi").resolve()), "/qn")

    def test_install_use_upgrade_and_remove(self):
        before = path_of_computer()
        self.assertEqual(self.msiexec("/i", OLDER), 0)
        self.assert_installed(OLDER_STAGE)
        self.assert_link()
        self.assert_in_path_of_computer(before)
        self.assertEqual(registered_versions(), ["0.0.9"])
        self.assertEqual(wine(self.folder / "openrouter-key.exe", "login"), 0)

        self.assertEqual(self.msiexec("/i", DIST), 0)
        self.assert_installed(STAGE)
        self.assert_link()
        self.assert_in_path_of_computer(before)
        self.assertEqual(registered_versions(), [VERSION])
        self.assertTrue(has_key())
        self.assert_command_line("openrouter-key")
        self.close(self.assert_starts())

        self.assertNotEqual(self.msiexec("/i", OLDER), 0, "an older one does not replace it")
        self.assert_installed(STAGE)

        self.addCleanup(wine, STAGE / "openrouter-key.exe", "logout", "--all", "--yes")
        self.assertEqual(self.msiexec("/x", DIST), 0)
        self.assertFalse(self.folder.exists())
        self.assertEqual(path_of_computer(), before)
        self.assertEqual(registered_versions(), [])
        self.assertTrue(has_key())
        self.assertEqual(traces(), set())


class ResourcesTest(unittest.TestCase):
    """What Windows shows of the programs."""

    def resource(self, program, kind):
        return subprocess.run(["wrestool", "--raw", "--extract", f"--type={kind}",
                               STAGE / f"{program}.exe"], check=True, capture_output=True).stdout

    def test_version(self):
        for program in ("openrouter-signin", "openrouter-key"):
            text = self.resource(program, 16).decode("utf-16-le", errors="replace")
            for name, content in (("ProductName", NAME), ("ProductVersion", VERSION),
                                  ("OriginalFilename", f"{program}.exe")):
                self.assertRegex(text, rf"{name}\0+{re.escape(content)}\0", program)

    def test_manifest(self):
        for program in ("openrouter-signin", "openrouter-key"):
            manifest = self.resource(program, 24)
            settings = {element.tag.rpartition("}")[2]: element
                        for element in ET.fromstring(manifest).iter()}
            self.assertEqual(settings["activeCodePage"].text, "UTF-8")
            self.assertIn("PerMonitorV2", settings["dpiAwareness"].text)
            self.assertEqual(settings["requestedExecutionLevel"].get("level"), "asInvoker")

    def test_icon(self):
        for program in ("openrouter-signin", "openrouter-key"):
            group = self.resource(program, 14)
            self.assertEqual({size or 256 for size in group[6::14]}, {16, 24, 32, 48, 64, 128, 256})


if __name__ == "__main__":
    unittest.main(verbosity=2)
