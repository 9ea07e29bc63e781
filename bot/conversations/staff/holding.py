"""Who has heard nothing for too long, and the honest message to them: drafted here, sent as any message to many."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import timedelta

from bot.activities import Args
from bot.cards import Action, Card, Part, Row, Text
from bot.conversations import apply
from bot.conversations.broadcast import plan
from bot.conversations.home import Need
from bot.conversations.phrases import listed
from bot.conversations.placement import mine
from bot.conversations.staff.gathering import sent_at
from bot.conversations.staff.today import HOME
from bot.errors import OutdatedError
from bot.programme.audiences import WAITING_FOR_A_DECISION, Audience, Condition
from bot.programme.broadcasts import Broadcast
from bot.programme.dates.saying import say_day
from bot.programme.deciding import UNDECIDED, may_decide
from bot.programme.definition import Cycle
from bot.programme.reporting import SLOW_DAYS, cycle_in
from bot.programme.silence import Waits, holding_text, undecided_states, waiting_long
from bot.turn import Turn

_NOTHING = (
    r"(?:without|no) (?:a |any )?(?:decision|answer from (?:the |their )?hosts?)|heard nothing|undecided"
)
NO_DECISION = re.compile(
    rf"(?:who|which|anybody|anyone|any) .{{0,60}}(?:{_NOTHING}|wait\w*.{{0,20}} for a decision)|ghosted"
)
HOLDING = re.compile(
    r"\b(?:holding (?:message|note|reply|e?-?mail)|(?:write|message) .{0,20}who (?:still )?wait)"
)
MOST_NAMES = 6
LATELY = timedelta(days=14)
DRAFTED = (
    "The text is a draft: the dates are those on record, and no day is promised, because the programme states none. "
    "Please read it before it goes out."
)


def needs(turn: Turn) -> list[Need]:
    """One line on the home of staff for all that has no decision, overdue while anybody waits too long."""
    programme = turn.the_programme
    states = undecided_states(programme)
    counts = turn.unit.applications.counts(turn.scope).items()
    found = sum(number for (_, state, is_staged), number in counts if state in states and not is_staged)
    if not found:
        return []
    can_decide = may_decide(programme, turn.membership.role if turn.membership else "student")
    decide = Action("Decide" if can_decide else "Record decisions", "decide")
    title = f"{count_words(found)} no decision"
    by = f"Decided by {programme.decisions.decided_by_name or programme.decisions.decided_by}."
    slow = waiting(turn)
    if not slow:
        return [Need(title, by, "upcoming", (decide,))]
    see = Action("See who waits", "waiting", style="primary")
    late = f"{slow_words(len(slow), found, slow[0].days)}: {apply.name_of(turn, slow[0].application)}."
    return [Need(title, f"{by} {late}", "overdue", (see, decide), slow[0].since)]


def slow_words(slow: int, of: int, days: int) -> str:
    """How many of those without a decision have waited too long, and for how many days the longest."""
    if of == 1:
        return f"It has waited for {days} days"
    if slow == 1:
        return f"1 of them has waited for {days} days"
    some = "All of them" if slow == of else f"{slow:,} of them"
    return f"{some} have waited for {SLOW_DAYS} days or more, the longest for {days}"


def heard(turn: Turn, said: str) -> bool:
    """Words such as "who has no decision?" or "draft a holding message"; whether they were about this."""
    if HOLDING.search(said):
        cycle = cycle_in(turn.the_programme, said)
        write(turn, {"cycle": cycle.key} if cycle else {})
        return True
    if NO_DECISION.search(said):
        show(turn, {})
        return True
    return False


def count_words(number: int) -> str:
    """How many have waited too long."""
    return "1 application has" if number == 1 else f"{number:,} applications have"


def waiting(turn: Turn) -> list[Waits]:
    """What waits too long, the longest first."""
    found = turn.unit.applications.in_states(turn.scope, sorted(UNDECIDED))
    by_host = turn.the_programme.decisions.decided_by == "host"
    sent = sent_at(turn, found) if by_host else {}
    return waiting_long(turn.the_programme, found, sent, turn.now)


def show(turn: Turn, _: Args) -> None:
    """Who waits, by placement, and what can be done: decide, or write to them."""
    mine.must_be_staff(turn)
    found = waiting(turn)
    if not found:
        turn.say(f"Nobody has waited for a decision for {SLOW_DAYS} days or more.", HOME)
        return
    groups: dict[int | None, list[Waits]] = defaultdict(list)
    for one in found:
        groups[one.application.opportunity].append(one)
    parts: list[Part] = []
    for some in groups.values():
        names = [turn.unit.people.get(one.application.student).name for one in some]
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        days = (
            f"for {some[0].days} days"
            if len({one.days for one in some}) == 1
            else f"for up to {some[0].days} days"
        )
        who = f"{', '.join(names[:MOST_NAMES])}{more}" if more else listed(names)
        parts.append(Row(apply.name_of(turn, some[0].application), f"{len(some):,} {days}: {who}"))
    cycles = cycles_of(turn, found)
    parts += [Text(words, "quiet") for cycle in cycles if (words := told(turn, cycle))]
    actions = []
    for cycle in cycles:
        of = f" of {cycle.name}" if len(cycles) > 1 else ""
        label = f"Draft a message to the {len(students(turn, found, cycle)):,}{of}"
        actions.append(Action(label, "waiting.write", {"cycle": cycle.key}, "primary"))
    turn.say(
        Card(
            title=f"{count_words(len(found))} had no decision for {SLOW_DAYS} days or more",
            parts=tuple(parts),
            actions=(*actions, Action("Decide", "decide"), Action("To the hosts", "hosts"), HOME),
        )
    )


def write(turn: Turn, args: Args) -> None:
    """The plan of the holding message: nothing is sent before staff say so, and those decided meanwhile get nothing."""
    mine.must_be_staff(turn)
    found = waiting(turn)
    cycles = cycles_of(turn, found)
    cycle = next(
        (one for one in cycles if one.key == args.get("cycle")), cycles[0] if len(cycles) == 1 else None
    )
    if cycle is None:
        if args.get("cycle") or not found:
            raise OutdatedError(
                f"Nobody there has waited for a decision for {SLOW_DAYS} days or more any longer."
            )
        show(turn, {})
        return
    those = [one for one in found if turn.the_programme.cycle(one.application.cycle) == cycle]
    ids = students(turn, found, cycle)
    one = Broadcast(
        id=0, scope=turn.scope, author=turn.person.id, made_at=turn.now, audience=audience(cycle, ids),
        text=holding_text(turn.the_programme, cycle, those), assumed=(DRAFTED,), changed_by=turn.person.id,
    )  # fmt: skip
    number = turn.unit.broadcasts.add(one)
    plan.show(turn, {"broadcast": str(number)})


def audience(cycle: Cycle, ids: list[int]) -> Audience:
    """Those who have waited too long, as far as they still wait when it is sent."""
    name = f"{len(ids):,} who have waited {SLOW_DAYS} days or more"
    still = Condition("application", WAITING_FOR_A_DECISION, (cycle.key,))
    return Audience(("student",), (still, Condition("person", tuple(str(one) for one in ids), name=name)))


def students(turn: Turn, found: list[Waits], cycle: Cycle) -> list[int]:
    """Whom it concerns in a cycle, each once."""
    of = (one.application for one in found)
    return list(dict.fromkeys(one.student for one in of if turn.the_programme.cycle(one.cycle) == cycle))


def cycles_of(turn: Turn, found: list[Waits]) -> list[Cycle]:
    """The cycles in which somebody waits, in the order of the file."""
    waited_in = {one.application.cycle for one in found}
    return [cycle for cycle in turn.the_programme.cycles if waited_in & set(cycle.window_keys)]


def told(turn: Turn, cycle: Cycle) -> str:
    """That a message to those who wait has gone out lately; empty where none has."""
    for one in sorted(turn.unit.broadcasts.all(turn.scope), key=lambda one: -one.id):
        conditions = one.audience.conditions if one.audience else ()
        about = [
            found
            for found in conditions
            if found.states == WAITING_FOR_A_DECISION and cycle.key in found.windows
        ]
        if about and one.started_at is not None and turn.now - one.started_at < LATELY:
            day = say_day(one.started_at.astimezone(turn.zone).date())
            return f"{cycle.name}: a message to those who wait went out on {day}."
    return ""
