"""How often and when somebody is written to: quiet hours, a pause, a stop, the weekly number, the time zone.

Every change says what holds from now on, and how to turn it back.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import available_timezones

from bot.activities import Args
from bot.cards import Action, Card, Facts, Text
from bot.conversations import dialog, which_times
from bot.conversations.dialog import Dialog, Subject
from bot.errors import UnclearReplyError
from bot.flow import Flow, Step
from bot.programme.dates import say_both, say_time, say_zone
from bot.programme.definition import Nudges
from bot.programme.quiet import Wishes, on_clock, wishes
from bot.prompts import ShortText
from bot.turn import Turn
from bot.understanding.clocktimes import zone_named
from bot.understanding.dates import Ambiguous, Impossible, When, read_when
from bot.understanding.normalise import clean
from bot.understanding.quiet_words import read_hours, read_pause

UNTIL = re.compile(r"\b(?:until|till|til|before)\b")
ONLY = re.compile(r"\b(?:only|just)\b")
TWO_WEEKS = timedelta(weeks=2)
MOST_A_WEEK = 21
SETTINGS = Action("My message settings", "settings")


def mine(turn: Turn) -> Wishes:
    """What holds for this person now."""
    programme = turn.programme
    nudges, clock = (programme.nudges, programme.clock.zone) if programme else (Nudges(), "UTC")
    return wishes(turn.person, nudges, clock)


def show(turn: Turn, _: Args) -> None:
    """What holds now, and what can be changed."""
    now = mine(turn)
    facts = (
        ("Quiet hours", hours(now)), ("Your clock", say_zone(str(now.zone), turn.now)),
        ("Reminders and announcements", f"at most {now.per_week} in seven days"), ("Messages", state(turn)),
    )  # fmt: skip
    actions = [
        Action("Change quiet hours", "settings.quiet"), Action("Change my clock", "settings.zone"),
        Action("Fewer", "settings.fewer"), Action("More", "settings.more"),
    ]  # fmt: skip
    if turn.person.stopped or (turn.person.paused_until and turn.person.paused_until > turn.now):
        actions.append(Action("Start again", "settings.start", style="primary"))
    else:
        actions += [
            Action("Pause for two weeks", "settings.pause"),
            Action("Stop all messages", "settings.stop"),
        ]
    note = "Answers to what you write always come at once."
    turn.say(
        Card(title="When I write to you", parts=(Facts(facts), Text(note, "quiet")), actions=tuple(actions))
    )


def hours(now: Wishes) -> str:
    """Quiet hours in words."""
    if now.quiet_from == now.quiet_to:
        return "none"
    return f"{say_time(now.quiet_from)} to {say_time(now.quiet_to)}, your time"


def state(turn: Turn) -> str:
    """Whether messages come, in words."""
    if turn.person.stopped:
        return "stopped"
    until = turn.person.paused_until
    if until and until > turn.now:
        return f"paused until {say_both(until, str(turn.zone), None)}"
    return "on"


def change(turn: Turn, **wished: Any) -> None:
    """Keep a wish."""
    turn.person = replace(turn.person, **wished)
    turn.unit.people.save(turn.person)
    after = {key: str(value) for key, value in wished.items()}
    turn.record("changed message settings", f"person:{turn.person.id}", after=after)


def pause(turn: Turn, _: Args, lasts: timedelta = TWO_WEEKS) -> None:
    """Nothing for two weeks, or so long, but answers."""
    until = (turn.now.astimezone(turn.zone) + lasts).astimezone(
        UTC
    )  # on the reader's clock, also when it changes
    change(turn, paused_until=until)
    turn.say(
        f"Paused until {say_both(until, str(turn.zone), None)}. Deadlines go on meanwhile; home shows them.",
        Action("Start again", "settings.start"), SETTINGS,
    )  # fmt: skip


def stop(turn: Turn, _: Args) -> None:
    """Nothing any more but answers."""
    change(turn, stopped=True)
    turn.say(
        "Stopped: I will not write to you unless you write first. Deadlines and offers go on without a message; "
        "home shows them.",
        Action("Start again", "settings.start"), Action("Home", "home"),
    )  # fmt: skip


def start(turn: Turn, _: Args) -> None:
    """Messages come again."""
    change(turn, stopped=False, paused_until=None)
    turn.say("Messages are on again.", SETTINGS)


def fewer(turn: Turn, _: Args) -> None:
    """One nudge a week less."""
    _per_week(turn, max(0, mine(turn).per_week - 1))


def more(turn: Turn, _: Args) -> None:
    """One nudge a week more."""
    _per_week(turn, min(MOST_A_WEEK, mine(turn).per_week + 1))


def _per_week(turn: Turn, number: int) -> None:
    change(turn, weekly_nudges=number)
    turn.say(
        f"From now on at most {number} reminders and announcements in seven days. What you ask for, and offers, "
        "come besides.",
        Action("Fewer", "settings.fewer"), Action("More", "settings.more"), SETTINGS,
    )  # fmt: skip


def why(turn: Turn, args: Args) -> None:
    """Why a message came: the reason of that message, else of the last one, and the ways to have fewer."""
    found = turn.unit.schedule.reason(turn.person.id, args.get("key")) or turn.unit.schedule.reason(
        turn.person.id
    )
    if found is None:
        turn.say("I have written nothing to you lately that you had not asked for.", SETTINGS)
        return
    reason, kind, _ = found
    programme = turn.programme
    sender = f" It came from {programme.title}, through Foothold." if programme else ""
    counted = " It counts towards your weekly number of messages." if kind in {"nudge", "broadcast"} else ""
    turn.say(
        f"{reason}{sender}{counted}",
        Action("Pause for two weeks", "settings.pause"), Action("Stop all messages", "settings.stop"), SETTINGS,
    )  # fmt: skip


def asked_why(turn: Turn, text: str) -> bool:
    """Words such as "why am I getting this"; False where they ask something else, or nothing was sent."""
    asks = "why" in clean(text) and turn.unit.schedule.reason(turn.person.id) is not None
    if asks:
        why(turn, {})
    return asks


def quiet(turn: Turn, args: Args) -> None:
    """The button: the hours that it names, else which hours?"""
    if hours_named := args.get("hours"):
        _quiet_done(turn, {}, {"hours": hours_named})
    else:
        dialog.start(turn, QUIET, {})


def in_words(turn: Turn, text: str) -> None:
    """A sentence: hours, a pause ("nothing for two weeks"), or a day until which nothing shall come."""
    if not which_times.of_messages(turn, text):
        which_times.ask(turn, text)
        return
    found = read_hours(text)
    if found is not None:
        keep_hours(turn, *found)
        return
    if lasts := read_pause(text):
        pause(turn, {}, lasts)
        return
    when = read_when(text, turn.now, turn.zone, future=True)
    if isinstance(when, When):
        last = when.at or when.until or _morning_after(turn, text, when)
        from_now = UNTIL.search(text.casefold()) or when.first <= turn.now.astimezone(turn.zone).date()
        if not from_now or last <= turn.now or ONLY.search(text.casefold()):
            turn.say(
                "I can be quiet between hours of the day, or for a time that begins now. Nothing is changed yet.",
                Action("Change quiet hours", "settings.quiet"), Action("Pause for two weeks", "settings.pause"),
            )  # fmt: skip
            return
        change(turn, paused_until=last)
        start_again = Action("Start again", "settings.start")
        turn.say(f"Paused until {say_both(last, str(turn.zone), None)}.", start_again, SETTINGS)
        return
    if isinstance(when, Ambiguous | Impossible):
        turn.say(f"{when.why} Nothing is changed yet. Which hours shall be quiet?", SETTINGS)
        return
    quiet(turn, {})


def _morning_after(turn: Turn, text: str, when: When) -> datetime:
    """Nine o'clock on the day with which "until Monday", "until March" begin; after the days of "nothing this week"."""
    morning = on_clock(when.first, time(9), turn.zone)
    if not UNTIL.search(text.casefold()):
        return on_clock(when.last + timedelta(days=1), time(9), turn.zone)
    if morning > turn.now:
        return morning
    # On a Monday, "until Monday" is the next one.
    later = when.first + timedelta(days=7) if when.first == when.last else when.last + timedelta(days=1)
    return on_clock(later, time(9), turn.zone)


