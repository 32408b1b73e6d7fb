# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for what will become true, never for time to pass."""

import time

# Generous: a browser's first start on two busy cores takes its time.
DEFAULT_DEADLINE = 60.0
_INTERVAL = 0.05


class Overdue(AssertionError):
    """Something did not come true before its deadline."""


def wait_until(condition, what, deadline=DEFAULT_DEADLINE, alive=None):
    """Calls condition() until it returns something true, and returns that.

    what: for the message, as in "waited 60 s for WHAT".
    alive: called as well; raises if waiting has become pointless.
    """
    end = time.monotonic() + deadline
    while True:
        result = condition()
        if result:
            return result
        if alive is not None:
            alive()
        if time.monotonic() >= end:
            raise Overdue(f"waited {deadline:.0f} s for {what}")
        time.sleep(_INTERVAL)
