"""The limits of Teams, as named numbers, and the pace that keeps them."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from typing import Any

# A message with everything in it, counted as UTF-16: 100 KB by the documents, 40 KB until early 2025.
MESSAGE_BYTES = 40_000
CARD_BYTES = 36_000  # leaves room for the text, the summary and the addresses around the card
PLAIN_BYTES = 16_000  # what is sent as plain words; anything longer is paged as cards
ACTIONS_IN_A_SET = 6
TABLE_COLUMNS = 3  # four are too narrow for words on a phone
TABLE_ROWS = 30
EXPANDED_OPTIONS = 6

# Requests that one conversation takes: so many within so many seconds.
CONVERSATION: tuple[tuple[int, float], ...] = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
# Requests of one app in one tenant.
TENANT: tuple[tuple[int, float], ...] = ((50, 1.0),)

ANSWER_SECONDS = 12  # a turn has 15; then Teams says that something went wrong, and sends again


def drawn_size(value: Any) -> int:
    """How many bytes of a message something takes that is drawn."""
    return utf16(json.dumps(value, ensure_ascii=False))


def utf16(text: str) -> int:
    """The size of a text as Teams counts it, in bytes."""
    return len(text.encode("utf-16-le", "surrogatepass"))


MARGIN = 0.2  # requests travel at different speeds, so that the service may see them closer together


class Pace:
    """Says when the next request may go, so that no window holds more than it may. Instants are seconds."""

    def __init__(self, windows: Sequence[tuple[int, float]]) -> None:
        self._windows = windows
        self._longest = max(most for most, _ in windows)
        self._sent: deque[float] = deque(maxlen=self._longest)

    def wait(self, now: float) -> float:
        """How many seconds until a request may be sent."""
        free_at = now
        for most, seconds in self._windows:
            if len(self._sent) >= most:
                free_at = max(free_at, self._sent[-most] + seconds + MARGIN)
        return free_at - now

    def take(self, at: float) -> None:
        """A request goes at this instant."""
        self._sent.append(at)

    def idle_since(self, at: float) -> bool:
        """Whether the last request is older than every window, so that nothing need be remembered."""
        return not self._sent or self._sent[-1] + max(seconds for _, seconds in self._windows) < at
