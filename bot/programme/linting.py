"""What a careful colleague would point out in a programme file that loads: gaps, clashes, silences.

`must` is to be mended before the programme goes live; `look` may be as it should be, and deserves a look.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.programme.definition import TERMS, TOPICS, Programme
from bot.programme.eligibility import values_of
from bot.programme.levels import LEVELS, normalise_level
from bot.programme.linting_dates import check_dates


@dataclass(frozen=True)
class Finding:
    """One remark: how much it matters, where, what, and what to do."""

    level: Literal["must", "look"]
    path: str
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.level} ({self.path}): {self.message} {self.mend}"


_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
Remark = tuple[Literal["must", "look"], str, str, str]


def lint(programme: Programme) -> list[Finding]:
    """Return the remarks on a programme, those that must be mended first."""
    places: dict[tuple[Literal["must", "look"], str, str], list[str]] = {}
    for level, path, message, mend in (remark for check in CHECKS for remark in check(programme)):
        places.setdefault((level, message, mend), []).append(path)
    found = [
        Finding(level, "; ".join(paths), message, mend) for (level, message, mend), paths in places.items()
    ]
    return sorted(found, key=lambda one: one.level != "must")


def _safety(programme: Programme) -> Iterator[Remark]:
    safety = programme.safety
    if safety.sample:
        mend = "Put in the real people and numbers, then write `sample: no`."
        yield "must", "safety", "The safety block holds sample data.", mend
    if not safety.contacts:
        mend = "Name at least one person, better two, in the order in which they are alerted."
        yield "must", "safety / contacts", "Nobody is named who is alerted when somebody is in danger.", mend
    if not safety.crisis_lines:
        mend = "Add the lines that a person in danger can call."
        yield "must", "safety / crisis_lines", "There is no number to show to a person in danger.", mend
    if not safety.safeguarding:
        mend = "Say who takes a safeguarding concern up, and how."
        yield "must", "safety / safeguarding", "There is no route for safeguarding.", mend


def _addresses(programme: Programme) -> Iterator[Remark]:
    named = [("contact / email", programme.contact.email)]
    named += [(f"safety / contacts / {n}", one.email) for n, one in enumerate(programme.safety.contacts, 1)]
    for path, email in named:
        if email is not None and not _ADDRESS.fullmatch(email):
            yield (
                "must",
                path,
                f"“{email}” is not an e-mail address.",
                "Write it as name@example.ac.uk: messages go there.",
            )


def _levels(programme: Programme) -> Iterator[Remark]:
    rules = programme.eligibility
    named = [(f"eligibility / inclusions / {one.key}", one.needs) for one in rules.inclusions]
    named += [(f"eligibility / exclusions / {one.key}", one.when) for one in rules.exclusions]
    for path, condition in named:
        for one in values_of(condition, "level"):
            if normalise_level(one) is None:
                mend = f"Use {', '.join(LEVELS)}."
                yield "must", path, f"“{one}” is not a level that is understood, so nobody ever has it.", mend


def _minors(programme: Programme) -> Iterator[Remark]:
    minors = programme.minors
    if minors.participants != "yes":
        return
    if not minors.guardian_consent:
        mend = "Write `guardian_consent: yes`."
        yield "must", "minors", "Participants are minors, and no guardian's consent is asked for.", mend
    if not any(step.kind == "guardian_consent" for step in programme.application.steps):
        mend = "Add a step of the kind guardian_consent."
        yield (
            "must",
            "application / steps",
            "Participants are minors, and no step asks a guardian to agree.",
            mend,
        )
    if minors.direct_contact:
        mend = "Write `direct_contact: no`."
        yield "must", "minors", "Participants are minors, and adults could write to them directly.", mend
    if minors.ask_university_email:
        mend = "Write `ask_university_email: no`."
        yield "look", "minors", "Minors would be asked for an e-mail address of the university.", mend


def _sessions(programme: Programme) -> Iterator[Remark]:
    for session in programme.sessions:
        if session.compulsory == "yes" and not session.make_up:
            mend = "Say in `make_up:` what somebody does who could not come."
            path = f"sessions / {session.key}"
            yield "look", path, f"{session.name} is compulsory, and there is no way to make it up.", mend


def _places(programme: Programme) -> Iterator[Remark]:
    decisions = programme.decisions
    waiting = decisions.waiting_list
    if waiting and waiting.operator == "not_stated":
        mend = "Say in `operator:` who runs it."
        yield "must", "decisions / waiting_list", "There is a waiting list that nobody runs.", mend
    if waiting and waiting.rule == "not_stated":
        mend = "Ask whoever runs it; until then no position can be promised to move."
        yield (
            "look",
            "decisions / waiting_list",
            "The order in which the waiting list moves is not stated.",
            mend,
        )
    if decisions.quota and decisions.quota.number is None:
        mend = "Ask for the number; until then no place can be called free or taken."
        yield "look", "decisions / quota", "Places are limited, and the number is not stated.", mend
    if decisions.quota and not waiting:
        mend = "Say what happens when the places are full."
        yield "look", "decisions", "Places are limited, and there is no waiting list.", mend
    if decisions.decided_by == "not_stated":
        mend = "Say in `decided_by:` who does: the host, the office or the network."
        yield "must", "decisions", "Nobody is named who decides on applications.", mend


def _application(programme: Programme) -> Iterator[Remark]:
    application = programme.application
    if application.shares and not any(step.kind == "consent" for step in application.steps):
        minors = any(step.kind == "guardian_consent" for step in application.steps)
        if not minors:
            mend = "Add a step of the kind consent."
            yield (
                "must",
                "application / shares",
                "Applications are shared, and no step asks for consent.",
                mend,
            )
    for step in application.steps:
        if step.kind == "statement" and step.words is None:
            mend = "Give the most words in `words:`."
            yield "look", f"application / steps / {step.key}", "A statement without a limit of words.", mend
        if step.kind in ("choice", "choices") and not step.options:
            mend = "List what can be chosen in `options:`."
            yield "must", f"application / steps / {step.key}", "There is nothing to choose from.", mend
    dated = any(cycle.sent_to_hosts.first for cycle in programme.cycles)
    if application.edits_until == "sent_to_hosts" and not dated:
        mend = "Give `sent_to_hosts` in the cycles, or write `edits_until: deadline`."
        yield (
            "look",
            "application",
            "Edits are to end when applications go to hosts, and no cycle says when.",
            mend,
        )


def _words(programme: Programme) -> Iterator[Remark]:
    vocabulary = programme.vocabulary
    named = [("vocabulary / terms", vocabulary.terms)]
    named += [(f"vocabulary / locales / {locale}", terms) for locale, terms in vocabulary.locales.items()]
    for path, terms in named:
        for term in terms:
            if term not in TERMS:
                near = difflib.get_close_matches(term, TERMS, n=1)
                mend = f"Did you mean `{near[0]}`?" if near else f"There are: {', '.join(TERMS)}."
                yield (
                    "look",
                    f"{path} / {term}",
                    f"Nothing is called “{term}”, so that its name is never used.",
                    mend,
                )


def _hours(programme: Programme) -> Iterator[Remark]:
    hours = programme.hours
    if hours and hours.total and hours.most_in_all and hours.total > hours.most_in_all:
        mend = "One of the two figures is wrong."
        yield "must", "hours", "The total is more than the most that may be worked.", mend


def _silences(programme: Programme) -> Iterator[Remark]:
    silent = [topic.replace("_", " ") for topic in TOPICS if not programme.facts_about(topic)]
    if silent:
        mend = "Add a fact for each, or one with `status: unknown` and a `route`, so that the silence can be said."
        yield (
            "look",
            "facts",
            f"There is no fact, not even that nothing is said, on: {', '.join(silent)}.",
            mend,
        )


def _quiet(programme: Programme) -> Iterator[Remark]:
    nudges = programme.nudges
    for check_in in programme.check_ins:
        for side in check_in.asked:
            if nudges.quiet_to < nudges.quiet_from and not nudges.quiet_to <= side.at < nudges.quiet_from:
                mend = "Choose an hour of the day; it would wait until quiet hours end."
                path = f"check_ins / {check_in.key}"
                yield "look", path, f"It is asked at {side.at:%H:%M}, within quiet hours.", mend
    kept = set(programme.privacy.keep)
    for kind in ("people", "applications", "conversations", "messages", "safety", "audit"):
        if kind not in kept:
            mend = "Add it under `privacy: keep:`."
            yield "must", "privacy / keep", f"It is not said how long {kind} are kept.", mend


CHECKS: tuple[Callable[[Programme], Iterator[Remark]], ...] = (
    _safety,
    _addresses,
    _levels,
    _minors,
    check_dates,
    _sessions,
    _places,
    _application,
    _hours,
    _words,
    _quiet,
    _silences,
)
