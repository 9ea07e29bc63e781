"""A rehearsal, ordered in words or by a button: taken down at once, run elsewhere, and told of when it is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations.placement import mine
from bot.conversations.staff import rehearsed
from bot.conversations.staff.today import HOME
from bot.errors import OutdatedError
from bot.ports import Outgoing, UnitOfWork
from bot.programme.definition import Cycle, Programme
from bot.programme.people import Scope
from bot.programme.rehearsals import FEWEST, MOST, SEED, USUAL, Order, Record, Rehearsal
from bot.programme.reporting import cycle_in
from bot.turn import Turn
from bot.understanding.rehearsal_words import seed_in, size_in

LOST = timedelta(minutes=15)
"""After so long a rehearsal that nobody has brought to an end is begun again, by whoever looks next."""
TRIES = 2
KEPT = 5


def heard(turn: Turn, text: str) -> None:
    """Words such as "rehearse spring 2024 with 60 students"."""
    mine.must_be_staff(turn)
    cycle = cycle_in(turn.the_programme, text)
    size, seed = size_in(text), seed_in(text)
    args = {key: str(value) for key, value in (("cohort", size), ("seed", seed)) if value is not None}
    begin(turn, {**args, "cycle": cycle.key} if cycle else args)


def begin(turn: Turn, args: Args) -> None:
    """Take the order down; what is missing or not possible is asked about."""
    mine.must_be_staff(turn)
    programme = turn.the_programme
    cohort, seed = int(args.get("cohort", USUAL)), int(args.get("seed", SEED))
    if not FEWEST <= cohort <= MOST:
        few = min(max(cohort, FEWEST), MOST)
        turn.say(
            f"Here I rehearse with {FEWEST} to {MOST} students; more run with “foothold rehearse” on the server.",
            Action(f"With {few}", "rehearse", {**args, "cohort": str(few)}, "primary"),
            HOME,
        )
        return
    cycles = programme.cycles
    cycle = programme.cycle(args["cycle"]) if args.get("cycle") else cycles[0] if len(cycles) == 1 else None
    if cycle is None:
        choices = [Action(one.name, "rehearse", {**args, "cycle": one.key}) for one in cycles]
        turn.say(Card(parts=(Text("Which cycle should I rehearse?"),), actions=(*choices, HOME)))
        return
    order = Order(cycle.key, cohort, seed, starts(turn, cycle))
    under_way = [one for one in turn.unit.rehearsals.unfinished(turn.scope) if one.order == order]
    if not under_way:
        text = turn.unit.programmes.text(programme.key)
        turn.unit.rehearsals.add(Rehearsal(0, turn.scope, order, text, turn.now, turn.person.id))
        turn.record("ordered a rehearsal", f"programme:{programme.key}", after=said(order))
    lead = (
        "That rehearsal is under way already."
        if under_way
        else f"I rehearse {rehearsed.name(programme, order)}."
    )
    turn.say(
        f"{lead} It runs on a clock of its own with people who do not exist, so nobody real gets anything. The "
        "report comes here, mostly within a minute or two.",
        HOME,
    )


def starts(turn: Turn, cycle: Cycle) -> date | None:
    """The first day of a cycle without dates: that of its last rehearsal, so that two can be compared, else soon."""
    if any(day is not None for day in (cycle.opens.first, cycle.closes.last, cycle.begins.first)):
        return None
    before = turn.unit.rehearsals.done(turn.scope, cycle.key)
    today = turn.now.astimezone(turn.zone).date()
    return before[0].order.starts if before else today + timedelta(days=7 - today.weekday())


def said(order: Order) -> dict[str, object]:
    """An order as a line of the audit log."""
    return {"cycle": order.cycle, "students": order.cohort, "seed": order.seed}


def claim(unit: UnitOfWork, programme: Programme, now: datetime) -> Rehearsal | None:
    """The next rehearsal of a programme that nobody is running, marked as begun; None where there is none.

    Raises ConflictError where another process was faster. One that was lost too often is given up, and its author told.
    """
    scope = Scope(programme.organisation.key, programme.key)
    for one in unit.rehearsals.unfinished(scope):
        if one.state == "running" and one.began_at is not None and now - one.began_at < LOST:
            continue
        if one.tries >= TRIES:
            fail(unit, one, "it was broken off twice", now)
            continue
        begun = replace(one, state="running", began_at=now, tries=one.tries + 1)
        unit.rehearsals.save(begun)
        return begun
    return None


def finish(unit: UnitOfWork, one: Rehearsal, record: Record, now: datetime) -> None:
    """Keep the record, tell whoever asked, and forget the older ones of this cycle."""
    programme = unit.programmes.get(one.scope.programme)
    done = replace(one, state="done", record=record)
    unit.rehearsals.save(done)
    older = [found for found in unit.rehearsals.done(one.scope, one.cycle) if found.id != one.id]
    for forgotten in older[KEPT - 1 :]:
        unit.rehearsals.forget(forgotten)
    if programme is not None:
        tell(unit, one, rehearsed.card(programme, done, older[0] if older else None), now)


def fail(unit: UnitOfWork, one: Rehearsal, why: str, now: datetime) -> None:
    """It cannot be brought to an end: said, with what to do."""
    unit.rehearsals.save(replace(one, state="failed"))
    words = f"The rehearsal could not be finished: {why}. Nothing was changed and nobody was written to."
    again = Action("Try again", "rehearse", rehearsed.ident(one.order), "primary")
    tell(unit, one, Card(parts=(Text(words),), actions=(again, HOME), summary=words[:150]), now)


def tell(unit: UnitOfWork, one: Rehearsal, card: Card, now: datetime) -> None:
    """An answer to whoever asked, at any hour."""
    if one.asked_by is not None:
        unit.outbox.add(
            Outgoing(
                key=f"rehearsal:{one.id}:{one.tries}", person=one.asked_by, card=card, due_at=now, scope=one.scope,
                why="You asked for a rehearsal.",
            )
        )  # fmt: skip


def show(turn: Turn, args: Args) -> None:
    """The report of one rehearsal."""
    one, before = asked(turn, args)
    turn.say(rehearsed.card(turn.the_programme, one, before))


def changes(turn: Turn, args: Args) -> None:
    """What differs from the one before, message by message as far as a card goes."""
    one, before = asked(turn, args)
    if before is None:
        turn.say(
            "This was the first rehearsal of this cycle, so there is nothing to compare it with.",
            rehearsed.back(one),
        )
        return
    turn.say(rehearsed.changes_card(turn.the_programme, one, before))


def as_csv(turn: Turn, args: Args) -> None:
    """Every message as a table to take away."""
    one, _ = asked(turn, args)
    columns, rows = rehearsed.table(one)
    file = turn.documents.table(columns, rows, rehearsed.file_name(one, "csv"))
    turn.record("exported a rehearsal", f"programme:{turn.scope.programme}", after={"file": file.name})
    turn.say(
        Card(
            title=f"Every message of the rehearsal: {len(rows):,} lines",
            parts=(file,),
            actions=(rehearsed.back(one), HOME),
        )
    )


def plot(turn: Turn, args: Args) -> None:
    """The messages week by week as a picture, with the figures in words."""
    one, _ = asked(turn, args)
    turn.say(rehearsed.picture(turn.the_programme, one, turn.documents.bars))


def asked(turn: Turn, args: Args) -> tuple[Rehearsal, Rehearsal | None]:
    """The rehearsal that a button names, and the one before it; raises OutdatedError where it is kept no more."""
    mine.must_be_staff(turn)
    one = turn.unit.rehearsals.get(turn.scope, int(args.get("rehearsal", "0") or 0))
    if one is None or one.record is None:
        raise OutdatedError(
            "That rehearsal is no longer kept. You can run it again: “rehearse” and the cycle."
        )
    older = [found for found in turn.unit.rehearsals.done(turn.scope, one.cycle) if found.id < one.id]
    return one, older[0] if older else None
