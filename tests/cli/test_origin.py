# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where people sign in, and which address tools get: two things, and regions of openrouter.ai."""

import json
import os
import re
import subprocess

from commandline import CommandLineTestCase, main

USUAL = "https://openrouter.ai/api/v1"
EUROPE = "https://eu.openrouter.ai/api/v1"
GATEWAY = "https://gateway.example/api/v1"
VARIABLE = "OPENROUTER_BASE_URL"
MARK = "OPENROUTER_KEY_GIVEN_BASE_URL"
SHOW = ("sh", "-c", f'echo "${{{VARIABLE}-unset}} ${{{MARK}-unset}}"')


class OriginTestCase(CommandLineTestCase):
    def environment(self, **more):
        """Without a server of the person's, unless a test gives one."""
        return super().environment(**{VARIABLE: None, **more})

    def configure(self, **settings):
        """With a proxy that is not there, so that nothing but this computer is asked."""
        settings["proxy"] = "http://127.0.0.1:9"
        folder = self.session.path("config", "openrouter-signin")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "openrouter-signin.ini"), "w", encoding="ascii") as file:
            file.write("[signin]\n" + "".join(f"{name}={value}\n"
                                              for name, value in settings.items()))

    def add_openrouter_key(self, server=USUAL, user="openrouter-signin/"):
        """A key of openrouter.ai, as if it had been signed in there; returns it."""
        self.succeed("login", "--with-key", "--server", self.server.base_url, "--quiet",
                     input=self.make_key() + "\n")
        path = self.session.path("data", "openrouter-signin", "keys.json")
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        entry = content["keys"][0]
        key = self.look_up(entry)
        result = self.session.run(
            "secret-tool", "store", "--label=test", "server", "OpenRouter", "user",
            user + entry["id"], "type", "plaintext", input=key)
        self.assertEqual(result.returncode, 0, result.stderr)
        entry["server"] = server
        with open(path, "w", encoding="utf-8") as file:
            json.dump(content, file)
        return key

    def link(self, *arguments, environment=None):
        """Where a sign-in leads, as the link of another device has it."""
        terminal = self.on_terminal("login", "--no-browser", *arguments, environment=environment)
        link = terminal.expect(r"(https?://[^/\s]+)/auth\?\S+")[1]
        text = terminal.text
        terminal.interrupt()
        self.assertEqual(terminal.end(), 130)
        return link, text


class SignIn(OriginTestCase):
    def test_regions_sign_in_at_openrouter(self):
        self.configure(server=EUROPE)
        link, text = self.link()
        self.assertEqual(link, "https://openrouter.ai")
        self.assertIn("Server: openrouter.ai", text)
        self.configure()
        link, _ = self.link(environment=self.environment(**{VARIABLE: EUROPE}))
        self.assertEqual(link, "https://openrouter.ai")

    def test_the_option_goes_before_variable_and_setting(self):
        self.configure(server=GATEWAY)
        environment = self.environment(**{VARIABLE: "https://elsewhere.example/api/v1"})
        link, _ = self.link("--server", self.server.base_url, environment=environment)
        self.assertEqual(link, self.server.origin)
        said = self.fail_with(2, "login", "--server", "http://example.org/api/v1")
        self.assertIn("--server https://", said)

    def test_a_region_as_option_says_what_tools_get(self):
        link, text = self.link("--server", EUROPE)
        self.assertEqual(link, "https://openrouter.ai")
        self.assertIn("toolsBaseUrl", text)
        self.configure(toolsBaseUrl=EUROPE)
        _, text = self.link("--server", EUROPE)
        self.assertNotIn("toolsBaseUrl", text)

    def test_what_exec_sets_moves_no_sign_in(self):
        self.add_key_here()
        self.configure(server=GATEWAY)
        shown = self.succeed("exec", "--", "sh", "-c",
                             f"'{self.program}' doctor --json; true")
        self.assertIn("which openrouter-key set", shown)
        self.assertIn("gateway.example", shown)
        self.assertNotIn(self.server.host_and_port, shown)
        # But a person's own value inside does.
        shown = self.succeed("exec", "--", "sh", "-c",
                             f"{VARIABLE}=https://own.example '{self.program}' doctor --json; true")
        self.assertIn("own.example", shown)

    def test_a_persons_own_value_stays_theirs(self):
        self.add_key_here()
        for own in (self.server.base_url, self.server.base_url + "/"):
            output = self.succeed("exec", "--", *SHOW, environment=self.environment(
                **{VARIABLE: own}))
            self.assertEqual(output, f"{own} unset\n")

    def test_renewing_names_the_option(self):
        self.add_key_here("work")
        said = self.fail_with_at_terminal("login", "--no-browser", "-k", "work")
        self.assertIn(f"--server {self.server.base_url}", said)
        link, _ = self.link("-k", "work", "--server", self.server.base_url)
        self.assertEqual(link, self.server.origin)

    def add_key_here(self, label="laptop"):
        self.succeed("login", "--with-key", "--label", label, "--quiet", "--server",
                     self.server.base_url, input=self.make_key() + "\n")

    def fail_with_at_terminal(self, *arguments):
        terminal = self.on_terminal(*arguments)
        self.assertEqual(terminal.end(), 2, terminal.text)
        return terminal.text


