# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A throw-away certificate authority, and a program that trusts it."""

import base64
import hashlib
import os
import subprocess

_TRUSTED = "/etc/ssl/certs"


class CertificateAuthority:
    """Makes an authority and a certificate for 127.0.0.1 in a folder of the session."""

    def __init__(self, session):
        self._session = session
        self._folder = session.path("authority")
        # Where the program looks for authorities; nobody else is in there.
        self.trusted = os.path.join(self._folder, "trusted")
        os.makedirs(self.trusted)
        self.file = os.path.join(self.trusted, "authority.pem")
        self.certificate = os.path.join(self._folder, "server.pem")
        self.key = os.path.join(self._folder, "server.key")
        authority_key = os.path.join(self._folder, "authority.key")
        self._openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                      "-subj", "/CN=Throw-away authority",
                      # Demanded of an authority by RFC 5280 and by Python 3.13.
                      "-addext", "keyUsage=critical,keyCertSign,cRLSign",
                      "-keyout", authority_key, "-out", self.file)
        request = os.path.join(self._folder, "server.csr")
        extensions = os.path.join(self._folder, "server.ext")
        with open(extensions, "w", encoding="ascii") as file:
            file.write("subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n"
                       "extendedKeyUsage=serverAuth\n")
        self._openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1",
                      "-keyout", self.key, "-out", request)
        self._openssl("x509", "-req", "-in", request, "-CA", self.file, "-CAkey", authority_key,
                      "-CAcreateserial", "-days", "2", "-extfile", extensions,
                      "-out", self.certificate)
        self._openssl("rehash", self.trusted)

    def public_key_hash(self):
        """As Chromium wants it to be told: SHA-256 of the server's public key, base64."""
        public = self._openssl("pkey", "-in", self.key, "-pubout", "-outform", "DER")
        return base64.b64encode(hashlib.sha256(public).digest()).decode()

    def _openssl(self, *arguments):
        return subprocess.run(["openssl", *arguments], env=self._session.environment(),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=True).stdout


def command_that_trusts(folder, pid_file):
    """A command prefix for a program whose only trusted authorities are those in a folder.

    Qt has no variable for them: it reads fixed folders. So the program gets a view of the file
    system in which one of them is another. That takes a mount namespace, which root may make, sudo
    lets make, and a user namespace allows. The program's own process id is written to pid_file.
    """
    user, group = os.getuid(), os.getgid()
    # What is mounted must not spread. In a chroot `/` is no mount that could be told so; there the
    # folder itself is made one.
    script = ('{ mount --make-rprivate / 2>/dev/null || '
              '{ mount --bind "$2" "$2" && mount --make-private "$2"; }; } && '
              'mount --bind "$1" "$2" && echo $$ > "$3" && shift 3 && exec "$@"')
    alone = ["unshare", "--mount", "--propagation", "unchanged"]
    inside = ["sh", "-c", script, "sh", folder, _TRUSTED, pid_file]
    if user == 0:
        return [*alone, *inside]
    if _works("sudo", "-n", *alone, "true"):
        back = ["setpriv", f"--reuid={user}", f"--regid={group}", "--init-groups"]
        return ["sudo", "-n", *alone, *inside, *back]
    # Root of a user namespace for the mount, then the same user as before for the session bus.
    again = ["unshare", "--user", f"--map-user={user}", f"--map-group={group}"]
    return [*alone, "--user", "--map-root-user", *inside, *again]


def _works(*command):
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, check=False).returncode == 0
    except OSError:
        return False
