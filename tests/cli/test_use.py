# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that are there: which one is meant, and how tools get it."""

import datetime
import json
import os
import re
import signal
import subprocess
import threading

from commandline import HEADLESS_LINK, CommandLineTestCase, main, wait_until

HOSTILE = [
    "sk-or-'v1'$HOME`id`\"\\",
    "sk-or-;rm$(id)&|<>(){}[]*?!#~%^",
    "\\'\\\\''sk-or-",
    "$IFS'$'\\n'sk-or-v1",
    "--sk-or-v1-=+,.:/@-",
]


class Selection(CommandLineTestCase):
    def setUp(self):
        super().setUp()
        self.keys = {label: self.add_key(label) for label in ("alpha", "alpine", "beta")}

    def printed(self, *arguments, **options):
        return self.succeed("print", *arguments, **options).strip()

    def test_by_label_id_and_beginning(self):
        identifier = self.index()[2]["id"]
        self.assertEqual(self.index()[2]["label"], "beta")
        # The beginnings of "beta" that have hexadecimal digits alone may be another key's id.
        for name in ("beta", "bet", identifier, identifier[:13]):
            self.assertEqual(self.printed("-k", name), self.keys["beta"])
            self.assertEqual(self.printed("--key", name), self.keys["beta"])
        self.assertEqual(self.succeed("-k", "beta", "print").strip(), self.keys["beta"])

    def test_the_first_key_is_the_default_until_another_is(self):
        self.assertEqual(self.printed(), self.keys["alpha"])
        self.succeed("default", "beta")
        self.assertEqual(self.printed(), self.keys["beta"])

    def test_ambiguous_and_unknown_names_list_the_candidates(self):
        said = self.fail_with(3, "print", "-k", "alp")
        self.assertIn("alpha", said)
        self.assertIn("alpine", said)
        self.assertNotIn("beta", said)
        said = self.fail_with(3, "print", "-k", "gamma")
        self.assertIn("beta", said)

    def test_a_key_given_as_a_name_is_not_repeated(self):
        said = self.fail_with(3, "print", "-k", "sk-or-v1-TESTTEST")
        self.assertNotIn("TESTTEST", said)

    def test_environment_and_file_name_a_key(self):
        project = self.session.path("home", "project")
        deep = os.path.join(project, "a", "b")
        os.makedirs(deep)
        with open(os.path.join(project, ".openrouter-key"), "w", encoding="utf-8") as file:
            file.write("beta\n")
        self.assertEqual(self.printed(cwd=deep), self.keys["beta"])
        environment = self.environment(OPENROUTER_KEY_NAME="alpine")
        self.assertEqual(self.printed(cwd=deep, environment=environment), self.keys["alpine"])
        self.assertEqual(self.printed("-k", "alpha", cwd=deep, environment=environment),
                         self.keys["alpha"])
        with open(os.path.join(project, ".openrouter-key"), "w", encoding="utf-8") as file:
            file.write("gone\n")
        self.assertIn(".openrouter-key names the key", self.fail_with(3, "print", cwd=deep))

    def test_list_marks_the_default_and_shows_no_key(self):
        text = self.succeed("list")
        lines = text.splitlines()
        self.assertEqual(len(lines), 3)
        self.assertTrue(lines[0].startswith("* alpha"))
        for key in self.keys.values():
            self.assertNotIn(key, text)
        listed = self.json("list")
        self.assertEqual(listed["schema"], 1)
        self.assertEqual([key["label"] for key in listed["keys"]], list(self.keys))
        self.assertEqual(
            set(listed["keys"][0]),
            {"schema", "id", "label", "server", "masked_key", "key_hash", "user_id", "default",
             "condition", "created_at", "expires_at", "checked_at", "settings_url",
             "activity_url"})

    def test_rename(self):
        self.succeed("rename", "beta", "gamma ray")
        self.assertEqual(self.printed("-k", "gamma ray"), self.keys["beta"])
        self.fail_with(2, "rename", "gamma ray", "x" * 101)
        self.fail_with(2, "rename", "gamma ray", "two\nlines")
        self.fail_with(2, "rename", "gamma ray")
        self.fail_with(3, "rename", "nobody", "x")

    def test_logout_takes_whole_names_and_needs_a_yes(self):
        self.fail_with(3, "logout", "bet", "--yes")
        self.fail_with(2, "logout", "beta")
        self.fail_with(2, "logout", "--yes")
        self.fail_with(2, "logout", "beta", "--all", "--yes")
        self.assertEqual(len(self.index()), 3)
        entry = self.index()[2]
        output = self.succeed("logout", "beta", "--yes")
        self.assertIn(f"http://{self.server.host_and_port}/", output)
        self.assertIsNone(self.look_up(entry))
        self.assertEqual([key["label"] for key in self.index()], ["alpha", "alpine"])
        self.succeed("logout", "--all", "--yes")
        self.assertEqual(self.index(), [])
        self.fail_with(3, "print")

    def test_logout_asks_at_a_terminal(self):
        terminal = self.on_terminal("logout", "beta")
        terminal.expect(r"\[y/N\] ")
        terminal.enter("")
        self.assertEqual(terminal.end(), 5)
        self.assertEqual(len(self.index()), 3)
        terminal = self.on_terminal("logout", "beta")
        terminal.expect(r"\[y/N\] ")
        terminal.interrupt()
        self.assertEqual(terminal.end(), 130)
        self.assertEqual(len(self.index()), 3)
        terminal = self.on_terminal("logout", "beta")
        terminal.expect(r"\[y/N\] ")
        terminal.enter("y")
        self.assertEqual(terminal.end(), 0)
        self.assertEqual(len(self.index()), 2)

    def test_a_key_deleted_elsewhere(self):
        entry = self.index()[0]
        self.session.run("secret-tool", "clear", "server", "OpenRouter", "user",
                         f"openrouter-signin/{self.server.host_and_port}/{entry['id']}")
        self.assertIn("not in your keychain any more", self.fail_with(3, "print", "-k", "alpha"))
        self.assertEqual(self.json("list")["keys"][0]["condition"], "missing")


