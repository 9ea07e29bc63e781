"""Staff set the time and place that a page leaves open for a session; those concerned are told once, old and new."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from bot.activities import Args
from bot.cards import Action, Card, FieldKind, Option, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.phrases import moment
from bot.conversations.placement.attendance import expected, named
from bot.conversations.placement.said_times import read_meeting
from bot.errors import UnclearReplyError
from bot.flow import Flow, Step
from bot.ports import Outgoing
from bot.programme.definition import Cycle
from bot.programme.people import Person
from bot.programme.sessions import Meeting
from bot.prompts import Choice, ShortText, When
from bot.turn import Turn

EXAMPLE = "For example: 28 February 2024, 14:00 to 16:00."


class TimesInWords(When):
    """A day with two times is typed; no surface has a field for it."""

    kind: ClassVar[FieldKind] = "short_text"


def meeting(turn: Turn, args: Args) -> None:
    """Ask for the time and place of a session."""
    named(turn, args)
    dialog.start(turn, MEETING, {"session": args["session"], "window": args["window"]})


def build_meeting(turn: Turn, subject: Subject) -> Flow:
    """When, in which zone, where."""
    name, cycle = named(turn, subject)

    def read(text: str) -> str:
        found = read_meeting(text, turn.now, turn.zone)
        if not found:
            raise UnclearReplyError(
                f"Please give the day, and the times at which it begins and ends. {EXAMPLE}"
            )
        return found

    zones = tuple(
        Option(zone, zone) for zone in dict.fromkeys((turn.the_programme.clock.zone, str(turn.zone), "UTC"))
    )
    return Flow(
        f"{name}, {cycle.name}",
        (
            Step(
                "when",
                TimesInWords(
                    question="When does it begin and end?",
                    hint=EXAMPLE,
                    label="When",
                    read=read,
                    say=lambda value: value.replace("T", ", ").replace("/", " to "),
                ),
            ),
            Step(
                "zone",
                Choice(question="On whose clock?", label="Clock", choices=zones),
                when=lambda _: len(zones) > 1,
            ),
            Step(
                "where",
                ShortText(
                    question="Where?",
                    hint="A room, or a link for online sessions.",
                    label="Where",
                    optional=True,
                ),
            ),
        ),
    )


def finish_meeting(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Keep the time, and tell those who are concerned once: old, new, why."""
    name, cycle = named(turn, subject)
    zone = str(answers.get("zone") or turn.the_programme.clock.zone)
    start, _, end = str(answers["when"]).partition("/")
    begins = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone))
    ends = datetime.fromisoformat(f"{start.partition('T')[0]}T{end}").replace(tzinfo=ZoneInfo(zone))
    kept = next(
        (
            one
            for one in turn.unit.sessions.meetings(turn.scope)
            if (one.key, one.window) == (subject["session"], cycle.key)
        ),
        None,
    )
    made = Meeting(
        0,
        turn.scope,
        subject["session"],
        cycle.key,
        begins,
        ends,
        zone,
        str(answers.get("where") or ""),
        kept.changed + 1 if kept else 0,
    )
    turn.unit.sessions.put_meeting(made)
    turn.record(
        "session time set",
        f"session:{subject['session']}:{cycle.key}",
        before={"starts": str(kept.starts_at)} if kept else None,
        after={"starts": str(begins)},
    )
    for person in expected(turn, cycle):
        tell(turn, name, subject, cycle, person, kept, made)
    turn.say(
        f"Set: {name}, {cycle.name}, {moment(turn, begins)}. {len(expected(turn, cycle))} students have been "
        "told, and their calendars follow.",
        Action("All sessions", "attendance"),
    )


def tell(
    turn: Turn, name: str, subject: Subject, cycle: Cycle, person: Person, kept: Meeting | None, made: Meeting
) -> None:
    """One message to one student about one change of date."""
    zone = person.zone(turn.the_programme.clock.zone)
    new = f"{made.starts_at.astimezone(zone):%A %-d %B %Y, %H:%M} your time"
    words = f"{name} now has a time: {new}."
    if kept:
        words = f"{name} has moved: from {kept.starts_at.astimezone(zone):%A %-d %B %Y, %H:%M} to {new}."
    where = f" Where: {made.where}." if made.where else ""
    ident = {"session": subject["session"], "window": cycle.key}
    card = Card(
        parts=(Text(words + where),),
        summary=words[:150],
        actions=(
            Action("I am coming", "session.yes", ident, "primary"),
            Action("I cannot come", "session.no", ident),
            Action("Open", "session", ident),
        ),
    )
    turn.unit.outbox.add(
        Outgoing(
            key=f"meeting:{subject['session']}:{cycle.key}:{made.changed}:{person.id}",
            person=person.id,
            card=card,
            due_at=turn.now,
            kind="notice",
            scope=turn.scope,
            why=f"You have a placement in {cycle.name}, and the time of this session was set or changed.",
            expires_at=made.starts_at,
        )
    )


MEETING = Dialog(name="attendance.meeting", build=build_meeting, finish=finish_meeting, keep=False)
