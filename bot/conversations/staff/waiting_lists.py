"""The waiting lists as staff see them: who waits for what and until when, and closing one by hand."""

from __future__ import annotations

from dataclasses import replace

from bot.activities import Args
from bot.cards import Action, Card, Row, Text
from bot.conversations import apply, closing
from bot.conversations.closing import WaitingFor
from bot.conversations.phrases import window_name
from bot.conversations.staff import decide
from bot.conversations.staff.today import HOME
from bot.programme.applications import Application
from bot.programme.dates import say_date
from bot.programme.deciding import may_decide
from bot.programme.waiting_lists import begins, closes_by_itself
from bot.turn import Turn

MOST_NAMES = 6


def show(turn: Turn, _: Args) -> None:
    """Every list with those on it, and what ends it."""
    decide.must_be_able(turn)
    found = closing.lists(turn.unit, turn.scope)
    if not found:
        turn.say("Nobody is on a waiting list.", Action("Decide", "decide"), HOME)
        return
    rows = tuple(row(turn, what, waiting) for what, waiting in found.items())
    moves = (
        "A list moves by itself: when a place is freed, it is offered to the next, and you hear the answer."
    )
    title = f"{closing.people(sum(len(some) for some in found.values()))} on waiting lists"
    turn.say(Card(title=title, parts=(Text(moves), *rows), actions=(Action("Decide", "decide"), HOME)))


def row(turn: Turn, what: WaitingFor, waiting: list[Application]) -> Row:
    """One list."""
    names = [turn.unit.people.get(one.student).name for one in in_order(turn, waiting)[:MOST_NAMES]]
    more = f" and {len(waiting) - MOST_NAMES:,} more" if len(waiting) > MOST_NAMES else ""
    value = begins(turn.the_programme, what.window)
    ends = (
        f"closes by itself once placements have begun ({say_date(value)})"
        if value is not None and closes_by_itself(turn.the_programme, what.window)
        else "closes when you close it"
        if able(turn)
        else f"{turn.the_programme.decisions.decided_by_name or 'the network'} runs it"
    )
    button = (Action("Close the list", "queues.close", address(what)),) if able(turn) else ()
    return Row(name(turn, what, waiting), f"{', '.join(names)}{more} · {ends}", button)


def in_order(turn: Turn, waiting: list[Application]) -> list[Application]:
    """Those on a list, next first."""
    entries = {one.id: turn.unit.waiting.of_application(turn.scope, one.id) for one in waiting}
    ranks = {number: entry.rank for number, entry in entries.items() if entry is not None}
    return sorted(waiting, key=lambda one: (one.id not in ranks, ranks.get(one.id, 0.0), one.id))


def close(turn: Turn, args: Args) -> None:
    """Close one, after a second look; somebody who has come on it meanwhile asks for another."""
    decide.must_be_able(turn)
    if not able(turn):
        decide.only_from_a_file(turn)
        return
    what = WaitingFor(int(args.get("opportunity", "") or 0) or None, args.get("window", ""))
    waiting = closing.lists(turn.unit, turn.scope).get(what, [])
    if not waiting:
        turn.say("Nobody waits on that list any longer.", Action("Waiting lists", "queues"), HOME)
        return
    called, many = name(turn, what, waiting), closing.people(len(waiting))
    if args.get("of") != str(len(waiting)):
        sure = {**address(what), "of": str(len(waiting))}
        label = f"Close it for {many}"
        turn.remember(pending={"action": "queues.close", "args": sure, "label": label})
        turn.say(
            f"Close the waiting list for {called}? {many} {'is' if len(waiting) == 1 else 'are'} told so now, and a "
            "place that is freed later is offered to nobody.",
            Action(label, "queues.close", sure, "danger"),
            Action("Keep it open", "queues"),
        )
        return
    turn.remember(pending=None)
    closing.close(turn.unit, turn.the_programme, waiting, turn.now)
    for task in turn.unit.tasks.of_subject(turn.scope, what.subject):
        if task.kind == closing.TASK and task.state == "open":
            settled = replace(
                task, state="done", handled_by=turn.person.id, handled_at=turn.now, outcome="closed"
            )
            turn.unit.tasks.save(settled)
    turn.record("closed a waiting list", what.subject, after={"count": len(waiting)})
    turn.say(f"Closed: {called}. {many} {'is' if len(waiting) == 1 else 'are'} told now.", HOME)


def able(turn: Turn) -> bool:
    """Whether this person decides here."""
    return may_decide(turn.the_programme, decide.role(turn))


def name(turn: Turn, what: WaitingFor, waiting: list[Application]) -> str:
    """What the list is for; of a whole programme with its window."""
    window = window_name(turn.the_programme, what.window) if what.opportunity is None else ""
    return ", ".join(filter(None, (apply.name_of(turn, waiting[0]), window)))


def address(what: WaitingFor) -> dict[str, str]:
    """The arguments that name a list."""
    return {"opportunity": str(what.opportunity or ""), "window": what.window}
