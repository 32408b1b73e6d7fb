# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fake OpenRouter as a program of the session."""

import json
import ssl
import subprocess
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from .session import end_process


class RunningServer:
    """One that somebody else has started."""

    def __init__(self, base_url, authority=None):
        """authority: the file of its certificate's issuer, if it speaks https."""
        self.base_url = base_url
        address = urlsplit(base_url)
        self.origin = f"{address.scheme}://{address.netloc}"
        self.host_and_port = address.netloc
        handlers = [urllib.request.ProxyHandler({})]
        if authority:
            context = ssl.create_default_context(cafile=authority)
            handlers.append(urllib.request.HTTPSHandler(context=context))
        self._open = urllib.request.build_opener(*handlers).open

    def control(self, **orders):
        """Carries out orders, see tests/fakes/control.h."""
        request = urllib.request.Request(
            self.origin + "/__control", json.dumps(orders).encode(),
            {"Content-Type": "application/json"}, method="POST")
        try:
            with self._open(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise RuntimeError("the fake server refused: "
                                   + json.load(error)["error"]["message"]) from None

    def counts(self):
        with self._open(self.origin + "/__counts", timeout=30) as answer:
            return json.load(answer)


class FakeServer(RunningServer):
    def __init__(self, session, program, transcript=None, certificate=None, authority=None):
        """certificate: (certificate file, key file) for https; authority: the file of its issuer."""
        arguments = [program, "--port", "0", "--control"]
        if transcript:
            arguments += ["--transcript", transcript]
        if certificate:
            arguments += ["--tls", *certificate]
        self._process = session.spawn(arguments, "fake-openrouter.log", stdout=subprocess.PIPE)
        line = self._process.stdout.readline().decode().strip()
        if not line.startswith("listening "):
            raise RuntimeError("the fake server did not start:\n"
                               + session.log("fake-openrouter.log"))
        super().__init__(line.removeprefix("listening "), authority)

    def stop(self):
        end_process(self._process)
        self._process.stdout.close()
