"""Whether the latest check-in reached everybody who was to be asked: the sums, and each who was not reached."""

from __future__ import annotations

from datetime import timedelta

from bot.activities import Args
from bot.cards import Action, Card, Facts, Part, Row, Text
from bot.conversations.checkin.words import plan_name
from bot.errors import NotAllowedError
from bot.programme.checkins import CHANGES, GIVEN, UNDELIVERED, CheckIn
from bot.programme.people import STAFF
from bot.turn import Turn

TOGETHER = timedelta(days=21)
"""Check-ins of one plan that are asked within this time belong to one round of it."""
MOST_NAMED = 30
TO_COME = frozenset({"scheduled", "due", "delegated"})


def report(turn: Turn, _: Args) -> None:
    """The answer to "did the check-in reach everyone?", for staff."""
    if turn.membership is None or turn.membership.role not in STAFF:
        raise NotAllowedError
    some = latest(turn)
    if not some:
        turn.say(
            "No check-in has been due yet.", Action("Check-ins", "checkin.plans"), Action("Home", "home")
        )
        return
    lost = [one for one in some if one.state == "undeliverable" or one.reason == UNDELIVERED]
    coming = [one for one in some if one.state in TO_COME]
    answered = [one for one in some if one.state in GIVEN and one.word is not None]
    reached = len(some) - len(lost) - len(coming)
    name = plan_name(turn.the_programme, some[0].plan)
    words = _answer(len(some), reached, len(lost), len(coming))
    pairs = [("To be asked", str(len(some))), ("Reached", str(reached)), ("Answered", str(len(answered)))]
    pairs += [("Not reached", str(len(lost)))] if lost else []
    pairs += [("On the way", str(len(coming)))] if coming else []
    parts: list[Part] = [Text(words), Facts(tuple(pairs))]
    parts += _not_reached(turn, lost)
    turn.say(
        Card(
            title=name,
            parts=tuple(parts),
            actions=(Action("Home", "home"),),
            summary=f"{name}: {words}"[:150],
        )
    )


def _not_reached(turn: Turn, lost: list[CheckIn]) -> list[Row]:
    """One row for each person; their task holds what can be done."""
    tasks = {one.about: one.id for one in turn.unit.tasks.open(turn.scope) if one.kind == "check_in_missed"}
    rows = []
    for number, one in list({one.asked: one for one in lost}.items())[:MOST_NAMED]:
        person = turn.unit.people.get(number)
        name = person.name or person.email
        args = {"task": str(tasks.get(number, ""))}
        can_do = (Action("Find another way", "checkin.task", args),) if number in tasks else ()
        rows.append(Row(name, f"{one.reason or UNDELIVERED}.".capitalize(), can_do))
    return rows


def latest(turn: Turn) -> list[CheckIn]:
    """The check-ins of the round that was due last."""
    found = [
        one
        for one in turn.unit.check_ins.in_states(turn.scope, sorted(set(CHANGES) - {"cancelled"}))
        if one.due_at <= turn.now or one.state not in TO_COME
    ]
    last = max(found, key=lambda one: (one.due_at, one.plan), default=None)
    return [one for one in found if last and one.plan == last.plan and last.due_at - one.due_at < TOGETHER]


def _answer(all_of_them: int, reached: int, lost: int, coming: int) -> str:
    if reached == all_of_them:
        return (
            f"Yes, it reached everyone: all {all_of_them}." if all_of_them > 1 else "Yes, it was delivered."
        )
    if lost:
        rest = f", {coming} {'is' if coming == 1 else 'are'} on the way" if coming else ""
        return f"No, not everyone: {reached} of {all_of_them} have it, {lost} could not be reached{rest}."
    return f"{reached} of {all_of_them} have it so far; {coming} {'is' if coming == 1 else 'are'} on the way."
