# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is left of a key after signing out: in files, logs, clipboard, core and memory."""

import os
import resource
import signal

from harness.case import SignInTestCase, main
from harness.waiting import wait_until

# Copies in memory that nobody can wipe: freed buffers of Qt, QtKeychain and libsecret that the key
# went through. One is the rule: the head of the last GET /key, in the heap of Qt's HTTP thread.
UNWIPED_AT_MOST = 4


class TracesTest(SignInTestCase):
    def setUp(self):
        super().setUp()
        # Programs may write cores here, so that it is the program that does not.
        limits = resource.getrlimit(resource.RLIMIT_CORE)
        self.addCleanup(resource.setrlimit, resource.RLIMIT_CORE, limits)
        resource.setrlimit(resource.RLIMIT_CORE, (limits[1], limits[1]))

    def copies_in_memory(self, pid, secret):
        """Where the bytes or the UTF-16 of a secret stand in a process, by kind of memory."""
        needles = {"bytes": secret.encode(), "UTF-16": secret.encode("utf-16-le")}
        found = {}
        with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, \
                open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
            for line in maps:
                fields = line.split(maxsplit=5)
                if not fields[1].startswith("rw"):
                    continue
                begin, end = (int(number, 16) for number in fields[0].split("-"))
                try:
                    memory.seek(begin)
                    content = memory.read(end - begin)
                except (OSError, ValueError, OverflowError):
                    continue  # A device's memory.
                place = fields[5].strip() if len(fields) > 5 else "anonymous"
                if place.startswith("/"):
                    place = "library"
                for kind, needle in needles.items():
                    if count := content.count(needle):
                        found[place, kind] = found.get((place, kind), 0) + count
        return found

    def sign_out(self, program):
        program.click("Sign out")
        program.wait_for_text("Sign out\\?")
        program.click("Sign out")
        wait_until(lambda: not self.index(), "the key to be gone from the list",
                   alive=program.check_alive)

    def report(self, when, copies):
        print(f"\nCopies of the key in memory {when}: {sum(copies.values())}")
        for (place, kind), count in sorted(copies.items()):
            print(f"  {count} as {kind} in {place}")

    def test_a_key_that_was_signed_out_is_in_no_file_log_clipboard_or_core(self):
        self.configure(clipboardSeconds=5)
        program = self.start_program()
        self.sign_in(program)
        key = self.copy_key(program)
        program.click("Show key")
        program.wait_for("Hide key")
        program.click("Hide key")
        used = self.copies_in_memory(program.pid, key)
        self.assertTrue(used, "the search finds what is there")
        self.report("while in use", used)

        self.sign_out(program)
        wait_until(lambda: self.desktop.clipboard() is None, "the clipboard to be empty",
                   alive=program.check_alive)
        self.assertIsNone(self.desktop.primary_selection())
        # The copy of the list goes with the last key, too.
        wait_until(lambda: not self.keychain_users(), "an empty keychain",
                   alive=program.check_alive)
        self.assert_no_trace_of(key)
        left = self.copies_in_memory(program.pid, key)
        self.report("after signing out", left)
        self.assertLessEqual(sum(left.values()), UNWIPED_AT_MOST)

        # Even a crash writes nothing of it.
        with open(f"/proc/{program.pid}/limits", encoding="ascii") as file:
            core = next(line for line in file if line.startswith("Max core file size"))
        self.assertEqual(core.split()[4], "0")
        os.kill(program.pid, signal.SIGABRT)
        self.assertEqual(program.wait_for_end(), -signal.SIGABRT)
        self.assert_no_trace_of(key)


if __name__ == "__main__":
    main()
