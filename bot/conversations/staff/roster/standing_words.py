"""How a placement stands, said in words: "lily has dropped out", "pause amara's placement", "ben has finished"."""

from __future__ import annotations

import re

from bot.conversations.placement import mine
from bot.conversations.staff.roster import finding, record, standing
from bot.programme.names import who
from bot.programme.placements import OVER, Placement, State
from bot.turn import Turn

OF = r"(?P<who>[^\s?!,;]+?(?: [^\s?!,;]+?){0,3}?)"
ITS = r"(?: (?:the|their|his|her))? (?:micro-?)?(?:placement|internship)"
SAYS: tuple[tuple[re.Pattern[str], State], ...] = (
    (re.compile(rf"(?:end|stop|terminate) {OF}(?:'s|')?{ITS}(?: early| now| today)?"), "ended_early"),
    (
        re.compile(
            rf"{OF} (?:has |have |had )?(?:dropped out|left early|quit|pulled out|given up|stopped early)"
            rf"(?: (?:of|from))?(?:{ITS})?"
        ),
        "ended_early",
    ),
    (re.compile(rf"(?:cancel|call off) {OF}(?:'s|')?{ITS}"), "cancelled_before"),
    (re.compile(rf"(?:pause|suspend) {OF}(?:'s|')?{ITS}"), "paused"),
    (re.compile(rf"(?:resume|unpause|restart|continue) {OF}(?:'s|')?{ITS}"), "active"),
    (re.compile(rf"(?:complete|close|finish|sign off) {OF}(?:'s|')?{ITS}"), "completed"),
    (re.compile(rf"{OF} (?:has |have )?(?:finished|completed)(?:{ITS})?"), "completed"),
    (
        re.compile(rf"{OF} (?:has not|hasn't|did not|didn't) (?:finish|complete)(?:ed|d)?(?:{ITS})?"),
        "incomplete",
    ),
)
LONGEST = 120


def heard(turn: Turn, text: str) -> bool:
    """Whether the words say how the placement of somebody on the roster stands."""
    said = " ".join(re.sub(r"[.!]+$", "", text).replace("’", "'").casefold().split())
    found = next(
        (
            (match["who"], to)
            for pattern, to in SAYS
            if len(said) <= LONGEST and (match := pattern.fullmatch(said.removeprefix("please ")))
        ),
        None,
    )
    if found is None:
        return False
    people = who(found[0], turn.unit.people.names(turn.scope), slips=True)
    students = [one for one in people if turn.unit.placements.of_student(turn.scope, one.person)]
    if len(students) > 1:
        turn.say(finding.choice(turn, students))
    elif students:
        _of_one(turn, students[0].person, found[1])
    return bool(students)


def _of_one(turn: Turn, student: int, to: State) -> None:
    every = turn.unit.placements.of_student(turn.scope, student)
    live: list[Placement] = [one for one in every if one.state not in OVER - {"incomplete"}]
    if len(live) > 1:
        record.show(turn, {"person": str(student)})
        return
    placement = live[0] if live else every[-1]
    if to in standing.ways(turn, placement):
        standing.change(turn, {"placement": str(placement.id), "to": to})
        return
    rule = to == "completed" and turn.the_programme.completion is not None
    name = mine.student_of(turn, placement).name
    why = f"The programme's own rule says when it is complete: see what {name} still misses." if rule else ""
    turn.say(standing.card(turn, placement, why or "That cannot be said of this placement now."))
