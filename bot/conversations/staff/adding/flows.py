"""What is asked for a person, an opportunity and a placement, in this order, and the row that the answers make."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.cards import Option
from bot.conversations.staff.adding.asking import (
    ROLE_WORDS,
    Cell,
    DayCell,
    OpportunityPrompt,
    WhoPrompt,
    cells,
    sure,
)
from bot.conversations.staff.imports import asker
from bot.flow import Answers, Flow, Step
from bot.imports import Kind
from bot.prompts import Choice, LongText, ShortText
from bot.turn import Turn

DAYS = frozenset({"opens", "closes", "starts", "ends"})
MODES = (Option("in person", "In person"), Option("remote", "Remote"), Option("hybrid", "Hybrid"))


def row_of(turn: Turn, kind: Kind, answers: Mapping[str, Any]) -> dict[str, str]:
    """The cells of the one row; an opportunity gets a key of its own, made of its title."""
    row = cells(answers)
    if kind == "opportunities" and "title" in row:
        row["key"] = row.get("key") or free_key(turn, row["title"])
    return row


def free_key(turn: Turn, title: str) -> str:
    """A key that no opportunity has yet: the title in small letters, with a number where it is taken."""
    plain = "-".join(re.findall(r"[a-z0-9]+", title.casefold()))[:40].strip("-") or "opportunity"
    number, key = 1, plain
    while turn.unit.opportunities.by_key(turn.scope, key) is not None:
        number += 1
        key = f"{plain}-{number}"
    return key


def build(turn: Turn, kind: Kind) -> Flow:
    """The questions for one of that kind."""
    title, steps = steps_of(turn, kind)
    return Flow(title, (*steps, sure(turn, kind, steps, lambda answers: row_of(turn, kind, answers))))


def steps_of(turn: Turn, kind: Kind) -> tuple[str, tuple[Step, ...]]:
    """What is asked for one of that kind, with the title of it all."""
    return {"people": _person, "opportunities": _opportunity, "placements": _placement}[kind](turn)


def cell(
    turn: Turn, kind: Kind, column: str, question: str, *, optional: bool = True, hint: str = ""
) -> Callable[[Answers], Cell]:
    """A question that is read as the import reads that column; of a day also as people say it."""
    label = column.replace("_", " ").capitalize()
    made = DayCell if column in DAYS else Cell

    def ask(answers: Answers) -> Cell:
        before = row_of(turn, kind, {key: value for key, value in answers.items() if key != column})
        return made(
            question=question, label=label, hint=hint, optional=optional, turn=turn, of=kind, column=column,
            before=before,
        )  # fmt: skip

    return ask


def _person(turn: Turn) -> tuple[str, tuple[Step, ...]]:
    gives = asker(turn).gives
    roles = tuple(Option(role, words.capitalize()) for role, words in ROLE_WORDS.items() if role in gives)

    def is_student(answers: Answers) -> bool:
        return bool(answers["role"] == "student")

    supervisor = WhoPrompt(
        question="Who is their programme supervisor? An address or a name.", label="Programme supervisor",
        optional=True, turn=turn, role="programme_supervisor",
    )  # fmt: skip
    guardian = cell(turn, "people", "guardian_email", "What is the address of a parent or guardian?")
    steps = [
        Step("role", Choice(question="Whom do you add?", label="Role", choices=roles)),
        Step("email", cell(turn, "people", "email", "What is their e-mail address?", optional=False)),
        Step("name", ShortText(question="What is their name?", label="Name")),
        Step(
            "level",
            cell(turn, "people", "level", "Their level of study, such as undergraduate?"),
            is_student,
        ),
    ]
    if turn.the_programme.minors.guardian_consent:
        steps.append(Step("guardian_email", guardian, is_student))
    steps.append(Step("programme_supervisor_email", supervisor, is_student))
    zone = cell(turn, "people", "time_zone", "Which time zone are they in, such as Europe/London?")
    return "Add a person", (*steps, Step("time_zone", zone))


def _opportunity(turn: Turn) -> tuple[str, tuple[Step, ...]]:
    kind: Kind = "opportunities"
    programme = turn.the_programme
    windows = tuple(
        Option(key, name)
        for cycle in programme.cycles
        for key, name in ([(one.key, one.name) for one in cycle.alternatives] or [(cycle.key, cycle.name)])
    )
    themes = programme.themes
    supervisor = WhoPrompt(
        question="Who supervises it at the host? An address or a name.", label="Host supervisor", optional=True,
        turn=turn, role="host_supervisor",
    )  # fmt: skip
    steps = [
        Step("title", ShortText(question="What is it called?", label="Title")),
        Step("host", ShortText(question="Which organisation is the host?", label="Host")),
        Step("summary", LongText(question="What is it about?", label="Summary", optional=True, words=500)),
    ]
    if len(windows) > 1:
        steps.append(Step("window", Choice(question="When is it?", label="Window", choices=windows)))
    if themes is not None and themes.items:
        options = tuple(Option(one.name, one.name) for one in themes.items)
        steps.append(
            Step("theme", Choice(question="Which theme?", label="Theme", optional=True, choices=options))
        )
    steps += [
        Step("mode", Choice(question="Where do they work?", label="Mode", optional=True, choices=MODES)),
        Step("location", ShortText(question="In which place?", label="Location", optional=True)),
        Step("hours", cell(turn, kind, "hours", "How many hours in total?")),
        Step("places", cell(turn, kind, "places", "How many places are there?")),
        Step("host_supervisor_email", supervisor),
        Step(
            "closes",
            cell(turn, kind, "closes", "Does it close on a day of its own?", hint="Such as 2024-03-04."),
        ),
    ]
    return "Add an opportunity", tuple(steps)


def _placement(turn: Turn) -> tuple[str, tuple[Step, ...]]:
    kind: Kind = "placements"
    programme = turn.the_programme
    windows = tuple(
        Option(key, key if cycle.key != key else cycle.name)
        for cycle in programme.cycles
        for key in cycle.window_keys
    )

    def wants_window(answers: Answers) -> bool:
        key = answers["opportunity_key"]
        one = turn.unit.opportunities.by_key(turn.scope, str(key)) if key else None
        return one is None or not one.window

    who = WhoPrompt(
        question="Which student? An address or a name.", label="Student", turn=turn, role="student"
    )
    what = OpportunityPrompt(
        question="Which opportunity? Its key or its title.", label="Opportunity", turn=turn,
        optional=programme.application.target != "opportunity",
    )  # fmt: skip
    host = WhoPrompt(
        question="Who supervises at the host? Skip it for the one of the opportunity.", label="Host supervisor",
        optional=True, turn=turn, role="host_supervisor",
    )  # fmt: skip
    own = WhoPrompt(
        question="Who supervises on the university's side? Skip it for the student's own.",
        label="Programme supervisor", optional=True, turn=turn, role="programme_supervisor",
    )  # fmt: skip
    day = "Such as 2024-03-04. Skip it for the dates of the cycle."
    return "Add a placement", (
        Step("student_email", who),
        Step("opportunity_key", what),
        Step("window", Choice(question="In which window?", label="Window", choices=windows), wants_window),
        Step("starts", cell(turn, kind, "starts", "Does it start on a day of its own?", hint=day)),
        Step("ends", cell(turn, kind, "ends", "Does it end on a day of its own?", hint=day)),
        Step("host_supervisor_email", host),
        Step("programme_supervisor_email", own),
        Step("group", ShortText(question="In which group, if any?", label="Group", optional=True)),
    )
