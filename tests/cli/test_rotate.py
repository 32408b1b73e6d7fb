# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that are renewed: `rotate`, and when one is due."""

import json
import os
import stat

from commandline import HEADLESS_LINK, CommandLineTestCase, main, wait_until


class Rotation(CommandLineTestCase):
    def approve_on(self, terminal):
        terminal.enter(self.code_for(terminal.expect(HEADLESS_LINK)[1]))

    def settings(self, line):
        folder = self.session.path("config", "openrouter-signin")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "openrouter-signin.ini"), "w", encoding="utf-8") as file:
            file.write("[signin]\n" + line + "\n")

    def age(self, created):
        """The only key was created on that day."""
        path = self.session.path("data", "openrouter-signin", "keys.json")
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        content["keys"][0]["created"] = created
        with open(path, "w", encoding="utf-8") as file:
            json.dump(content, file)

    def test_the_new_key_takes_the_place_of_the_old_one(self):
        old = self.add_key("laptop")
        before = self.index()[0]
        terminal = self.on_terminal("rotate", "--no-browser")
        self.approve_on(terminal)
        terminal.expect(r"The old key works until you revoke it: (\S+)")
        terminal.expect("Programs that were started before keep the old key")
        self.assertEqual(terminal.end(), 0)
        after = self.index()[0]
        self.assertNotEqual(self.only_key(), old)
        for member in ("id", "label", "default", "server"):
            self.assertEqual(after[member], before[member], member)
        self.assert_strict()

    def test_the_key_is_named_or_the_usual_one(self):
        first, second = self.add_key("first"), self.add_key("second")
        terminal = self.on_terminal("rotate", "second", "--no-browser")
        self.approve_on(terminal)
        self.assertEqual(terminal.end(), 0)
        keys = {entry["label"]: self.look_up(entry) for entry in self.index()}
        self.assertEqual(keys["first"], first)
        self.assertNotEqual(keys["second"], second)
        self.fail_with(3, "rotate", "third", "--browser")

    def test_its_server_is_that_of_the_key(self):
        self.add_key("laptop")
        other = self.start_server()
        terminal = self.on_terminal("rotate", "--no-browser",
                                    environment=self.environment(
                                        OPENROUTER_BASE_URL=other.base_url))
        self.assertIn(self.server.host_and_port, terminal.expect(HEADLESS_LINK)[1])
        terminal.interrupt()
        self.assertEqual(terminal.end(), 130)
        self.assertEqual(len(self.index()), 1)

    def test_a_refusal_leaves_the_old_key_as_it_was(self):
        old = self.add_key("laptop")
        terminal = self.on_terminal("rotate", "--no-browser")
        terminal.expect(HEADLESS_LINK)
        terminal.type("\x04")
        self.assertEqual(terminal.end(), 5)
        self.assertEqual(self.only_key(), old)

    def test_the_page_of_the_old_key_is_offered(self):
        self.add_key("laptop")
        opened = self.session.path("home", "opened")
        folder = self.session.path("home", "bin")
        os.mkdir(folder)
        browser = os.path.join(folder, "xdg-open")
        with open(browser, "w", encoding="ascii") as file:
            file.write(f'#!/bin/sh\necho "$1" >>{opened}\n')
        os.chmod(browser, stat.S_IRWXU)

        def has_opened(page):
            if not os.path.exists(opened):
                return False
            with open(opened, encoding="ascii") as file:
                return page in file.read().split()

        for answer in ("n", "y"):
            terminal = self.on_terminal("rotate", "--browser", environment=self.environment(
                PATH=folder + ":/usr/bin:/bin", DISPLAY=":nowhere"))
            link = terminal.expect(r"(http://127\.0\.0\.1:\d+/auth\?\S*callback_url\S+)")[1]
            self.approve(link)
            page = terminal.expect(r"until you revoke it: (\S+)")[1]
            terminal.expect(r"to revoke it\? \[y/N\] ")
            terminal.enter(answer)
            self.assertEqual(terminal.end(), 0)
            if answer == "y":
                wait_until(lambda page=page: has_opened(page), "the page of the old key")
            else:
                self.assertFalse(has_opened(page))

    def test_status_says_when_a_key_is_due(self):
        self.add_key("laptop")
        self.assertIsNone(self.json("status")["renew_at"])
        self.assertNotIn("Renewal", self.succeed("status"))
        self.settings("renewAfterDays=90")
        self.assertIn("due on", self.succeed("status"))
        self.age("2026-01-01T00:00:00Z")
        self.assertIn("due to be renewed", self.succeed("status"))
        self.assertIn("due since 2026-04-01", self.succeed("status"))
        status = self.json("status")
        self.assertIn("renewal_due", status["warnings"])
        self.assertEqual(status["renew_at"], "2026-04-01T00:00:00Z")
        terminal = self.on_terminal("rotate", "--no-browser")
        self.approve_on(terminal)
        self.assertEqual(terminal.end(), 0)
        self.assertEqual(self.json("status")["warnings"], [])


if __name__ == "__main__":
    main()
