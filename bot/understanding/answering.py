"""What an answer is made of: the question put, the facts it rests on, and how they become sentences."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.programme.calendar import over
from bot.programme.dates import say_day, say_list
from bot.programme.definition import Cycle, Fact, Programme
from bot.understanding.normalise import normal

Outcome = Literal["answer", "act", "confirm", "clarify", "not_stated", "refuse", "handoff"]


@dataclass(frozen=True)
class Source:
    """A line behind an answer: the page's own words, where they stand, as of when, and how sure."""

    key: str
    verbatim: tuple[str, ...]
    source: str
    as_of: str | None
    status: str


@dataclass(frozen=True)
class Answer:
    """What is said. `slots` is what was understood, `follow_up` a next question that would help."""

    intent: str
    outcome: Outcome
    text: str
    sources: tuple[Source, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    follow_up: str | None = None


@dataclass(frozen=True)
class Question:
    """A message to be answered: its words, who asks, about which programme, at what instant on whose clock."""

    intent: str
    text: str
    programme: Programme
    role: str
    now: dt.datetime
    zone: ZoneInfo
    attributes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def words(self) -> str:
        """The message in known spelling and lower case."""
        return normal(self.text)

    def says(self, pattern: str) -> bool:
        """Tell whether the message has words of this kind (a regular expression; whole words)."""
        return bool(re.search(rf"\b(?:{pattern})(?!\w)", self.words))

    @cached_property
    def reader_zone(self) -> str | None:
        """The asker's zone where their clock differs from the programme's; None where it agrees."""
        here, there = self.now.astimezone(self.zone), self.now.astimezone(ZoneInfo(self.programme.clock.zone))
        return None if here.utcoffset() == there.utcoffset() else str(self.zone)

    @cached_property
    def contact(self) -> str:
        """Whom to ask, with the address where the programme gives one."""
        contact = self.programme.contact
        return f"{contact.office} ({contact.email})" if contact.email else contact.office

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """The cycles that the message names; empty where it names none."""
        return tuple(one for one in self.programme.cycles if self._names(one))

    def _names(self, cycle: Cycle) -> bool:
        if len(self.programme.cycles) == 1:
            return False
        names = {cycle.key, cycle.name, *cycle.aliases}
        names |= {said for said, meant in self.programme.vocabulary.aliases.items() if meant == cycle.key}
        for name in names:
            plain = normal(name)
            if plain.isdigit():
                if re.search(
                    rf"(?:micro-?internships?|number|no|stream|group|internship|mi|#) ?{plain}\b(?!,? ?\d)|"
                    rf"\b{plain} (?:&|and) \d|\d (?:&|and) {plain}\b",
                    self.words,
                ):
                    return True
            elif plain and re.search(rf"\b{re.escape(plain)}\b", self.words):
                return True
        return False

    def answer(
        self, outcome: Outcome, text: str, facts: Iterable[Fact] = (), slots: Mapping[str, Any] | None = None
    ) -> Answer:
        """Make the answer; `facts` are what it rests on."""
        held = tuple(dict.fromkeys(one.key for one in facts if one.verbatim))
        sources = tuple(self.source(self.programme.facts[key]) for key in held)
        return Answer(self.intent, outcome, tidy(text), sources, dict(slots or {}))

    def source(self, fact: Fact) -> Source:
        """Return a fact as the source of an answer."""
        page = self.programme.source_of(fact)
        as_of = fact.as_of or page.as_of or self.programme.edition.as_of
        named = f"{page.title}, {page.publisher}" if page.publisher else page.title
        return Source(fact.key, fact.verbatim, named, as_of.isoformat() if as_of else None, fact.status)

    # --- facts

    def facts(self, topic: str, *, supporting: bool = False) -> list[Fact]:
        """Return what may be said on a topic, of the cycles that were asked about; what answers it comes first."""
        named = {one.key for one in self.cycles}
        found = [
            fact
            for fact in self.programme.facts_about(topic)
            if fact.sayable
            and (fact.answers or supporting)
            and (not named or fact.cycle is None or fact.cycle in named)
        ]
        return sorted(found, key=lambda fact: (not fact.answers, fact.status == "derived"))

    def fact(self, key: str) -> list[Fact]:
        """Return one fact by its key where the programme has it and it may be said."""
        found = self.programme.facts.get(key)
        return [found] if found and found.sayable else []

    def silent(self, topic: str, lead: str = "", *, beside: Iterable[Fact] = (), why: str = "") -> Answer:
        """Say that the programme does not say, what it does say near it, and whom to ask."""
        near = list(beside)
        unknown = [one for one in self.programme.facts_about(topic) if one.status == "unknown"]
        plain = why or next((one.text for one in unknown), "The programme's page does not say.")
        route = next((one.route for one in unknown if one.route), None)
        # The day on which a page was updated, beside a date that it does not give, would be taken for that date.
        aged = "" if topic == "deadline" and not over(self.programme, self.now).over else self.aged(near)
        return self.answer(
            "not_stated",
            f"{lead} {plain} {sentences(near)} {aged} {ask_them(route, self.contact)}",
            near,
        )

    def told(self, topic: str, *, supporting: bool = False, lead: str = "", after: str = "") -> Answer:
        """Answer a topic from its facts, or say that the programme is silent on it."""
        facts = self.facts(topic, supporting=supporting)
        if not any(one.answers for one in facts):
            return self.silent(topic, beside=facts)
        return self.answer("answer", f"{lead} {sentences(facts)} {after} {self.aged(facts)}", facts)

    def aged(self, facts: Iterable[Fact], *, dated: bool = False) -> str:
        """Say how old the lines are: that the edition is over, or from when the page is (T16, T18)."""
        held = list(facts)
        ended = over(self.programme, self.now)
        if ended.over:
            label = self.programme.edition.label
            return ended.why if dated else f"This is what the {label} edition says; its dates have passed."
        page = next(
            (
                one
                for one in (
                    self.programme.edition.as_of,
                    *(self.programme.source_of(fact).as_of for fact in held),
                )
                if one
            ),
            None,
        )
        return (
            f"The page was updated on {say_day(page)}."
            if page and (held or dated) and "updated on" not in sentences(held)
            else ""
        )

    def hand(
        self,
        text: str,
        facts: Iterable[Fact] = (),
        *,
        to: str | None = None,
        slots: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Hand over to a human: what the page says, and who looks at it."""
        return self.answer(
            "handoff", f"{text} This is for a person to decide: {to or self.contact}.", facts, slots
        )


def sentences(facts: Iterable[Fact]) -> str:
    """Return the sentences of facts, each once, in order."""
    return " ".join(dict.fromkeys(one.text for one in facts))


def ask_them(route: str | None, contact: str) -> str:
    """Say whom to ask; the address where there is one."""
    if route and "@" not in route and "@" in contact and contact.partition(" (")[0] in route:
        return f"Please ask {contact}."
    return f"Please ask {route or contact}."


def tidy(text: str) -> str:
    """Return the text with single spaces, paragraphs kept."""
    return "\n\n".join(re.sub(r"[ \t]+", " ", part).strip() for part in text.split("\n\n") if part.strip())


def join(answers: list[Answer]) -> Answer:
    """Return several answers as one: the first one's intent and outcome, everything that was said."""
    first = answers[0]
    texts = list(dict.fromkeys(one.text for one in answers))
    sources = tuple({one.key: one for each in answers for one in each.sources}.values())
    slots = {key: value for each in reversed(answers) for key, value in each.slots.items()}
    return replace(first, text="\n\n".join(texts), sources=sources, slots=slots)


def listed(items: Iterable[str], last: str = "and") -> str:
    """Join words: "a, b and c"."""
    return say_list(list(items), last)
