# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the environment says about proxies and certificates, and what doctor says about it."""

import json
import os
import shutil
import socket
import threading
import unittest

from commandline import CommandLineTestCase
from harness.certificates import CertificateAuthority


class RefusingProxy:
    """Notes what it is asked for."""

    def __init__(self):
        self.requests = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                self.requests.append(connection.recv(4096).split(b"\r\n")[0].decode())
                connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    def stop(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


class NetworkTestCase(CommandLineTestCase):
    def doctor(self, **variables):
        """Its checks by their names."""
        result = self.run_key("doctor", "--json", environment=self.environment(**variables))
        return {check["name"]: check for check in json.loads(result.stdout)["checks"]}


class Proxies(NetworkTestCase):
    def test_all_proxy_without_a_scheme_is_used_and_named(self):
        proxy = RefusingProxy()
        self.addCleanup(proxy.stop)
        checks = self.doctor(OPENROUTER_BASE_URL="https://openrouter.test/api/v1",
                             ALL_PROXY=proxy.address)
        self.assertEqual(proxy.requests, ["CONNECT openrouter.test:443 HTTP/1.1"])
        self.assertEqual(checks["proxy"]["message"], f"{proxy.address}, from ALL_PROXY")

    def test_why_there_is_none(self):
        self.assertEqual(self.doctor()["proxy"]["message"],
                         "none, the server is on this computer")
        checks = self.doctor(OPENROUTER_BASE_URL="https://localhost.invalid/api/v1",
                             all_proxy="http://127.0.0.1:9", no_proxy=".invalid")
        self.assertEqual(checks["proxy"]["message"], "none, because of no_proxy")


class Certificates(NetworkTestCase):
    def setUp(self):
        self.authority = CertificateAuthority(self.session)
        super().setUp()

    def start_server(self, **options):
        authority = self.authority
        return super().start_server(certificate=(authority.certificate, authority.key),
                                    authority=authority.file, **options)

    def tearDown(self):
        shutil.rmtree(os.path.dirname(self.authority.trusted))

    def test_those_of_the_environment_are_trusted_beside_the_systems(self):
        checks = self.doctor()
        self.assertIn("not trusted", checks["server"]["message"])
        self.assertNotIn("SSL_CERT", checks["tls"]["message"])
        for variable, path in (("SSL_CERT_FILE", self.authority.file),
                               ("SSL_CERT_DIR", "/nonexistent:" + self.authority.trusted)):
            with self.subTest(variable):
                checks = self.doctor(**{variable: path})
                self.assertEqual(checks["server"]["state"], "ok", checks["server"])
                self.assertIn("/etc/ssl/certs", checks["tls"]["message"])
                self.assertIn(f"{variable} ({path})", checks["tls"]["message"])

    def test_a_file_without_a_certificate_is_named(self):
        check = self.doctor(SSL_CERT_FILE=self.authority.key)["tls"]
        self.assertEqual(check["state"], "warning")
        self.assertIn("SSL_CERT_FILE names no certificate", check["remedy"])

    def test_a_key_is_checked_over_that_connection(self):
        key = self.make_key()
        environment = self.environment(SSL_CERT_FILE=self.authority.file)
        self.succeed("login", "--with-key", "--quiet", input=key + "\n", environment=environment)
        self.assertEqual(self.server.counts()["violations"], [])


if __name__ == "__main__":
    unittest.main()
