"""What a decision does: the offer goes out, the queue moves, the place is taken or freed; each in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.cards import Action, Card, Part, Text
from bot.conversations.apply import name_of, news
from bot.programme.applications import Application, move
from bot.programme.dates import say_both, say_date
from bot.programme.deciding import Waiting, places_left, position, quota_of, rank_of, runs_out
from bot.programme.quiet import wishes
from bot.programme.waiting_lists import begins, closes_by_itself
from bot.turn import Turn

OTHERS = "the place went to somebody else"


def limit(turn: Turn, one: Application) -> int | None:
    """How many places there are for what this application is for, or None where no number is known."""
    if quota := quota_for(turn, one):
        return turn.unit.waiting.limit(turn.scope, quota)
    opportunity = turn.unit.opportunities.get(turn.scope, one.opportunity) if one.opportunity else None
    return opportunity.places if opportunity else None


def left(turn: Turn, one: Application) -> int | None:
    """How many places are free; offers that are staged or open count as taken."""
    return places_left(limit(turn, one), [other for other in rivals(turn, one) if other.id != one.id])


def rivals(turn: Turn, one: Application) -> list[Application]:
    """Everybody who asks for the same places."""
    if one.opportunity is not None:
        return list(turn.unit.applications.for_opportunity(turn.scope, one.opportunity))
    quota = quota_for(turn, one)
    states = ["submitted", "waitlisted", "offered", "accepted"]
    found = turn.unit.applications.in_states(turn.scope, states)
    return [other for other in found if quota_for(turn, other) == quota]


def quota_for(turn: Turn, one: Application) -> str:
    """The quota an application counts against."""
    membership = turn.unit.people.membership(turn.scope, one.student, "student")
    return quota_of(turn.the_programme, one.answers, membership.attributes if membership else {})


def carry_out(turn: Turn, one: Application, placed: int = 0) -> None:
    """Do what was staged, and tell the student."""
    if one.pending == "offered":
        offer(turn, one)
    elif one.pending == "waitlisted":
        queue(turn, one, placed)
    elif one.pending == "unsuccessful":
        decline(turn, one, one.reason or OTHERS)


def offer(turn: Turn, one: Application, why: str = "You applied, and a place is offered to you.") -> None:
    """Make an offer that runs out in the student's own time, never in their quiet hours."""
    programme = turn.the_programme
    student = turn.unit.people.get(one.student)
    until = runs_out(
        turn.now, programme.decisions.offer_hours, wishes(student, programme.nudges, programme.clock.zone)
    )
    offered = move(one, "offered", expires_at=until, pending=None)
    turn.unit.applications.save(offered)
    turn.record(
        "offered a place",
        f"application:{one.id}",
        before={"state": one.state},
        after={"until": until.isoformat()},
    )
    turn.notify(
        one.student, offer_card(turn, offered, until), key=f"offer:{one.id}:{until.isoformat()}", why=why,
        about={"application": one.id},
    )  # fmt: skip


def offer_card(turn: Turn, one: Application, until: datetime) -> Card:
    """The offer as the student reads it."""
    student = turn.unit.people.get(one.student)
    zone = student.time_zone or turn.the_programme.clock.zone
    ident = {"application": str(one.id)}
    parts: list[Part] = [
        Text(f"You are offered a place: {name_of(turn, one)}."),
        Text(f"Please answer by {say_both(until, turn.the_programme.clock.zone, zone)}."),
        Text("Without an answer the offer passes to the next person."),
    ]
    return Card(
        title="An offer",
        parts=tuple(parts),
        actions=(
            Action("Accept", "offer.accept", ident, "primary"),
            Action("Decline", "offer.decline", ident),
        ),
        summary=f"You are offered a place: {name_of(turn, one)}"[:150],
        ref=f"offer:{one.id}",
    )


