"""The dates of a programme, as exact as they are published and no more."""

from __future__ import annotations

from bot.activities import Args
from bot.cards import Action, Card, Facts, Part, Text
from bot.programme.calendar import over
from bot.programme.dates import DateValue
from bot.programme.dates.saying import say_date
from bot.programme.definition import Cycle, Programme
from bot.turn import Turn


def show(turn: Turn, _: Args) -> None:
    """Every date of every cycle; an edition that is over is said to be over (T16)."""
    programme = turn.the_programme
    parts: list[Part] = []
    if over(programme, turn.now).over:
        parts.append(Text(f"These are the dates of the {programme.edition.label} edition, which is over."))
    for cycle in programme.cycles:
        pairs = tuple((name, said) for name, said in timeline(programme, cycle) if said)
        if pairs:
            heading = [Text(cycle.name, "strong")] if len(programme.cycles) > 1 else []
            parts += [*heading, Facts(pairs)]
    parts.append(Text("What is not listed here is not published.", "quiet"))
    turn.say(
        Card(
            title=f"Dates: {programme.title}",
            parts=tuple(parts),
            actions=(Action("Browse", "browse"), Action("Home", "home")),
        )
    )


def timeline(programme: Programme, cycle: Cycle) -> list[tuple[str, str]]:
    """The dates of one cycle by name, in the order of the programme; empty words for those that are not given."""
    hosts = programme.vocabulary.name("host", many=True)
    found = [
        ("Applications open", _said(cycle.opens)),
        ("Applications close", _said(cycle.closes)),
        (f"Sent to {hosts}", _said(cycle.sent_to_hosts)),
    ]
    for session in programme.sessions:
        if cycle.key in session.invitations:
            found.append((f"{session.name}: invitations", _said(session.invitations[cycle.key])))
        if cycle.key in session.dates:
            found.append((session.name, _said(session.dates[cycle.key])))
    if cycle.begins == cycle.ends:
        found.append(("Placements", _said(cycle.placements)))
    else:
        found += [("Placements begin", _said(cycle.begins)), ("Placements end", _said(cycle.ends))]
    journal = programme.journal
    if journal is not None:
        date = journal.deadline.date or journal.deadline.dates.get(cycle.key)
        note = ", published once for the edition" if cycle.key in journal.deadline.not_separately_for else ""
        found.append((f"{journal.name}: deadline", f"{_said(date)}{note}" if date and date.first else ""))
    return found


def _said(value: object) -> str:
    if not isinstance(value, DateValue):
        return ""
    said = say_date(value)
    return "" if said == "not stated" else said
