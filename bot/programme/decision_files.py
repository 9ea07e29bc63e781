"""A file of decisions, row by row: whose application is meant, what was decided, and why a row cannot be taken.

The row names an application by its number, its student's e-mail address or their name. A decision on the wrong person
cannot be undone once it is told, so nothing here is guessed: a name that is nearly right is a problem with a hint.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.programme.applications import Application, words_for
from bot.programme.bad_rows import Bad
from bot.programme.deciding import Decision, possible

SAID: dict[Decision, str] = {
    "offered": "yes, y, offer, offered, an offer, accept, accepted, take, taken, admit, admitted, select, selected, "
    "successful, place, a place, approve, approved, chosen",
    "waitlisted": "waiting list, waitlist, waitlisted, wait list, waiting, on the waiting list, reserve, reserves, "
    "backup",
    "unsuccessful": "no, n, reject, rejected, unsuccessful, not successful, decline, declined, refuse, refused, "
    "not selected, not this time, not offered, not accepted",
}
OF_WORD = {word: choice for choice, words in SAID.items() for word in words.split(", ")}
ALIKE = 80.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application that a row can mean, with what rows call it by."""

    application: Application
    email: str
    name: str
    called: tuple[str, ...]
    """The key, the title and the host of the placement."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What one row says."""

    line: int
    candidate: Candidate
    choice: Decision
    reason: str = ""

    @property
    def is_new(self) -> bool:
        """Whether something else, or nothing, is staged so far."""
        return self.candidate.application.pending != self.choice


@dataclass(frozen=True, slots=True)
class Taken:
    """A whole file: its decisions, its problems, and how many rows say nothing yet."""

    decided: tuple[Decided, ...]
    bad: tuple[Bad, ...]
    empty: int


def decision_of(words: str) -> Decision | None:
    """The decision that a cell names; None where it is none that we know."""
    return OF_WORD.get(" ".join(re.findall(r"[a-z]+", words.casefold())))


def take(rows: Iterable[tuple[int, Mapping[str, str]]], candidates: Sequence[Candidate]) -> Taken:
    """Read every row; a row whose decision is empty is left for later."""
    decided: list[Decided] = []
    bad: list[Bad] = []
    seen: dict[int, int] = {}
    empty = 0
    for line, cells in rows:
        if not cells.get("decision", "").strip():
            empty += 1
            continue
        found = _row(line, cells, candidates)
        if isinstance(found, Decided) and (before := seen.get(found.candidate.application.id)):
            found = Bad(line, "", f"{found.candidate.name} is already in line {before}")
        if isinstance(found, Bad):
            bad.append(found)
        else:
            seen[found.candidate.application.id] = line
            decided.append(found)
    return Taken(tuple(decided), tuple(bad), empty)


def _row(line: int, cells: Mapping[str, str], candidates: Sequence[Candidate]) -> Decided | Bad:
    choice = decision_of(cells["decision"])
    if choice is None:
        words = cells["decision"].strip()
        return Bad(line, "decision", f'"{words}" is none that I know; write offer, waiting list or no')
    found = _meant(line, cells, candidates)
    if isinstance(found, Bad):
        return found
    if choice not in possible(found.application):
        state = words_for(found.application.state)
        return Bad(line, "decision", f"{found.name}'s application is {state}, so that is no longer possible")
    return Decided(line, found, choice, " ".join(cells.get("reason", "").split()).rstrip("."))


def _meant(line: int, cells: Mapping[str, str], candidates: Sequence[Candidate]) -> Candidate | Bad:
    """The one application that a row means; everything that it says must agree."""
    number, email, name, placement = (
        cells.get(key, "").strip() for key in ("application", "email", "name", "placement")
    )
    if not (number or email or name):
        return Bad(line, "", "it names nobody; give the application's number, an e-mail address or a name")
    fits = list(candidates)
    if number:
        fits = [one for one in fits if str(one.application.id) == number.lstrip("#")]
        if not fits:
            return Bad(line, "application", f"there is no application {number} in this programme")
    if email:
        fits = [one for one in fits if one.email == email.casefold()]
        if not fits:
            return Bad(
                line,
                "email",
                f"{email} has no application here" + (f" with the number {number}" if number else ""),
            )
    if name:
        named = [one for one in fits if plain(one.name) == plain(name)]
        if not named:
            return Bad(line, "name", _nobody(name, fits, sure=bool(number or email)))
        fits = named
    if placement:
        placed = [one for one in fits if any(plain(placement) == plain(words) for words in one.called)]
        if not placed:
            return Bad(line, "placement", f"{fits[0].name} has no application for “{placement}”")
        fits = placed
    if len(fits) > 1:
        fits = [one for one in fits if possible(one.application)] or fits
    if len(fits) > 1:
        numbers = ", ".join(str(one.application.id) for one in fits)
        return Bad(line, "", f"{fits[0].name} has several applications ({numbers}); give the number of one")
    return fits[0]


def _nobody(name: str, fits: Sequence[Candidate], *, sure: bool) -> str:
    if sure:
        return f"this is {fits[0].name}, and the file says {name}"
    near = process.extractOne(
        plain(name), {one.name: plain(one.name) for one in fits}, scorer=fuzz.ratio, score_cutoff=ALIKE
    )
    hint = f"; did you mean {near[2]}?" if near else ""
    return f"nobody called {name} has an application here{hint}"


def plain(words: str) -> str:
    """Words as they are compared: no case, accents, punctuation, or what stands in brackets."""
    bare = unicodedata.normalize("NFKD", re.sub(r"\([^)]*\)", " ", words).casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(char for char in bare if not unicodedata.combining(char))))