def keep_hours(turn: Turn, first: time, last: time) -> None:
    """These hours are quiet from now on; both are said back."""
    change(turn, quiet_from=first.isoformat("minutes"), quiet_to=last.isoformat("minutes"))
    turn.say(
        f"Quiet hours from now on: {hours(mine(turn))}. Only answers and safety messages come then.", SETTINGS
    )


class Hours(ShortText):
    """Two clock times, or none."""

    def parse(self, text: str) -> str:
        words = super().parse(text)
        if words.casefold() in {"none", "no", "off", "never"}:
            return "09:00-09:00"
        found = read_hours(words, wanted=False)
        if found is None:
            raise UnclearReplyError("Please give two times, such as 22:00 to 08:00, or say none.")
        return f"{found[0].isoformat('minutes')}-{found[1].isoformat('minutes')}"


class Zone(ShortText):
    """A place or a zone."""

    def parse(self, text: str) -> str:
        words = super().parse(text)
        names = sorted(available_timezones(), reverse=True)
        exact = {name.casefold(): name for name in names}
        cities = {name.rpartition("/")[2].replace("_", " ").casefold(): name for name in names}
        said = words.casefold().strip(" .")
        named, _ = zone_named(clean(f"{words} time"))
        found = exact.get(said) or cities.get(said) or (str(named) if named else None)
        if found is None:
            raise UnclearReplyError(
                "I do not know that place. Please name a big city, such as London or Singapore."
            )
        return found


def _quiet_flow(_: Turn, __: Subject) -> Flow:
    question = "Between which hours shall I be quiet? For example 22:00 to 08:00, or none."
    return Flow("Quiet hours", (Step("hours", Hours(question=question, label="Quiet hours")),))


def _quiet_done(turn: Turn, _: Subject, answers: dict[str, Any]) -> None:
    first, _, last = answers["hours"].partition("-")
    keep_hours(turn, time.fromisoformat(first), time.fromisoformat(last))


def _zone_flow(_: Turn, __: Subject) -> Flow:
    return Flow(
        "Your clock", (Step("zone", Zone(question="In which city's time do you live?", label="City")),)
    )


def _zone_done(turn: Turn, _: Subject, answers: dict[str, Any]) -> None:
    change(turn, time_zone=answers["zone"])
    turn.say(f"Your clock is {say_zone(answers['zone'], turn.now)} from now on.", SETTINGS)


def zone(turn: Turn, _: Args) -> None:
    """The button: which clock?"""
    dialog.start(turn, ZONE, {})


QUIET = Dialog("quiet_hours", _quiet_flow, _quiet_done, keep=False)
ZONE = Dialog("time_zone", _zone_flow, _zone_done, keep=False)
