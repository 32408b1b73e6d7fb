# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""More than one start, and a start after a sudden end."""

from harness.case import BUTTON, SignInTestCase, main
from harness.waiting import wait_until


class InstancesTest(SignInTestCase):
    def test_a_second_start_raises_the_first(self):
        first = self.start_program()
        window = first.window()
        self.desktop.minimize(window)
        wait_until(lambda: first.window() is None, "the window to be minimized")

        second = self.launch()
        self.assertEqual(second.wait_for_end(), 0)
        wait_until(lambda: self.desktop.active_window() == window, "the first window in front",
                   alive=first.check_alive)

    def test_a_kill_during_the_exchange_is_not_silent(self):
        # The server makes the key, and its answer never gets here.
        self.server.control(faults=[{"endpoint": "exchange", "fault": "delay", "delay": 600000}])
        program = self.start_program()
        page = self.open_authorization(program)
        page.click("#authorize")
        wait_until(lambda: self.server.counts()["exchange"] == 1, "the code to be posted",
                   alive=program.check_alive)
        self.picture("exchanging", window=program)
        program.kill()

        program = self.start_program()
        program.wait_for_text("A key may have been made on")
        self.picture("unfinished", window=program)
        self.assertEqual(self.keychain_users(), [])

    def test_a_kill_while_waiting_leaves_nothing(self):
        program = self.start_program()
        self.open_authorization(program)
        program.kill()
        program = self.start_program()
        program.wait_for(BUTTON)
        self.assertEqual(self.index(), [])


if __name__ == "__main__":
    main()
