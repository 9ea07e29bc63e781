"""A broadcast: staff to many. Its states, what holds recipients back, and what stops it before it is sent.

A broadcast and its recipients are two things: this is the plan; each recipient is a row of the outbox with one state
of its own (design promise 3), under the batch `broadcast:ID`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, Protocol, TypeAlias
from zoneinfo import ZoneInfo

from bot.cards import Card
from bot.errors import TransitionError
from bot.programme.audiences import Audience
from bot.programme.dates.saying import MONTHS, WEEKDAYS, say_both, say_day, say_instant, say_time
from bot.programme.dates.working import holiday_name
from bot.programme.definition import Programme
from bot.programme.people import Person, Scope
from bot.programme.quiet import Drop, Hold, Wishes, judge, on_clock

State: TypeAlias = Literal[
    "draft", "rehearsed", "approved", "scheduled", "sending", "sent", "cancelled", "partly_failed"
]
CHANGES: dict[State, frozenset[State]] = {
    "draft": frozenset({"draft", "rehearsed", "approved", "scheduled", "cancelled"}),
    "rehearsed": frozenset({"draft", "rehearsed", "approved", "scheduled", "cancelled"}),
    "approved": frozenset({"draft", "scheduled", "cancelled"}),
    "scheduled": frozenset({"draft", "sending", "cancelled"}),
    "sending": frozenset({"sending", "sent", "partly_failed", "cancelled"}),
    "sent": frozenset({"sending", "partly_failed"}),
    "partly_failed": frozenset({"sending", "sent"}),
    "cancelled": frozenset(),
}
OPEN: frozenset[State] = frozenset({"draft", "rehearsed", "approved"})
"""Nothing goes out by itself yet."""
ENDED: frozenset[State] = frozenset({"sent", "partly_failed", "cancelled"})
WAITING = ("queued", "deferred", "sending")
NOT_REACHED = ("failed", "unreachable", "unknown")
DELIVERY_WORDS: dict[str, str] = {
    "queued": "waiting to be sent",
    "deferred": "held back until later",
    "sending": "being sent",
    "delivered": "delivered",
    "suppressed": "not sent, for a reason of the reader's",
    "failed": "refused by the platform",
    "unreachable": "not reachable",
    "unknown": "unknown: the platform's answer was lost",
    "cancelled": "cancelled before sending",
    "recalled": "delivered, then recalled",
}
LONGEST = 3000
SAME_TEXT = timedelta(days=14)
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One message to many.

    `at` is the instant of sending, None while it is open; with `wall` (ISO, no zone) it goes at that time on each
    reader's own clock instead. `version` grows with every change, so that a button of an older card is known for
    what it is. `wanted` is set once the author has asked for it to go out and a colleague's approval is missing.
    """

    id: int
    scope: Scope
    author: int
    made_at: datetime
    state: State = "draft"
    audience: Audience | None = None
    text: str = ""
    at: datetime | None = None
    wall: str = ""
    ack: bool = False
    assumed: tuple[str, ...] = ()
    wanted: bool = False
    approved_by: int | None = None
    changed_by: int | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    follows: int | None = None
    progress: str = ""
    recalled_at: datetime | None = None
    corrections: int = 0
    version: int = 1

    @property
    def batch(self) -> str:
        """The batch of its messages in the outbox."""
        return f"broadcast:{self.id}"

    @property
    def name(self) -> str:
        """How it is called on lists: the first words of its text."""
        return shortened(self.text, 48) or "no text yet"


def shortened(text: str, longest: int) -> str:
    """The first words of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rsplit(" ", 1)[0] + "…"


def move(one: Broadcast, to: State, **changed: Any) -> Broadcast:
    """The broadcast in its new state; raises TransitionError where the diagram has no such arrow."""
    if to not in CHANGES[one.state]:
        raise TransitionError(
            f"A message that is {one.state.replace('_', ' ')} cannot become {to.replace('_', ' ')}."
        )
    return replace(one, state=to, version=one.version + 1, **changed)


def edited(one: Broadcast, **changed: Any) -> Broadcast:
    """A change of text, audience or time: what was approved or scheduled before is neither any more."""
    return move(one, "draft", **{"approved_by": None, "wanted": False, **changed})


def instant_for(one: Broadcast, zone: str | None, programme: Programme) -> datetime:
    """When it is due for a reader of that zone, in UTC."""
    if one.wall:
        wall = datetime.fromisoformat(one.wall)
        return on_clock(wall.date(), wall.time(), ZoneInfo(zone or programme.clock.zone))
    if one.at is None:
        message = "a broadcast without a time is due for nobody"
        raise ValueError(message)
    return one.at


def say_when(one: Broadcast, programme: Programme, reader: str | None = None) -> str:
    """Its time in words, on the programme's clock and on the reader's own."""
    if one.wall:
        wall = datetime.fromisoformat(one.wall)
        return f"{say_day(wall.date())}, {say_time(wall.time())} on each reader's own clock"
    return say_both(one.at, programme.clock.zone, reader) if one.at else "as soon as you say so"


@dataclass(frozen=True, slots=True)
class Readers:
    """Recipients for whom the same wishes hold, and how many they are. `spent` counts the week before sending."""

    time_zone: str | None
    quiet_from: str | None
    quiet_to: str | None
    weekly_nudges: int | None
    paused_until: datetime | None
    stopped: bool
    spent: int
    seen: bool
    number: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What would happen to the recipients at the instant of sending: sums by reason, and when the later ones get it."""

    at_once: int = 0
    later: Mapping[str, int] = field(default_factory=dict)
    never: Mapping[str, int] = field(default_factory=dict)
    last_of_week: int = 0
    unseen: int = 0

    @property
    def total(self) -> int:
        """Everybody intended."""
        return self.at_once + sum(self.later.values()) + sum(self.never.values())