class Printing(CommandLineTestCase):
    def test_the_key_and_nothing_else(self):
        key = self.add_key()
        result = self.run_key("print")
        self.assertEqual((result.stdout, result.stderr), (key + "\n", ""))

    def test_json_has_the_expiry(self):
        key = self.add_key(expiresAt="2031-05-06T07:08:09Z")
        result = self.json("print")
        self.assertEqual((result["key"], result["expires_at"]), (key, "2031-05-06T07:08:09Z"))

    def test_a_terminal_is_told_that_it_is_a_secret(self):
        self.add_key()
        terminal = self.on_terminal("print")
        terminal.expect("This is a secret")
        self.assertEqual(terminal.end(), 0)

    def test_nothing_but_the_keychain_is_asked(self):
        self.add_key()
        before = self.server.counts()["key"]
        self.succeed("print")
        self.succeed("env")
        self.succeed("exec", "true")
        self.assertEqual(self.server.counts()["key"], before)

    def test_a_closed_pipe_is_quiet(self):
        self.add_key()
        for command in ("print", "list", "env", "help", "status"):
            with self.subTest(command):
                reading, writing = os.pipe()
                os.close(reading)
                result = subprocess.run(
                    [self.program, command], env=self.environment(), stdin=subprocess.DEVNULL,
                    stdout=writing, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
                os.close(writing)
                self.assertEqual(result.stderr, "")

    def test_a_full_disk_is_not(self):
        self.add_key()
        with open("/dev/full", "w", encoding="ascii") as full:
            result = subprocess.run([self.program, "print"], env=self.environment(), stdout=full,
                                    stderr=subprocess.PIPE, text=True, check=False, timeout=60)
        self.assertEqual(result.returncode, 1)
        self.assertIn("could not be written", result.stderr)


class Env(CommandLineTestCase):
    SHELLS = {"bash": (["bash", "-c"], "posix"), "dash": (["dash", "-c"], "posix"),
              "zsh": (["zsh", "-c"], "posix"), "fish": (["fish", "-c"], "fish")}

    def test_hostile_keys_reach_the_environment_as_they_are(self):
        for number, hostile in enumerate(HOSTILE):
            self.assertTrue(8 <= len(hostile) and " " not in hostile)
            self.add_key(f"hostile {number}", key=hostile)
            for name, (command, shell) in self.SHELLS.items():
                with self.subTest(key=hostile, shell=name):
                    get = f"'{self.program}' env --shell {shell} -k 'hostile {number}'"
                    take = f"{get} | source" if shell == "fish" else f'eval "$({get})"'
                    result = subprocess.run(
                        [*command, f"{take}; printenv OPENROUTER_API_KEY"],
                        env=self.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                        stderr=subprocess.PIPE, text=True, check=False, timeout=60)
                    self.assertEqual(result.stdout, hostile + "\n", result.stderr)

    def test_unset_and_other_names(self):
        self.add_key()
        self.assertEqual(self.succeed("env", "--unset", "--shell", "posix"),
                         "unset OPENROUTER_API_KEY\n")
        self.assertEqual(self.succeed("env", "--unset", "--shell", "fish"),
                         "set -e OPENROUTER_API_KEY\n")
        self.assertTrue(self.succeed("env", "--env", "OTHER").startswith("export OTHER='sk-or-"))
        self.assertTrue(self.succeed("env", "--shell", "powershell").startswith(
            "$env:OPENROUTER_API_KEY = 'sk-or-"))
        self.fail_with(2, "env", "--env", "A;B")
        self.fail_with(2, "env", "--shell", "tcsh")

    def test_the_shell_is_taken_from_the_environment(self):
        self.add_key()
        text = self.succeed("env", environment=self.environment(SHELL="/usr/bin/fish"))
        self.assertTrue(text.startswith("set -gx OPENROUTER_API_KEY '"))
        text = self.succeed("env", environment=self.environment(SHELL="/bin/bash"))
        self.assertTrue(text.startswith("export OPENROUTER_API_KEY='"))

    def test_a_terminal_is_told_that_it_is_a_secret(self):
        self.add_key()
        terminal = self.on_terminal("env")
        terminal.expect("This is a secret")
        self.assertEqual(terminal.end(), 0)


class Exec(CommandLineTestCase):
    def setUp(self):
        super().setUp()
        self.key = self.add_key()

    def test_the_command_gets_the_key_and_the_rest_of_the_environment(self):
        output = self.succeed("exec", "--", "sh", "-c", 'echo "$OPENROUTER_API_KEY $MARK"',
                              environment=self.environment(MARK="there"))
        self.assertEqual(output, f"{self.key} there\n")

    def test_other_names(self):
        output = self.succeed("exec", "--env", "ONE", "--env", "TWO", "--", "sh", "-c",
                              'echo "$ONE $TWO [$OPENROUTER_API_KEY]"')
        self.assertEqual(output, f"{self.key} {self.key} []\n")

    def test_names_for_other_tools(self):
        output = self.succeed("exec", "--for", "openai", "--", "sh", "-c",
                              'echo "$OPENAI_API_KEY $OPENAI_BASE_URL"')
        self.assertEqual(output, f"{self.key} {self.server.base_url}\n")
        output = self.succeed("exec", "--for", "anthropic", "--", "sh", "-c",
                              'echo "$ANTHROPIC_AUTH_TOKEN [$ANTHROPIC_API_KEY] $ANTHROPIC_BASE_URL"')
        self.assertEqual(output, f"{self.key} [] {self.server.origin}/api\n")

    def test_the_key_goes_to_its_own_server(self):
        output = self.succeed("exec", "printenv", "OPENROUTER_BASE_URL",
                              environment=self.environment(
                                  OPENROUTER_BASE_URL="https://elsewhere.example/api/v1"))
        self.assertEqual(output, self.server.base_url + "\n")

    def test_arguments_and_bytes_arrive_as_they_are(self):
        weird = b"a\xff b\n$x --help"
        result = subprocess.run(
            [self.program.encode(), b"exec", b"printf", b"%s|", b"--debug", weird, b"--", b"-k"],
            env=self.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, check=False, timeout=60)
        self.assertEqual(result.stdout, b"--debug|" + weird + b"|--|-k|", result.stderr)
        self.assertEqual(result.stderr, b"")

    def test_exit_codes(self):
        self.assertEqual(self.run_key("exec", "sh", "-c", "exit 42").returncode, 42)
        self.assertEqual(self.run_key("exec", "no-such-program").returncode, 127)
        plain = self.session.path("home", "plain")
        with open(plain, "w", encoding="ascii") as file:
            file.write("#!/bin/sh\n")
        self.assertEqual(self.run_key("exec", plain).returncode, 126)
        self.fail_with(125, "exec", "-k", "nobody", "true")
        self.fail_with(125, "exec")
        self.fail_with(125, "exec", "--nonsense", "true")
        self.fail_with(125, "exec", "--env", "1A", "true")
        self.fail_with(125, "exec", "true", environment=self.environment(
            DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent"))

    def test_signals_are_the_commands(self):
        process = subprocess.Popen([self.program, "exec", "sleep", "600"], env=self.environment())
        self.addCleanup(process.kill)

        def has_become():
            with open(f"/proc/{process.pid}/cmdline", "rb") as file:
                return file.read().startswith(b"sleep\0")

        wait_until(has_become, "the program to become the command")
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(60), -signal.SIGTERM)
        result = self.run_key("exec", "sh", "-c", "kill -s PIPE $$")
        self.assertEqual(result.returncode, -signal.SIGPIPE)

    def test_core_files_and_signals_are_as_they_were(self):
        script = "ulimit -c; grep -E 'SigIgn|SigBlk|SigCgt' /proc/self/status"
        plain = subprocess.run(["sh", "-c", script], env=self.environment(), text=True,
                               stdout=subprocess.PIPE, check=True).stdout
        self.assertEqual(self.succeed("exec", "sh", "-c", script), plain)

    def test_only_standard_streams_are_open(self):
        output = self.succeed("exec", "ls", "/proc/self/fd").split()
        self.assertEqual(output[:3], ["0", "1", "2"])
        self.assertEqual(len(output), 4)  # and the folder itself

    def test_piped_input_is_the_commands(self):
        self.assertEqual(self.succeed("exec", "cat", input="for the command"), "for the command")

    def test_no_other_process_sees_the_key(self):
        """Not in an argument list, nor in another environment than the command's."""
        seen = []
        stop = threading.Event()
        needle = self.key.encode()

        def watch(allowed):
            while not stop.is_set():
                for pid in filter(str.isdigit, os.listdir("/proc")):
                    for name in ("cmdline", "environ"):
                        try:
                            with open(f"/proc/{pid}/{name}", "rb") as file:
                                content = file.read()
                        except OSError:
                            continue
                        if needle in content and (int(pid), name) not in allowed:
                            seen.append((pid, name))

        process = subprocess.Popen([self.program, "exec", "sleep", "600"], env=self.environment())
        self.addCleanup(process.kill)
        watcher = threading.Thread(target=watch, args=({(process.pid, "environ")},))
        watcher.start()

        def has_key():
            with open(f"/proc/{process.pid}/environ", "rb") as file:
                return needle in file.read()

        wait_until(has_key, "the command with its key")
        self.succeed("print")
        self.succeed("status")
        stop.set()
        watcher.join()
        process.terminate()
        self.assertEqual(seen, [])

    def test_it_warns_before_a_key_expires(self):
        soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=3)
        self.add_key("short", expiresAt=soon.strftime("%Y-%m-%dT%H:%M:%SZ"))
        before = self.server.counts()["key"]
        self.assertIn("This key expires on ", self.run_key("exec", "-k", "short", "true").stderr)
        self.assertEqual(self.run_key("exec", "true").stderr, "")
        self.assertEqual(self.server.counts()["key"], before)

    def test_it_warns_of_what_is_known_without_asking(self):
        self.server.control(updateKey={"key": self.key, "expiresAt": "2020-01-01T00:00:00Z"})
        self.run_key("status")
        result = self.run_key("exec", "true")
        self.assertEqual(result.returncode, 0)
        self.assertIn("refused this key", result.stderr)
        self.assertEqual(self.run_key("exec", "-q", "true").stderr, "")


class Status(CommandLineTestCase):
    def test_what_the_server_says(self):
        self.add_key("laptop", limit=10, limitReset="monthly", usage=2.5,
                     expiresAt="2031-05-06T07:08:09Z")
        text = self.succeed("status")
        for word in ("laptop", self.server.host_and_port, "valid", "$2.50 today", "$10.00",
                     "monthly", "$7.50", "2031-05-06"):
            self.assertIn(word, text)
        status = self.json("status")
        self.assertEqual(
            (status["valid"], status["limit"], status["limit_remaining"], status["limit_reset"],
             status["usage_daily"], status["usage_weekly"], status["usage_monthly"],
             status["expires_at"]),
            (True, 10, 7.5, "monthly", 2.5, 2.5, 2.5, "2031-05-06T07:08:09Z"))
        self.assert_strict()

    def test_every_field_is_told(self):
        self.add_key("laptop", limit=10, limitReset="monthly", usage=8.5, usageDaily=0.5,
                     usageWeekly=2.25, byokUsage=1.25, freeRequestsUsed=7,
                     dataRegions=["europe", "us"], organizationId="org_1",
                     workspaceId="3f0c2a8e-5d1b-4c6a-9e7f-0a1b2c3d4e5f",
                     expiresAt="2031-05-06T07:08:09Z")
        text = self.succeed("status")
        for words in ("$0.50 today, $2.25 this week, $8.50 this month, $8.50 in all",
                      "$0.00 today, $0.00 this week, $1.25 this month, $1.25 in all",
                      "993 of 1000 requests left today", "Europe, US",
                      "85% of the limit is used."):
            self.assertIn(words, text)
        # There is one workspace only, and never a balance.
        for word in ("3f0c2a8e", "org_1", "alance", "redits"):
            self.assertNotIn(word, text)
        status = self.json("status")
        self.assertEqual(
            {name: status.get(name) for name in (
                "byok_usage", "byok_usage_daily", "byok_usage_weekly", "byok_usage_monthly",
                "include_byok_in_limit", "is_free_tier", "is_management_key",
                "free_model_daily_requests", "allowed_data_regions", "organization_id",
                "workspace_id", "creator_user_id", "rate_limit", "warnings")},
            {"byok_usage": 1.25, "byok_usage_daily": 0, "byok_usage_weekly": 0,
             "byok_usage_monthly": 1.25, "include_byok_in_limit": False, "is_free_tier": False,
             "is_management_key": False,
             "free_model_daily_requests": {"limit": 1000, "remaining": 993, "used": 7},
             "allowed_data_regions": ["europe", "us"], "organization_id": "org_1",
             "workspace_id": "3f0c2a8e-5d1b-4c6a-9e7f-0a1b2c3d4e5f",
             "creator_user_id": "user_TEST2dHFtVWx2n56w6HkM",
             "rate_limit": {"requests": -1, "interval": "10s",
                            "note": "This field is deprecated and safe to ignore."},
             "warnings": ["limit_near"]})

    def test_what_an_older_server_does_not_say(self):
        self.server.control(newerFields=False)
        self.add_key()
        text = self.succeed("status")
        for word in ("Regions", "Free", "Warning", "Own keys"):
            self.assertNotIn(word, text)
        status = self.json("status")
        self.assertIsNone(status["free_model_daily_requests"])
        for name in ("allowed_data_regions", "organization_id", "workspace_id"):
            self.assertNotIn(name, status)

    def test_the_place_of_a_key_where_there_are_several(self):
        self.add_key("one", organizationId="org_1",
                     workspaceId="3f0c2a8e-5d1b-4c6a-9e7f-0a1b2c3d4e5f")
        self.add_key("two", dataRegions=[],
                     workspaceId="77aa2a8e-5d1b-4c6a-9e7f-0a1b2c3d4e5f")
        text = self.succeed("status", "-k", "one")
        self.assertRegex(text, r"Organization: +org_1")
        self.assertRegex(text, r"Workspace: +3f0c2a8e-")
        text = self.succeed("status", "-k", "two")
        self.assertRegex(text, r"Organization: +none, your own account")
        self.assertRegex(text, r"Regions: +none allowed")
        self.assertEqual(self.json("status", "-k", "two")["allowed_data_regions"], [])

    def test_warnings(self):
        soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=2, hours=3)
        key = self.add_key(limit=10, usage=1, isFreeTier=True, freeRequestsUsed=44)
        self.assertNotIn("Warning", self.succeed("status"))
        self.assertEqual(self.json("status")["warnings"], [])
        self.server.control(updateKey={"key": key, "usage": 8, "freeRequestsUsed": 49,
                                       "expiresAt": soon.strftime("%Y-%m-%dT%H:%M:%SZ")})
        text = self.succeed("status")
        for words in ("This key expires in 2 days.", "80% of the limit is used.",
                      "1 free request of 50 left today."):
            self.assertRegex(text, "Warning: +" + re.escape(words))
        self.assertEqual(self.json("status")["warnings"],
                         ["expires_soon", "limit_near", "free_requests_low"])
        # It still works.
        self.succeed("status", "--check")

    def test_a_wrong_clock_makes_no_key_look_expired(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        for years in (2, -2):  # the server's distance from this computer's clock
            with self.subTest(years=years):
                offset = datetime.timedelta(days=years * 365)
                self.server.control(advanceClock=int(offset.total_seconds()))
                label = f"years{years}"
                expiry = (now + offset + datetime.timedelta(days=10)).strftime("%Y-%m-%dT%H:%M:%SZ")
                self.add_key(label, expiresAt=expiry)
                self.assertEqual(self.json("status", "-k", label)["condition"], "valid")
                self.succeed("status", "--check", "-k", label)
                self.assertIn("  valid  ", self.succeed("list"))
                self.assertEqual(self.run_key("exec", "-k", label, "true").stderr, "")
                self.server.control(advanceClock=-int(offset.total_seconds()))

    def test_mint_counts_from_the_servers_clock(self):
        self.server.control(advanceClock=2 * 365 * 86400)
        self.add_key("parent")
        self.succeed("status")
        expires = self.json("mint", "--label", "ci", "--expires", "7d")["expires_at"]
        expires = datetime.datetime.fromisoformat(expires.replace("Z", "+00:00"))
        now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=2 * 365)
        self.assertLess(abs(expires - now - datetime.timedelta(days=7)),
                        datetime.timedelta(minutes=5))

    def test_check_tells_whether_a_key_is_usable(self):
        key = self.add_key(limit=1)
        self.succeed("status", "--check")
        self.server.control(updateKey={"key": key, "usage": 1})
        self.assertEqual(self.run_key("status", "--check").returncode, 8)
        self.assertEqual(self.run_key("status").returncode, 0)
        self.server.control(revoke=key)
        result = self.run_key("status", "--check")
        self.assertEqual(result.returncode, 8)
        self.assertIn("refused by the server", result.stdout)
        self.assertFalse(self.json("status")["valid"])

    def test_a_server_that_is_away(self):
        self.add_key()
        self.server.stop()
        self.fail_with(6, "status", timeout=90)

    def test_foreign_text_is_cleaned(self):
        self.add_key("laptop", limit=1, limitReset="\u001b[31m\u202eylkeew")
        text = self.succeed("status")
        self.assertNotIn("\x1b", text)
        self.assertNotIn("\u202e", text)