def queue(turn: Turn, one: Application, placed: int) -> None:
    """Put somebody on the waiting list, and tell them their place and what moves it."""
    quota = "" if one.opportunity else quota_for(turn, one)
    entry = Waiting(
        0, turn.scope, one.id, one.opportunity, quota, rank_of(turn.the_programme, one, placed), turn.now
    )
    turn.unit.waiting.add(entry)
    turn.unit.applications.save(move(one, "waitlisted", pending=None))
    turn.record("put on the waiting list", f"application:{one.id}", before={"state": one.state})
    words = f"You are on the waiting list: {name_of(turn, one)}. {place_words(turn, one)}"
    turn.notify(
        one.student,
        news(one, words),
        key=f"waiting:{one.id}",
        why="You applied, and this is the decision.",
    )


def place_words(turn: Turn, one: Application) -> str:
    """The position on the list, its rule and who runs it, as far as they are known."""
    entry = turn.unit.waiting.of_application(turn.scope, one.id)
    if entry is None:
        return ""
    line = turn.unit.waiting.of(turn.scope, entry.opportunity, entry.quota)
    rules = turn.the_programme.decisions.waiting_list
    rule = {
        "submission_time": "It goes by the time of submission.",
        "rank": "It goes by the order that was decided.",
        "lottery": "It goes by a draw.",
    }.get(
        rules.rule if rules else "", "The programme does not publish the order; it is kept as it was decided."
    )
    operator = f" {rules.operator_name} runs it." if rules and rules.operator_name else ""
    where = f"You are number {position(entry, line)} of {len(line)}."
    begin = begins(turn.the_programme, one.cycle)
    stints = turn.the_programme.vocabulary.name("placement", many=True)
    ends = (
        f" I keep the list until {stints} have begun ({say_date(begin)})."
        if begin is not None and closes_by_itself(turn.the_programme, one.cycle)
        else ""
    )
    return f"{where} {rule}{operator} When a place is freed and it is your turn, the offer comes here.{ends}"


def decline(turn: Turn, one: Application, reason: str = OTHERS) -> None:
    """Not this time: said plainly, with a next step."""
    turn.unit.applications.save(move(one, "unsuccessful", reason=reason, pending=None))
    leave_queue(turn, one, "closed")
    turn.record(
        "decided: unsuccessful",
        f"application:{one.id}",
        before={"state": one.state},
        after={"reason": reason},
    )
    words = f"Your application for {name_of(turn, one)} was not successful: {reason}."
    turn.notify(
        one.student,
        Card(
            parts=(
                Text(words),
                Text("Thank you for applying. You can ask the team what would help next time."),
            ),
            actions=(Action("Browse", "browse"), Action("My applications", "status")),
            summary=words[:150],
        ),
        key=f"unsuccessful:{one.id}",
        why="You applied, and this is the decision.",
    )


def leave_queue(turn: Turn, one: Application, how: str) -> None:
    """Take an application off the waiting list."""
    entry = turn.unit.waiting.of_application(turn.scope, one.id)
    if entry is not None:
        turn.unit.waiting.save(replace(entry, state="left" if how == "left" else "closed"))


def freed(turn: Turn, one: Application, by: str = "") -> None:
    """A place is free for what `one` asks for: the next on the list is offered it, in this transaction.

    The line in the audit log says by what: `by`, else the application that gave it up.
    """
    quota = "" if one.opportunity else quota_for(turn, one)
    free = left(turn, one)
    if free is not None and free < 1:
        return
    for entry in turn.unit.waiting.of(turn.scope, one.opportunity, quota):
        following = turn.unit.applications.get(turn.scope, entry.application)
        turn.unit.waiting.save(replace(entry, state="offered"))
        if following is not None and following.state == "waitlisted":
            turn.record(
                "moved the waiting list", f"application:{following.id}", after={"freed by": by or one.id}
            )
            offer(turn, following, "A place was freed, and you were next on the waiting list.")
            return
