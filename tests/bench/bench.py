#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measures the programs against the least that could do the same, side by side in one run.

Each row takes turns with what it is compared with, and the least of many is what counts: others use
a computer too. Said are ratios, which depend little on the computer.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "e2e"))

from harness.certificates import CertificateAuthority, command_that_trusts  # noqa: E402
from harness.fakeserver import FakeServer  # noqa: E402
from harness.session import Session, end_process  # noqa: E402
from harness.waiting import wait_until  # noqa: E402

BUTTON = "Sign in with OpenRouter"
DEADLINE = 60
READS = 200  # of a stored key, which takes milliseconds: the median is what counts


def least(rounds, measures):
    """The least of each of the named measures, taken in turns after one round to warm up."""
    result = dict.fromkeys(measures, float("inf"))
    for number in range(rounds + 1):
        for name, measure in measures.items():
            value = measure()
            if number > 0:
                result[name] = min(result[name], value)
    return result


def medians(rounds, measures):
    """The median of each of the named measures, taken in turns after one round to warm up."""
    found = {name: [] for name in measures}
    for number in range(rounds + 1):
        for name, measure in measures.items():
            value = measure()
            if number > 0:
                found[name].append(value)
    return {name: statistics.median(values) for name, values in found.items()}


class Table:
    def __init__(self):
        self.rows = []

    def add(self, what, measured, against, ratio, wanted, unit="×", at_least=False):
        passed = None
        if wanted is not None:
            passed = ratio >= wanted if at_least else ratio <= wanted
        limit = "" if wanted is None else f"at {'least' if at_least else 'most'} {wanted:g} {unit}"
        row = (what, measured, against, f"{ratio:.2f} {unit}" if ratio is not None else "",
               limit, {True: "pass", False: "MISS", None: "stated"}[passed])
        self.rows.append(row)
        print(" | ".join(filter(None, row)), file=sys.stderr, flush=True)

    def state(self, what, measured):
        self.rows.append((what, measured, "", "", "", "stated"))
        print(f"{what} | {measured}", file=sys.stderr, flush=True)

    def print(self):
        head = ("what", "measured", "against", "result", "wanted", "")
        widths = [max(len(row[i]) for row in [head, *self.rows]) for i in range(len(head))]
        for row in (head, tuple("-" * width for width in widths), *self.rows):
            print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")


