"""Completion: what is still missing for one student, and for staff who could not complete and until when each can."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from bot.activities import Args
from bot.cards import Action, Card, Facts, Part, Text
from bot.conversations.journal import glance as journal
from bot.conversations.phrases import listed
from bot.conversations.placement import mine, sessions
from bot.programme import completion, deliverables, hours
from bot.programme import sessions as session_rules
from bot.programme.calendar import journal_date
from bot.programme.checkins import GIVEN
from bot.programme.completion import Chance, Evidence, Standing
from bot.programme.dates import say_day
from bot.programme.journals import HANDED_IN
from bot.programme.placements import Placement
from bot.programme.sessions import Taking
from bot.turn import Turn

MARKS = {"met": "done", "open": "still open", "lost": "the chance is over"}


def evidence(turn: Turn, placement: Placement) -> Evidence:
    """Everything that counts for one placement, and by when the rest can be done."""
    student = placement.student
    came = {
        one.key
        for one in turn.unit.sessions.of_student(turn.scope, student)
        if one.state in session_rules.CAME
    }
    given = {
        one.plan
        for one in turn.unit.check_ins.of_placement(turn.scope, placement.id)
        if one.role == "student" and one.state in GIVEN
    }
    book = turn.unit.journals.of_placement(turn.scope, placement.id)
    handed = {one.key for one in turn.the_programme.deliverables if in_force(turn, placement, one.key)}
    state: Literal["", "submitted", "accepted"] = (
        ""
        if book is None or book.state not in HANDED_IN
        else ("accepted" if book.state == "accepted" else "submitted")
    )
    confirmed = {one.words for one in turn.unit.confirmations.of_placement(turn.scope, placement.id)}
    return Evidence(
        frozenset(came),
        hours.total(turn.unit.hours.of_placement(turn.scope, placement.id)),
        frozenset(given),
        frozenset(handed),
        state,
        frozenset(confirmed),
        chances(turn, placement),
    )


def in_force(turn: Turn, placement: Placement, key: str) -> deliverables.HandedIn | None:
    """The version of a deliverable that counts for this placement: its own, or its group's."""
    thing = deliverables.of_key(turn.the_programme, key)
    if thing is None:
        return None
    sharers = deliverables.sharers(thing, placement, turn.unit.placements.all(turn.scope))
    return deliverables.in_force(turn.unit.deliverables.all(turn.scope), key, sharers)


def chances(turn: Turn, placement: Placement) -> dict[str, Chance]:
    """Until when each part can still be done. What no page and nobody dates stays open without a day."""
    today = turn.now.astimezone(turn.zone).date()
    found: dict[str, Chance] = {}
    for taking in sessions.takings(turn, placement):
        if taking.day:
            found[f"session:{taking.session.key}"] = session_chance(turn, placement, taking)
    last = placement.ends or window_end(turn, placement)
    if last:
        late = f"what was worked until {say_day(last)} can still be logged" if today > last else ""
        found["hours"] = Chance(last, words=late)
    for thing in turn.the_programme.deliverables:
        cycle = turn.the_programme.cycle(placement.window)
        due = thing.due.get(cycle.key) if cycle else None
        if due and due.last:
            found[f"deliverable:{thing.key}"] = Chance(due.last, today > due.last + timedelta(days=1))
    for check_in in turn.unit.check_ins.of_placement(turn.scope, placement.id):
        if check_in.role == "student":
            found[f"check_in:{check_in.plan}"] = Chance(
                check_in.closes_at.astimezone(turn.zone).date(), turn.now > check_in.closes_at
            )
    if turn.the_programme.journal:
        book = journal.journal_of(turn, placement)
        limit = journal.limit_of(turn, placement, book)
        if limit.frozen:
            cycle = turn.the_programme.cycle(placement.window)
            published = journal_date(turn.the_programme, cycle.key if cycle else placement.window).last
            day = limit.frozen.astimezone(turn.zone).date() if limit.extended or not published else published
            over = limit.phase(turn.now) == "over"
            found["journal"] = Chance(day, False, "it would be late; the team decides" if over else "")
    return found


def session_chance(turn: Turn, placement: Placement, taking: Taking) -> Chance:
    """The chance of a session is over once an absence is noted and the programme gives no way to make it up."""
    state = sessions.attendance_of(turn, taking, placement.student).state
    if state == "absent":
        words = taking.session.make_up or "only the team can arrange another way"
        return Chance(taking.day, not taking.session.make_up, words)
    taken_place = sessions.is_over(turn, taking)
    return Chance(
        taking.day, words="it has taken place, and who came is not recorded yet" if taken_place else ""
    )


def window_end(turn: Turn, placement: Placement) -> date | None:
    """The last day of the placement's window."""
    cycle = turn.the_programme.cycle(placement.window)
    if cycle is None:
        return None
    alternative = next((one for one in cycle.alternatives if one.key == placement.window), None)
    return alternative.ends if alternative else cycle.placements.last


def show(turn: Turn, args: Args) -> None:
    """What is still missing for this student, with the next step for each part."""
    placement = mine.current(turn, args)
    if placement is None:
        return
    found = completion.standing(turn.the_programme, evidence(turn, placement))
    if found is None:
        turn.say(
            "The programme states no rule for completion, so nothing can be missing.",
            Action("My placement", "placement"),
        )
        return
    rule = turn.the_programme.completion
    parts: list[Part] = [
        Facts(
            tuple(
                (
                    part.words[:1].upper() + part.words[1:],
                    MARKS[part.met] + until(part.chance, met=part.met == "met"),
                )
                for part in found.parts
            )
        )
    ]
    if found.met == "met":
        parts.insert(0, Text("Nothing is missing: everything that the rule asks for is done."))
    else:
        parts.insert(0, Text(f"Still missing: {listed([part.words for part in found.missing])}."))
    if rule and rule.standing == "assumed":
        parts.append(
            Text(
                f"This is how {mine.team(turn)} set the rule up here; the programme's page does not word it.",
                "quiet",
            )
        )
    elif rule:
        parts.append(Text(f"The rule: {rule.text}", "quiet"))
    turn.say(
        Card(
            title="What is still missing?",
            parts=tuple(parts),
            actions=(
                *steps(found, placement),
                Action("My placement", "placement", {"placement": str(placement.id)}),
            ),
        )
    )


def until(chance: Chance, *, met: bool) -> str:
    """The last chance, in words; what is known of it beyond a day goes before the day."""
    if met:
        return ""
    if chance.over:
        past = f"; it was possible until {say_day(chance.last)}" if chance.last else ""
        return past + (f"; {chance.words}" if chance.words else "")
    if chance.words:
        return f": {chance.words}"
    return f"; until {say_day(chance.last)}" if chance.last else ""


def steps(found: Standing, placement: Placement) -> tuple[Action, ...]:
    """A button for each missing part that the student can do something about."""
    ident = {"placement": str(placement.id)}
    ways = {
        "hours": ("Log hours", "hours.ask"),
        "journal": ("Journal", "journal"),
        "deliverable": ("Hand in", "deliverables"),
        "session": ("Sessions", "sessions"),
    }
    wanted = dict.fromkeys(part.key.partition(":")[0] for part in found.missing)
    made = [Action(*ways[key], ident) for key in wanted if key in ways]
    if found.met == "lost":
        made.append(Action("Ask what can be done", "problem"))
    return tuple(made)
