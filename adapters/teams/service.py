"""What passes the seam to the Bot Framework service: the answer to a request, and the ways a call can fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

Body: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an HTTP request of the service is answered with: a status, and for an invoke a body."""

    status: int = 200
    body: Any = None


class ConnectorError(Exception):
    """The connector answered with an error. `code` is its own word for it; `after` the seconds of Retry-After."""

    def __init__(self, status: int, code: str = "", after: float | None = None) -> None:
        super().__init__(f"{status} {code}".strip())
        self.status, self.code, self.after = status, code, after


class NotConnectedError(Exception):
    """The request was certainly not received: the connection was refused, or the host not found."""


class AnswerLostError(Exception):
    """The request may have been received, but no answer came that can be read."""


class NoTokenError(Exception):
    """The login service gave us no token, so nothing was sent."""
