# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The clipboard as other programs see it."""

from harness.case import SignInTestCase, main
from harness.waiting import wait_until

# The shortest that can be set.
SECONDS = 5


class ClipboardTest(SignInTestCase):
    def copy_a_key(self, seconds=SECONDS):
        """Signs in and presses Copy key; returns the program and the key."""
        self.configure(clipboardSeconds=seconds)
        program = self.start_program()
        self.sign_in(program)
        return program, self.copy_key(program)

    def test_a_copied_key_is_marked_and_gone_after_its_time(self):
        program, _ = self.copy_a_key()
        self.assertIn("x-kde-passwordManagerHint", self.desktop.clipboard_formats())
        self.assertIsNone(self.desktop.primary_selection())
        self.picture("countdown", window=program)
        wait_until(lambda: self.desktop.clipboard() is None, "the clipboard to be empty",
                   3 * SECONDS, program.check_alive)
        program.wait_for_text("Cleared from the clipboard")
        self.picture("cleared", window=program)

    def test_what_was_copied_since_is_left_alone(self):
        program, _ = self.copy_a_key()
        theirs = "somebody else's text"
        self.desktop.copy(theirs)
        program.wait_for_text("Something else was copied meanwhile", 3 * SECONDS)
        self.assertEqual(self.desktop.clipboard(), theirs)

    def test_closing_hides_the_window_and_ends_when_the_time_is_over(self):
        program, key = self.copy_a_key()
        self.desktop.close_window(program.window())
        wait_until(lambda: program.window() is None, "the window to be hidden")
        self.assertEqual(self.desktop.clipboard(), key)
        self.assertEqual(program.wait_for_end(3 * SECONDS), 0)
        self.assertIsNone(self.desktop.clipboard())

    def test_quitting_takes_the_key_back_at_once(self):
        program, _ = self.copy_a_key(seconds=600)
        self.desktop.press_keys("ctrl+q")
        self.assertEqual(program.wait_for_end(), 0)
        self.assertIsNone(self.desktop.clipboard())


if __name__ == "__main__":
    main()
