"""Structured logs with no personal data: what is logged is named here, and nothing else gets through.

An event is a fixed sentence; its values are ids, counts, names of surfaces and actions. What people typed, who they
are and what platforms answered never stands in a log, and neither does the text of an exception: it may quote them.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset({
    "event", "level", "timestamp", "logger", "activity", "surface", "workspace", "kind", "action", "count", "tries",
    "outbox", "outcome", "reason_kind", "error", "where", "seconds", "status", "path", "version", "host", "port",
    "programme", "setting", "state", "retry_after",
})  # fmt: skip

MOST_CAUSES = 4


def only_allowed(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every value whose name is not on the list."""
    return {name: value for name, value in event.items() if name in ALLOWED}


def set_up(*, json: bool) -> None:
    """Log to standard error: as JSON lines for machines, else readable."""
    renderer: Any = (
        structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[OfLibraries()], level=logging.WARNING, force=True)


class OfLibraries(logging.Handler):
    """What libraries log, as lines of ours: which library, and where it failed; their words may quote people."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        error = record.exc_info[1] if record.exc_info else None
        level = min(record.levelno, logging.CRITICAL) // 10 * 10  # one of a library's own is the next below
        told = describe(error) if error else {}
        log().log(level, "a library speaks", logger=record.name, **told)


def describe(error: BaseException) -> dict[str, str]:
    """An exception without its words: its type, those of its causes, and the places that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames]
    kinds = [type(error).__name__]
    cause = error.__cause__
    while cause is not None and len(kinds) < MOST_CAUSES:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__
    return {"error": " < ".join(kinds), "where": " < ".join(reversed(places[-6:]))}


def log() -> Any:
    """The logger of the host."""
    return structlog.get_logger()
