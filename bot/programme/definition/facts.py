"""What the programme says, line by line: each fact with its words, its source and how sure it is."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from bot.programme.base import Key, Model, Status, Text
from bot.programme.dates.values import CalendarDay

Topic = Literal[
    "programme",
    "dates",
    "deadline",
    "duration",
    "time_commitment",
    "hours",
    "mode",
    "time_zone",
    "eligibility",
    "work_authorisation",
    "pay",
    "cost",
    "expenses",
    "equipment",
    "credit",
    "credential",
    "benefits",
    "themes",
    "group",
    "training",
    "check_in",
    "journal",
    "completion",
    "waitlist",
    "places",
    "application",
    "application_status",
    "messages_consent",
    "data_sharing",
    "contact",
    "skills",
    "supervisor",
    "tasks",
]
TOPICS: tuple[str, ...] = get_args(Topic)
About = Literal["programme", "field", "elsewhere"]


class Source(Model):
    """Where lines were read: a page, a message, an answer of staff."""

    title: Text
    publisher: Text | None = None
    as_of: CalendarDay | None = None
    url: Text | None = None
    file: Text | None = None


class Fact(Model):
    """One thing that may be said, or (status unknown) that the programme does not say.

    `about` is `programme` unless the line speaks of the field in general or of something
    elsewhere: such a line is never an answer about this programme (T26, T27).
    """

    key: Key
    topic: Topic
    also: tuple[Topic, ...] = ()
    text: Text
    verbatim: tuple[Text, ...] = ()
    source: Key | None = None
    as_of: CalendarDay | None = None
    status: Status
    cycle: Key | None = None
    route: Text | None = None
    about: About = "programme"
    answers: bool = True
    """Whether it answers its topic by itself; a supporting line only stands beside another."""

    @property
    def sayable(self) -> bool:
        """Whether it may be said as a fact of this programme (assumed ones never are)."""
        return self.about == "programme" and self.status in ("stated", "derived")


class Ignored(Model):
    """A line of the page that is no fact: page furniture, or about something else (T31, T36)."""

    verbatim: tuple[Text, ...] = Field(min_length=1)
    why: Text
    source: Key | None = None
