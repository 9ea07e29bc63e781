"""Moving a date: the plan with its consequences first, then a yes; those affected are told once; and an undo."""

from __future__ import annotations

from datetime import date

from bot.activities import Args
from bot.cards import Action, Card, Facts, Text
from bot.conversations.ask import answer, attributes, role_of
from bot.conversations.placement import mine
from bot.conversations.staff.today import HOME
from bot.errors import FootholdError
from bot.programme.amending import EVENTS, move_date
from bot.programme.calendar import journal_date
from bot.programme.dates import say_day
from bot.programme.definition import Programme
from bot.programme.loading import load_programme
from bot.programme.problems import ProgrammeFileError
from bot.programme.windows import current_cycle
from bot.turn import Turn
from bot.understanding.answers import compose
from bot.understanding.reader import Reading, read

AFFECTED = ("draft", "submitted")


def heard(turn: Turn, text: str) -> None:
    """Words such as "move the spring deadline to 31 January": what would happen, and the button that does it."""
    reading = read(text, role_of(turn))
    if not mine.is_staff(turn):
        answer(turn, text, Reading("change_deadline", reading.confidence, text=text))
        return
    plan = Reading("change_deadline", reading.confidence, text=text)
    found = compose(text, plan, turn.the_programme, role_of(turn), turn.now, turn.zone, attributes(turn))
    event, day = str(found.slots.get("event", "")), str(found.slots.get("date", ""))[:10]
    words = tuple(Text(part) for part in found.text.split("\n\n") if part)
    if found.outcome != "confirm" or event not in EVENTS or found.slots.get("people"):
        turn.say(Card(parts=words, actions=(HOME,)))
        return
    cycles = found.slots.get("cycle") or [current_cycle(turn.the_programme, turn.now).key]
    args = {"event": event, "cycle": str(cycles[0]), "date": day}
    turn.remember(pending={"action": "dates.move", "args": args, "label": "Move it"})
    turn.say(
        Card(
            parts=(*words, Facts((("Affected now", affected(turn, str(cycles[0]), event)),))),
            actions=(Action("Move it", "dates.move", args, "primary"), Action("Leave it as it is", "home")),
            summary="A date would move; nothing is changed yet",
        )
    )


def move(turn: Turn, args: Args) -> None:
    """Do it; the planner then moves what is planned and tells those affected: old, new, why."""
    mine.must_be_staff(turn)
    programme = turn.the_programme
    event, cycle, day = args["event"], args["cycle"], date.fromisoformat(args["date"])
    old = dated(programme, cycle, event)
    if old == day.isoformat():
        turn.say("It is that date already.", HOME)
        return
    today = turn.now.astimezone(turn.zone).date()
    text = move_date(
        turn.unit.programmes.text(programme.key), cycle, event, day, by=turn.person.name, on=today
    )
    try:
        changed = load_programme(text, programme.key)
    except ProgrammeFileError as problem:
        raise FootholdError(
            f"That date does not fit the rest of the programme: {problem.problems[0].message}."
        ) from problem
    turn.unit.programmes.put(changed, text, turn.now)
    turn.record(
        "moved a date", f"programme:{programme.key}", before={event: old}, after={event: day.isoformat()}
    )
    turn.remember(pending=None)
    turn.programme = changed
    undo = (Action("Undo", "dates.move", {**args, "date": old}),) if old else ()
    turn.say(
        f"Moved to {say_day(day)}. Those affected are told once: the old date, the new one, and why.",
        *undo,
        Action("All dates", "dates"),
        HOME,
    )


def dated(programme: Programme, cycle: str, event: str) -> str:
    """The day that a date stands at now, in ISO 8601; empty where there is none."""
    found = programme.cycle(cycle)
    if found is None:
        return ""
    value = journal_date(programme, cycle) if event == "journal" else getattr(found, EVENTS[event][0])
    return value.first.isoformat() if value.first else ""


def affected(turn: Turn, cycle: str, event: str) -> str:
    """How many people a moved date concerns today."""
    if event == "journal":
        count = len([one for one in turn.unit.placements.all(turn.scope) if one.state != "cancelled_before"])
        return f"{count} with a placement"
    found = turn.unit.applications.in_states(turn.scope, AFFECTED)
    here = {
        one.student for one in found if turn.the_programme.cycle(one.cycle) == turn.the_programme.cycle(cycle)
    }
    return f"{len(here)} with an application or a draft"
