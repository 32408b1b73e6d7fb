# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What `print` costs, compared with a bare read of the same entry through QtKeychain.

A benchmark to be run by hand on a quiet computer, not a test: SIGNIN_PROGRAMS names the folder of
the built programs.
"""

import os
import subprocess
import time

from commandline import CommandLineTestCase, main

ALLOWED = 1.25
ROUNDS = 25
REPETITIONS = 4


class Speed(CommandLineTestCase):
    def measure(self, command, expected):
        begin = time.perf_counter()
        result = subprocess.run(command, env=self.environment(), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                check=True)
        seconds = time.perf_counter() - begin
        self.assertEqual(result.stdout.strip(), expected)
        return seconds

    def test_a_warm_print_costs_little_more_than_a_bare_read(self):
        key = self.add_key()
        user = f"openrouter-signin/{self.server.host_and_port}/{self.index()[0]['id']}"
        commands = {
            "print": [self.program, "print"],
            "QtKeychain": [os.path.join(self.programs, "keychainread"), user],
            "secret-tool": ["secret-tool", "lookup", "server", "OpenRouter", "user", user],
        }
        for command in commands.values():  # warm
            self.measure(command, key)
        # Taken in turns, and the least of many: others use this computer too.
        least = dict.fromkeys(commands, float("inf"))
        for _ in range(REPETITIONS):
            for _ in range(ROUNDS):
                for name, command in commands.items():
                    least[name] = min(least[name], self.measure(command, key))
            ratio = least["print"] / least["QtKeychain"]
            if ratio <= ALLOWED:
                break
        print(f"print {least['print'] * 1000:.1f} ms: {ratio:.2f} times a bare QtKeychain read "
              f"({least['QtKeychain'] * 1000:.1f} ms), "
              f"{least['print'] / least['secret-tool']:.2f} times secret-tool lookup "
              f"({least['secret-tool'] * 1000:.1f} ms)")
        print("wanted: at most", ALLOWED)


if __name__ == "__main__":
    main()
