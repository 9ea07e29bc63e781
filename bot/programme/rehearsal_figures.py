"""What a rehearsal comes to in figures, and what differs between two: pure functions over their records."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.programme.quiet import A_WEEK, BUDGETED
from bot.programme.rehearsals import Message, Record

T = TypeVar("T", date, datetime, str)
KINDS = ("moved", "new", "gone", "reworded")


@dataclass(frozen=True, slots=True)
class Figures:
    """The load of a rehearsal; days and hours are on the programme's own clock.

    `sent` counts what nobody had asked for, `answers` what people got in answer to something that they did. `waits`
    is how many seconds the fullest minute takes on each platform, with everybody there.
    """

    sent: int
    answers: int
    busiest_day: tuple[date, int] | None
    busiest_hour: tuple[datetime, int] | None
    fullest_minute: tuple[datetime, int] | None
    waits: tuple[tuple[str, float], ...]
    most_nudges: tuple[str, int] | None
    topics: tuple[tuple[str, int, int], ...]
    waited: tuple[tuple[str, int], ...]
    dropped: tuple[tuple[str, int], ...]


def figures(record: Record, zone: str) -> Figures:
    """The figures of one record, on the clock `zone`."""
    clock = ZoneInfo(zone)
    unasked = [one for one in record.sent if not one.asked]
    days = Counter(one.at.astimezone(clock).date() for one in record.sent)
    hours = Counter(
        one.at.astimezone(clock).replace(minute=0, second=0, microsecond=0) for one in record.sent
    )
    minutes = Counter(one.at.astimezone(clock).replace(second=0, microsecond=0) for one in record.sent)
    fullest = most(minutes)
    nudges: dict[str, list[datetime]] = defaultdict(list)
    for one in unasked:
        if one.kind in BUDGETED:
            nudges[one.reader].append(one.at)
    weeks = Counter({name: most_in_a_week(instants) for name, instants in nudges.items()})
    return Figures(
        sent=len(unasked),
        answers=len(record.sent) - len(unasked),
        busiest_day=most(days),
        busiest_hour=most(hours),
        fullest_minute=fullest,
        waits=tuple((rate.name, fullest[1] / rate.a_second) for rate in record.rates) if fullest else (),
        most_nudges=most(weeks),
        topics=by_topic(unasked),
        waited=counted(one.reason for one in record.held if one.until is not None),
        dropped=counted(one.reason for one in record.held if one.until is None),
    )


def most(counts: Counter[T]) -> tuple[T, int] | None:
    """The greatest and its count; of several the first."""
    return min(counts.items(), key=lambda pair: (-pair[1], pair[0])) if counts else None


def counted(reasons: object) -> tuple[tuple[str, int], ...]:
    """Each reason with its number, the commonest first."""
    return tuple(sorted(Counter(reasons).items(), key=lambda pair: (-pair[1], pair[0])))  # type: ignore[call-overload]


def by_topic(sent: Sequence[Message]) -> tuple[tuple[str, int, int], ...]:
    """(topic, messages, people), the most first."""
    readers: dict[str, list[str]] = defaultdict(list)
    for one in sent:
        readers[one.topic].append(one.reader)
    rows = ((topic, len(some), len(set(some))) for topic, some in readers.items())
    return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))


def most_in_a_week(instants: Sequence[datetime]) -> int:
    """The most within any seven days; `instants` are in order."""
    return max((sum(1 for one in instants if at - A_WEEK < one <= at) for at in instants), default=0)


@dataclass(frozen=True, slots=True)
class Difference:
    """How the messages on one topic differ: new, gone, at another time, in other words; an example of each."""

    topic: str
    new: int
    gone: int
    moved: int
    reworded: int
    examples: tuple[tuple[Message | None, Message | None], ...]


def compare(before: Record, after: Record) -> list[Difference]:
    """What a change makes of the messages that nobody asks for: the n-th on a topic to a reader before and after.

    Between two rehearsals of one order over one file there is no difference at all.
    """
    old, new = sequences(before), sequences(after)
    pairs: dict[str, list[tuple[Message | None, Message | None]]] = defaultdict(list)
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key, []), new.get(key, [])
        for number in range(max(len(was), len(now))):
            pair = (was[number] if number < len(was) else None, now[number] if number < len(now) else None)
            if kind_of(*pair):
                pairs[key[0]].append(pair)
    return [
        difference(topic, some)
        for topic, some in sorted(pairs.items(), key=lambda one: (-len(one[1]), one[0]))
    ]


def sequences(record: Record) -> dict[tuple[str, str], list[Message]]:
    """By topic and reader, the messages in order."""
    found: dict[tuple[str, str], list[Message]] = defaultdict(list)
    for one in record.sent:
        if not one.asked:
            found[one.topic, one.reader].append(one)
    return found


def kind_of(was: Message | None, now: Message | None) -> str:
    """How two messages differ; empty where they do not."""
    if was is None:
        return "new"
    if now is None:
        return "gone"
    if abs(was.at - now.at) >= timedelta(minutes=1):
        return "moved"
    return "reworded" if was.words != now.words else ""


def difference(topic: str, pairs: Sequence[tuple[Message | None, Message | None]]) -> Difference:
    """The differences on one topic, counted."""
    kinds = Counter(kind_of(*pair) for pair in pairs)
    first = {kind_of(*pair): pair for pair in reversed(pairs)}
    examples = tuple(first[kind] for kind in KINDS if kind in first)
    return Difference(topic, kinds["new"], kinds["gone"], kinds["moved"], kinds["reworded"], examples)