class Attribution(CommandLineTestCase):
    def setUp(self):
        super().setUp()
        self.transcript = self.session.path("log", "attribution.jsonl")
        self.server = self.start_server(transcript=self.transcript)

    def test_each_call_names_the_app_and_its_home_page(self):
        self.add_key("parent")  # login --with-key
        self.succeed("status")
        self.succeed("mint", "--label", "ci", "--print")
        terminal = self.on_terminal("login", "--no-browser", "--print", stdout=subprocess.PIPE)
        terminal.enter(self.code_for(terminal.expect(HEADLESS_LINK)[1]))
        terminal.process.stdout.read()
        self.assertEqual(terminal.end(), 0)
        with open(self.transcript, encoding="utf-8") as file:
            requests = [json.loads(line)["request"] for line in file]
        calls = [(request["path"], request["headers"]) for request in requests
                 if request["path"].startswith("/api/")]
        self.assertEqual([path for path, _ in calls],
                         ["/api/v1/key", "/api/v1/key", "/api/v1/auth/keys/code",
                          "/api/v1/auth/keys", "/api/v1/auth/keys"])
        for path, headers in calls:
            self.assertEqual(headers["x-openrouter-title"], "OpenRouter Sign-in", path)
            self.assertTrue(headers["http-referer"].startswith("https://"), path)


