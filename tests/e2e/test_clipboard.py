# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The clipboard as other programs see it."""

from harness.case import SignInTestCase, main
from harness.waiting import wait_until


class ClipboardTest(SignInTestCase):
    def setUp(self):
        super().setUp()
        self.configure(clipboardSeconds=5)
        self.program = self.start_program()
        self.sign_in(self.program)
        _, self.key = self.stored_key()

    def copy(self):
        self.program.click("Copy key")
        wait_until(lambda: self.desktop.clipboard() == self.key, "the key in the clipboard",
                   alive=self.program.check_alive)

    def test_a_copied_key_is_marked_and_gone_after_its_time(self):
        self.copy()
        self.assertIn("x-kde-passwordManagerHint", self.desktop.clipboard_formats())
        self.assertIsNone(self.desktop.primary_selection())
        self.picture("countdown", window=self.program)
        wait_until(lambda: self.desktop.clipboard() is None, "the clipboard to be empty", 15,
                   self.program.check_alive)

    def test_what_was_copied_since_is_left_alone(self):
        self.copy()
        self.session.spawn(["xclip", "-in", "-selection", "clipboard", "-quiet", "/etc/hostname"],
                           "xclip.log")
        with open("/etc/hostname", encoding="utf-8") as file:
            theirs = file.read()
        wait_until(lambda: self.desktop.clipboard() == theirs, "the other text in the clipboard")
        wait_until(lambda: not self.program.says(r"\d+ s"), "the countdown to end", 15,
                   self.program.check_alive)
        self.assertEqual(self.desktop.clipboard(), theirs)

    def test_closing_with_a_countdown_hides_the_window_and_ends_when_it_is_over(self):
        self.copy()
        self.desktop.close_window(self.program.window())
        wait_until(lambda: self.program.window() is None, "the window to be hidden")
        self.assertEqual(self.desktop.clipboard(), self.key)
        self.assertEqual(self.program.wait_for_end(15), 0)
        self.assertIsNone(self.desktop.clipboard())


if __name__ == "__main__":
    main()
