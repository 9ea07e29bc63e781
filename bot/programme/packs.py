"""What a host may be given of an application: its name and the fields of the programme's own rule, and nothing else.

Only what has been sent to the host goes into a pack, only with the student's consent, and for minors only with a
guardian's on record (T25).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.programme.applications import Application
from bot.programme.definition import Programme
from bot.programme.definition.application import Step

WITH_THE_HOST = frozenset({"with_host", "interviewing"})
DECISION_COLUMNS = ("decision", "reason")
"""Left empty for the host; the same file is read again when it comes back."""


@dataclass(frozen=True, slots=True)
class Held:
    """An application that stays out of a pack, and why."""

    application: int
    reason: str


def shared_steps(programme: Programme) -> tuple[Step, ...]:
    """The questions whose answers go to hosts, in the order in which they are asked; none where no rule says so."""
    keys = {key for share in programme.application.shares if share.to == "host" for key in share.fields}
    return tuple(step for step in programme.application.steps if step.key in keys)


def gives_to_hosts(programme: Programme) -> bool:
    """Whether the programme says at all that applications go to hosts."""
    return any(share.to == "host" for share in programme.application.shares)


def packed_states(programme: Programme) -> frozenset[str]:
    """In which states an application goes into a pack: sent; where students agreed to it, already when submitted."""
    at_once = any(
        share.to == "host" and share.when == "on_submission" for share in programme.application.shares
    )
    return WITH_THE_HOST | {"submitted"} if at_once else WITH_THE_HOST


def held_back(programme: Programme, one: Application, *, guardian: bool) -> Held | None:
    """Why an application may not be given to its host; None where it may."""
    asked = [step.key for step in programme.application.steps if step.kind == "consent"]
    if any(one.answers.get(key) is not True for key in asked):
        return Held(one.id, "no consent to share is on record")
    if not guardian:
        return Held(one.id, "a guardian has not agreed yet")
    return None


def given(step: Step, answers: Mapping[str, Any]) -> str:
    """One answer in words; empty where it was skipped."""
    value = answers.get(step.key)
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(str(item) for item in value)
        case dict():
            return str(value.get("name", "a file"))
        case _:
            return str(value)


def file_name(*words: str, ending: str) -> str:
    """A name that every system of files takes: letters, digits and spaces of any language, not too long."""
    plain = " ".join(re.sub(r"[^\w .,()-]+", " ", " ".join(words)).split()).strip(" .")
    return f"{plain[:80].rstrip(' .,') or 'file'}.{ending}"


def ending_of(name: str) -> str:
    """The ending of an uploaded file's name, in small letters."""
    found = re.search(r"\.([A-Za-z0-9]{1,8})$", name)
    return found[1].casefold() if found else "bin"
