"""When a message goes out: words as a value that can be kept, and the choice where words can mean two things.

The value is "now", "at:INSTANT", "wall:LOCAL TIME", or "which:" and several of these where it has to be asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.cards import Option
from bot.errors import UnclearReplyError
from bot.programme.dates.saying import say_both, say_day, say_time
from bot.programme.dates.working import next_working_day
from bot.programme.quiet import on_clock
from bot.prompts import Choice, ShortText
from bot.turn import Turn
from bot.understanding.broadcast_words import read_time
from bot.understanding.dates import Ambiguous, Impossible, Read, When

MORNING = time(9)
FAR = timedelta(days=300)
NO_HOUR = "You gave no hour, so I took 09:00."
ASK = "When should it go out? Say “now”, or a day and a time, such as “Thursday 17:00” or “tomorrow 9:00 their time”."


def from_read(turn: Turn, read: Read | None, *, at_once: bool, own_clock: bool) -> str:
    """The value of a time that was read; raises UnclearReplyError where nothing can be done with it."""
    if at_once:
        return "now"
    if read is None:
        raise UnclearReplyError(f"I could not read a time in that. {ASK}")
    if isinstance(read, When):
        return _one(turn, read, own_clock=own_clock)
    found = read.nearest if isinstance(read, Impossible) else read.candidates
    # A day that has passed is not meant for next year.
    found = tuple(one for one in found if one.first - turn.now.date() < FAR)
    values = [value for one in found if (value := _maybe(turn, one, own_clock=own_clock))]
    if not values:
        raise UnclearReplyError(f"{read.why} Please name another time.")
    if len(values) == 1 and isinstance(read, Ambiguous):
        return values[0]
    return "which:" + "|".join([read.why.replace("|", " "), *values])


def _maybe(turn: Turn, when: When, *, own_clock: bool) -> str:
    try:
        return _one(turn, when, own_clock=own_clock)
    except UnclearReplyError:
        return ""


def _one(turn: Turn, when: When, *, own_clock: bool) -> str:
    zone = when.zone
    if when.at is None:
        day = when.first
        if when.precision == "week":
            day = next_working_day(day, turn.the_programme.clock.holidays)
        at, mark = on_clock(day, MORNING, zone), ":hour"
        if at <= turn.now:
            raise UnclearReplyError(f"At what time on {say_day(day)}? It is past 09:00 now.")
    else:
        at, mark = when.at, ""
    if own_clock:
        return f"wall{mark}:{at.astimezone(zone).replace(tzinfo=None).isoformat(timespec='minutes')}"
    if at <= turn.now:
        raise UnclearReplyError(f"{when.say()} has passed. Please name a time that is still to come.")
    return f"at{mark}:{at.astimezone(zone).isoformat(timespec='minutes')}"


@dataclass(frozen=True)
class Settled:
    """A value, taken apart. Neither `at` nor `wall` is "now"."""

    at: datetime | None = None
    wall: str = ""
    assumed: tuple[str, ...] = ()


def settled(value: str) -> Settled:
    """What a value means; it is not one that still has to be asked about."""
    if value == "now":
        return Settled()
    kind, _, rest = value.partition(":")
    assumed: tuple[str, ...] = ()
    if rest.startswith("hour:"):
        rest, assumed = rest.removeprefix("hour:"), (NO_HOUR,)
    return (
        Settled(None, rest, assumed) if kind == "wall" else Settled(datetime.fromisoformat(rest), "", assumed)
    )


def say_value(turn: Turn, value: str) -> str:
    """A value in words, on the programme's clock and on the reader's own."""
    found = settled(value)
    if found.wall:
        wall = datetime.fromisoformat(found.wall)
        return f"{say_day(wall.date())}, {say_time(wall.time())} on each reader's own clock"
    return say_both(found.at, turn.the_programme.clock.zone, str(turn.zone)) if found.at else "now"


def clock_of(turn: Turn) -> ZoneInfo:
    """The clock on which staff mean their times: their own, else the programme's."""
    return turn.zone


@dataclass(frozen=True, kw_only=True)
class WhenPrompt(ShortText):
    """A time in words."""

    turn: Turn

    def parse(self, text: str) -> str:
        words = super().parse(text)
        when, at_once, own = read_time(words, self.turn.now, clock_of(self.turn))
        return from_read(self.turn, when, at_once=at_once, own_clock=own)

    def show(self, value: object) -> str:
        words = str(value)
        return "to be asked" if words.startswith("which:") else say_value(self.turn, words)

    def is_talkative(self) -> bool:
        return False


@dataclass(frozen=True, kw_only=True)
class WhichPrompt(Choice):
    """One of the times that words could mean, or another one in words."""

    turn: Turn

    def parse(self, text: str) -> str:
        try:
            return super().parse(text)
        except UnclearReplyError:
            when, at_once, own = read_time(text, self.turn.now, clock_of(self.turn))
            value = from_read(self.turn, when, at_once=at_once, own_clock=own)
            if value.startswith("which:"):
                raise UnclearReplyError(
                    f"{value.removeprefix('which:').split('|')[0]} Please say it with the day and the hour."
                ) from None
            return value


def which(turn: Turn, value: str) -> WhichPrompt:
    """The question behind a value that has to be asked about."""
    why, *values = value.removeprefix("which:").split("|")
    options = tuple(Option(one, say_value(turn, one)) for one in values)
    return WhichPrompt(question=f"{why} When should it go out?", label="Time", choices=options, turn=turn)
