# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signing in at a terminal."""

import json
import os
import shutil
import signal
import subprocess
import urllib.error
import urllib.parse

from commandline import HEADLESS_LINK, CommandLineTestCase, Terminal, main, wait_until

BROWSER_LINK = r"(http://127\.0\.0\.1:\d+/auth\?\S*callback_url\S+)"
OPENER = """#!/bin/sh
env > "$OPENED_LINK.environment"
printf '%s' "$*" > "$OPENED_LINK.new" && mv "$OPENED_LINK.new" "$OPENED_LINK"
"""


class HeadlessLogin(CommandLineTestCase):
    def login(self, *arguments, **options):
        terminal = self.on_terminal("login", "--no-browser", *arguments, **options)
        link = terminal.expect(HEADLESS_LINK)[1]
        terminal.expect(r"Code: ")
        return terminal, link

    def test_a_code_from_another_device_signs_in(self):
        terminal, link = self.login("--label", "laptop")
        self.assertIn("10 minutes", terminal.text)
        self.assertNotIn("callback_url", link)
        terminal.enter(self.code_for(link))
        terminal.expect(r"Signed in\.")
        self.assertEqual(terminal.end(), 0)
        self.assertTrue(self.only_key().startswith("sk-or-"))
        self.assertNotIn(self.only_key(), terminal.text)
        self.assertEqual(self.index()[0]["label"], "laptop")
        self.assert_strict()

    def test_a_code_in_quotes_and_spaces_is_taken(self):
        terminal, link = self.login()
        terminal.enter(f"  \"{self.code_for(link)}\" ")
        self.assertEqual(terminal.end(), 0)

    def test_a_code_as_a_terminal_or_a_page_gives_it(self):
        for pattern in ("\x1b[200~{}\x1b[201~", "code={}", "\ufeff{}\u200b", "?code={}&state=x"):
            with self.subTest(pattern):
                terminal, link = self.login()
                terminal.enter(pattern.format(self.code_for(link)))
                terminal.expect("Signed in")
                self.assertEqual(terminal.end(), 0)

    def test_the_address_of_the_page_is_named_as_such(self):
        terminal, link = self.login()
        terminal.enter(link)
        terminal.expect("address of the page where you approve")
        terminal.expect("Code: ")
        terminal.enter(self.make_key())
        terminal.expect("This is a key and not a code")
        terminal.expect("Code: ")
        terminal.interrupt()
        self.assertEqual(terminal.end(), 130)
        self.assertEqual(self.server.counts()["exchange"], 0)

    def test_a_wrong_code_and_then_the_right_one(self):
        terminal, link = self.login()
        terminal.enter("wrongcode_wrongcode_wrongcode")
        terminal.expect("did not accept this code: Invalid code")
        terminal.expect("Code: ")
        terminal.enter("not a code")
        terminal.expect("This is not a code")
        terminal.expect("Code: ")
        terminal.enter(self.code_for(link))
        terminal.expect("Signed in")
        self.assertEqual(terminal.end(), 0)
        self.assertEqual(self.server.counts()["exchange"], 2)

    def test_control_c_leaves_nothing(self):
        terminal, _ = self.login()
        terminal.interrupt()
        terminal.expect("no key was made")
        self.assertEqual(terminal.end(), 130)
        self.assertEqual(self.index(), [])
        self.assertEqual(self.server.counts()["exchange"], 0)

    def test_the_end_of_input_cancels(self):
        terminal, _ = self.login()
        terminal.type("\x04")
        self.assertEqual(terminal.end(), 5)
        self.assertEqual(self.index(), [])

    def exchange_slowly(self):
        self.server.control(faults=[{"endpoint": "exchange", "fault": "delay", "delay": 3000}])
        terminal, link = self.login("--label", "late")
        terminal.enter(self.code_for(link))
        wait_until(lambda: self.server.counts()["exchange"] == 1, "the exchange")
        terminal.interrupt()
        terminal.expect("Finishing that")
        terminal.expect(r"Keep it\? \[Y/n\] ")
        return terminal

    def test_control_c_during_the_exchange_asks_and_keeps(self):
        terminal = self.exchange_slowly()
        terminal.enter("y")
        self.assertEqual(terminal.end(), 130)
        self.assertTrue(self.only_key())

    def test_control_c_during_the_exchange_asks_and_discards(self):
        terminal = self.exchange_slowly()
        terminal.enter("n")
        terminal.expect(r"Revoke it at http://127\.0\.0\.1:\d+/\S+")
        self.assertEqual(terminal.end(), 130)
        self.assertEqual(self.index(), [])
        self.assertEqual(self.session.run("secret-tool", "search", "server", "OpenRouter").stdout, "")

    def test_without_a_terminal_a_key_that_was_made_is_kept(self):
        self.server.control(faults=[{"endpoint": "exchange", "fault": "delay", "delay": 3000}])
        terminal, link = self.login()
        terminal.enter(self.code_for(link))
        wait_until(lambda: self.server.counts()["exchange"] == 1, "the exchange")
        terminal.process.send_signal(signal.SIGTERM)
        terminal.expect("so it is kept")
        self.assertEqual(terminal.end(), 128 + signal.SIGTERM)
        self.assertTrue(self.only_key())

    def test_a_server_error_is_one_sentence_and_an_exit_code(self):
        self.server.control(faults=[{"endpoint": "exchange", "fault": "refuse", "status": 401,
                                     "message": "No\u202e \u001b[31mway"}])
        terminal, link = self.login()
        terminal.enter(self.code_for(link))
        terminal.expect("The server says: No .*way")
        terminal.expect(r"\(exit code 7\)")
        self.assertEqual(terminal.end(), 7)
        self.assertNotIn("\u202e", terminal.text)
        self.assertNotIn("\x1b[31mway", terminal.text)
        self.assertEqual(self.index(), [])

    def test_ssh_and_a_missing_display_need_no_browser(self):
        for more in ({"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22", "DISPLAY": ":77"},
                     {"DISPLAY": None}, {"container": "podman", "DISPLAY": ":77"}):
            with self.subTest(more):
                terminal = self.on_terminal("login", environment=self.environment(**more))
                link = terminal.expect(HEADLESS_LINK)[1]
                self.assertNotIn("callback_url", link)
                terminal.interrupt()
                self.assertEqual(terminal.end(), 130)

    def test_without_a_terminal_there_is_no_place_for_a_code(self):
        said = self.fail_with(1, "login", "--no-browser")
        self.assertIn("login --with-key", said)
        self.assertEqual(self.server.counts()["connections"], 1)  # this question itself

    def test_print_stores_nothing(self):
        terminal, link = self.login("--print", stdout=subprocess.PIPE)
        terminal.enter(self.code_for(link))
        key = terminal.process.stdout.read().decode()
        self.assertEqual(terminal.end(), 0)
        self.assertRegex(key, r"\Ask-or-\S+\n\Z")
        self.assertNotIn(key.strip(), terminal.text)
        self.assertEqual(self.index(), [])
        self.assertEqual(self.session.run("secret-tool", "search", "server", "OpenRouter").stdout, "")

    def test_piped_input_is_left_alone(self):
        terminal = self.on_terminal_shell(
            f"{self.program} login --no-browser >&2; cat > rest", b"for the next one\n")
        link = terminal.expect(HEADLESS_LINK)[1]
        terminal.expect("Code: ")
        terminal.enter(self.code_for(link))
        self.assertEqual(terminal.end(), 0)
        with open(self.session.path("home", "rest"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "for the next one\n")

    def on_terminal_shell(self, script, piped):
        reading, writing = os.pipe()
        os.write(writing, piped)
        os.close(writing)
        terminal = Terminal(["sh", "-c", f"cd {self.session.path('home')}; {script}"],
                            self.environment(), stdin=reading)
        os.close(reading)
        self.addCleanup(terminal.close)
        return terminal

    def test_options_go_into_the_link(self):
        workspace = "0f4c1b1a-2d5e-4f7a-9b8c-1a2b3c4d5e6f"
        _, link = self.login("--label", "a & b", "--workspace", workspace)
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)
        self.assertEqual(query["key_label"], ["a & b"])
        self.assertEqual(query["workspace_id"], [workspace])
        _, link = self.login("--workspace", workspace, "--require-workspace")
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)
        self.assertEqual(query["required_workspace_id"], [workspace])

    def test_the_qr_code_is_the_link(self):
        terminal, link = self.login("--qr", environment=self.environment(NO_COLOR="1"), rows=80,
                                    columns=200)
        rows = [line for line in terminal.text.splitlines() if set(line) & set("█▀▄")]
        self.assertTrue(rows)
        width = max(map(len, rows))
        scale = 4
        pixels = []
        for row in rows:  # What is drawn is light.
            row = row.ljust(width)
            for light in ("█▀", "█▄"):
                line = " ".join(" ".join([str(int(c not in light))] * scale) for c in row)
                pixels += [line] * scale
        file = self.session.path("home", "code.pbm")
        with open(file, "w", encoding="ascii") as output:
            output.write(f"P1\n{width * scale} {len(rows) * 2 * scale}\n" + "\n".join(pixels) + "\n")
        result = self.session.run("zbarimg", "--quiet", "--raw", file)
        self.assertEqual(result.stdout.strip(), link)

    def test_a_big_terminal_gets_the_qr_code_unasked(self):
        big, _ = self.login(rows=80, columns=200)
        self.assertIn("▀", big.text)
        small, _ = self.login(rows=24, columns=80)
        self.assertNotIn("▀", small.text)

    def test_json_says_what_was_stored(self):
        terminal, link = self.login("--json", "--label", "laptop", stdout=subprocess.PIPE)
        terminal.enter(self.code_for(link))
        result = json.loads(terminal.process.stdout.read())
        self.assertEqual(terminal.end(), 0)
        self.assertEqual((result["label"], result["stored"], result["id"]),
                         ("laptop", True, self.index()[0]["id"]))
        self.assertNotIn("key", result)

    def test_a_key_is_renewed_under_its_id(self):
        old = self.add_key("laptop")
        before = self.index()[0]["id"]
        terminal, link = self.login("-k", "laptop")
        terminal.enter(self.code_for(link))
        self.assertEqual(terminal.end(), 0)
        self.assertEqual(self.index()[0]["id"], before)
        self.assertNotEqual(self.only_key(), old)


