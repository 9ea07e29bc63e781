"""A programme: everything that one YAML file says, typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, field_validator

from bot.programme.base import Key, Model, Text
from bot.programme.dates.values import Span
from bot.programme.definition.activities import CheckIn, Completion, Credential, Deliverable, Journal, Session
from bot.programme.definition.application import Application, Decisions, Step
from bot.programme.definition.cycles import Cycle, Edition, Grouping, Skills, Themes
from bot.programme.definition.eligibility import Eligibility
from bot.programme.definition.facts import Fact, Ignored, Source
from bot.programme.definition.people import (
    Clock,
    Contact,
    Minors,
    Organisation,
    Owner,
    Participants,
    Safety,
    Supervisor,
    Vocabulary,
)
from bot.programme.definition.running import Broadcasts, Nudges, Privacy
from bot.programme.definition.terms import (
    ClockSpan,
    Cost,
    Credit,
    Duration,
    Equipment,
    Expenses,
    Hours,
    Load,
    MessageConsent,
    Mode,
    Pay,
    TimeZoneDuty,
    WorkAuthorisation,
)


class Programme(Model):
    """One edition of one programme."""

    format: Literal[1]
    key: Key
    title: Text
    aliases: tuple[Text, ...] = ()
    summary: Text
    organisation: Organisation
    edition: Edition
    owner_chain: tuple[Owner, ...] = Field(min_length=1)
    clock: Clock
    vocabulary: Vocabulary = Vocabulary()
    participants: Participants
    minors: Minors
    supervisors: tuple[Supervisor, ...] = ()
    cycles: tuple[Cycle, ...] = Field(min_length=1)
    grouping: Grouping
    themes: Themes | None = None
    skills: Skills | None = None
    eligibility: Eligibility
    application: Application
    decisions: Decisions
    sessions: tuple[Session, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    journal: Journal | None = None
    deliverables: tuple[Deliverable, ...] = ()
    completion: Completion | None = None
    credential: Credential | None = None
    credit: Credit
    pay: Pay
    cost: Cost
    expenses: Expenses
    mode: Mode
    duration: Duration | None = None
    load: Load | None = None
    hours: Hours | None = None
    clock_span: ClockSpan | None = None
    equipment: Equipment
    work_authorisation: WorkAuthorisation | None = None
    time_zone_duty: TimeZoneDuty | None = None
    contact: Contact
    message_consent: MessageConsent | None = None
    safety: Safety
    nudges: Nudges = Nudges()
    privacy: Privacy
    broadcasts: Broadcasts = Broadcasts()
    sources: dict[Key, Source] = Field(min_length=1)
    facts: dict[Key, Fact]
    ignored: tuple[Ignored, ...] = ()

    @field_validator("facts", mode="before")
    @classmethod
    def _named_by_their_keys(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {key: {"key": key, **fact} if isinstance(fact, dict) else fact for key, fact in value.items()}

    def cycle(self, key: str) -> Cycle | None:
        """Return the cycle with this key, or the one that has it as an alternative (`winter/1`); else None."""
        return next((one for one in self.cycles if key in one.window_keys), None)

    def of_window(self, key: str) -> Cycle | None:
        """Return the cycle of a window; of an alternative, with the days of that alternative alone (T11)."""
        found = self.cycle(key)
        chosen = next((one for one in found.alternatives if one.key == key), None) if found else None
        if found is None or chosen is None:
            return found
        days = Span(from_day=chosen.starts, to_day=chosen.ends)
        return found.model_copy(update={"placements": days})

    def session(self, key: str) -> Session | None:
        """Return the session with this key, or None."""
        return next((one for one in self.sessions if one.key == key), None)

    def check_in(self, key: str) -> CheckIn | None:
        """Return the check-in with this key, or None."""
        return next((one for one in self.check_ins if one.key == key), None)

    def step(self, key: str) -> Step | None:
        """Return the application step with this key, or None."""
        return next((one for one in self.application.steps if one.key == key), None)

    @property
    def window_keys(self) -> tuple[str, ...]:
        """Everything that a column `window` may hold."""
        return tuple(key for one in self.cycles for key in one.window_keys)

    def facts_about(self, topic: str, cycle: str | None = None) -> tuple[Fact, ...]:
        """Return the facts on a topic that are this programme's own, those of other cycles left out.

        Stated and derived ones come first, in the order of the file; then what is unknown.
        Assumed ones are never among them: they are the bot's configuration, not the programme's word.
        """

        def matching() -> Iterator[Fact]:
            for fact in self.facts.values():
                if fact.about != "programme" or fact.status == "assumed":
                    continue
                if cycle is not None and fact.cycle not in (None, cycle):
                    continue
                if topic == fact.topic or topic in fact.also:
                    yield fact

        return tuple(sorted(matching(), key=lambda fact: (fact.status == "unknown", fact.topic != topic)))

    def source_of(self, fact: Fact) -> Source:
        """Return where a fact was read: the source it names, else the first one of the file."""
        return self.sources[fact.source] if fact.source else next(iter(self.sources.values()))

    def lines(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Return the verbatim lines behind these facts, in order, each once."""
        return tuple(dict.fromkeys(line for key in keys for line in self.facts[key].verbatim))
