# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A person at a desk: the button, the browser, the key."""

from harness.case import BUTTON, SignInTestCase, main
from harness.waiting import wait_until

LOOPBACK = "0100007F"  # 127.0.0.1 in /proc/net/tcp


class BrowserTest(SignInTestCase):
    def test_authorize_stores_the_key(self):
        program = self.start_program()
        program.wait_for(BUTTON)
        self.assertEqual(program.listening(), [])
        self.picture("welcome", window=program)

        page = self.open_authorization(program)
        page.wait_for("document.querySelector('#authorize') !== null", "the authorization page")
        program.wait_for("Cancel")
        self.picture("waiting", window=program)
        self.picture("authorization", page=page)
        self.assertEqual(program.listening(), [LOOPBACK])

        page.click("#authorize")
        self.wait_for_last_page(page)
        self.assertNotIn("code=", page.address)
        for colors in ("light", "dark"):
            page.emulate_colors(colors)
            self.picture(f"signed-in-{colors}", page=page)

        program.wait_for("Copy key")
        self.picture("keys", window=program)
        self.assert_nothing_listens(program)

        entry, key = self.stored_key()
        self.assertTrue(key.startswith("sk-or-v1-"))
        self.assertTrue(program.says(entry["masked_key"]))
        self.assertTrue(program.says(self.server.host_and_port))
        self.assertFalse(program.says(key))
        counts = self.server.counts()
        self.assertEqual(counts["exchange"], 1)
        self.assertEqual(counts["violations"], [])
        self.assert_no_trace_of(key)

    def test_the_program_comes_to_the_front_when_the_browser_returns(self):
        program = self.start_program()
        page = self.open_authorization(program)
        window = program.window()
        wait_until(lambda: self.desktop.active_window() != window, "the browser to be in front")
        page.click("#authorize")
        wait_until(lambda: self.desktop.active_window() == window, "the program to be in front",
                   alive=program.check_alive)

    def test_deny_shows_why_and_allows_another_try(self):
        program = self.start_program()
        page = self.open_authorization(program)
        page.click("#deny")
        self.wait_for_last_page(page)
        self.picture("denied", page=page)
        program.wait_for("Sign in again")
        self.assertTrue(program.says("denied"))
        self.picture("denied", window=program)
        self.assert_nothing_listens(program)
        self.assertEqual(self.keychain_users(), [])
        self.assertEqual(self.server.counts()["exchange"], 0)

        self.sign_in(program, button="Sign in again")
        self.stored_key()

    def test_a_closed_tab_times_out_and_allows_another_try(self):
        self.configure(timeoutSeconds=30)
        program = self.start_program()
        page = self.open_authorization(program)
        page.wait_for("document.querySelector('#authorize') !== null", "the authorization page")
        page.close()
        program.wait_for("Sign in again")
        self.assertTrue(program.says("Nobody approved in time"))
        self.picture("timed-out", window=program)
        self.assert_nothing_listens(program)

        self.sign_in(program, button="Sign in again")
        self.stored_key()

    def test_a_closed_tab_can_be_opened_again(self):
        program = self.start_program()
        page = self.open_authorization(program)
        page.wait_for("document.querySelector('#authorize') !== null", "the authorization page")
        page.close()
        wait_until(lambda: not self.browser.pages(), "the tab to be closed")

        program.click("Open browser again")
        page = self.browser.wait_for_page(self.server.origin + "/auth?")
        page.click("#authorize")
        program.wait_for("Copy key")
        self.stored_key()

    def test_cancel_ends_it_at_once(self):
        program = self.start_program()
        self.open_authorization(program)
        program.click("Cancel")
        program.wait_for(BUTTON)
        self.assert_nothing_listens(program)
        self.assertEqual(self.server.counts()["exchange"], 0)

    def test_reload_and_back_on_the_last_page_are_harmless(self):
        program = self.start_program()
        page = self.open_authorization(program)
        # By the page itself: nothing listens any more two seconds after it came.
        page.reload_once_at("/done/")
        page.click("#authorize")
        page.wait_for_reload()
        self.assertIn("You are signed in", page.text())
        self.assertFalse([address for address in page.history() if "code=" in address])
        program.wait_for("Copy key")
        self.assert_nothing_listens(program)

        self.assertTrue(page.back())
        page.wait_for("document.querySelector('#authorize') !== null", "the page before")
        self.assertEqual(len(self.index()), 1)
        self.assertEqual(len(self.keychain_users()), 2, "the key and the copy of the index")
        self.assertEqual(self.server.counts()["exchange"], 1)

    def test_a_pasted_address_signs_in_where_the_redirect_cannot(self):
        program = self.start_program()
        program.click(BUTTON)
        page = self.browser.wait_for_page(self.server.origin + "/auth?")
        page.wait_for("document.querySelector('#authorize') !== null", "the authorization page")
        link = page.address
        redirect = self.server.control(authorize=link)["redirect"]
        program.click("Enter code")
        program.wait_for_focus("text")
        self.desktop.copy(f'  "{redirect}#_"  ')
        self.desktop.press_keys("ctrl+v")
        self.picture("enter-code", window=program)
        self.desktop.press_keys("Return")
        program.wait_for("Copy key")
        self.stored_key()


if __name__ == "__main__":
    main()
