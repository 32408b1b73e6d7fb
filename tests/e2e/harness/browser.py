# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real Chromium, opened by the desktop's http handler and driven over its DevTools protocol."""

import base64
import json
import os
import shutil
import stat
import urllib.error
import urllib.request

import websocket

from .session import redacted
from .waiting import DEFAULT_DEADLINE, Overdue, wait_until

# The helper must not ask a proxy of the caller for its own browser.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))

_IS_RELOADED = "performance.getEntriesByType('navigation')[0].type === 'reload'"


class Browser:
    """The browser of a session. It runs only once somebody opens a link."""

    def __init__(self, session, trusted_keys=()):
        """trusted_keys: SHA-256 of public keys, base64, whose certificates need no known issuer."""
        self._session = session
        self._profile = session.path("browser")
        self._starts = session.path("log", "browser-starts.log")
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        if not program:
            raise RuntimeError("chromium is not installed")
        options = [
            f"--user-data-dir={self._profile}",
            "--remote-debugging-port=0",
            "--no-first-run",
            "--no-default-browser-check",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--password-store=basic",
            "--window-position=1210,40",
            "--window-size=700,900",
        ]
        if os.getuid() == 0:
            # Chromium refuses to start as root with its sandbox.
            options.append("--no-sandbox")
        if trusted_keys:
            options.append("--ignore-certificate-errors-spki-list=" + ",".join(trusted_keys))
        self._attached = []
        self._install(program, options)

    def close(self):
        """Lets go of its pages. The browser itself ends with the session."""
        for page in self._attached:
            page.detach()
        self._attached.clear()

    def _install(self, program, options):
        """Makes it the desktop's handler for http and https, for this session only."""
        handler = self._session.path("open-browser")
        with open(handler, "w", encoding="utf-8") as file:
            quoted = " ".join("'" + option + "'" for option in options)
            file.write("#!/bin/sh\n"
                       f"echo started >> '{self._starts}'\n"
                       f"exec '{program}' {quoted} \"$@\" >> '"
                       + self._session.path("log", "browser.log") + "' 2>&1\n")
        os.chmod(handler, stat.S_IRWXU)
        applications = self._session.path("data", "applications")
        os.makedirs(applications, exist_ok=True)
        with open(os.path.join(applications, "signin-browser.desktop"), "w",
                  encoding="utf-8") as file:
            file.write("[Desktop Entry]\nType=Application\nName=Browser of the private session\n"
                       f"Exec={handler} %u\n"
                       "MimeType=x-scheme-handler/http;x-scheme-handler/https;text/html;\n")
        with open(self._session.path("config", "mimeapps.list"), "w", encoding="utf-8") as file:
            file.write("[Default Applications]\n"
                       "x-scheme-handler/http=signin-browser.desktop\n"
                       "x-scheme-handler/https=signin-browser.desktop\n"
                       "text/html=signin-browser.desktop\n")

    def starts(self):
        """How often the desktop opened a link with it."""
        try:
            with open(self._starts, encoding="utf-8") as file:
                return len(file.readlines())
        except FileNotFoundError:
            return 0

    def pages(self):
        """Its open tabs."""
        try:
            with open(os.path.join(self._profile, "DevToolsActivePort"), encoding="utf-8") as file:
                port = int(file.readline())
            with _DIRECT.open(f"http://127.0.0.1:{port}/json/list", timeout=10) as answer:
                targets = json.load(answer)
        except (FileNotFoundError, ValueError, urllib.error.URLError, ConnectionError):
            return []
        return [target for target in targets if target["type"] == "page"]

    def wait_for_page(self, address, deadline=DEFAULT_DEADLINE):
        """Waits for a tab whose address begins so, and attaches to it."""
        def find():
            for target in self.pages():
                if target["url"].startswith(address):
                    return target
            return None

        try:
            page = Page(wait_until(find, f"the browser to show {address}", deadline))
            self._attached.append(page)
            return page
        except Overdue as overdue:
            tabs = ", ".join(redacted(target["url"]) for target in self.pages()) or "none"
            tail = redacted(self._session.log("browser.log"))[-1500:]
            raise Overdue(f"{overdue}; starts: {self.starts()}; tabs: {tabs}; it said: {tail}") \
                from None


