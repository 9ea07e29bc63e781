"""How people respond: by message and wording, and by the hour on their own clock; as a table, a picture, and files."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from bot.activities import Args
from bot.cards import Action, Card, Facts, Image, Part, Text
from bot.conversations.placement import mine
from bot.conversations.planning import WRITTEN_TO
from bot.conversations.staff.today import HOME
from bot.documents import Sheet
from bot.programme.applications import CHANGES
from bot.programme.definition.cycles import Cycle
from bot.programme.reporting import cycle_in, in_cycle
from bot.programme.responses import (
    KINDS,
    SOON,
    Act,
    Reached,
    Response,
    best,
    by_hour,
    by_message,
    followed,
    of_cycle,
)
from bot.turn import Turn

MOST_READ = 50_000
MOST_ROWS = 12
NOTE = (
    "Acted: did what the message asks for within 48 hours; after a message of the team, anything in the programme. It "
    "does not show that the message was the reason. Messages that only inform are left out, and those of the last 48 "
    "hours are not counted yet."
)
NOTHING = "No message that asks for something reached anybody more than 48 hours ago, so there is nothing to compare."
_PEOPLE = r"(?:people|students|supervisors|everybody|everyone|they)"
ASKED = re.compile(
    r"(?:which|what) (?:messages?|reminders?|nudges?|wordings?)\b.{0,40}\b(?:work\w*|moved|helped|effective|best)"
    rf"|how (?:do|did|does|have|has|quickly (?:do|did)) {_PEOPLE}\b.{{0,20}}\b(?:respond\w*|react\w*)"
    r"|\bresponses? by (?:the )?(?:hour|wording|message)|best (?:hour|time) (?:to (?:send|write)|for)"
)
COLUMNS = ("Message", "Sent", "Acted", "Share")
HOURS = ("Their own hour", "Sent", "Acted", "Share")
Found = tuple[list[Response], list[Response]]


def heard(turn: Turn, said: str) -> bool:
    """Words such as "which messages worked?"; whether they were about this."""
    if not ASKED.search(said):
        return False
    cycle = cycle_in(turn.the_programme, said)
    show(turn, {"cycle": cycle.key} if cycle else {})
    return True


def show(turn: Turn, args: Args) -> None:
    """Both tables as a card."""
    mine.must_be_staff(turn)
    cycle = turn.the_programme.cycle(args["cycle"]) if args.get("cycle") else None
    messages, hours = gather(turn, cycle)
    ident = {"cycle": cycle.key} if cycle else {}
    back = Action("Report", "report", ident)
    if not messages:
        turn.say(NOTHING, back, HOME)
        return
    lead = headline(messages, hours)
    parts: list[Part] = [
        Text(lead), Facts(told(messages[:MOST_ROWS])), Facts(told(hours)), Text(NOTE, "quiet"),
    ]  # fmt: skip
    name = f"{turn.the_programme.title}: {cycle.name}" if cycle else turn.the_programme.title
    actions = (
        Action("As a picture", "response.plot", ident), Action("As CSV", "report.csv", ident),
        Action("As Excel", "report.excel", ident), back, HOME,
    )  # fmt: skip
    turn.say(Card(title=f"How people responded, {name}", parts=tuple(parts), actions=actions, summary=lead))


def plot(turn: Turn, args: Args) -> None:
    """The shares by hour and by message as pictures, with their figures in words."""
    mine.must_be_staff(turn)
    cycle = turn.the_programme.cycle(args["cycle"]) if args.get("cycle") else None
    parts = pictures(turn, gather(turn, cycle))
    if not parts:
        turn.say(NOTHING, HOME)
        return
    ident = {"cycle": cycle.key} if cycle else {}
    turn.say(
        Card(title="How people responded", parts=parts, actions=(Action("Table", "response", ident), HOME))
    )


def pictures(turn: Turn, found: Found) -> tuple[Part, ...]:
    """A picture for each table that has rows; bars are per cent of the messages."""
    messages, hours = found
    titled = (
        ("Acted within 48 hours, per cent, by their own hour", hours),
        ("Acted within 48 hours, per cent, by message", messages[:MOST_ROWS]),
    )
    return tuple(
        Image(
            turn.documents.bars(title, [(one.label, round(100 * one.acted / one.sent)) for one in some]),
            "; ".join(f"{one.label}: {one.acted:,} of {one.sent:,}" for one in some),
        )
        for title, some in titled
        if some
    )


def gather(turn: Turn, cycle: Cycle | None) -> Found:
    """What has reached people and what they did, counted: by message and by hour."""
    programme, unit = turn.the_programme, turn.unit
    every = (Reached(*one) for one in unit.schedule.delivered(turn.scope, MOST_READ))
    messages = [one for one in every if one.at + SOON <= turn.now]
    messages = of_cycle(programme, messages, cycle, people_of(turn, cycle) if cycle else ())
    if not messages:
        return [], []
    first = min(one.at for one in messages)
    acts = [Act(*one) for one in unit.audit.acts(turn.scope, KINDS, first)]
    found = followed(messages, acts)
    texts = {str(one.id): one.name for one in unit.broadcasts.all(turn.scope)}
    return by_message(found, texts), by_hour(found, zones_of(turn))


def people_of(turn: Turn, cycle: Cycle) -> set[int]:
    """Who applied or is placed in a cycle, or supervises there."""
    programme, unit = turn.the_programme, turn.unit
    applied = unit.applications.in_states(turn.scope, list(CHANGES))
    placed = [one for one in unit.placements.all(turn.scope) if in_cycle(programme, one.window, cycle)]
    found = {one.student for one in applied if in_cycle(programme, one.cycle, cycle)}
    for one in placed:
        found |= {number for number in (one.student, one.host_supervisor, one.programme_supervisor) if number}
    return found


def zones_of(turn: Turn) -> dict[int, ZoneInfo]:
    """The clocks of those who are written to."""
    clock = turn.the_programme.clock.zone
    members = (one for role in WRITTEN_TO for one, _ in turn.unit.people.having(turn.scope, role))
    return {person.id: person.zone(clock) for person in members}


def headline(messages: list[Response], hours: list[Response]) -> str:
    """The answer first."""
    sent, acted = sum(one.sent for one in messages), sum(one.acted for one in messages)
    said = [f"After {acted:,} of {sent:,} messages, the reader acted within 48 hours."]
    if top := best(messages):
        said.append(f"Most often after: {top.label} ({top.share}).")
    if top := best(hours):
        said.append(f"By hour: at {top.label} ({top.share}).")
    return " ".join(said)


def told(some: list[Response]) -> tuple[tuple[str, str], ...]:
    """As pairs that every surface shows alike."""
    return tuple(
        (label, f"{acted} of {sent}" + (f" ({share})" if share != "–" else ""))
        for label, sent, acted, share in rows(some)
    )


def rows(some: list[Response]) -> tuple[tuple[str, str, str, str], ...]:
    """As rows of a table."""
    return tuple(
        (one.label[:1].upper() + one.label[1:], f"{one.sent:,}", f"{one.acted:,}", one.share) for one in some
    )


def sheets(found: Found) -> list[Sheet]:
    """As tables of a file; those that have no row are left out."""
    named = (("Response by message", COLUMNS, found[0]), ("Response by hour", HOURS, found[1]))
    return [Sheet(name, columns, rows(some)) for name, columns, some in named if some]
