"""What is left when a rehearsed cycle is over: what has no end, and which promises were not kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from adapters.rehearsal.play import Play
from bot.conversations.apply import name_of
from bot.programme.applications import LIVE, words_for
from bot.programme.checkins import UNANSWERED
from bot.programme.definition import Programme
from bot.programme.placements import OVER
from bot.programme.quiet import BUDGETED
from bot.programme.rehearsal_figures import most_in_a_week
from bot.programme.rehearsals import DeadEnd, Record
from bot.turn import of_clockwork


def dead_ends(unit: Any, play: Play) -> Iterator[DeadEnd]:
    """Applications without an end, check-ins that nobody answered, placements not complete, forms without an end."""
    scope, programme, now = play.scope, play.programme, play.stage.now
    groups: dict[str, list[str]] = defaultdict(list)
    for one in unit.applications.in_states(scope, sorted(LIVE - {"accepted"})):
        person = unit.people.get(one.student)
        turn = of_clockwork(unit, programme, person, now)
        groups[f"application: {words_for(one.state)}"].append(f"{person.name}, {name_of(turn, one)}")
    for one in unit.check_ins.in_states(scope, ["escalated", "undeliverable", "missed"]):
        if one.reason == UNANSWERED and not one.answers:
            groups[f"check-in: not answered by a {one.role.replace('_', ' ')}"].append(
                unit.people.get(one.asked).name
            )
    for one in unit.placements.all(scope):
        if one.state not in OVER:
            groups["placement: not complete"].append(unit.people.get(one.student).name)
    for email, words in play.unfinished:
        groups[f"form: {words}"].append(email.partition("@")[0])
    for what, some in sorted(groups.items()):
        yield DeadEnd(what, len(some), min(some))


def broken(record: Record, keys: Sequence[str], programme: Programme) -> Iterator[str]:
    """Promises that were not kept: a message in the night, twice the same, too many in a week, a turn that failed."""
    if night := [one for one in record.sent if one.quiet]:
        first = f"the first to {night[0].reader}: {night[0].words}"
        yield f"{len(night)} messages came in the night of their reader; {first}"
    if twice := [key for key, number in Counter(keys).items() if number > 1]:
        yield f"{len(twice)} messages were sent twice."
    if failed := [key for key in keys if key.startswith("sorry:")]:
        yield f"{len(failed)} times something went wrong while answering."
    by_reader: dict[str, list[datetime]] = defaultdict(list)
    for one in record.sent:
        if one.kind in BUDGETED:
            by_reader[one.reader].append(one.at)
    over = [
        name for name, instants in by_reader.items() if most_in_a_week(instants) > programme.nudges.per_week
    ]
    if over:
        limit = programme.nudges.per_week
        yield f"{len(over)} people got more than {limit} nudges within seven days; the first: {over[0]}."