def forecast(one: Broadcast, programme: Programme, groups: Sequence[Readers], now: datetime) -> Forecast:
    """Who gets it when, and who does not, as far as can be known now."""
    at_once = unseen = last = 0
    later: dict[str, int] = {}
    never: dict[str, int] = {}
    for group in groups:
        reader = _wishes(group, programme)
        at = max(instant_for(one, group.time_zone, programme), now) if one.at or one.wall else now
        verdict = judge("broadcast", at, reader, [at] * group.spent)
        if isinstance(verdict, Drop):
            never[verdict.reason] = never.get(verdict.reason, 0) + group.number
        elif isinstance(verdict, Hold):
            words = _held(verdict, reader, group.spent)
            later[words] = later.get(words, 0) + group.number
        else:
            at_once += group.number
            last += group.number if group.spent + 1 >= reader.per_week else 0
        unseen += 0 if group.seen else group.number
    return Forecast(at_once, later, never, last, unseen)


def _wishes(group: Readers, programme: Programme) -> Wishes:
    nudges = programme.nudges
    return Wishes(
        zone=ZoneInfo(group.time_zone or programme.clock.zone),
        quiet_from=time.fromisoformat(group.quiet_from) if group.quiet_from else nudges.quiet_from,
        quiet_to=time.fromisoformat(group.quiet_to) if group.quiet_to else nudges.quiet_to,
        per_week=nudges.per_week if group.weekly_nudges is None else group.weekly_nudges,
        paused_until=group.paused_until,
        stopped=group.stopped,
    )


def _held(verdict: Hold, reader: Wishes, spent: int) -> str:
    """Why and until when. How many days a spent budget lasts depends on each reader, so no instant is promised."""
    if spent >= reader.per_week:
        return f"has had {spent} messages in seven days; gets it when the week allows"
    if "paused" in verdict.reason:
        return "has paused messages; gets it afterwards"
    local = verdict.until.astimezone(reader.zone)
    return f"quiet hours: gets it on {say_day(local.date())} at {say_time(local.time())}, their time"


@dataclass(frozen=True, slots=True)
class Stop:
    """Why it does not go out as it stands. One with `may` can be overruled by the person who reads the reason."""

    kind: str
    why: str
    may: bool = False


def stops(
    one: Broadcast, programme: Programme, number: int, now: datetime, same: Sequence[Broadcast]
) -> list[Stop]:
    """What is wrong or dangerous about it, the worst first.

    `number` is how many it goes to, `same` others with the same text.
    """
    found: list[Stop] = []
    if not one.text.strip():
        found.append(Stop("text", "It has no text yet."))
    if one.audience is None:
        found.append(Stop("audience", "Nobody is named yet."))
    elif number == 0:
        found.append(Stop("empty", "Nobody fits that rule today, so there is nobody to send it to."))
    latest = one.at if one.at and not one.wall else None
    if one.wall:
        latest = instant_for(one, "Etc/GMT+12", programme)
    if latest is not None and latest < now - timedelta(minutes=1):
        found.append(Stop("past", f"{say_when(one, programme)} has passed."))
    sent = max(now, latest or now)
    found += [Stop("date", words, may=True) for words in wrong_dates(one.text, sent, programme)]
    if same:
        last = same[-1]
        when = say_instant(last.started_at or last.at or last.made_at, programme.clock.zone)
        what = "is planned" if last.state == "scheduled" else "went out"
        found.append(Stop("twice", f"The same text {what} already: {when}.", may=True))
    if one.audience is not None and one.audience.everyone and number > 1 and not one.at and not one.wall:
        found.append(
            Stop(
                "everyone", f"It goes to {one.audience.say(programme)}, {number:,} people, at once.", may=True
            )
        )
    return found


