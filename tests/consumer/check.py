#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs the library, builds the consumer against the installed package only, runs it."""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

CONSUMER = pathlib.Path(__file__).resolve().parent


def run(*command):
    print("+", *command, flush=True)
    subprocess.run([str(part) for part in command], check=True, stdin=subprocess.DEVNULL)


def fail(why):
    sys.exit(f"FAILED: {why}")


def build_settings(options):
    return [
        "-G",
        options.generator,
        f"-DCMAKE_CXX_COMPILER={options.compiler}",
        f"-DCMAKE_CXX_COMPILER_LAUNCHER={options.launcher}",
        f"-DCMAKE_CXX_FLAGS={options.flags}",
        f"-DCMAKE_PREFIX_PATH={options.prefix_path}",
    ]


def build_shared(options, directory):
    """The library alone, as a shared one."""
    run(
        options.cmake,
        "-S",
        options.project,
        "-B",
        directory,
        *build_settings(options),
        "-DOPENROUTERAUTH_BUILD_SHARED=ON",
        "-DOPENROUTER_SIGNIN_BUILD_APP=OFF",
    )
    run(options.cmake, "--build", directory)
    return directory


def install(options, build, prefix):
    run(options.cmake, "--install", build, "--prefix", prefix, "--component", "library")
    headers = list(prefix.rglob("*.h"))
    if headers:
        fail(f"headers are installed without the development component: {headers}")
    libraries = list(prefix.rglob("libOpenRouterAuth.so.*"))
    if options.shared and not libraries:
        fail("the component “library” holds no library")
    run(options.cmake, "--install", build, "--prefix", prefix, "--component", "library-development")


def check_package(options, build, prefix):
    """Nothing in it may lead back to where it was built."""
    files = [path for path in prefix.rglob("*") if path.is_file() and not path.is_symlink()]
    texts = [path for path in files if path.suffix in (".cmake", ".h")]
    names = {path.name for path in files}
    for name in (
        "OpenRouterAuthConfig.cmake",
        "OpenRouterAuthConfigVersion.cmake",
        "OpenRouterAuthTargets.cmake",
        "openrouterauth_export.h",
        "client.h",
    ):
        if name not in names:
            fail(f"{name} is not installed")
    for path in files:
        if path.name.endswith("_p.h"):
            fail(f"{path.name} is private")
    places = [os.fsencode(str(place)) for place in (build, options.project, prefix)]
    for path in texts:
        content = path.read_bytes()
        for place in places:
            if place in content:
                fail(f"{path.name} names {os.fsdecode(place)}")
        for target in (b"signin_compile_rules", b"OpenRouterAuthValues"):
            if target in content:
                fail(f"{path.name} names {target.decode()}, which is not installed")
    for path in prefix.rglob("libOpenRouterAuth.so.*"):
        dynamic = subprocess.run(
            ["readelf", "-d", path], check=True, capture_output=True, text=True
        ).stdout
        for paths in re.findall(r"\((?:RUNPATH|RPATH)\).*\[(.*)\]", dynamic):
            if not all(place.startswith("$ORIGIN") for place in paths.split(":")):
                fail(f"{path.name} searches {paths}")


def check_headers(options, prefix, directory):
    """Each public header compiles alone."""
    project = directory / "headers"
    project.mkdir()
    headers = sorted(path.name for path in (prefix / "include/OpenRouterAuth").glob("*.h"))
    for header in headers:
        # Twice, to see that it may be.
        line = f"#include <OpenRouterAuth/{header}>\n"
        (project / f"{header}.cpp").write_text(line + line)
    (project / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.23)\n"
        "project(Headers LANGUAGES CXX)\n"
        "find_package(OpenRouterAuth REQUIRED CONFIG)\n"
        f"add_library(headers OBJECT {' '.join(header + '.cpp' for header in headers)})\n"
        "target_link_libraries(headers PRIVATE OpenRouterAuth::OpenRouterAuth)\n"
    )
    build = directory / "headers-build"
    run(options.cmake, "-S", project, "-B", build, *build_settings(options))
    run(options.cmake, "--build", build)


def build_consumer(options, directory):
    build = directory / "consumer-build"
    run(options.cmake, "-S", CONSUMER, "-B", build, *build_settings(options))
    run(options.cmake, "--build", build)
    return build / "consumer"


def control(base, orders):
    url = urllib.parse.urljoin(base, "/__control")
    request = urllib.request.Request(
        url, json.dumps(orders).encode(), {"Content-Type": "application/json"}
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=30) as answer:
        return json.load(answer)


def exchange(fake, consumer):
    server = subprocess.Popen(
        [fake, "--control"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    try:
        word, base = server.stdout.readline().split()
        if word != "listening":
            fail("the fake server does not listen")
        program = subprocess.Popen(
            [consumer, base], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            link = program.stdout.readline().strip()
            redirect = control(base, {"authorize": link})["redirect"]
            code = urllib.parse.parse_qs(urllib.parse.urlsplit(redirect).query)["code"][0]
            output, _ = program.communicate(code + "\n", timeout=60)
        finally:
            program.kill()
            program.wait()
        if program.returncode != 0:
            fail(f"the consumer ended with {program.returncode}")
        masked, label = output.splitlines()
        if not re.fullmatch(r"sk-or-v1-.{3}….{4}", masked) or label != "consumer":
            fail(f"the consumer said: {output}")
        print(f"The consumer has the key {masked}.")
    finally:
        server.terminate()
        server.wait(timeout=30)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cmake", required=True)
    parser.add_argument("--generator", required=True)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--launcher", default="")
    parser.add_argument("--flags", default="")
    parser.add_argument("--prefix-path", default="", help="where Qt is, if not at its usual place")
    parser.add_argument("--project", required=True, help="this project's source directory")
    parser.add_argument("--build", required=True, help="its build directory")
    parser.add_argument("--fake", required=True, help="the fake-openrouter program")
    parser.add_argument("--shared", action="store_true", help="build a shared library for this")
    options = parser.parse_args()

    directory = pathlib.Path(tempfile.mkdtemp(prefix="consumer-"))
    try:
        build = build_shared(options, directory / "shared") if options.shared else options.build
        prefix = directory / "built-for"
        install(options, build, prefix)
        check_package(options, build, prefix)
        # Whoever unpacks a package chooses the place.
        moved = directory / "unpacked to"
        prefix.rename(moved)
        options.prefix_path = ";".join(filter(None, [str(moved), options.prefix_path]))
        if not options.shared:  # they are the same
            check_headers(options, moved, directory)
        exchange(options.fake, build_consumer(options, directory))
    finally:
        shutil.rmtree(directory)


if __name__ == "__main__":
    main()
