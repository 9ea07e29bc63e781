"""The terminal's clock: it can be set to an instant, and goes on from there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic


class SystemClock:
    """The machine's own clock, read whenever it is asked."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)


class SetClock:
    """A clock that was set to an instant when it was made, and has gone on since; `advance` moves it."""

    def __init__(self, start: datetime) -> None:
        self._start = start.astimezone(UTC)
        self._since = monotonic()

    def now(self) -> datetime:
        """The present instant on this clock, in UTC."""
        return self._start + timedelta(seconds=monotonic() - self._since)

    def advance(self, by: timedelta) -> None:
        """Move the clock."""
        self._start += by