class BrowserLogin(CommandLineTestCase):
    def setUp(self):
        super().setUp()
        self.opened = self.session.path("home", "opened")
        self.folder = self.session.path("home", "bin")
        os.makedirs(self.folder)
        opener = os.path.join(self.folder, "xdg-open")
        with open(opener, "w", encoding="ascii") as file:
            file.write(OPENER)
        os.chmod(opener, 0o755)

    def environment(self, **more):
        environment = super().environment(DISPLAY=":77", OPENED_LINK=self.opened)
        environment["PATH"] = self.folder + ":" + environment["PATH"]
        for name, value in more.items():
            environment[name] = value
        return environment

    def opened_link(self):
        wait_until(lambda: os.path.exists(self.opened), "the browser")
        with open(self.opened, encoding="ascii") as file:
            return file.read()

    def login(self, *arguments, **options):
        terminal = self.on_terminal("login", "--browser", *arguments, **options)
        link = terminal.expect(BROWSER_LINK)[1]
        headless = terminal.expect(HEADLESS_LINK)[1]
        terminal.expect("browser was sent to: ")
        return terminal, link, headless

    def test_the_redirect_wins(self):
        terminal, link, _ = self.login()
        self.assertEqual(self.opened_link(), link)
        self.assertIn("You are signed in", self.approve(link))
        terminal.expect("Signed in")
        self.assertEqual(terminal.end(), 0)
        self.assertTrue(self.only_key())
        self.assert_strict()

    def test_out_of_an_appimage_the_browser_gets_the_environment_from_outside(self):
        image = "/tmp/.mount_x"
        terminal, link, _ = self.login(environment=self.environment(
            APPIMAGE="/home/somebody/Sign-in.AppImage", APPDIR=image,
            QT_PLUGIN_PATH=f"{image}/usr/plugins", GIO_MODULE_DIR=f"{image}/usr/lib/gio:/opt/gio"))
        self.assertEqual(self.opened_link(), link)
        with open(self.opened + ".environment", encoding="utf-8") as file:
            environment = file.read().splitlines()
        self.assertIn("GIO_MODULE_DIR=/opt/gio", environment)
        self.assertFalse([line for line in environment
                          if image in line or line.startswith(("APPDIR=", "APPIMAGE="))])
        terminal.interrupt()
        terminal.end()

    def test_a_pasted_code_wins(self):
        terminal, link, headless = self.login()
        terminal.enter(self.code_for(headless))
        terminal.expect("Signed in")
        self.assertEqual(terminal.end(), 0)
        self.assertTrue(self.only_key())
        redirect = self.server.control(authorize=link)["redirect"]
        with self.assertRaises(urllib.error.URLError):  # Nobody listens any more.
            self.visit(redirect)
        self.assertEqual(self.server.counts()["keysMade"], 1)

    def test_the_address_the_browser_was_sent_to_may_be_pasted(self):
        terminal, link, _ = self.login()
        terminal.enter(self.server.control(authorize=link)["redirect"])
        self.assertEqual(terminal.end(), 0)
        self.assertTrue(self.only_key())

    def test_in_wsl_it_is_the_browser_of_windows(self):
        for name, expected in (("powershell.exe", "-NoProfile -NonInteractive -Command "
                                "Start-Process '{}'"), ("wslview", "{}")):
            with self.subTest(name):
                if os.path.exists(self.opened):
                    os.remove(self.opened)
                shutil.copy(os.path.join(self.folder, "xdg-open"), os.path.join(self.folder, name))
                terminal, link, _ = self.login(environment=self.environment(
                    WSL_DISTRO_NAME="Debian", DISPLAY=""))
                self.assertEqual(self.opened_link(), expected.format(link))
                terminal.interrupt()
                self.assertEqual(terminal.end(), 130)

    def test_denied_in_the_browser(self):
        terminal, link, _ = self.login()
        self.visit(self.server.control(deny=link)["redirect"]).close()
        terminal.expect(r"denied[\s\S]*\(exit code 5\)")
        self.assertEqual(terminal.end(), 5)
        self.assertEqual(self.index(), [])

    def test_nobody_approves_in_time(self):
        terminal, _, _ = self.login("--timeout", "1")
        terminal.expect(r"not approved in time[\s\S]*\(exit code 8\)")
        self.assertEqual(terminal.end(), 8)

    def test_control_c_frees_the_port(self):
        terminal, link, _ = self.login()
        terminal.interrupt()
        self.assertEqual(terminal.end(), 130)
        with self.assertRaises(urllib.error.URLError):
            self.visit(self.server.control(authorize=link)["redirect"])
        self.assertEqual(self.index(), [])

    def test_without_a_terminal_the_redirect_is_enough(self):
        process = subprocess.Popen(
            [self.program, "login", "--browser"], env=self.environment(), start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        self.approve(self.opened_link())
        output, said = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, said)
        self.assertEqual(output, "")
        self.assertTrue(self.only_key())

    def test_without_xdg_open_the_link_is_enough(self):
        os.remove(os.path.join(self.folder, "xdg-open"))
        terminal, link, _ = self.login(environment=self.environment(PATH=self.folder))
        terminal.expect("No browser could be opened")
        self.approve(link)
        self.assertEqual(terminal.end(), 0)
        self.assertTrue(self.only_key())


class Options(CommandLineTestCase):
    def test_options_that_make_no_sense(self):
        for arguments in (["--with-key", "--print"], ["--workspace", "x"], ["--label", ""],
                          ["--label", "x" * 101], ["--timeout", "-1"], ["--require-workspace"],
                          ["surplus"], ["--nonsense"]):
            with self.subTest(arguments):
                self.fail_with(2, "login", *arguments)

    def test_a_server_address_that_is_not_allowed(self):
        said = self.fail_with(2, "login", environment=self.environment(
            OPENROUTER_BASE_URL="http://example.org/api/v1"))
        self.assertIn("OPENROUTER_BASE_URL", said)


if __name__ == "__main__":
    main()