class Bench:
    def __init__(self, options):
        self.programs = options.programs
        self.rounds = options.rounds
        self.node = options.node
        self.installed = options.installed
        self.packages = options.packages
        self.idle_seconds = options.idle_seconds
        self.table = Table()

    def program(self, name):
        return os.path.join(self.programs, name)

    def start_server(self, session, **options):
        return FakeServer(session, self.program("fake-openrouter"), **options)

    # Windows

    def first_paint(self, session, painting, command, **environment):
        painting.forget()
        begin = time.perf_counter()
        process = subprocess.Popen(command, env=session.environment(**environment),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            return painting.wait() - begin
        finally:
            end_process(process)

    def window_rows(self):
        from painting import Painting  # needs Xlib, which the rows without a window do without
        with bare_display() as name, Session(use_display=name) as session:
            # No window manager, no accessibility bus: neither is the program's.
            quiet = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "0", "NO_AT_BRIDGE": "1"}
            server = self.start_server(session)
            painting = Painting(name)
            window = [self.program("openrouter-signin")]
            base = {"OPENROUTER_BASE_URL": server.base_url, **quiet}

            found = least(self.rounds, {
                "window": lambda: self.first_paint(session, painting, window, **base),
                "button": lambda: self.first_paint(
                    session, painting, [self.program("onebutton")], **quiet)})
            self.table.add("start of the window to first paint", ms(found["window"]),
                           "one button: " + ms(found["button"]),
                           found["window"] / found["button"], 1.5)

            def with_keys(number):
                write_keys(session, server, number)
                return self.first_paint(session, painting, window, **base)

            found = least(self.rounds, {"100": lambda: with_keys(100), "5": lambda: with_keys(5)})
            self.table.add("window with 100 keys to first paint", ms(found["100"]),
                           "with 5: " + ms(found["5"]), found["100"] / found["5"], 1.15)
            server.stop()

    def memory_row(self):
        with bare_display() as name, Session(use_display=name) as session:
            authority = CertificateAuthority(session)
            server = self.start_server(session, certificate=(authority.certificate, authority.key),
                                       authority=authority.file)
            key = server.control(makeKey={})["key"]
            quiet = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "0", "NO_AT_BRIDGE": "1"}

            def start(command, number, output):
                pid_file = session.path(f"{number}.pid")
                environment = session.environment(OPENROUTER_BASE_URL=server.base_url, **quiet)
                settings = [f"{name}={value}" for name, value in environment.items()]
                process = session.spawn(
                    [*command_that_trusts(authority.trusted, pid_file), "env", "-i", *settings,
                     *command], f"{number}.log", stdout=output)
                wait_until(lambda: os.path.exists(pid_file) and read(pid_file).strip(),
                           "the program's start")
                return process, int(read(pid_file))

            # The key is added by the command line, and the window asks the server about it.
            pid_file = session.path("login.pid")
            environment = session.environment(OPENROUTER_BASE_URL=server.base_url)
            subprocess.run(
                [*command_that_trusts(authority.trusted, pid_file), "env", "-i",
                 *(f"{name}={value}" for name, value in environment.items()),
                 self.program("openrouter-key"), "login", "--with-key", "--quiet"],
                input=key, text=True, check=True, env=environment)
            asked = server.counts()["key"]
            window, window_pid = start([self.program("openrouter-signin")], 1, None)
            wait_until(lambda: server.counts()["key"] > asked, "the window to ask about its key")
            button, button_pid = start(
                [self.program("onebutton"), server.base_url + "/key"], 2, subprocess.PIPE)
            if not button.stdout.readline().startswith(b"got 401"):
                raise RuntimeError("the button got nothing")
            sizes = {pid: settled_pss(pid) for pid in (window_pid, button_pid)}
            self.table.add("memory of the window after one https GET /key (PSS)",
                           mib(sizes[window_pid]), "one button and one GET: "
                           + mib(sizes[button_pid]), sizes[window_pid] / sizes[button_pid], 1.5)
            server.stop()

    def idle_row(self):
        from harness.program import Program
        with Session() as session:
            open_nothing(session)
            server = self.start_server(session)
            program = Program(session, self.program("openrouter-signin"), server.base_url)
            program.wait_for_window()
            program.click(BUTTON)
            program.wait_for("Cancel")
            # The accessibility bus is asked no more. Another window is the active one.
            other = session.spawn([self.program("onebutton")], "onebutton.log")
            wait_until(lambda: program._desktop.windows(other.pid), "another window")
            window = program._desktop.windows(other.pid)[0]
            wait_until(lambda: program._desktop.active_window() == window, "it to be active")
            before, begin = wake_ups(program.pid), time.monotonic()
            time.sleep(self.idle_seconds)
            rate = (wake_ups(program.pid) - before) / (time.monotonic() - begin)
            self.table.add(f"wake-ups a second, {self.idle_seconds} s in Waiting, inactive", "", "",
                           rate, 1, "a second")
            program.stop()
            server.stop()

    # Keys

    def reading_rows(self):
        with bare_display() as name, Session(use_display=name) as session:
            server = self.start_server(session)
            environment = session.environment(OPENROUTER_BASE_URL=server.base_url)
            key = server.control(makeKey={})["key"]
            ours = self.program("openrouter-key")
            subprocess.run([ours, "login", "--with-key", "--quiet"], input=key, text=True,
                           check=True, env=environment)
            identifier = keys(session)[0]["id"]
            user = f"openrouter-signin/{server.host_and_port}/{identifier}"

            unseen = {name: value for name, value in environment.items() if name != "DISPLAY"}

            def run(*commands, expected=None, variables=environment):
                begin = time.perf_counter()
                for command in commands:
                    output = subprocess.run(
                        command, env=variables, stdin=subprocess.DEVNULL, check=True,
                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
                    if expected and output.decode().strip() != expected:
                        raise RuntimeError(f"{command[0]} printed something else")
                return time.perf_counter() - begin

            bare = [self.program("keychainread"), user]
            found = medians(READS, {
                "bare": lambda: run(bare, expected=key),
                "print": lambda: run([ours, "print"], expected=key),
                "unseen": lambda: run([ours, "print"], expected=key, variables=unseen),
                "env": lambda: run([ours, "env", "--shell", "posix"]),
                "list": lambda: run([ours, "list"]),
                "exec": lambda: run([ours, "exec", "--", "true"]),
                "bare then true": lambda: run(bare, ["true"]),
                "secret-tool": lambda: run(["secret-tool", "lookup", "server", "OpenRouter",
                                            "user", user], expected=key)})
            for command in ("print", "env", "list"):
                self.table.add(f"openrouter-key {command}", ms(found[command]),
                               "bare QtKeychain read: " + ms(found["bare"]),
                               found[command] / found["bare"], 1.1)
            # Where nobody sees a prompt it asks first whether the entry is locked.
            self.table.add("openrouter-key print, no display", ms(found["unseen"]),
                           "bare QtKeychain read: " + ms(found["bare"]),
                           found["unseen"] / found["bare"], None)
            self.table.add("openrouter-key print", ms(found["print"]),
                           "secret-tool lookup: " + ms(found["secret-tool"]),
                           found["print"] / found["secret-tool"], None)
            self.table.add("openrouter-key exec -- true", ms(found["exec"]),
                           "bare QtKeychain read, then true: " + ms(found["bare then true"]),
                           found["exec"] / found["bare then true"], 1.1)
            server.stop()

    def redirect_row(self):
        with Session(use_display="") as session:
            server = self.start_server(session)
            environment = session.environment(OPENROUTER_BASE_URL=server.base_url)
            found = least(self.rounds, {
                "redirect": lambda: self.redirect(session, server, environment),
                "curl": lambda: self.curl_and_secret_tool(server, environment)})
            self.table.add("redirect received to key stored and page answered",
                           ms(found["redirect"]),
                           "curl and secret-tool store: " + ms(found["curl"]),
                           found["redirect"] / found["curl"], 0.6)
            server.stop()

    def redirect(self, session, server, environment):
        folder = session.path("home", "bin")
        os.makedirs(folder, exist_ok=True)
        opener = os.path.join(folder, "xdg-open")
        if not os.path.exists(opener):
            os.symlink("/bin/true", opener)
        process = subprocess.Popen(
            [self.program("openrouter-key"), "login", "--browser"],
            env={**environment, "DISPLAY": ":none", "PATH": folder + ":" + environment["PATH"]},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            start_new_session=True)
        try:
            link = next(line for line in (line.decode().strip() for line in process.stderr)
                        if line.startswith(server.origin + "/auth?") and "callback_url" in line)
            redirect = server.control(authorize=link)["redirect"]
            # A person takes seconds to approve.
            wait_until_asleep(process.pid)
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            begin = time.perf_counter()
            with opener.open(redirect, timeout=DEADLINE) as answer:
                page = answer.read().decode()
            seconds = time.perf_counter() - begin
            if "You are signed in" not in page:
                raise RuntimeError("the browser was told something else")
            process.stderr.read()
            process.wait(DEADLINE)
            return seconds
        finally:
            end_process(process)
            process.stderr.close()

    @staticmethod
    def curl_and_secret_tool(server, environment):
        verifier = "TESTverifier-TESTverifier-TESTverifier-TEST"
        code = server.control(authorizeHeadless=f"{server.origin}/auth?code_challenge={verifier}"
                                                "&code_challenge_method=plain")["code"]
        body = json.dumps({"code": code, "code_verifier": verifier,
                           "code_challenge_method": "plain"})
        begin = time.perf_counter()
        answer = subprocess.run(
            ["curl", "--silent", "--fail", "--noproxy", "*", "--header",
             "Content-Type: application/json", "--data", body, server.base_url + "/auth/keys"],
            env=environment, stdout=subprocess.PIPE, check=True).stdout
        subprocess.run(["secret-tool", "store", "--label=bench", "server", "OpenRouter", "user",
                        "bench"], input=json.loads(answer)["key"].encode(), env=environment,
                       check=True)
        return time.perf_counter() - begin

    def exchange_rows(self):
        with Session(use_display="") as session:
            # As with the service, the connection is encrypted.
            authority = CertificateAuthority(session)
            server = self.start_server(session, certificate=(authority.certificate, authority.key),
                                       authority=authority.file)
            # The same answer for whatever code.
            server.control(faults=[{
                "endpoint": "exchange", "fault": "answer", "status": 200,
                "contentType": "application/json", "times": -1,
                "body": json.dumps({"key": "sk-or-v1-TEST" + "0" * 51, "user_id": "user_TEST"})}])
            count = 500
            found = {}

            def take(command, cwd=None):
                environment = session.environment(NODE_EXTRA_CA_CERTS=authority.file)
                output = subprocess.run(
                    [*command, server.base_url, str(count), authority.file], check=True,
                    env=environment, stdout=subprocess.PIPE, text=True, cwd=cwd).stdout
                for line in output.splitlines():
                    name, value = line.split()
                    found[name] = min(found.get(name, float("inf")), int(value))

            for _ in range(10):
                for way in ("client", "bare"):
                    take([self.program("exchanges"), way])
                if self.node:
                    take(["node", "exchange.mjs"], self.node)
            self.table.add("one exchange through Client",
                           f"{found['client']} µs", f"bare post: {found['bare']} µs",
                           found["client"] / found["bare"], 1.1)
            if self.node:
                self.table.add("one exchange through Client",
                               f"{found['client']} µs", f"official TypeScript SDK: {found['sdk']} µs",
                               found["sdk"] / found["client"], 3, "× faster", at_least=True)
            else:
                self.table.state("one exchange through Client against the TypeScript SDK",
                                 "not measured: no node here")
            server.stop()

    def size_rows(self):
        total = sum(os.path.getsize(os.path.join(folder, name))
                    for folder, _, names in os.walk(self.installed) for name in names
                    if not os.path.islink(os.path.join(folder, name)))
        self.table.state("installed size, stripped, without Qt", f"{total / 1024:.0f} KiB")
        for package in self.packages:
            self.table.state("download size: " + os.path.basename(package),
                             f"{os.path.getsize(package) / 1024:.0f} KiB")


def ms(seconds):
    return f"{seconds * 1000:.1f} ms"


def mib(kib):
    return f"{kib / 1024:.1f} MiB"


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def pss(pid):
    return next(int(line.split()[1]) for line in read(f"/proc/{pid}/smaps_rollup").splitlines()
                if line.startswith("Pss:"))


def settled_pss(pid):
    """Once it has stopped to change."""
    seen = []

    def settled():
        seen.append(pss(pid))
        return len(seen) > 20 and max(seen[-20:]) - min(seen[-20:]) < 64

    wait_until(settled, "the memory to settle")
    return seen[-1]


def wake_ups(pid):
    """How often its threads have waited for something so far."""
    total = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        total += next(int(line.split()[1])
                      for line in read(f"/proc/{pid}/task/{thread}/status").splitlines()
                      if line.startswith("voluntary_ctxt_switches:"))
    return total


def wait_until_asleep(pid):
    """Until none of its threads has done anything for a third of a second."""
    seen = []

    def asleep():
        seen.append(wake_ups(pid))
        return len(seen) > 6 and len(set(seen[-6:])) == 1

    wait_until(asleep, "the program to wait")


def keys(session):
    return json.loads(read(session.path("data", "openrouter-signin", "keys.json")))["keys"]


def write_keys(session, server, number):
    folder = session.path("data", "openrouter-signin")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    with open(os.path.join(folder, "keys.json"), "w", encoding="utf-8") as file:
        json.dump({"version": 1, "keys": [
            {"id": f"k{i}", "server": server.base_url, "label": f"key {i}", "state": "stored",
             "created": f"2026-01-01T00:00:{i % 60:02}.000Z", "key_hash": f"{i:064x}",
             "masked_key": "sk-or-v1-TES…TEST", **({"default": True} if i == 0 else {})}
            for i in range(number)]}, file)
    os.chmod(file.name, 0o600)


def open_nothing(session):
    """A desktop whose browser does nothing."""
    folder = session.path("data", "applications")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "nothing.desktop"), "w", encoding="utf-8") as file:
        file.write("[Desktop Entry]\nType=Application\nName=Nothing\nExec=true %u\n"
                   "MimeType=x-scheme-handler/http;x-scheme-handler/https;\n")
    with open(session.path("config", "mimeapps.list"), "w", encoding="utf-8") as file:
        file.write("[Default Applications]\nx-scheme-handler/http=nothing.desktop\n"
                   "x-scheme-handler/https=nothing.desktop\n")


