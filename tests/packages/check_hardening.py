#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was built looks for libraries only where it may, and optimized builds are hardened."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

PROJECT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(os.environ["SIGNIN_PROGRAMS"])
CMAKE = os.environ["SIGNIN_CMAKE"]
COMPILER = os.environ["SIGNIN_COMPILER"]
IS_OPTIMIZED = os.environ["SIGNIN_BUILD_TYPE"] in ("Release", "RelWithDebInfo", "MinSizeRel")

# Lacks whatever the program needs, so that the program that loads it fails.
STUB = "int stub;"


def run(*command, **options):
    return subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **options)


def readelf(*arguments):
    result = run("readelf", "--wide", *arguments)
    assert result.returncode == 0, result.stdout
    return result.stdout


def programs():
    files = [file for file in sorted(PROGRAMS.iterdir()) if file.is_file()]
    return [file for file in files if file.read_bytes()[:4] == b"\x7fELF"]


def bad_search_paths(file):
    """What the dynamic linker takes for, or resolves from, the current directory."""
    paths = re.findall(r"\((?:RPATH|RUNPATH)\).*\[(.*)\]", readelf("--dynamic", file))
    return [place for path in paths for place in path.split(":")
            if not re.match(r"/|\$ORIGIN(/|$)", place)]


def missing_hardening(file, is_program):
    dynamic = readelf("--dynamic", file)
    missing = []
    if is_program and not re.search(r"\(FLAGS_1\).*\bPIE\b", dynamic):
        missing.append("PIE")
    if not re.search(r"\(FLAGS_1\).*\bNOW\b|\(FLAGS\).*\bBIND_NOW\b", dynamic):
        missing.append("BIND_NOW")
    if "GNU_RELRO" not in readelf("--program-headers", file):
        missing.append("RELRO")
    return missing


def missing_checks(file):
    """Ours handle buffers and secrets, so that the compiler has something to check in each."""
    calls = set(re.findall(r" UND (__\w+_chk(?:_fail)?)\b", readelf("--dyn-syms", file)))
    missing = [] if "__stack_chk_fail" in calls else ["stack protector"]
    return missing if calls - {"__stack_chk_fail"} else missing + ["FORTIFY_SOURCE"]


class ProgramsTest(unittest.TestCase):
    def setUp(self):
        self.programs = programs()
        self.assertIn("openrouter-key", [program.name for program in self.programs])

    def test_search_paths_are_absolute(self):
        for program in self.programs:
            with self.subTest(program.name):
                self.assertEqual(bad_search_paths(program), [])

    def test_libraries_in_the_current_directory_are_not_loaded(self):
        environment = {name: value for name, value in os.environ.items()
                       if name != "LD_LIBRARY_PATH"}
        environment["QT_QPA_PLATFORM"] = "offscreen"
        with tempfile.TemporaryDirectory() as folder:
            stub = pathlib.Path(folder, "stub.so")
            subprocess.run([COMPILER, "-shared", "-fPIC", "-x", "c++", "-o", stub, "-"], input=STUB,
                           text=True, check=True)
            for name in ("openrouter-key", "openrouter-signin"):
                dynamic = readelf("--dynamic", PROGRAMS / name)
                needed = re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic)
                self.assertTrue(needed)
                for library in needed:
                    pathlib.Path(folder, library).write_bytes(stub.read_bytes())
                with self.subTest(name):
                    result = run(PROGRAMS / name, "--version", cwd=folder, env=environment)
                    self.assertEqual(result.returncode, 0, result.stdout)
                    # It would fail if they were looked for there.
                    result = run(PROGRAMS / name, "--version", cwd=folder,
                                 env=environment | {"LD_LIBRARY_PATH": "."})
                    self.assertNotEqual(result.returncode, 0)

    @unittest.skipUnless(IS_OPTIMIZED, "Only optimized builds are hardened.")
    def test_programs_are_hardened(self):
        for program in self.programs:
            with self.subTest(program.name):
                self.assertEqual(missing_hardening(program, is_program=True), [])
        for name in ("openrouter-key", "openrouter-signin"):
            self.assertEqual(missing_checks(PROGRAMS / name), [], name)


class LibraryTest(unittest.TestCase):
    def test_shared_library(self):
        with tempfile.TemporaryDirectory() as folder:
            result = run(CMAKE, "-S", PROJECT, "-B", folder, "-G", os.environ["SIGNIN_GENERATOR"],
                         f"-DCMAKE_CXX_COMPILER={COMPILER}",
                         f"-DCMAKE_CXX_COMPILER_LAUNCHER={os.environ['SIGNIN_LAUNCHER']}",
                         f"-DCMAKE_PREFIX_PATH={os.environ['SIGNIN_PREFIX_PATH']}",
                         "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_UNITY_BUILD=ON",
                         "-DOPENROUTERAUTH_BUILD_SHARED=ON", "-DOPENROUTER_SIGNIN_BUILD_APP=OFF")
            self.assertEqual(result.returncode, 0, result.stdout)
            result = run(CMAKE, "--build", folder)
            self.assertEqual(result.returncode, 0, result.stdout)
            (library,) = [file for file in pathlib.Path(folder).rglob("libOpenRouterAuth.so.*")
                          if not file.is_symlink() and file.read_bytes()[:4] == b"\x7fELF"]
            self.assertEqual(bad_search_paths(library), [])
            self.assertEqual(missing_hardening(library, is_program=False), [])
            self.assertEqual(missing_checks(library), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