class Mint(CommandLineTestCase):
    def setUp(self):
        super().setUp()
        self.parent = self.add_key("parent")

    def test_a_further_limited_key(self):
        self.succeed("mint", "--label", "ci", "--limit", "5", "--reset", "monthly", "--expires",
                     "7d")
        self.assertEqual([key["label"] for key in self.index()], ["parent", "ci"])
        status = self.json("status", "-k", "ci")
        self.assertEqual((status["limit"], status["limit_reset"]), (5, "monthly"))
        self.assertIsNotNone(status["expires_at"])
        self.assertNotEqual(self.succeed("print", "-k", "ci").strip(), self.parent)
        self.assertEqual(self.succeed("print").strip(), self.parent)
        self.assertEqual(self.server.counts()["auth"], 0)
        self.assert_strict()

    def test_code_and_exchange_share_a_connection(self):
        before = self.server.counts()["connections"]
        self.succeed("mint", "--label", "ci", "--print")
        counted = 1  # Asking for the number takes a connection, too.
        self.assertEqual(self.server.counts()["connections"] - before - counted, 1)

    def test_print_stores_nothing(self):
        key = self.succeed("mint", "--label", "box", "--print").strip()
        self.assertTrue(key.startswith("sk-or-"))
        self.assertEqual(len(self.index()), 1)

    def test_json(self):
        result = self.json("mint", "--label", "ci", "--expires", "2031-01-31")
        self.assertEqual((result["label"], result["stored"]), ("ci", True))
        self.assertTrue(result["expires_at"].startswith("2031-01-3"))
        result = self.json("mint", "--label", "box", "--print")
        self.assertFalse(result["stored"])
        self.assertTrue(result["key"].startswith("sk-or-"))

    def test_a_refusal_for_an_ordinary_key_is_explained(self):
        self.server.control(managementOnly=True)
        said = self.fail_with(7, "mint", "--label", "ci")
        self.assertIn("Only management keys", said)
        self.assertIn(f"http://{self.server.host_and_port}/", said)
        self.assertEqual(len(self.index()), 1)

    def test_a_lost_answer_says_that_a_key_may_exist(self):
        self.server.control(faults=[{"endpoint": "exchange", "fault": "close-unanswered"}])
        said = self.fail_with(6, "mint", "--label", "ci")
        self.assertIn("may have been made", said)
        self.assertEqual(self.server.counts()["exchange"], 1)
        result = self.run_key("list")
        self.assertIn("ended before its key was saved", result.stderr)
        identifier = next(key["id"] for key in self.index() if key["state"] == "pending")
        self.succeed("logout", identifier, "--yes")
        self.assertEqual(self.run_key("list").stderr, "")

    def test_wrong_calls(self):
        for arguments in ([], ["--label", ""], ["--label", "x", "--limit", "0"],
                          ["--label", "x", "--limit", "nan"], ["--label", "x", "--reset", "daily"],
                          ["--label", "x", "--limit", "1", "--reset", "yearly"],
                          ["--label", "x", "--expires", "soon"],
                          ["--label", "x", "--expires", "2001-01-01"],
                          ["--label", "x", "--workspace", "y"]):
            with self.subTest(arguments):
                self.fail_with(2, "mint", *arguments)
        self.assertEqual(self.server.counts()["create-code"], 0)


class Journey(CommandLineTestCase):
    def test_the_whole_of_it(self):
        terminal = self.on_terminal("login", "--no-browser")
        link = terminal.expect(r"(http://127\.0\.0\.1:\d+/auth\?\S+)")[1]
        terminal.expect("Code: ")
        terminal.enter(self.code_for(link))
        self.assertEqual(terminal.end(), 0)
        self.assertIn("valid", self.succeed("status"))
        self.succeed("exec", "--", "sh", "-c", 'test -n "$OPENROUTER_API_KEY"')
        self.succeed("mint", "--label", "further")
        self.assertEqual(len(json.loads(self.succeed("list", "--json"))["keys"]), 2)
        self.succeed("logout", "--all", "--yes")
        self.assertEqual(self.index(), [])
        self.fail_with(3, "status")
        self.assert_strict()


if __name__ == "__main__":
    main()
