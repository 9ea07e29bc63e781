"""What follows from a list of names: everybody else was absent, and the list as a table."""

from __future__ import annotations

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations.placement.attendance import expected, named, note
from bot.programme import sessions
from bot.turn import Turn


def absent(turn: Turn, args: Args) -> None:
    """Everybody of whom nothing final is noted was absent; each is told once how to make it up."""
    name, cycle = named(turn, args)
    kept = {
        one.student: one.state
        for one in turn.unit.sessions.attendance(turn.scope, args["session"], cycle.key)
    }
    students = [
        one
        for one in expected(turn, cycle)
        if kept.get(one.id, "invited") in {"invited", "registered", "declined"}
    ]
    for person in students:
        note(turn, args["session"], cycle, person, "unexcused")
        words = (
            f"You are noted as absent from {name}. If that is not right, or you had a reason, say so here."
        )
        turn.notify(
            person.id,
            Card(
                parts=(Text(words),),
                summary=words[:150],
                actions=(
                    Action(
                        "How can I make it up?",
                        "session.make_up",
                        {"session": args["session"], "window": cycle.key},
                    ),
                    Action("That is not right", "problem", {"about": "attendance"}),
                ),
            ),
            key=f"absent:{args['session']}:{cycle.key}:{person.id}",
            why="You were expected at this session.",
        )
    turn.say(
        f"Marked absent from {name}: {len(students)}. Each of them has been told, with the way to make it up.",
        Action("List", "attendance.list", dict(args)),
    )


def export(turn: Turn, args: Args) -> None:
    """The list as a table to take away."""
    name, cycle = named(turn, args)
    kept = {one.student: one for one in turn.unit.sessions.attendance(turn.scope, args["session"], cycle.key)}
    rows = []
    for person in expected(turn, cycle):
        one = kept.get(person.id)
        excused = ("yes" if one.excused else "no") if one and one.state == "absent" else ""
        rows.append(
            (
                person.name,
                person.email,
                sessions.WORDS[one.state] if one else sessions.WORDS["invited"],
                excused,
            )
        )
    made = turn.documents.table(
        ("name", "email", "attendance", "excused"),
        rows,
        f"attendance-{args['session']}-{cycle.key}.csv".replace("/", "-"),
    )
    turn.say(Card(title=f"{name}, {cycle.name}", parts=(made,)))
