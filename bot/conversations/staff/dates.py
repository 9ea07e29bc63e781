"""Moving a date: the plan with its consequences first, then a yes; those affected are told once; and an undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.activities import Args
from bot.cards import Action, Card, Facts, Text
from bot.conversations.ask import answer, attributes, role_of
from bot.conversations.placement import mine
from bot.conversations.planning import snapshot
from bot.conversations.staff import facts
from bot.conversations.staff.today import HOME
from bot.errors import FootholdError
from bot.programme.amending import EVENTS, can_move, move_date
from bot.programme.calendar import events
from bot.programme.date_changes import changes, concerned, known_dates
from bot.programme.dates import DateValue, say_date
from bot.programme.definition import Programme
from bot.programme.loading import load_programme
from bot.programme.problems import ProgrammeFileError
from bot.programme.windows import current_cycle
from bot.turn import Turn
from bot.understanding.answers import compose
from bot.understanding.reader import Reading, read
from bot.understanding.topics.events import only_event


def heard(turn: Turn, text: str) -> None:
    """Words such as "move the spring deadline to 31 January": what would happen, and the button that does it."""
    reading = read(text, role_of(turn))
    if not mine.is_staff(turn):
        answer(turn, text, Reading("change_deadline", reading.confidence, text=text))
        return
    if only_event(text):
        facts.heard(turn, text)
        return
    plan = Reading("change_deadline", reading.confidence, text=text)
    found = compose(text, plan, turn.the_programme, role_of(turn), turn.now, turn.zone, attributes(turn))
    event, day = str(found.slots.get("event", "")), str(found.slots.get("date", ""))[:10]
    words = tuple(Text(part) for part in found.text.split("\n\n") if part)
    if found.outcome != "confirm" or found.slots.get("people"):
        turn.say(Card(parts=words, actions=(HOME,)))
        return
    cycles = found.slots.get("cycle") or [current_cycle(turn.the_programme, turn.now).key]
    args = {"event": event, "cycle": str(cycles[0]), "date": day, "why": str(found.slots.get("why", ""))}
    if refusal := elsewhere(turn, args):
        turn.say(refusal)
        return
    turn.remember(pending={"action": "dates.move", "args": args, "label": "Move it"})
    turn.say(
        Card(
            parts=(*words, Facts((("Affected now", affected(turn, args)),))),
            actions=(Action("Move it", "dates.move", args, "primary"), Action("Leave it as it is", "home")),
            summary="A date would move; nothing is changed yet",
        )
    )


def elsewhere(turn: Turn, args: Args) -> Card | None:
    """What cannot be moved by these words, and where it is changed instead; None where it can."""
    kind, _, key = args["event"].partition(":")
    met = any(
        (one.key, one.window) == (key, args["cycle"]) for one in turn.unit.sessions.meetings(turn.scope)
    )
    if kind == "session" and (met or dated(turn.the_programme, args) is None):
        words = "The day of this session is set together with its hour and place. Those who are expected are told."
        return Card(parts=(Text(words),), actions=(Action("Sessions and attendance", "attendance"), HOME))
    if can_move(args["event"]) and (kind in EVENTS or dated(turn.the_programme, args) is not None):
        return None
    words = (
        "I cannot move this date from the chat: it stands in the programme's file. Once the changed file is loaded, "
        "what is planned moves with it, and those affected are told the old date and the new one. Nothing was changed."
    )
    return Card(parts=(Text(words),), actions=(Action("All dates", "dates"), HOME))


def move(turn: Turn, args: Args) -> None:
    """Do it; the planner then moves what is planned and tells those affected: old, new, why."""
    mine.must_be_staff(turn)
    programme, event = turn.the_programme, args["event"]
    old = dated(programme, args)
    text = moved_text(turn, args)
    changed = _loaded(programme, text)
    new = dated(changed, args)
    if new is None or (old is not None and old.first == new.first):
        turn.say("It is that date already.", HOME)
        return
    turn.unit.programmes.put(changed, text, turn.now)
    before = old.first.isoformat() if old and old.first else ""
    after = new.first.isoformat() if new.first else ""
    turn.record("moved a date", f"programme:{programme.key}", before={event: before}, after={event: after})
    turn.remember(pending=None)
    turn.programme = changed
    undo = (Action("Undo", "dates.move", {**args, "date": before, "why": ""}),) if before else ()
    told = "the old date, the new one, and why" if args.get("why") else "the old date and the new one"
    turn.say(
        f"Moved to {say_date(new)}. Those affected are told once: {told}.",
        *undo,
        Action("All dates", "dates"),
        HOME,
    )


def moved_text(turn: Turn, args: Args) -> str:
    """The programme's file with the date moved."""
    return move_date(
        turn.unit.programmes.text(turn.the_programme.key),
        args["cycle"],
        args["event"],
        date.fromisoformat(args["date"]),
        by=turn.person.name or turn.person.email,
        on=turn.now.astimezone(turn.zone).date(),
        why=args.get("why", ""),
    )


def _loaded(programme: Programme, text: str) -> Programme:
    try:
        return load_programme(text, programme.key)
    except ProgrammeFileError as problem:
        raise FootholdError(
            f"That date does not fit the rest of the programme: {problem.problems[0].message}."
        ) from problem


def dated(programme: Programme, args: Args) -> DateValue | None:
    """The date as it stands now; None where there is none."""
    cycle = programme.cycle(args["cycle"])
    key = {"applications": "closes"}.get(args["event"], args["event"])
    found = next((one.date for one in events(programme, cycle) if one.key == key), None) if cycle else None
    return found if found is not None and found.first is not None else None


def affected(turn: Turn, args: Args) -> str:
    """How many people are told if the date moves."""
    programme = turn.the_programme
    changed = _loaded(programme, moved_text(turn, args))
    state = replace(snapshot(turn.unit, programme, turn.now), programme=changed)
    people = {
        person
        for one in changes(changed, known_dates(programme), turn.now)
        for person in concerned(one, state)
    }
    return "1 person" if len(people) == 1 else f"{len(people)} people"
