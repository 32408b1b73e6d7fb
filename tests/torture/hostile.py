# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everybody who may call at the loopback port and is not the person's browser.

    hostile.py REDIRECT COUNT SEED

Makes COUNT connections to the port of REDIRECT (the address that the browser will be sent to; the
real one, for the most dangerous strangers know it), says "done", keeps the slow ones open until its
input ends, and exits with 1 if somebody was given what belongs to the browser.
"""

import random
import socket
import struct
import sys
from urllib.parse import urlsplit

# Slow ones open at a time, of each process.
HELD = 12
PATIENCE = 10


class Stranger:
    def __init__(self, redirect, seed):
        url = urlsplit(redirect)
        self.address = (url.hostname, url.port)
        self.host = url.netloc
        self.path = url.path
        self.target = f"{url.path}?{url.query}"
        self.random = random.Random(seed)
        self.slow = []  # [socket, bytes that are still to be sent]
        self.wrong = []
        self.kinds = (
            self.random_bytes, self.half_request, self.slow_drip, self.huge_head, self.huge_target,
            self.wrong_host, self.wrong_method, self.wrong_origin, self.script, self.wrong_nonce,
            self.prefetch, self.head_request, self.empty_callback, self.connect_and_leave,
            self.connect_and_reset,
        )

    def torment(self):
        kind = self.random.choice(self.kinds)
        try:
            kind()
        except OSError:
            pass  # Turned away: that is its right.
        self.drip()

    # How they come

    def connect(self):
        connection = socket.create_connection(self.address, timeout=PATIENCE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def request(self, method="GET", target=None, host=None, headers=""):
        return (f"{method} {target or self.target} HTTP/1.1\r\nHost: {host or self.host}\r\n"
                f"{headers}\r\n").encode()

    def ask(self, request, *statuses):
        """Sends it and reads what comes. No answer is as good as the expected one."""
        with self.connect() as connection:
            answer = b""
            try:
                connection.sendall(request)
                connection.shutdown(socket.SHUT_WR)
                while piece := connection.recv(65536):
                    answer += piece
            except OSError:
                pass
        line = answer.split(b"\r\n", 1)[0]
        status = line.split(b" ")[1].decode() if line.count(b" ") > 1 else None
        if status is not None and int(status) not in statuses:
            self.wrong.append(f"{sys._getframe(1).f_code.co_name} got {status}")

    def hold(self, connection, rest):
        self.slow.append([connection, rest])
        if len(self.slow) > HELD:
            self.slow.pop(0)[0].close()

    def drip(self):
        for entry in list(self.slow):
            connection, rest = entry
            if not rest:
                continue
            try:
                connection.send(rest[:1])
                entry[1] = rest[1:]
            except OSError:
                connection.close()
                self.slow.remove(entry)

    # Who they are

    def random_bytes(self):
        self.ask(self.random.randbytes(self.random.randint(1, 4000)), 400, 408, 414, 431, 505)

    def half_request(self):
        connection = self.connect()
        whole = self.request()
        connection.sendall(whole[:self.random.randint(1, len(whole) - 3)])
        self.hold(connection, b"")

    def slow_drip(self):
        # It never gets as far as the end of its head.
        self.hold(self.connect(), self.request(headers="Cookie: " + "a" * 100_000))

    def huge_head(self):
        self.ask(self.request(headers="Cookie: " + "a" * 600_000 + "\r\n"), 431)

    def huge_target(self):
        self.ask(self.request(target="/" + "a" * 20_000), 414)

    def wrong_host(self):
        self.ask(self.request(host="attacker.example"), 421)

    def wrong_method(self):
        self.ask(self.request(method=self.random.choice(("POST", "PUT", "OPTIONS", "DELETE"))), 405)

    def wrong_origin(self):
        self.ask(self.request(headers="Origin: https://attacker.example\r\n"), 403)

    def script(self):
        self.ask(self.request(headers="Sec-Fetch-Dest: iframe\r\n"), 403)

    def wrong_nonce(self):
        self.ask(self.request(target=self.target.replace("/callback/", "/callback/a")), 404)

    def prefetch(self):
        self.ask(self.request(headers="Sec-Purpose: prefetch;prerender\r\n"), 503)

    def head_request(self):
        self.ask(self.request(method="HEAD"), 200)

    def empty_callback(self):
        self.ask(self.request(target=self.path + "?state=x"), 400)

    def connect_and_leave(self):
        self.connect().close()

    def connect_and_reset(self):
        connection = self.connect()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()


def main():
    redirect, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    stranger = Stranger(redirect, seed)
    for _ in range(count):
        stranger.torment()
    print("done", flush=True)
    sys.stdin.read()
    for wrong in sorted(set(stranger.wrong)):
        print(f"{wrong} ({stranger.wrong.count(wrong)} times)")
    return 1 if stranger.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
