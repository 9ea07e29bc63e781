"""Which messages moved people: how many did what a message asks for soon after it, by message and by hour of the day.

Only counts; that somebody acted because of a message is not shown by it, and is never said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.programme.definition import Programme
from bot.programme.definition.cycles import Cycle
from bot.programme.message_names import kind_of, name_of

SOON = timedelta(hours=48)
APPLYING = frozenset({"application started", "application submitted", "application changed"})
ANSWERING = frozenset({"answered a check-in"})
ASKED_FOR: Mapping[str, frozenset[str]] = {
    "opens": APPLYING,
    "deadline": APPLYING - {"application started"},
    "offer": frozenset({"accepted an offer", "declined an offer"}),
    "invitations": frozenset({"answered about a session"}),
    "session": frozenset({"answered about a session"}),
    "check_in": ANSWERING,
    "check_in_again": ANSWERING,
    "check_in_reminder": ANSWERING,
    "journal": frozenset({"journal submitted"}),
}
"""By kind of message, the lines of the log that say that it was done. Others inform and ask for nothing."""
ANYTHING = frozenset().union(
    *ASKED_FOR.values(), {"application withdrawn", "deliverable handed in", "expense claimed"}
)
"""What counts after a message of the team, which may have asked for any of it."""
KINDS = tuple(sorted(ANYTHING))
STEPS = {"eve": ", the day before", "day": ", on the day"}


@dataclass(frozen=True, slots=True)
class Reached:
    """A message that reached somebody."""

    person: int
    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody did, by its kind in the log."""

    person: int
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Response:
    """How many messages of one sort reached somebody, and after how many of them the person acted within 48 hours."""

    label: str
    sent: int
    acted: int

    @property
    def share(self) -> str:
        """The share in per cent; a dash where there are too few to speak of one."""
        return f"{100 * self.acted / self.sent:.0f} %" if self.sent >= FEW else "–"


FEW = 5


def asks(one: Reached) -> frozenset[str]:
    """What the log says when the message has been followed; empty for one that asks for nothing."""
    kind = kind_of(one.key)
    return (
        ANYTHING
        if kind == "broadcast"
        else ASKED_FOR.get(kind, frozenset())
        if is_nudge(one)
        else frozenset()
    )


def is_nudge(one: Reached) -> bool:
    """Whether the schedule sent it."""
    return one.key.startswith("nudge:")


def followed(messages: Iterable[Reached], acts: Iterable[Act]) -> list[tuple[Reached, bool]]:
    """Each message that asks for something, and whether its reader did that within 48 hours."""
    by_person: dict[int, list[Act]] = defaultdict(list)
    for act in acts:
        by_person[act.person].append(act)
    return [
        (one, any(act.kind in wanted and one.at < act.at <= one.at + SOON for act in by_person[one.person]))
        for one in messages
        if (wanted := asks(one))
    ]


def by_message(found: Iterable[tuple[Reached, bool]], texts: Mapping[str, str]) -> list[Response]:
    """By kind and step of a reminder, and by the words of a message of the team; the most followed first.

    `texts` are the first words of the messages of the team, by their number.
    """
    return counted((label_of(one, texts), acted) for one, acted in found)


def label_of(one: Reached, texts: Mapping[str, str]) -> str:
    """How a message is called in a report."""
    parts = one.key.split(":")
    if parts[0] == "broadcast":
        return f"“{texts.get(parts[1], 'a message of the team')}”"
    dated = kind_of(one.key) in {"deadline", "journal"}
    step = next((STEPS[part] for part in parts[3:] if part in STEPS), "") if dated else ""
    return f"{name_of(one.key)}{step}"


def by_hour(found: Iterable[tuple[Reached, bool]], zones: Mapping[int, ZoneInfo]) -> list[Response]:
    """By the hour of the reader's own clock at which it came, in the order of the day."""
    rows = counted(
        (f"{one.at.astimezone(zones[one.person]):%H}:00", acted)
        for one, acted in found
        if one.person in zones
    )
    return sorted(rows, key=lambda row: row.label)


def counted(rows: Iterable[tuple[str, bool]]) -> list[Response]:
    """Rows with a label, added up; the greatest share first."""
    sums: dict[str, list[bool]] = defaultdict(list)
    for label, acted in rows:
        sums[label].append(acted)
    found = [Response(label, len(some), sum(some)) for label, some in sums.items()]
    return sorted(found, key=lambda one: (-one.acted / one.sent, -one.sent, one.label))


def of_cycle(
    programme: Programme, messages: Iterable[Reached], cycle: Cycle | None, people: Iterable[int]
) -> list[Reached]:
    """Those that belong to a cycle: to its people, and about no other cycle; None is every cycle."""
    if cycle is None:
        return list(messages)
    others = {key for one in programme.cycles if one != cycle for key in one.window_keys}
    those = set(people)
    return [
        one
        for one in messages
        if one.person in those and not (is_nudge(one) and one.key.split(":")[3] in others)
    ]


def best(rows: Sequence[Response]) -> Response | None:
    """The row with the greatest share among those with enough messages to speak of one."""
    enough = [one for one in rows if one.sent >= FEW]
    return max(enough, key=lambda one: (one.acted / one.sent, one.sent), default=None)
