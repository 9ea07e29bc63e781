"""Waking the courier: in this process by a call after the commit, in others by PostgreSQL's NOTIFY."""

from __future__ import annotations

import threading
from collections.abc import Callable

CHANNEL = "foothold"
LOOK_SECONDS = 0.5
AGAIN_SECONDS = 1.0


class Wake:
    """Who wants to know that something was queued. Calling it tells them all."""

    def __init__(self) -> None:
        self._callbacks: list[Callable[[], None]] = []

    def add(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call it from now on, on some thread of the store; what is returned takes it away again."""
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)

    def __call__(self) -> None:
        for callback in tuple(self._callbacks):
            callback()


class Listener:
    """Hears what other processes queued, from a thread with a connection of its own."""

    def __init__(self, conninfo: str, own_name: str, wake: Wake) -> None:
        """What comes from `own_name` is not passed on: this process was told after its commit."""
        self._conninfo = conninfo
        self._own_name = own_name
        self._wake = wake
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="foothold-listener", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; takes half a second at most."""
        self._stopped.set()
        self._thread.join()

    def _listen(self) -> None:
        import psycopg

        while not self._stopped.is_set():
            try:
                with psycopg.connect(
                    self._conninfo, autocommit=True, application_name="foothold"
                ) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._wake()  # for what was queued while nobody listened
                    while not self._stopped.is_set():
                        for notice in connection.notifies(timeout=LOOK_SECONDS):
                            if notice.payload != self._own_name:
                                self._wake()
            except psycopg.OperationalError:
                # The tick finds what is due meanwhile.
                self._stopped.wait(AGAIN_SECONDS)
