# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows a whole sign-in: window, browser, keychain. `scripts/run.sh --demo` builds and starts it."""

import argparse
import json
import os
import signal
import sys

from harness.browser import Browser
from harness.fakeserver import FakeServer
from harness.program import Program
from harness.session import Session, redacted
from harness.waiting import wait_until

BUTTON = "Sign in with OpenRouter"


class Demonstration:
    def __init__(self, programs, screenshots):
        self._programs = programs
        self._screenshots = screenshots
        self._steps = 0
        self._pictures = []

    def run(self, session):
        server = FakeServer(session, os.path.join(self._programs, "fake-openrouter"))
        self._say(f"Started a server that plays OpenRouter: {server.base_url}")
        browser = Browser(session)
        self._say("Made a real Chromium the private session's handler of links")

        program = Program(session, os.path.join(self._programs, "openrouter-signin"),
                          server.base_url)
        program.wait_for(BUTTON)
        self._say("Started OpenRouter Sign-in")
        self._keep("welcome", program)

        program.press(BUTTON)
        self._say(f"Pressed “{BUTTON}”")
        page = browser.wait_for_page(server.origin + "/auth?")
        page.wait_for("document.querySelector('#authorize') !== null", "the authorization page")
        self._say("The browser opened the authorization page")
        self._keep("waiting", program)
        self._keep("authorization", page)

        page.click("#authorize")
        self._say("Clicked “Authorize” in the browser")
        page.wait_for("location.pathname.startsWith('/done/') && document.readyState === 'complete'",
                      "the browser's last page")
        self._say("The browser says: " + " ".join(page.text().split()))
        self._keep("signed-in", page)

        program.wait_for("Copy key")
        self._keep("keys", program)
        with open(session.path("data", "openrouter-signin", "keys.json"), encoding="utf-8") as file:
            entry = json.load(file)["keys"][0]
        program.wait_for_text(entry["masked_key"])
        self._say("The window shows the key " + entry["masked_key"])

        user = f"openrouter-signin/{server.host_and_port}/{entry['id']}"
        key = session.run("secret-tool", "lookup", "server", "OpenRouter", "user", user).stdout
        if not key or masked(key) != entry["masked_key"]:
            raise AssertionError("the keychain does not hold the key that the window shows")
        self._say(f"Read it back with secret-tool lookup server OpenRouter user {user}\n"
                  f"    {masked(key)}")
        program.process.send_signal(signal.SIGTERM)
        wait_until(lambda: program.process.poll() is not None, "the program to end")
        print("Screenshots:", *self._pictures, sep="\n    ")

    def _say(self, text):
        self._steps += 1
        print(f"{self._steps:2}. {text}", flush=True)

    def _keep(self, name, what):
        file = os.path.join(self._screenshots, f"{len(self._pictures) + 1}-{name}.png")
        what.screenshot(file)
        self._pictures.append(file)


def masked(key):
    """A key as the program shows it: enough to recognize, too little to use."""
    return f"{key[:12]}…{key[-4:]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True, help="folder of the built programs")
    parser.add_argument("--screenshots", required=True, help="folder for the screenshots")
    arguments = parser.parse_args()
    os.makedirs(arguments.screenshots, exist_ok=True)
    display = os.environ.get("DISPLAY")
    # Also when somebody ends it early, nothing of the session stays.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with Session(use_display=display) as session:
        print("Started a private session: " + ("" if display else "Xvfb, ")
              + "D-Bus, GNOME Keyring", flush=True)
        try:
            Demonstration(os.path.abspath(arguments.programs), arguments.screenshots).run(session)
        except (AssertionError, RuntimeError) as error:
            print(f"The demonstration failed: {redacted(str(error))}", file=sys.stderr)
            said = redacted(session.log("program.log"))[-1500:]
            if said:
                print(f"The program said:\n{said}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
