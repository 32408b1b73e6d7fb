#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The release workflow: well formed, everything pinned, no right too many, its scripts sound."""

import pathlib
import plistlib
import re
import subprocess
import unittest

import yaml

PROJECT = pathlib.Path(__file__).resolve().parents[2]
FILES = sorted((PROJECT / ".github/workflows").glob("*.yml"))
MAY_WRITE = {("publish", "contents"), ("publish", "id-token"), ("publish", "attestations")}
STEP = {"name", "id", "if", "uses", "with", "run", "env", "shell", "working-directory",
        "timeout-minutes", "continue-on-error"}
JOB = {"name", "needs", "if", "runs-on", "container", "permissions", "timeout-minutes", "env",
       "strategy", "steps", "defaults"}


def shellcheck(text, what):
    """Whether it finds fault: which text. GitHub's bash stops at the first command that fails."""
    text = text if text.startswith("#!") else "set -eo pipefail\n" + text
    return subprocess.run(["shellcheck", "--shell=bash", "--severity=style", "-"], input=text,
                          text=True, capture_output=True, check=False).stdout and f"{what}: {text}"


class WorkflowTest(unittest.TestCase):
    def setUp(self):
        self.workflows = {file: yaml.safe_load(file.read_text(encoding="utf-8")) for file in FILES}
        self.assertTrue(self.workflows)
        self.jobs = [(name, job) for workflow in self.workflows.values()
                     for name, job in workflow["jobs"].items()]
        self.steps = [(name, step) for name, job in self.jobs for step in job["steps"]]

    def test_yaml_is_clean(self):
        rules = "{extends: default, rules: {line-length: {max: 110}, document-start: disable}}"
        result = subprocess.run(["yamllint", "--strict", "-d", rules, *FILES],
                                capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 0, result.stdout)

    def test_structure(self):
        names = {name for name, _ in self.jobs}
        for name, job in self.jobs:
            self.assertEqual(set(job) - JOB, set(), name)
            needs = job.get("needs", [])
            self.assertEqual(set([needs] if isinstance(needs, str) else needs) - names, set(), name)
            self.assertLessEqual(job["timeout-minutes"], 180, name)
        for name, step in self.steps:
            self.assertEqual(set(step) - STEP, set(), name)
            self.assertNotEqual("uses" in step, "run" in step, f"{name}: {step}")

    def test_everything_is_pinned(self):
        for name, step in self.steps:
            if "uses" in step:
                self.assertRegex(step["uses"], r"^[\w.-]+/[\w./-]+@[0-9a-f]{40}$", name)
        for name, job in self.jobs:
            container = job.get("container", {})
            image = container if isinstance(container, str) else container.get("image", "none:0")
            self.assertRegex(image, r"^[a-z]+:[0-9.]+$", name)
            self.assertNotIn("latest", str(job["runs-on"]), name)
        for name, step in self.steps:
            for line in step.get("run", "").splitlines():
                if re.search(r"pip3? install", line):
                    self.assertIn("==", line, name)
                self.assertNotRegex(line, r"\b(curl|wget)\b", name)

    def test_permissions_are_as_few_as_can_be(self):
        for workflow in self.workflows.values():
            self.assertEqual(workflow["permissions"], {})
        for name, job in self.jobs:
            for what, right in job["permissions"].items():
                self.assertIn(right, ("read", "write"))
                if right == "write":
                    self.assertIn((name, what), MAY_WRITE)
        for name, step in self.steps:
            if step.get("uses", "").startswith("actions/checkout@"):
                self.assertIs(step["with"]["persist-credentials"], False, name)

    def test_scripts_are_sound(self):
        for name, step in self.steps:
            script = step.get("run", "")
            # What comes from outside may only come through the environment.
            self.assertNotIn("${{", script, name)
            self.assertFalse(shellcheck(script, name))
            for called in re.findall(r"\b(?:scripts|resources)/[\w./-]+\.sh", script):
                file = PROJECT / called
                self.assertTrue(file.stat().st_mode & 0o100, called)

    def test_scripts_of_the_release_only(self):
        """Nothing else runs these."""
        for name in ("scripts/dev/build-dependencies.sh", "resources/packaging/macos/bundle.sh",
                     "resources/packaging/macos/certificates.sh",
                     "resources/packaging/windows/sign.sh"):
            text = (PROJECT / name).read_text(encoding="utf-8")
            self.assertFalse(shellcheck(text, name))

    def test_property_lists(self):
        folder = PROJECT / "resources/packaging/macos"
        information = plistlib.loads((folder / "Info.plist.in").read_bytes())
        self.assertEqual(information["CFBundleExecutable"], "openrouter-signin")
        self.assertEqual(plistlib.loads((folder / "entitlements.plist").read_bytes()), {})


if __name__ == "__main__":
    unittest.main()