class Page:
    """One tab."""

    def __init__(self, target):
        self._connection = websocket.create_connection(
            target["webSocketDebuggerUrl"], timeout=30, suppress_origin=True,
            http_proxy_host=None, http_no_proxy=["127.0.0.1", "localhost"])
        self._last_id = 0
        self._call("Page.enable")

    def detach(self):
        self._connection.close()

    def _call(self, method, **parameters):
        self._last_id += 1
        self._connection.send(json.dumps(
            {"id": self._last_id, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._connection.recv())
            if answer.get("id") == self._last_id:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error'].get('message')}")
                return answer["result"]

    def evaluate(self, expression):
        """The value of a JavaScript expression, or None while the page is between two documents."""
        try:
            answer = self._call("Runtime.evaluate", expression=expression, returnByValue=True)
        except RuntimeError:
            return None
        return answer["result"].get("value")

    @property
    def address(self):
        return self.evaluate("document.location.href") or ""

    def text(self):
        return self.evaluate("document.body ? document.body.innerText : ''") or ""

    def wait_for(self, expression, what, deadline=DEFAULT_DEADLINE):
        try:
            return wait_until(lambda: self.evaluate(expression), what, deadline)
        except Overdue as overdue:
            raise Overdue(f"{overdue}; the page: {redacted(self.text())[:500]}") from None

    def wait_for_text(self, text, deadline=DEFAULT_DEADLINE):
        self.wait_for("document.readyState === 'complete' && "
                      f"document.body.innerText.includes({json.dumps(text)})",
                      f"the page to say “{text}”", deadline)

    def click(self, selector):
        """Presses the mouse on an element, as a person does."""
        where = self.wait_for(
            "(() => { const e = document.querySelector(" + json.dumps(selector) + ");"
            " if (!e || document.readyState !== 'complete') return null;"
            " e.scrollIntoView({block: 'center'});"
            " const r = e.getBoundingClientRect();"
            " return r.width > 0 ? [r.x + r.width / 2, r.y + r.height / 2] : null; })()",
            f"{selector} on the page")
        at = {"x": where[0], "y": where[1]}
        self._call("Input.dispatchMouseEvent", type="mouseMoved", **at)
        for kind in ("mousePressed", "mouseReleased"):
            self._call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **at)

    def reload_once_at(self, path):
        """A page whose path begins so is loaded once more, in the moment in which it is there."""
        self._call("Page.addScriptToEvaluateOnNewDocument", source=(
            f"if (location.pathname.startsWith({json.dumps(path)})) addEventListener('load', () => {{"
            f" if (!({_IS_RELOADED})) location.reload(); }});"))

    def wait_for_reload(self):
        self.wait_for(f"document.readyState === 'complete' && {_IS_RELOADED}",
                      "the page to be there again")

    def back(self):
        """Presses Back; false if there is nothing to go back to."""
        history = self._call("Page.getNavigationHistory")
        if history["currentIndex"] == 0:
            return False
        entry = history["entries"][history["currentIndex"] - 1]
        self._call("Page.navigateToHistoryEntry", entryId=entry["id"])
        return True

    def history(self):
        """The addresses that this tab remembers."""
        return [entry["url"] for entry in self._call("Page.getNavigationHistory")["entries"]]

    def close(self):
        self._call("Page.close")

    def emulate_colors(self, scheme):
        """light or dark, as the desktop would ask for."""
        self._call("Emulation.setEmulatedMedia",
                   features=[{"name": "prefers-color-scheme", "value": scheme}])

    def screenshot(self, file):
        image = self._call("Page.captureScreenshot", format="png")["data"]
        with open(file, "wb") as output:
            output.write(base64.b64decode(image))
