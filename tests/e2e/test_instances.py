# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""More than one start, and a start after a sudden end."""

import signal

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

    def test_a_kill_while_storing_loses_no_key(self):
        program = self.start_program()
        page = self.open_authorization(program)
        self.session.keychain_process.send_signal(signal.SIGSTOP)
        page.click("#authorize")
        # It knows its key, and the keychain does not answer.
        wait_until(lambda: [entry for entry in self.index() if entry.get("key_hash")],
                   "the key to be noted", alive=program.check_alive)
        program.kill()
        self.session.keychain_process.send_signal(signal.SIGCONT)
        key_hash = self.index()[0]["key_hash"]

        # The order may have reached the keychain all the same. If not, the window names the key
        # and opens its page.
        program = self.start_program()
        wait_until(lambda: self.keychain_users()
                   or program.says("A key may have been made on"),
                   "the key in the keychain or on the screen", alive=program.check_alive)
        if program.says("A key may have been made on"):
            self.picture("unfinished", window=program)
            starts = self.browser.starts()
            program.click("Open its page")
            wait_until(lambda: self.browser.starts() > starts, "a page in the browser")
            self.browser.wait_for_page(f"{self.server.origin}/keys/{key_hash}")
        else:
            program.wait_for("Copy key")
            self.assertEqual(self.stored_key()[0]["key_hash"], key_hash)

    def test_a_kill_after_storing_leaves_the_key_where_it_is(self):
        program = self.start_program()
        self.sign_in(program)
        entry, key = self.stored_key()
        program.kill()
        program = self.start_program()
        program.wait_for("Copy key")
        entry_now, key_now = self.stored_key()
        self.assertEqual(key_now, key)
        self.assertEqual(entry_now["id"], entry["id"])
        self.assertFalse(program.says("A key may have been made on"))

    def test_a_kill_while_waiting_leaves_nothing(self):
        program = self.start_program()
        self.open_authorization(program)
        program.kill()
        program = self.start_program()
        program.wait_for(BUTTON)
        self.assertEqual(self.index(), [])


if __name__ == "__main__":
    main()
