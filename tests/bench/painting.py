# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sees the first paint of a window."""

import threading
import time

from Xlib import X, display
from Xlib.error import ConnectionClosedError
from Xlib.ext import damage

DEADLINE = 60


class Painting(threading.Thread):
    """An X client that waits for the first paint on a window of another program's."""

    def __init__(self, name):
        super().__init__(daemon=True)
        self._display = display.Display(name)
        if not self._display.query_extension("DAMAGE"):
            raise RuntimeError("the display cannot tell what is painted")
        self._display.damage_query_version()
        self._painted = threading.Event()
        self._windows = set()
        self.moment = None
        self._display.screen().root.change_attributes(event_mask=X.SubstructureNotifyMask)
        self._display.sync()
        self.start()

    def run(self):
        notify = self._display.extension_event.DamageNotify
        while True:
            try:
                event = self._display.next_event()
            except ConnectionClosedError:
                return
            now = time.perf_counter()
            if event.type == X.CreateNotify and event.width >= 100 and event.height >= 100:
                event.window.damage_create(damage.DamageReportRawRectangles)
                self._windows.add(event.window.id)
                self._display.flush()
            elif event.type == notify and event.drawable.id in self._windows:
                if self.moment is None:
                    self.moment = now
                    self._painted.set()

    def forget(self):
        self.moment = None
        self._windows.clear()
        self._painted.clear()

    def wait(self):
        if not self._painted.wait(DEADLINE):
            raise RuntimeError("nothing was painted")
        return self.moment
