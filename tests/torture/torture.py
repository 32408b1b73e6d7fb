# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sign-ins that wait while others torment their port, and many sign-ins in a row.

SIGNIN_PROGRAMS names the folder of the built programs. SIGNIN_TIME_FACTOR is what the limits on
times are multiplied with, for computers that are busy; 1 unless given.
"""

import os
import subprocess
import sys
import threading
import time
import unittest
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "e2e"))

from harness.fakeserver import FakeServer  # noqa: E402
from harness.session import Session, end_process, redacted  # noqa: E402
from harness.waiting import wait_until  # noqa: E402

PROGRAMS = os.environ["SIGNIN_PROGRAMS"]
TIME_FACTOR = float(os.environ.get("SIGNIN_TIME_FACTOR", "1"))

CONNECTIONS = 10_000
CLIENTS = 8
REPLAYS = 50
ATTEMPTS = 1_000

ANSWER_WITHIN = 0.2  # s
BLOCKED_AT_MOST = 50  # ms
MEMORY_AT_MOST = 8 * 1024  # KiB
DEADLINE = 300


class Attempts:
    """The process whose sign-ins wait."""

    def __init__(self, session, server, count):
        self._process = session.spawn(
            [os.path.join(PROGRAMS, "waitingattempts"), server.base_url,
             session.path("data", "keys.json"), str(count)],
            "waitingattempts.log", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=session.environment(**{name: value for name, value in os.environ.items()
                                       if name.endswith("SAN_OPTIONS")}))

    def expect(self, word):
        line = self._process.stdout.readline().decode().strip()
        if not line.startswith(word + " "):
            raise AssertionError(f"it said “{redacted(line)}” instead of “{word}”")
        return line.removeprefix(word + " ")

    def memory(self):
        """Resident, in KiB."""
        with open(f"/proc/{self._process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:"))

    def descriptors(self):
        return len(os.listdir(f"/proc/{self._process.pid}/fd"))

    def is_sanitized(self):
        with open(f"/proc/{self._process.pid}/maps", encoding="utf-8") as file:
            return "/libasan.so" in file.read()

    def end(self):
        """Lets it end by itself, so that what it leaks is told; its exit code."""
        self._process.stdin.close()
        return self._process.wait(DEADLINE)

    def stop(self):
        end_process(self._process)
        self._process.stdin.close()
        self._process.stdout.close()


class MemoryWatch(threading.Thread):
    """The most memory that a process has while this runs."""

    def __init__(self, attempts):
        super().__init__(daemon=True)
        self._attempts = attempts
        self._over = threading.Event()
        self.most = 0

    def run(self):
        while not self._over.wait(0.02):
            self.most = max(self.most, self._attempts.memory())

    def finish(self):
        self._over.set()
        self.join()
        return self.most


class Torture(unittest.TestCase):
    def setUp(self):
        self.session = Session(use_display="")
        self.addCleanup(self.session.stop)
        self.session.start()
        self.server = FakeServer(self.session, os.path.join(PROGRAMS, "fake-openrouter"))
        self.addCleanup(self.server.stop)

    def start_attempts(self, count):
        attempts = Attempts(self.session, self.server, count)
        self.addCleanup(attempts.stop)
        return attempts

    def start_stranger(self, redirect, number):
        # The person's own programs come before strangers, on a computer of two processors too.
        process = self.session.spawn(
            ["nice", "-n", "10", sys.executable, os.path.join(HERE, "hostile.py"), redirect,
             str(CONNECTIONS // CLIENTS), str(number)],
            "hostile.log", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stdin.close)
        return process

    def authorize(self, link):
        return self.server.control(authorize=link)["redirect"]

    @staticmethod
    def follow(redirect):
        """As the browser; how long it took and the page it ended on."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        begin = time.perf_counter()
        with opener.open(redirect, timeout=DEADLINE) as answer:
            page = answer.read().decode()
        return time.perf_counter() - begin, page

    def assert_within(self, what, value, limit, unit):
        print(f"{what}: {value:.0f} {unit}, wanted: at most {limit:.0f}", flush=True)
        with self.subTest(what):  # The others are worth knowing too.
            self.assertLessEqual(value, limit)

    def assert_memory(self, attempts, more):
        # With sanitizers freed memory is kept for a while, and what leaks is told at the end.
        if not attempts.is_sanitized():
            self.assert_within("more memory", more, MEMORY_AT_MOST, "KiB")

    def assert_clean_end(self, attempts):
        self.assertEqual(attempts.end(), 0, self.session.log("waitingattempts.log")[-4000:])

    def exchanges(self):
        return self.server.counts()["exchange"]

    def test_strangers_do_not_disturb_a_sign_in(self):
        attempts = self.start_attempts(1)
        redirect = self.authorize(attempts.expect("link"))
        memory, descriptors = attempts.memory(), attempts.descriptors()
        watch = MemoryWatch(attempts)
        watch.start()

        strangers = [self.start_stranger(redirect, number) for number in range(CLIENTS)]
        for stranger in strangers:
            self.assertEqual(stranger.stdout.readline(), b"done\n")
        self.assertEqual(self.exchanges(), 0)

        # Their slow connections are still open.
        seconds, page = self.follow(redirect)
        self.assertIn("You are signed in", page)
        for _ in range(REPLAYS):
            self.assertIn("You are signed in", self.follow(redirect)[1])
        self.assertEqual(attempts.expect("finished"), "Succeeded")
        for stranger in strangers:
            stranger.stdin.close()
            self.assertEqual(stranger.wait(DEADLINE), 0, stranger.stdout.read().decode())

        most = watch.finish()
        self.assertEqual(self.exchanges(), 1)
        self.assertEqual(self.server.counts()["violations"], [])
        blocked = int(attempts.expect("blocked"))
        print()
        self.assert_within("redirect to page", seconds * 1000,
                           ANSWER_WITHIN * 1000 * TIME_FACTOR, "ms")
        self.assert_within("event loop blocked", blocked, BLOCKED_AT_MOST * TIME_FACTOR, "ms")
        self.assert_memory(attempts, most - memory)
        # The port is closed a little later; the connection to the server stays for a while.
        wait_until(lambda: attempts.descriptors() <= descriptors, "the descriptors to be closed")
        self.assert_clean_end(attempts)

    def test_a_thousand_sign_ins_in_a_row(self):
        attempts = self.start_attempts(ATTEMPTS)
        slowest = 0
        for number in range(ATTEMPTS):
            seconds, page = self.follow(self.authorize(attempts.expect("link")))
            self.assertIn("You are signed in", page)
            self.assertEqual(attempts.expect("finished"), "Succeeded")
            slowest = max(slowest, seconds)
            if number == ATTEMPTS // 10:
                memory = attempts.memory()
        blocked = int(attempts.expect("blocked"))
        self.assertEqual(self.exchanges(), ATTEMPTS)
        self.assertEqual(self.server.counts()["violations"], [])
        print()
        self.assert_within("slowest redirect to page", slowest * 1000,
                           ANSWER_WITHIN * 1000 * TIME_FACTOR, "ms")
        self.assert_within("event loop blocked", blocked, BLOCKED_AT_MOST * TIME_FACTOR, "ms")
        self.assert_memory(attempts, attempts.memory() - memory)
        wait_until(lambda: attempts.descriptors() < 32, "the descriptors to be closed")
        self.assert_clean_end(attempts)


if __name__ == "__main__":
    unittest.main(verbosity=2)
