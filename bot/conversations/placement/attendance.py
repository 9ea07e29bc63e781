"""Who attended which session: the sessions, the list of one, and one press for one student."""

from __future__ import annotations

from dataclasses import replace

from bot.activities import Args
from bot.cards import Action, Card, Part, Row
from bot.conversations.phrases import moment
from bot.conversations.placement import mine
from bot.errors import NotFoundError
from bot.programme import sessions
from bot.programme.definition import Cycle
from bot.programme.people import Person
from bot.programme.sessions import Attendance, State
from bot.turn import Turn

STATES: dict[str, tuple[State, bool]] = {
    "attended": ("attended", False),
    "excused": ("absent", True),
    "unexcused": ("absent", False),
    "made_up": ("made_up", False),
}


def show(turn: Turn, _: Args) -> None:
    """The sessions of every cycle that has placements, with how many came."""
    mine.must_be_staff(turn)
    rows: list[Part] = []
    for cycle in cycles(turn):
        students = expected(turn, cycle)
        for taking in sessions.takings(
            turn.the_programme, cycle.key, turn.unit.sessions.meetings(turn.scope)
        ):
            kept = turn.unit.sessions.attendance(turn.scope, taking.session.key, cycle.key)
            came = sum(one.state in sessions.CAME for one in kept)
            coming = sum(one.state == "registered" for one in kept)
            ident = {"session": taking.session.key, "window": cycle.key}
            when = moment(turn, taking.meeting.starts_at) if taking.meeting else "no time set yet"
            rows.append(
                Row(
                    f"{taking.session.name}, {cycle.name}",
                    f"{when}. {came} of {len(students)} attended, {coming} said they come.",
                    (
                        Action("Record attendance", "attendance.record", ident),
                        Action("List", "attendance.list", ident),
                        Action("Set the time", "attendance.meeting", ident),
                    ),
                )
            )
    if not rows:
        turn.say("No cycle of this programme has both placements and sessions yet.", Action("Home", "home"))
        return
    turn.say(Card(title="Sessions and attendance", parts=tuple(rows), actions=(Action("Home", "home"),)))


def cycles(turn: Turn) -> list[Cycle]:
    """The cycles that have placements."""
    windows = {one.window for one in turn.unit.placements.all(turn.scope)}
    return [cycle for cycle in turn.the_programme.cycles if windows & set(cycle.window_keys)]


def expected(turn: Turn, cycle: Cycle) -> list[Person]:
    """The students whose placement is in this cycle, by name."""
    ids = {
        one.student
        for one in turn.unit.placements.all(turn.scope)
        if one.window in cycle.window_keys and one.state not in mine.LEFT
    }
    return sorted((turn.unit.people.get(number) for number in ids), key=lambda one: one.name)


def named(turn: Turn, args: Args) -> tuple[str, Cycle]:
    """The session and the cycle that a button names; raises NotFoundError."""
    mine.must_be_staff(turn)
    session, cycle = (
        turn.the_programme.session(args.get("session", "")),
        turn.the_programme.cycle(args.get("window", "")),
    )
    if session is None or cycle is None:
        raise NotFoundError
    return session.name, cycle


def listing(turn: Turn, args: Args) -> None:
    """Everybody expected, and what is noted of each."""
    name, cycle = named(turn, args)
    kept = {one.student: one for one in turn.unit.sessions.attendance(turn.scope, args["session"], cycle.key)}
    rows: list[Part] = []
    for person in expected(turn, cycle):
        state = kept.get(person.id, Attendance(0, turn.scope, args["session"], cycle.key, person.id))
        words = sessions.WORDS[state.state]
        if state.state == "absent":
            words += ", excused" if state.excused else ", not excused"
        rows.append(Row(person.name, f"{words}. {state.words}".strip(), marks(args, person)))
    turn.say(
        Card(
            title=f"{name}, {cycle.name}: {len(rows)} expected",
            parts=tuple(rows),
            actions=(
                Action("Record a list of names", "attendance.record", args, "primary"),
                Action("Export", "attendance.export", args),
                Action("All sessions", "attendance"),
            ),
        )
    )


def marks(args: Args, person: Person) -> tuple[Action, ...]:
    """The buttons of one student."""
    ident = {"session": args["session"], "window": args["window"], "person": str(person.id)}
    return (
        Action("Attended", "attendance.mark", {**ident, "as": "attended"}),
        Action("Excused", "attendance.mark", {**ident, "as": "excused"}),
        Action("Absent", "attendance.mark", {**ident, "as": "unexcused"}),
        Action("Made up", "attendance.mark", {**ident, "as": "made_up"}),
    )


def mark(turn: Turn, args: Args) -> None:
    """One press for one student."""
    name, cycle = named(turn, args)
    person = turn.unit.people.get(int(args["person"]))
    if person not in expected(turn, cycle):
        raise NotFoundError
    note(turn, args["session"], cycle, person, args["as"])
    turn.say(
        f"Noted: {person.name}, {name}: {args['as'].replace('_', ' ')}.",
        Action("List", "attendance.list", {"session": args["session"], "window": cycle.key}),
    )


def note(turn: Turn, session: str, cycle: Cycle, person: Person, kind: str) -> None:
    """Keep one student's attendance; staff may also correct what was noted before."""
    state, excused = STATES[kind]
    kept = turn.unit.sessions.attendance(turn.scope, session, cycle.key)
    found = next((one for one in kept if one.student == person.id), None)
    before = found or Attendance(0, turn.scope, session, cycle.key, person.id)
    turn.unit.sessions.put(replace(before, state=state, excused=excused, changed_at=turn.now))
    turn.record(
        "attendance",
        f"session:{session}:{cycle.key}:{person.id}",
        before={"state": before.state},
        after={"state": state},
    )