class Tools(OriginTestCase):
    def test_nothing_is_set_where_nothing_is_needed(self):
        self.add_openrouter_key()
        self.assertEqual(self.succeed("exec", "--", *SHOW), "unset unset\n")
        self.assertRegex(self.succeed("env", "--shell", "posix"),
                         r"\Aexport OPENROUTER_API_KEY='[^']*'\n\Z")

    def test_a_region_is_for_tools(self):
        self.add_openrouter_key()
        self.configure(server=EUROPE)
        self.assertEqual(self.succeed("exec", "--", *SHOW), f"{EUROPE} {EUROPE}\n")
        self.assertEqual(self.succeed("exec", "--for", "openai", "printenv", "OPENAI_BASE_URL"),
                         EUROPE + "\n")
        self.assertEqual(
            self.succeed("exec", "--for", "anthropic", "printenv", "ANTHROPIC_BASE_URL"),
            "https://eu.openrouter.ai/api\n")
        key = self.json("list")["keys"][0]
        self.assertEqual(key["server"], USUAL)
        self.assertTrue(key["settings_url"].startswith("https://openrouter.ai/keys/"))

    def test_their_own_setting_goes_before_that(self):
        self.add_openrouter_key()
        self.configure(server=EUROPE, toolsBaseUrl=GATEWAY)
        self.assertEqual(self.succeed("exec", "--", *SHOW), f"{GATEWAY} {GATEWAY}\n")

    def test_their_address_never_comes_from_the_variable(self):
        self.add_openrouter_key()
        result = self.run_key("exec", "--", *SHOW,
                              environment=self.environment(**{VARIABLE: EUROPE}))
        self.assertEqual(result.stdout, f"{USUAL} {USUAL}\n")
        # Who counted on the region is told.
        self.assertIn("Tools are given openrouter.ai and not eu.openrouter.ai", result.stderr)

    def test_keys_of_other_servers_stay_with_them(self):
        self.succeed("login", "--with-key", "--quiet", "--server", self.server.base_url,
                     input=self.make_key() + "\n")
        self.configure(server=EUROPE, toolsBaseUrl=GATEWAY)
        base = self.server.base_url
        self.assertEqual(self.succeed("exec", "--", *SHOW), f"{base} {base}\n")
        self.configure(server=base, toolsBaseUrl=GATEWAY)
        self.assertEqual(self.succeed("exec", "--", *SHOW), f"{GATEWAY} {GATEWAY}\n")

    def test_an_address_that_is_not_allowed_is_not_replaced(self):
        self.add_openrouter_key()
        self.configure(toolsBaseUrl="http://gateway.example/v1")
        self.assertIn("toolsBaseUrl", self.fail_with(125, "exec", "true"))
        self.assertIn("toolsBaseUrl", self.fail_with(2, "env"))
        self.assertIn("toolsBaseUrl", self.run_key("doctor").stdout)
        self.succeed("print")

    def test_keys_stored_under_a_region_are_understood(self):
        key = self.add_openrouter_key(EUROPE, "openrouter-signin/eu.openrouter.ai:443/")
        self.assertEqual(self.succeed("print"), key + "\n")
        self.assertEqual(self.succeed("exec", "--", *SHOW), f"{EUROPE} {EUROPE}\n")
        entry = self.json("list")["keys"][0]
        self.assertEqual(entry["server"], EUROPE)
        self.assertTrue(entry["settings_url"].startswith("https://openrouter.ai/keys/"))
        self.assertTrue(entry["activity_url"].startswith("https://openrouter.ai/logs?"))
        link, _ = self.link("-k", entry["id"])
        self.assertEqual(link, "https://openrouter.ai")


class Shells(OriginTestCase):
    SHELLS = {"posix": ("bash", 'eval "$({})"'), "posix without quotes": ("sh", "eval $({})"),
              "fish": ("fish", "{} | source")}

    def test_env_sets_the_address_with_its_mark_and_takes_both_away(self):
        key = self.add_openrouter_key()
        self.configure(server=EUROPE)
        show = f"printenv OPENROUTER_API_KEY {VARIABLE} {MARK}"
        for name, (shell, take) in self.SHELLS.items():
            with self.subTest(name):
                option = f"--shell {name.split(maxsplit=1)[0]} --quiet"
                script = "; ".join([
                    take.format(f"'{self.program}' env {option}"), show,
                    f"'{self.program}' doctor --json",
                    take.format(f"'{self.program}' env --unset {option}"), show, "echo end"])
                result = subprocess.run([shell, "-c", script], env=self.environment(),
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, check=False, timeout=60)
                self.assertEqual(result.stderr, "")
                before, after = re.split(r"(?s)\{.*\}\n", result.stdout)
                self.assertEqual(before, f"{key}\n{EUROPE}\n{EUROPE}\n")
                self.assertEqual(after, "end\n")
                self.assertIn("which openrouter-key set", result.stdout)

    def test_what_a_person_set_is_not_taken_away(self):
        own = self.environment(**{VARIABLE: GATEWAY, MARK: EUROPE})
        self.assertEqual(
            self.succeed("env", "--unset", "--shell", "posix", environment=own),
            f"unset OPENROUTER_API_KEY; unset {MARK}\n")
        own = self.environment(**{VARIABLE: GATEWAY})
        self.assertEqual(self.succeed("env", "--unset", "--shell", "powershell", environment=own),
                         "Remove-Item Env:OPENROUTER_API_KEY -ErrorAction SilentlyContinue\n")

    def test_in_powershell(self):
        self.add_openrouter_key()
        self.configure(server=EUROPE)
        self.assertTrue(self.succeed("env", "--shell", "powershell").endswith(
            f"'; $env:{VARIABLE} = '{EUROPE}'; $env:{MARK} = '{EUROPE}'\n"))


if __name__ == "__main__":
    main()