_DATE = re.compile(
    rf"\b(?:(?P<weekday>{'|'.join(WEEKDAYS)}),? )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)? "
    rf"(?P<month>{'|'.join(MONTHS)}|{'|'.join(name[:3] for name in MONTHS)})\b,?(?: (?P<year>\d{{4}})\b)?",
    re.IGNORECASE,
)
FAR = timedelta(days=400)


def wrong_dates(text: str, sent: datetime, programme: Programme) -> list[str]:
    """Dates in a text that cannot be meant: none in the calendar, another weekday, passed when it is sent, or far."""
    today = sent.astimezone(ZoneInfo(programme.clock.zone)).date()
    found = []
    for match in _DATE.finditer(text):
        month = next(
            number
            for number, name in enumerate(MONTHS, 1)
            if name[:3].casefold() == match["month"][:3].casefold()
        )
        try:
            day = date(int(match["year"] or today.year), month, int(match["day"]))
        except ValueError:
            found.append(f"The text says “{match[0]}”, and there is no such day.")
            continue
        if match["weekday"] and WEEKDAYS[day.weekday()].casefold() != match["weekday"].casefold():
            found.append(f"The text says “{match[0]}”, but that day is a {WEEKDAYS[day.weekday()]}.")
        elif match["year"] and day < today:
            found.append(f"The text says “{match[0]}”, which has passed by then.")
        elif day - today > FAR:
            found.append(f"The text says “{match[0]}”, which is more than a year away.")
    return found


def remarks(one: Broadcast, programme: Programme) -> list[str]:
    """What is worth knowing about the day, and does not stop it: a public holiday, a weekend."""
    if one.wall:
        day = datetime.fromisoformat(one.wall).date()
    elif one.at:
        day = one.at.astimezone(ZoneInfo(programme.clock.zone)).date()
    else:
        return []
    holiday = holiday_name(day, programme.clock.holidays)
    if holiday:
        return [f"{say_day(day)} is a public holiday: {holiday}."]
    return [f"{say_day(day)} is at the weekend."] if day.weekday() >= 5 else []


def needs_approval(one: Broadcast, programme: Programme, number: int) -> bool:
    """Whether a colleague has to look at it first."""
    rule = programme.broadcasts
    return rule.second_pair_of_eyes and number >= rule.from_how_many and one.approved_by is None


@dataclass(frozen=True, slots=True)
class Recipient:
    """What became of one message."""

    person: int
    name: str
    email: str
    state: str
    reason: str
    tries: int
    ended_at: datetime | None
    pressed: bool = False


@dataclass(frozen=True, slots=True)
class SavedList:
    """Some people under a name, made by staff from a file or from an audience as it was that day."""

    id: int
    scope: Scope
    name: str
    made_by: int
    made_at: datetime
    people: tuple[int, ...] = ()


class Broadcasts(Protocol):
    """Broadcasts, audiences as queries, and the messages of a broadcast as sums and lists."""

    def get(self, scope: Scope, broadcast: int) -> Broadcast | None: ...
    def add(self, broadcast: Broadcast) -> int: ...
    def save(self, broadcast: Broadcast) -> None: ...
    def in_states(self, scope: Scope, states: Sequence[State]) -> Sequence[Broadcast]: ...
    def all(self, scope: Scope) -> Sequence[Broadcast]: ...
    def count(self, programme: Programme, audience: Audience) -> int: ...
    def people(
        self, programme: Programme, audience: Audience, limit: int, offset: int = 0
    ) -> Sequence[Person]: ...
    def includes(self, programme: Programme, audience: Audience, person: int) -> bool: ...
    def readers(self, programme: Programme, audience: Audience, at: datetime) -> Sequence[Readers]: ...
    def attributes(self, programme: Programme) -> Mapping[str, Sequence[str]]: ...
    def queue(self, broadcast: Broadcast, programme: Programme, card: Card, why: str) -> int: ...
    def reword(self, broadcast: Broadcast, card: Card) -> int: ...
    def sums(self, broadcast: Broadcast) -> Mapping[str, int]: ...
    def recipients(self, broadcast: Broadcast, states: Sequence[str], limit: int) -> Sequence[Recipient]: ...
    def moments(self, broadcast: Broadcast) -> Sequence[datetime]: ...
    def cancel(self, broadcast: Broadcast, reason: str, now: datetime) -> int: ...
    def resend(self, broadcast: Broadcast, states: Sequence[str], now: datetime) -> int: ...
    def recall(self, broadcast: Broadcast, now: datetime) -> int: ...
    def correct(self, broadcast: Broadcast, card: Card, now: datetime) -> int: ...
    def press(self, broadcast: Broadcast, person: int, at: datetime) -> bool: ...
    def pressed(self, broadcast: Broadcast) -> int: ...
    def add_list(self, saved: SavedList) -> int: ...
    def lists(self, scope: Scope) -> Sequence[SavedList]: ...