class bare_display:
    """An Xvfb without a window manager."""

    def __enter__(self):
        reading, writing = os.pipe()
        self._process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten", "tcp",
             "-noreset"], pass_fds=(writing,), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            return ":" + pipe.readline().strip()

    def __exit__(self, *_):
        end_process(self._process)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--programs", required=True, help="folder of the built programs")
    parser.add_argument("--installed", help="folder they are installed in")
    parser.add_argument("--node", help="folder with exchange.mjs and what it needs")
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--idle-seconds", type=int, default=60)
    parser.add_argument("--only", action="append", metavar="ROWS",
                        help="window, memory, idle, reading, redirect, exchange or size; repeatable")
    parser.add_argument("packages", nargs="*", help="packages to download")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    bench = Bench(options)
    groups = {"window": bench.window_rows, "memory": bench.memory_row, "idle": bench.idle_row,
              "reading": bench.reading_rows, "redirect": bench.redirect_row,
              "exchange": bench.exchange_rows, "size": bench.size_rows}
    for name in options.only or groups:
        rows = groups[name]
        try:
            rows()
        except Exception as error:  # The other rows are worth something too.
            bench.table.rows.append((rows.__name__.replace("_", " "), f"FAILED: {error}", "", "",
                                     "", "MISS"))
            print(f"{rows.__name__}: {error!r}", file=sys.stderr)
    bench.table.print()
    return 1 if any(row[-1] == "MISS" for row in bench.table.rows) else 0


if __name__ == "__main__":
    sys.exit(main())
