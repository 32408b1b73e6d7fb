#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which lines of the parsers the kept corpora reach. Fails below nine tenths of any of them."""

import argparse
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CORPORA = os.path.join(HERE, "corpus")
PARSERS = (
    "app/core/loopback/requesthead.cpp",
    "app/core/loopback/redirect.cpp",
    "app/core/signin/codeinput.cpp",
    "app/core/text/pastedtext.cpp",
    "app/core/keys/keyinput.cpp",
    "app/core/keys/keyinputline.cpp",
    "app/core/keys/keydestination.cpp",
    "app/core/keys/keylistformat.cpp",
    "app/core/keys/keystatusformat.cpp",
    "lib/OpenRouterAuth/decoder.cpp",
    "lib/OpenRouterAuth/servertext.cpp",
    "lib/OpenRouterAuth/authorizationrequest.cpp",
)
WANTED = 90


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--programs", required=True, help="where the fuzz targets are")
    programs = options.parse_args().programs
    targets = sorted(os.listdir(CORPORA))
    with tempfile.TemporaryDirectory() as folder:
        profiles = []
        for target in targets:
            profiles.append(os.path.join(folder, target + ".profraw"))
            subprocess.run(
                [os.path.join(programs, "fuzz_" + target), "-runs=0",
                 os.path.join(CORPORA, target)],
                check=True, stderr=subprocess.DEVNULL,
                env={**os.environ, "LLVM_PROFILE_FILE": profiles[-1]})
        merged = os.path.join(folder, "merged")
        subprocess.run(["llvm-profdata", "merge", "-o", merged, *profiles], check=True)
        objects = [os.path.join(programs, "fuzz_" + target) for target in targets]
        exported = subprocess.run(
            ["llvm-cov", "export", "-summary-only", "-instr-profile", merged, objects[0],
             *(f"-object={path}" for path in objects[1:])],
            check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    lines = {os.path.relpath(file["filename"], ROOT): file["summary"]["lines"]
             for file in json.loads(exported)["data"][0]["files"]}
    status = 0
    for parser in PARSERS:
        percent = lines[parser]["percent"] if parser in lines else 0
        print(f"{parser:<46} {percent:6.1f} % of its lines")
        if percent < WANTED:
            status = 1
    if status:
        print(f"Wanted: {WANTED} % of each.")
    return status


if __name__ == "__main__":
    sys.exit(main())
