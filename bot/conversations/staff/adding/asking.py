"""The questions of an addition by hand: each answer is checked as a cell of a file would be, at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.conversations.phrases import listed
from bot.conversations.placement.said_times import read_day
from bot.conversations.staff.imports import asker
from bot.errors import UnclearReplyError
from bot.flow import Answers, Step
from bot.imports import Kind, Looked
from bot.programme.dates import say_day
from bot.programme.opportunities import Opportunity, Search
from bot.programme.people import Person, Role
from bot.programme.sessions import match_names
from bot.prompts import Confirm, Prompt, ShortText
from bot.turn import Turn

MOST_NAMED = 4
ADDRESS = re.compile(r"\S+@\S+")
NUMBERS_ALONE = re.compile(r"[\d./\s-]+")
ROLE_WORDS: dict[Role, str] = {
    "student": "student",
    "host_supervisor": "host supervisor",
    "programme_supervisor": "programme supervisor",
    "staff": "staff",
    "network_staff": "network staff",
}


def cells(answers: Mapping[str, Any]) -> dict[str, str]:
    """The answers as the cells of a row; what was skipped has no cell."""
    return {key: str(value) for key, value in answers.items() if value is not None and key != "sure"}


def checked(turn: Turn, kind: Kind, row: Mapping[str, str], *, dry_run: bool = True) -> Looked:
    """What this one row would come to (or, without `dry_run`, comes to)."""
    return turn.importer.one(turn.unit, kind, row, turn.the_programme, turn.now, asker(turn), dry_run=dry_run)


@dataclass(frozen=True, kw_only=True)
class Cell(ShortText):
    """An answer that is read as the import reads that column."""

    turn: Turn
    of: Kind
    column: str
    before: Mapping[str, str]

    def parse(self, text: str) -> str:
        words = super().parse(text)
        found = checked(self.turn, self.of, {**self.before, self.column: words})
        if wrong := next((one for one in found.bad if one.column == self.column), None):
            raise UnclearReplyError(f"{wrong.reason[:1].upper()}{wrong.reason[1:]}.")
        return words

    def is_talkative(self) -> bool:
        return False


@dataclass(frozen=True, kw_only=True)
class DayCell(Cell):
    """A day, also as people say it ("26 march", "next Friday"); kept as year-month-day."""

    def parse(self, text: str) -> str:
        try:
            return super().parse(text)
        except UnclearReplyError:
            if NUMBERS_ALONE.fullmatch(text.strip()):
                raise  # 01/02/2024 is two days, and no guess is made
            day = read_day(text, self.turn.now, self.turn.zone, ahead=True)
            if day is None:
                raise
        return super().parse(day.isoformat())

    def show(self, value: object) -> str:
        try:
            return say_day(date.fromisoformat(str(value)))
        except ValueError:
            return super().show(value)


@dataclass(frozen=True, kw_only=True)
class WhoPrompt(ShortText):
    """Somebody of the programme in a certain role, by address or by name; kept as the address."""

    turn: Turn
    role: Role

    def parse(self, text: str) -> str:
        words = super().parse(text)
        role = ROLE_WORDS[self.role]
        named = match_names(words, self._people(words))
        found = named[0].people if len(named) == 1 else ()
        if len(named) == 1 and len(found) == 1 and (named[0].sure or _plainly(words, found[0])):
            return found[0].email
        if found:
            names = listed([f"{person.name} ({person.email})" for person in found[:MOST_NAMED]], "or")
            raise UnclearReplyError(f"Do you mean {names}? Please write the address.")
        raise UnclearReplyError(
            f"There is no {role} “{words}” on this programme. Write the address of one, or stop here and say "
            f"“add a {role}”; what you wrote is kept."
        )

    def show(self, value: object) -> str:
        one = self.turn.unit.people.by_email(self.turn.scope.organisation, str(value)) if value else None
        return one.name if one and one.name else super().show(value)

    def _people(self, words: str) -> list[Person]:
        """Who may be meant: of an address that one person, of a name anybody on the roster."""
        people, scope = self.turn.unit.people, self.turn.scope
        if ADDRESS.fullmatch(words):
            one = people.by_email(scope.organisation, words)
            return [one] if one and people.membership(scope, one.id, self.role) else []
        return [person for person, _ in people.having(scope, self.role)]

    def is_talkative(self) -> bool:
        return False


def _plainly(words: str, person: Person) -> bool:
    return set(words.casefold().split()) <= set(person.name.casefold().split())


@dataclass(frozen=True, kw_only=True)
class OpportunityPrompt(ShortText):
    """Something that is on offer, by its key or its title; kept as the key."""

    turn: Turn

    def parse(self, text: str) -> str:
        words = super().parse(text)
        turn = self.turn
        if by_key := turn.unit.opportunities.by_key(turn.scope, words):
            return by_key.key
        some = turn.unit.opportunities.search(turn.scope, Search(words=words), limit=MOST_NAMED + 1)
        exact = [one for one in some if one.title.casefold() == words.casefold()]
        found = exact or [one for one in some if words.casefold() in one.title.casefold()]
        if len(found) == 1:
            return found[0].key
        if near := found or some:
            names = listed([f"“{one.title}” ({one.key})" for one in near[:MOST_NAMED]], "or")
            raise UnclearReplyError(f"Do you mean {names}? Please write the key.")
        raise UnclearReplyError(
            f"There is no opportunity “{words}”. Write its key or its title, or stop here and say “add an opportunity”."
        )

    def show(self, value: object) -> str:
        one = self.turn.unit.opportunities.by_key(self.turn.scope, str(value))
        return f"{one.title}, {one.host}" if isinstance(one, Opportunity) else str(value)

    def is_talkative(self) -> bool:
        return False


@dataclass(frozen=True, kw_only=True)
class SurePrompt(Confirm):
    """The last look. `wrong` is why it cannot be done as it stands."""

    wrong: str = ""

    def parse(self, text: str) -> bool:
        agreed = super().parse(text)
        if self.wrong:
            raise UnclearReplyError(f"{self.wrong} Say “change” and which answer.")
        return agreed


def sure(turn: Turn, kind: Kind, steps: tuple[Step, ...], row: Any) -> Step:
    """The last step: what would be added or changed, as the import sees it. `row` makes the cells of the answers."""

    def seen(answers: Answers) -> Looked:
        for step in steps:
            if step.when(answers):
                answers[step.key]  # the last question waits for all the others
        return checked(turn, kind, row(answers))

    def ask(answers: Answers) -> Prompt:
        found = seen(answers)
        wrong = " ".join(f"{one.column.replace('_', ' ')}: {one.reason}." for one in found.bad)
        summary = tuple(
            (step.ask(answers).label or step.key, step.ask(answers).show(answers[step.key]))
            for step in steps
            if step.when(answers) and answers[step.key] is not None
        )
        said = found.examples[0].partition(": ")[2] if found.examples else ""
        question = f"There already: {said}. Change it?" if found.changed else "Add this?"
        return SurePrompt(
            question=f"This cannot be added yet. {wrong}" if wrong else question,
            label="Sure",
            do="Change it" if found.changed else "Add",
            summary=summary,
            wrong=wrong,
        )

    return Step("sure", ask, lambda answers: not seen(answers).same)
