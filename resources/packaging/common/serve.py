#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the fake OpenRouter over https with a throw-away authority, for programs in other roots.

    serve.py PROGRAM AUTHORITY

Puts the authority's certificate into the file AUTHORITY and prints a line with the API base and the
server's public key, as Chromium wants to be told. Runs until its standard input ends.
"""

import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "..", "..", "tests", "e2e"))

from harness.certificates import CertificateAuthority  # noqa: E402
from harness.fakeserver import FakeServer  # noqa: E402
from harness.session import Session  # noqa: E402


def main():
    program, file = sys.argv[1:]
    session = Session()
    session.make_folders()
    try:
        authority = CertificateAuthority(session)
        shutil.copyfile(authority.file, file)
        server = FakeServer(session, os.path.abspath(program), authority=authority.file,
                            certificate=(authority.certificate, authority.key))
        print(server.base_url, authority.public_key_hash(), flush=True)
        sys.stdin.read()
        server.stop()
    finally:
        session.stop()


if __name__ == "__main__":
    main()
