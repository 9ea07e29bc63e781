"""Who owns the programme, who takes part, who looks after whom, and whom to ask."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.programme.base import ClockTime, Flag, Key, Model, Role, Sourced, Text, YesNo
from bot.programme.dates.values import ZoneName

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Organisation(Model):
    """The organisation that people and records of this programme belong to."""

    key: Key
    name: Text


class Owner(Sourced):
    """One link of the chain from whoever owns the places down to the host."""

    role: Literal["network", "institution", "office", "employer", "host"]
    name: Text


class Clock(Sourced):
    """The programme's own clock: the zone for scheduling and, where given, its public holidays."""

    zone: ZoneName
    holidays: Text | None = None
    why: Text | None = None


TERMS = (
    "programme",
    "placement",
    "opportunity",
    "application",
    "offer",
    "host",
    "student",
    "staff",
    "session",
    "check_in",
    "journal",
    "deliverable",
    "credential",
    "cycle",
    "theme",
    "group",
    "host_supervisor",
    "programme_supervisor",
    "network",
    "institution",
)


class Term(Model):
    """What this programme calls a thing."""

    one: Text
    many: Text | None = None


class Vocabulary(Model):
    """The programme's own names for things, by locale where they differ, and what its people also say."""

    terms: dict[str, Term] = Field(default_factory=dict)
    locales: dict[str, dict[str, Term]] = Field(default_factory=dict)
    aliases: dict[str, Text] = Field(default_factory=dict)

    def name(self, term: str, *, many: bool = False, locale: str | None = None) -> str:
        """Return the programme's word for `term` (`host`, `placement`, …); the plain word where it has none."""
        found = self.locales.get(locale or "", {}).get(term) or self.terms.get(term)
        if found is None:
            plain = term.replace("_", " ")
            return plain + "s" if many else plain
        return (found.many or found.one + "s") if many else found.one


class Participants(Sourced):
    """Who takes part, in the page's words and as levels."""

    called: Text
    levels: tuple[Key, ...] = ()


class Minors(Sourced):
    """Whether participants are under age, and what follows from it (T25)."""

    participants: YesNo
    guardian_consent: Flag = False
    direct_contact: Flag = True
    ask_university_email: Flag = True


class Supervisor(Sourced):
    """A supervising role: which side it is on and what the programme calls it (T23)."""

    role: Role
    side: Literal["university", "host", "programme"]
    called: Text
    duty: Text | None = None


class Channel(Model):
    """A place to look for news."""

    name: Text
    for_what: Text | None = None


class Contact(Sourced):
    """Whom to ask."""

    office: Text
    email: Text | None = None
    channels: tuple[Channel, ...] = ()


class OfficeHours(Model):
    """When a contact can be reached, on their own clock."""

    days: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    from_time: ClockTime
    to_time: ClockTime
    zone: ZoneName


class SafetyContact(Model):
    """A person who is alerted when somebody may be in danger, in the order of the list."""

    name: Text
    role: Text
    email: Text
    phone: Text | None = None
    hours: OfficeHours | None = None


class CrisisLine(Model):
    """A number to show at once to a person in danger."""

    name: Text
    number: Text
    where: Text
    when: Text


class Safety(Model):
    """What must be true before a programme goes live: people, numbers, a route."""

    sample: Flag
    contacts: tuple[SafetyContact, ...] = ()
    crisis_lines: tuple[CrisisLine, ...] = ()
    safeguarding: Text | None = None
    unacknowledged_minutes: int = Field(default=30, ge=1)
    """After how many minutes without an acknowledgement the next contact is alerted."""
