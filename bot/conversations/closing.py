"""Waiting lists that have come to their end: those who still wait are told once, and the team sees it.

The schedule ends a list where the published dates allow it; elsewhere it asks the team to, once for each list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.cards import Action, Card, Text
from bot.conversations import placing
from bot.conversations.apply import name_of
from bot.ports import UnitOfWork
from bot.programme.applications import Application, move
from bot.programme.dates import say_date
from bot.programme.definition import Programme
from bot.programme.people import Scope
from bot.programme.tasks import StaffTask
from bot.programme.waiting_lists import ASKED_AFTER, begins, begun, closes_by_itself, may_still_begin
from bot.programme.windows import next_to_open, window_status
from bot.turn import Turn, of_clockwork

REASON = "the waiting list was closed, and no place had been freed"
TASK = "waiting_list"


@dataclass(frozen=True, slots=True)
class WaitingFor:
    """What one list is for: an opportunity, or the programme as a whole, in one window."""

    opportunity: int | None
    window: str

    @property
    def subject(self) -> str:
        """How a staff task names it."""
        return f"waiting_list:{self.opportunity or ''}:{self.window}"


def lists(unit: UnitOfWork, scope: Scope) -> dict[WaitingFor, list[Application]]:
    """Everybody who waits, by what they wait for, those who applied first at the front."""
    found: dict[WaitingFor, list[Application]] = defaultdict(list)
    for one in unit.applications.in_states(scope, ["waitlisted"]):
        found[WaitingFor(one.opportunity, one.cycle)].append(one)
    return dict(found)


def close_due(unit: UnitOfWork, programme: Programme, now: datetime) -> None:
    """End what is over in one programme, or ask the team to; done again it does nothing."""
    scope = Scope(programme.organisation.key, programme.key)
    closed: list[tuple[WaitingFor, list[Application]]] = []
    for what, waiting in lists(unit, scope).items():
        if not closes_by_itself(programme, what.window):
            _ask(unit, programme, what, waiting, now)
        elif begun(programme, what.window, now) and not _ahead(unit, programme, what, now):
            close(unit, programme, waiting, now)
            closed.append((what, waiting))
    if closed:
        _tell_staff(unit, programme, closed, now)


def close(unit: UnitOfWork, programme: Programme, waiting: Sequence[Application], now: datetime) -> None:
    """End the waiting of these: each is told, with what is possible next."""
    for one in waiting:
        turn = of_clockwork(unit, programme, unit.people.get(one.student), now)
        unit.applications.save(move(one, "unsuccessful", reason=REASON, pending=None))
        placing.leave_queue(turn, one, "closed")
        turn.record("waiting list closed", f"application:{one.id}", before={"state": one.state})
        turn.notify(
            one.student, told(turn, one), key=f"list closed:{one.id}",
            why="You were on a waiting list of this programme, and it has come to its end.",
        )  # fmt: skip


def told(turn: Turn, one: Application) -> Card:
    """What somebody who has waited reads: that it is over and why, thanks, and one next step."""
    value = begins(turn.the_programme, one.cycle)
    since = ""
    if value is not None and begun(turn.the_programme, one.cycle, turn.now):
        word = turn.the_programme.vocabulary.name("placement", many=True, locale=turn.person.locale)
        since = f"{word} have begun ({say_date(value)}), and "
    words = f"The waiting list for {name_of(turn, one)} is closed: {since}no place was freed for you."
    after, action = next_step(turn, one)
    return Card(
        parts=(Text(words), Text(f"Thank you for waiting. {after}")),
        actions=(action, Action("My applications", "status")),
        summary=words[:150],
    )


def next_step(turn: Turn, one: Application) -> tuple[str, Action]:
    """What this student can do now: apply where applications are open, wait for the next that opens, or ask."""
    programme, zone = turn.the_programme, str(turn.zone)
    own = programme.cycle(one.cycle)
    following = next_to_open(programme, turn.now)
    for cycle in (*programme.cycles, *([following] if following else [])):
        status = window_status(programme, cycle.key, "applications", turn.now, zone)
        if cycle != own and (status.accepting or cycle == following):
            return status.why, Action("Browse", "browse", style="primary")
    return "You can ask the team what would help next time.", Action("Browse", "browse")


def people(number: int) -> str:
    """How many."""
    return "1 person" if number == 1 else f"{number:,} people"


def _ahead(unit: UnitOfWork, programme: Programme, what: WaitingFor, now: datetime) -> bool:
    """Whether a placement on record begins later than the published dates say, so that its place can be freed."""
    today = now.astimezone(ZoneInfo(programme.clock.zone)).date()
    return any(
        one.opportunity == what.opportunity
        and one.window == what.window
        and one.state in {"confirmed", "ready"}
        and may_still_begin(one.starts, today)
        for one in unit.placements.all(Scope(programme.organisation.key, programme.key))
    )


def _ask(
    unit: UnitOfWork, programme: Programme, what: WaitingFor, waiting: Sequence[Application], now: datetime
) -> None:
    """A task for the team once placements have begun, or after a while where no day is known; one for each list."""
    scope, known = waiting[0].scope, begins(programme, what.window) is not None
    if any(one.kind == TASK for one in unit.tasks.of_subject(scope, what.subject)):
        return
    if not (begun(programme, what.window, now) if known else _long(unit, waiting, now)):
        return
    turn = of_clockwork(unit, programme, unit.people.get(waiting[0].student), now)
    runs = programme.decisions.decided_by_name or "the network"
    why = (
        f"Placements have begun, but {runs} runs it, so it stays open until it is closed by hand."
        if known
        else "No day is published on which placements begin, so it stays open until it is closed by hand."
    )
    still = f"{people(len(waiting))} still {'waits' if len(waiting) == 1 else 'wait'}"
    text = f"{still} on the list for {name_of(turn, waiting[0])}. {why} Each of them is told then."
    unit.tasks.add(StaffTask(id=0, scope=scope, kind=TASK, subject=what.subject, text=text, made_at=now))


def _long(unit: UnitOfWork, waiting: Sequence[Application], now: datetime) -> bool:
    scope = waiting[0].scope
    first = unit.waiting.of_application(scope, waiting[0].id)
    line = unit.waiting.of(scope, first.opportunity, first.quota) if first else ()
    return any(now - entry.since >= ASKED_AFTER for entry in line)


def _tell_staff(
    unit: UnitOfWork,
    programme: Programme,
    closed: Sequence[tuple[WaitingFor, Sequence[Application]]],
    now: datetime,
) -> None:
    """One message for all lists that were closed together."""
    first = min(one.id for _, waiting in closed for one in waiting)
    scope = Scope(programme.organisation.key, programme.key)
    for staff, _ in unit.people.having(scope, "staff"):
        turn = of_clockwork(unit, programme, staff, now)
        names = "; ".join(f"{name_of(turn, waiting[0])} ({people(len(waiting))})" for _, waiting in closed)
        words = "The waiting list is" if len(closed) == 1 else f"{len(closed):,} waiting lists are"
        said = f"{words} closed, because placements have begun: {names}."
        turn.notify(
            staff.id,
            Card(
                parts=(Text(said), Text("Each of them was told, with what is possible next.")),
                summary=said[:150],
            ),
            key=f"lists closed:{first}:{staff.id}",
            why="You are on the staff of this programme.",
        )
