#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the Debian packages are made from: complete, well formed, and of this version."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

PROJECT = pathlib.Path(__file__).resolve().parents[3]
DEBIAN = PROJECT / "resources/packaging/deb"
VERSION = os.environ["SIGNIN_VERSION"]


def filled_in(name, **values):
    """The text of a template."""
    settings = [f"-D{key}={value}" for key, value in values.items()]
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, name)
        subprocess.run(
            [os.environ["SIGNIN_CMAKE"], f"-DTEMPLATE={DEBIAN / name}.in", f"-DFILE={file}",
             *settings, "-P", PROJECT / "resources/packaging/common/ConfigureTemplate.cmake"], check=True)
        return file.read_text(encoding="utf-8")


def stanzas(text):
    """Each as a dictionary, as deb822(5) has it; comments are left out."""
    text = re.sub(r"(?m)^#.*\n", "", text)
    result = []
    for block in filter(None, (block.strip("\n") for block in re.split(r"\n\s*\n", text))):
        fields = {}
        for line in block.split("\n"):
            if line[0] in " \t":
                fields[name] += "\n" + line
            else:
                name, separator, value = line.partition(":")
                if not separator or name in fields:
                    raise ValueError(f"not a field, or there twice: {line}")
                fields[name] = value.strip()
        result.append(fields)
    return result


class DebianTest(unittest.TestCase):
    def setUp(self):
        self.source, *self.packages = stanzas(filled_in("control", BUILD_PACKAGES="cmake"))

    def test_control_is_well_formed(self):
        self.assertEqual(self.source["Source"], "openrouter-signin")
        self.assertEqual(self.source["Homepage"], os.environ["SIGNIN_HOMEPAGE"])
        self.assertRegex(self.source["Maintainer"], r"^[^<>@]+ <[^<>@ ]+@[^<>@ ]+>$")
        for package in self.packages:
            with self.subTest(package.get("Package")):
                summary, *rest = package["Description"].split("\n")
                self.assertLessEqual(len(summary), 80)
                self.assertTrue(rest)
                for line in rest:
                    self.assertRegex(line, r"^ (\.|\S.*)$")
                self.assertIn("${misc:Depends}", package["Depends"])

    def test_each_package_says_what_is_in_it(self):
        names = {package["Package"] for package in self.packages}
        self.assertEqual(names, {file.stem for file in DEBIAN.glob("*.install")})
        self.assertEqual(names, {"openrouter-signin", "openrouter-key", "libopenrouterauth0",
                                 "libopenrouterauth-dev"})

    def test_one_file_installs_alone(self):
        names = {package["Package"] for package in self.packages}
        for package in self.packages:
            if package["Package"] != "libopenrouterauth-dev":
                needed = set(re.findall(r"[a-z][a-z0-9.+-]+", package["Depends"]))
                self.assertEqual(needed & names, set(), package["Package"])

    def test_version_and_date_are_the_project_s(self):
        first, *_, last = filled_in("changelog", RELEASE_TIME="TIME").strip().split("\n")
        self.assertEqual(first.split(";")[0], f"openrouter-signin ({VERSION}) unstable")
        self.assertRegex(last, r"^ -- [^<>@]+ <\S+@\S+>  TIME$")
        date = os.environ["SIGNIN_RELEASE_DATE"]
        for page in (PROJECT / "resources/man").glob("*.1"):
            self.assertIn(f" 1 {date} ", page.read_text(encoding="utf-8"), page.name)
        news = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
        self.assertRegex(news, rf"(?m)^(To become {re.escape(VERSION)},|"
                         rf"## \[{re.escape(VERSION)}\] - {date})")

    def test_no_symbol_is_of_a_later_version(self):
        symbols = (DEBIAN / "libopenrouterauth0.symbols").read_text(encoding="utf-8")
        since = {tuple(map(int, version.split(".")))
                 for version in re.findall(r"(?m)@Base\" ([0-9.]+)$", symbols)}
        self.assertTrue(since)
        self.assertLessEqual(max(since), tuple(map(int, VERSION.split("."))))

    def test_a_name_that_nobody_knows_is_an_error(self):
        with self.assertRaises(subprocess.CalledProcessError):
            filled_in("control")


if __name__ == "__main__":
    unittest.main(verbosity=2)
