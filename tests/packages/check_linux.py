#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What desktops, Flatpak and RPM are told about the program: well formed, true, of this version."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

import jsonschema
import yaml

PROJECT = pathlib.Path(__file__).resolve().parents[2]
PACKAGING = PROJECT / "resources/packaging"
# What CMake has made of the templates.
BUILT = pathlib.Path(os.environ["SIGNIN_BUILT_RESOURCES"])
ID = os.environ["SIGNIN_APPLICATION_ID"]
VERSION = os.environ["SIGNIN_VERSION"]
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)


def run(*command, cwd=None):
    return subprocess.run(list(map(str, command)), cwd=cwd, stdin=subprocess.DEVNULL, text=True,
                          check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


class DesktopTest(unittest.TestCase):
    def test_desktop_entry(self):
        result = run("desktop-file-validate", "--no-hints", BUILT / f"{ID}.desktop")
        self.assertEqual((result.returncode, result.stdout + result.stderr), (0, ""))

    def test_metainfo(self):
        result = run("appstreamcli", "validate", "--no-net", "--explain",
                     BUILT / f"{ID}.metainfo.xml")
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("Validation was successful", result.stdout)

    def test_metainfo_is_of_this_version_and_shows_pictures_that_are_there(self):
        root = ElementTree.parse(BUILT / f"{ID}.metainfo.xml").getroot()
        release = root.find("releases/release")
        self.assertEqual(release.get("version"), VERSION)
        self.assertIsNotNone(release.find("description/p"))
        images = [image.text for image in root.iterfind("screenshots/screenshot/image")]
        self.assertGreaterEqual(len(images), 3)
        for image in images:
            place = f"/v{VERSION}/"
            self.assertIn(place, image)
            self.assertTrue((PROJECT / image.partition(place)[2]).is_file(), image)

    def test_icons(self):
        with tempfile.TemporaryDirectory() as folder:
            result = run(os.environ["SIGNIN_CMAKE"], "--install", BUILT, "--prefix", folder)
            self.assertEqual(result.returncode, 0, result.stderr)
            icons = pathlib.Path(folder, "share/icons/hicolor")
            for size in SIZES:
                header = (icons / f"{size}x{size}/apps/{ID}.png").read_bytes()[:24]
                self.assertEqual(header[16:24], size.to_bytes(4, "big") * 2, size)
            for name in (f"scalable/apps/{ID}.svg", f"symbolic/apps/{ID}-symbolic.svg"):
                ElementTree.parse(icons / name)


class FlatpakTest(unittest.TestCase):
    manifest = BUILT / f"{ID}.yml"

    @staticmethod
    def _problems(manifest):
        """What flatpak-builder and the schema have to say; nothing if all is well."""
        with tempfile.TemporaryDirectory() as state:
            # It leaves a folder where it is started.
            shown = run("flatpak-builder", "--show-manifest", manifest, cwd=state)
        problems = shown.stderr.splitlines()
        if shown.returncode != 0:
            problems.append(f"flatpak-builder ended with {shown.returncode}")
        schema = json.loads((PACKAGING / "flatpak/manifest.schema.json").read_text())
        content = yaml.safe_load(pathlib.Path(manifest).read_text(encoding="utf-8"))
        problems += [error.message for error in
                     jsonschema.Draft7Validator(schema).iter_errors(content)]
        return problems

    def test_manifest(self):
        self.assertEqual(self._problems(self.manifest), [])
        content = yaml.safe_load(self.manifest.read_text(encoding="utf-8"))
        self.assertEqual(content["id"], ID)

    def test_a_mistake_is_noticed(self):
        text = self.manifest.read_text(encoding="utf-8")
        for right, wrong in (("finish-args:", "finish-arg:"), ("    sources:", "    source:"),
                             ("sha256:", "sha265:"), ("  - --share=ipc", "  - --filesystem=home"),
                             ("buildsystem:", "build-system:")):
            with self.subTest(wrong), tempfile.TemporaryDirectory() as folder:
                self.assertIn(right, text)
                manifest = pathlib.Path(folder, self.manifest.name)
                manifest.write_text(text.replace(right, wrong, 1), encoding="utf-8")
                self.assertNotEqual(self._problems(manifest), [])


class RpmTest(unittest.TestCase):
    def test_spec(self):
        with tempfile.TemporaryDirectory() as folder:
            spec = pathlib.Path(folder, "openrouter-signin.spec")
            result = run("bash", "-euc", f"cd '{PROJECT}'; . scripts/dev/common.sh; "
                         f". resources/packaging/rpm/spec.sh; write_rpm_spec '{spec}'")
            self.assertEqual(result.returncode, 0, result.stderr)
            result = run("rpmlint", "--config", PACKAGING / "rpm/rpmlint.toml", spec)
            self.assertRegex(result.stdout, r"\b0 errors, 0 warnings\b")
            result = run("rpmspec", "--query", "--qf", "%{name} %{version}\n", spec)
            self.assertEqual(set(result.stdout.split("\n")) - {""},
                             {f"openrouter-signin {VERSION}", f"openrouter-key {VERSION}"})
            self.assertFalse(re.search("@[A-Z_]+@", spec.read_text(encoding="utf-8")))


if __name__ == "__main__":
    unittest.main(verbosity=2)
