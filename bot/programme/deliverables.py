"""What a placement produces, handed in as a file or a link; and the host's feedback at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.errors import UnclearReplyError
from bot.programme.definition import Deliverable, Programme
from bot.programme.people import Role, Scope
from bot.programme.placements import OVER, Placement


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One version of a deliverable; a later one replaces it. Exactly one of `file` and `link` is set."""

    id: int
    scope: Scope
    placement: int
    key: str
    by: int
    at: datetime
    file: dict[str, Any] | None = None
    link: str = ""
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """A host's two answers at the end. The student sees them only where `share` is true."""

    id: int
    scope: Scope
    placement: int
    by: int
    at: datetime
    strength: str
    advice: str
    share: bool


class Deliverables(Protocol):
    """What was handed in, and what hosts said at the end."""

    def add(self, handed_in: HandedIn) -> int: ...
    def save(self, handed_in: HandedIn) -> None: ...
    def all(self, scope: Scope) -> Sequence[HandedIn]: ...
    def add_feedback(self, feedback: Feedback) -> int: ...
    def feedback(self, scope: Scope, placement: int) -> Feedback | None: ...


def of_key(programme: Programme, key: str) -> Deliverable | None:
    """The deliverable of that key, or None."""
    return next((one for one in programme.deliverables if one.key == key), None)


def sharers(deliverable: Deliverable, mine: Placement, all_of_them: Iterable[Placement]) -> tuple[int, ...]:
    """The placements for which one version counts: the whole group where the rule says so, else only this one.

    Members who left do not strand the group: they are simply not among them any more.
    """
    if not deliverable.one_for_the_group or not mine.group:
        return (mine.id,)
    left = OVER - {"completed", "certified", "incomplete"}
    return tuple(
        one.id
        for one in all_of_them
        if one.group == mine.group and one.window == mine.window and one.state not in left
    ) or (mine.id,)


def in_force(versions: Iterable[HandedIn], key: str, placements: Iterable[int]) -> HandedIn | None:
    """The version that counts for these placements: the latest one that nobody replaced."""
    wanted = set(placements)
    found = [one for one in versions if one.key == key and one.placement in wanted and not one.replaced]
    return max(found, key=lambda one: (one.at, one.id), default=None)


def may_see(deliverable: Deliverable, role: Role) -> bool:
    """Whether a role is among those named; the students who made it always see it."""
    return (
        role == "student"
        or role in deliverable.seen_by
        or (role == "owner" and "staff" in deliverable.seen_by)
    )


def read_link(text: str) -> str:
    """The one https link in a message; raises UnclearReplyError."""
    found: list[str] = re.findall(r"https?://[^\s<>\"]+", text)
    if len(found) != 1:
        raise UnclearReplyError("Please attach the file, or send one link that starts with https://.")
    link = found[0].rstrip(".,;)")
    if not re.match(r"https://[\w.-]+\.\w{2,}(?:[/:?#]|$)", link):
        raise UnclearReplyError("Please send a link that starts with https:// and names a site.")
    return link
