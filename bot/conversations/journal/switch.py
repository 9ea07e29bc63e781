"""Staff turn a journal's reminders on or off: always our own setting, never the programme's word."""

from __future__ import annotations

import re

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations.journal import glance as journal
from bot.conversations.placement import mine
from bot.errors import NotFoundError
from bot.programme.loading import load_programme
from bot.turn import Turn

EVERY = {
    "week": "once a week",
    "day": "every day from Monday to Friday",
    "fraction": "once, part of the way through",
}
LINE = re.compile(
    r"""(?m)^(journal:[^\n]*\n            # the part of the journal, which begins at the margin
    (?:(?:[\ \t][^\n]*|)\n)*?             # some of its lines, all indented
    [\ \t]+plan:\s*(?:\{[^}\n]*?|\n(?:[\ \t]+(?!on:)[^\n]*\n)*?[\ \t]+)  # its plan, in braces or line by line
    \bon:\s*)(?:yes|no|true|false)\b""",
    re.VERBOSE,
)


def show(turn: Turn, _: Args) -> None:
    """Whether students are reminded to write, how often, and the press that changes it."""
    mine.must_be_staff(turn)
    if journal.none_here(turn) or turn.the_programme.journal is None:
        return
    plan = turn.the_programme.journal.plan
    star = " The last one is a STAR entry." if plan.star_at_end else ""
    words = (
        f"Reminders to write are {'on' if plan.on else 'off'}: {EVERY[plan.every]}, while a placement goes "
        f"on.{star}"
    )
    label = "Turn them off" if plan.on else "Turn them on"
    parts = (
        Text(words),
        Text("They count against each student's weekly budget, and stop once the journal is in.", "quiet"),
    )
    actions = (
        Action(label, "journal.plan.switch", {"on": "no" if plan.on else "yes"}),
        Action("Home", "home"),
    )
    turn.say(Card(title=mine.first(journal.name(turn)), parts=parts, actions=actions))


def switch(turn: Turn, args: Args) -> None:
    """The programme's file is changed in that one word, and loaded as a new version."""
    mine.must_be_staff(turn)
    programme = turn.the_programme
    if programme.journal is None:
        raise NotFoundError
    on = args.get("on") == "yes"
    if programme.journal.plan.on != on:
        text = switched(turn.unit.programmes.text(programme.key), on=on)
        turn.unit.programmes.put(load_programme(text, programme.key), text, turn.now)
        turn.programme = turn.unit.programmes.get(programme.key)
        turn.record(
            "switched the journal's reminders", "journal_plan", before={"on": not on}, after={"on": on}
        )
    undo = Action("Undo", "journal.plan.switch", {"on": "no" if on else "yes"})
    turn.say(f"Reminders to write are {'on' if on else 'off'} now.", undo, Action("Home", "home"))


def switched(text: str, *, on: bool) -> str:
    """The programme file with `on` of the journal's plan changed, and nothing else; raises NotFoundError."""
    found = LINE.search(text)
    if found is None:
        raise NotFoundError(
            "I cannot find the journal's plan in the programme's file. It can be changed there by hand."
        )
    return f"{text[: found.start()]}{found[1]}{'yes' if on else 'no'}{text[found.end() :]}"
