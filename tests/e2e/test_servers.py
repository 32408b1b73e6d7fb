# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Other servers than openrouter.ai: on another port, and over https."""

from harness.case import SignInTestCase, main
from harness.certificates import CertificateAuthority, command_that_trusts
from harness.waiting import wait_until


class ServersTest(SignInTestCase):
    def test_keys_stay_with_the_server_that_made_them(self):
        other = self.start_server()
        program = self.start_program()
        self.sign_in(program)
        first_entry, first_key = self.stored_key()
        program.stop()
        asked = self.server.counts()["key"]

        program = self.start_program(other)
        program.wait_for("Copy key")
        self.picture("key-of-another-server", window=program)
        program.click("Add")
        self.sign_in(program, other)
        self.picture("two-servers", window=program)

        # Neither moved, and each was asked about where it came from: elsewhere it is unknown.
        entry, key = self.stored_key()
        self.assertEqual(key, first_key)
        self.assertEqual(entry["server"], self.server.base_url)
        self.assertEqual(entry["id"], first_entry["id"])
        second_entry, second_key = self.stored_key(other)
        self.assertNotEqual(first_key, second_key)
        self.assertEqual(second_entry["server"], other.base_url)
        for server, number in ((self.server, 1), (other, 1)):
            self.assertEqual(server.counts()["keysMade"], number)
            self.assertEqual(server.counts()["violations"], [])
        wait_until(lambda: [line["last_status"]["refused"] for line in self.index()
                            if "last_status" in line] == [False, False],
                   "both servers to know their key", alive=program.check_alive)
        self.assertGreater(self.server.counts()["key"], asked)


class HttpsTest(SignInTestCase):
    def prepare(self):
        authority = CertificateAuthority(self.session)
        self.authority = authority
        self.browser = self.install_browser(trusted_keys=[authority.public_key_hash()])
        self.server = self.start_server(certificate=(authority.certificate, authority.key),
                                        authority=authority.file)

    def test_signs_in_over_https(self):
        self.assertTrue(self.server.base_url.startswith("https://"))
        pid_file = self.session.path("program.pid")
        program = self.start_program(
            command_prefix=command_that_trusts(self.authority.trusted, pid_file),
            pid_file=pid_file)
        page = self.sign_in(program)
        self.picture("keys", window=program)
        self.picture("signed-in", page=page)
        self.stored_key()
        self.assertEqual(self.server.counts()["violations"], [])

    def test_an_unknown_authority_is_refused(self):
        program = self.start_program()
        page = self.open_authorization(program)
        page.click("#authorize")
        self.wait_for_last_page(page)
        self.picture("not-trusted", page=page)
        program.wait_for_text("No secure connection")
        self.picture("not-trusted", window=program)
        self.assertEqual(self.server.counts()["exchange"], 0)
        self.assertEqual(self.keychain_users(), [])
        self.assert_nothing_listens(program)


if __name__ == "__main__":
    main()
