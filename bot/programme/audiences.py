"""An audience as data: roles and conditions that a query evaluates at the instant of sending, readable in words.

Conditions are all to hold; the values of one condition are alternatives; `opposite` turns one round.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from bot.programme import applications, checkins, journals, placements
from bot.programme.dates.saying import say_list
from bot.programme.definition import Programme
from bot.programme.people import Role

About: TypeAlias = Literal[
    "cycle",
    "placement",
    "application",
    "journal",
    "check_in",
    "session",
    "attribute",
    "list",
    "person",
    "delivered",
    "pressed",
]

PLACED: tuple[str, ...] = tuple(
    state for state in placements.CHANGES if state not in {"cancelled_before", "ended_early", "revoked"}
)
APPLIED: tuple[str, ...] = tuple(
    state for state in applications.CHANGES if state in applications.LIVE - {"draft"}
)
"""Submitted, and not come to an end without a place."""
BEGUN: tuple[str, ...] = ("draft", *APPLIED)
WAITING_FOR_A_DECISION: tuple[str, ...] = ("submitted", "with_host", "interviewing")
HANDED_IN: tuple[str, ...] = tuple(sorted(journals.HANDED_IN))
UNANSWERED: tuple[str, ...] = tuple(sorted((checkins.WAITING - {"scheduled"}) | {"missed", "escalated"}))
ROLE_WORDS: dict[Role, str] = {
    "student": "students",
    "host_supervisor": "host supervisors",
    "programme_supervisor": "programme supervisors",
    "staff": "staff",
    "network_staff": "network staff",
    "owner": "owners",
}
EVERYBODY: tuple[Role, ...] = ("student", "host_supervisor", "programme_supervisor", "staff")
APPLICATION_WORDS: dict[tuple[str, ...], tuple[str, str]] = {
    ("draft",): ("who have a draft application that is not submitted", "who have no draft application"),
    APPLIED: ("who have applied", "who have not applied"),
    BEGUN: ("who have begun an application", "who have not begun an application"),
    WAITING_FOR_A_DECISION: (
        "whose application waits for a decision",
        "whose application does not wait for a decision",
    ),
    ("offered",): ("who have an offer to answer", "who have no offer to answer"),
    ("accepted",): ("who have accepted an offer", "who have not accepted an offer"),
    ("waitlisted",): ("who are on the waiting list", "who are not on the waiting list"),
    ("unsuccessful",): ("whose application was unsuccessful", "whose application was not unsuccessful"),
    ("withdrawn",): ("who have withdrawn an application", "who have not withdrawn an application"),
    ("declined",): ("who have declined an offer", "who have not declined an offer"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must hold (`opposite`: must not).

    `windows` are keys of cycles or of their alternatives, empty for any; `states` are states of the record, or the
    values of an attribute, or people's numbers; `key` names the session, check-in, attribute, list or broadcast, and
    `name` is how people call it.
    """

    about: About
    states: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()
    key: str = ""
    name: str = ""
    opposite: bool = False


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody with one of the roles for whom all conditions hold; `also` these, and `without` those."""

    roles: tuple[Role, ...]
    conditions: tuple[Condition, ...] = ()
    also: tuple[Audience, ...] = ()
    without: tuple[Audience, ...] = ()

    @property
    def everyone(self) -> bool:
        """Whether a whole role is in it, or all of them, by no rule that says who (a few may be left out)."""
        whole = bool(self.roles) and not self.conditions
        return whole or any(one.everyone for one in self.also)

    @property
    def every_role(self) -> tuple[Role, ...]:
        """The roles of all its parts."""
        parts = [self.roles, *(one.every_role for one in self.also)]
        return tuple(dict.fromkeys(role for roles in parts for role in roles))

    def say(self, programme: Programme) -> str:
        """The rule as a person reads it; people who are meant by name are only named."""
        if self.without or self.also or len(self.conditions) != 1:
            return self._say_parts(programme)
        only = self.conditions[0]
        return only.name if only.about == "person" and not only.opposite else self._say_parts(programme)

    def _say_parts(self, programme: Programme) -> str:
        parts = [
            *([self._say_first(programme)] if self.roles else []),
            *(one.say(programme) for one in self.also),
        ]
        less = [f"but not {one.say(programme)}" for one in self.without]
        return "; ".join(["; and also ".join(parts), *less])

    def _say_first(self, programme: Programme) -> str:
        everybody = "people" if self.conditions else "everyone on the programme"
        who = (
            everybody
            if set(EVERYBODY) <= set(self.roles)
            else say_list([ROLE_WORDS[role] for role in self.roles])
        )
        if not self.conditions and len(self.roles) == 1:
            who = f"all {who}"
        said: list[str] = []
        known: set[tuple[str, ...]] = set()
        for one in self.conditions:
            said.append(say(replace(one, windows=()) if one.windows in known else one, programme, self.roles))
            known.add(one.windows)
        return f"{who} {', '.join(said)}".strip()


def say(one: Condition, programme: Programme, roles: Sequence[Role] = ("student",)) -> str:
    """One condition in words that follow “students …” (or whatever the roles are)."""
    names = _windows(one, programme)
    return SAYING[one.about](one, names, " not" if one.opposite else "", "student" in roles)


def _say_cycle(_: Condition, names: str, no: str, student: bool) -> str:  # noqa: FBT001 - one row of a table
    return f"{no.strip()} in {names}, placed or applied".strip() if student else f"with students in {names}"


def _say_placement(one: Condition, names: str, no: str, student: bool) -> str:  # noqa: FBT001
    inside = f" in {names}" if names else ""
    states = say_list([state.replace("_", " ") for state in one.states], "or")
    which = f" that is {states}" if states else ""
    if student:
        return f"with {'no' if no else 'a'} placement{inside}{which}"
    return f"who {'do not ' if no else ''}supervise a placement{inside}{which}"


def _say_application(one: Condition, names: str, no: str, _: bool) -> str:  # noqa: FBT001
    inside = f" for {names}" if names else ""
    found = APPLICATION_WORDS.get(one.states or APPLIED)
    return (found[bool(no)] if found else f"whose application is{no} {say_list(one.states, 'or')}") + inside


def _say_journal(_: Condition, names: str, no: str, __: bool) -> str:  # noqa: FBT001
    return f"whose journal{f' for {names}' if names else ''} is{no} submitted"


def _say_check_in(one: Condition, names: str, no: str, _: bool) -> str:  # noqa: FBT001
    inside = f" in {names}" if names else ""
    return f"who {'owe no answer to' if no else 'have not answered'} the {one.name or 'check-in'}{inside}"


def _say_session(one: Condition, names: str, no: str, _: bool) -> str:  # noqa: FBT001
    if "registered" in one.states:
        word = "have not signed up for" if no else "have signed up for"
    else:
        word = "did not attend" if no else "attended"
    return f"who {word} {one.name or 'the training'}{f' in {names}' if names else ''}"


SAYING: dict[About, Callable[[Condition, str, str, bool], str]] = {
    "cycle": _say_cycle,
    "placement": _say_placement,
    "application": _say_application,
    "journal": _say_journal,
    "check_in": _say_check_in,
    "session": _say_session,
    "attribute": lambda one, _, no, __: f"whose {one.name or one.key} is{no} {say_list(one.states, 'or')}",
    "list": lambda one, _, no, __: f"{no.strip()} on the list “{one.name}”".strip(),
    "person": lambda one, _, no, __: f"{'other than ' if no else ''}({one.name})",
    "delivered": lambda one, _, no, __: f"{no.strip()} reached by “{one.name}”".strip(),
    "pressed": lambda one, _, no, __: f"who have{no} pressed “Got it” on “{one.name}”",
}


def _windows(one: Condition, programme: Programme) -> str:
    names = []
    for window in one.windows:
        cycle = programme.cycle(window)
        if cycle is None:
            continue
        alternative = next((found for found in cycle.alternatives if found.key == window), None)
        names.append(alternative.name if alternative else cycle.name)
    return say_list(names, "or")


def expanded(windows: Sequence[str], programme: Programme) -> tuple[str, ...]:
    """Every key that a record of these windows may hold: a cycle stands for its alternatives too."""
    found: list[str] = []
    for window in windows:
        cycle = programme.cycle(window)
        found += cycle.window_keys if cycle is not None and cycle.key == window else (window,)
    return tuple(dict.fromkeys(found))
