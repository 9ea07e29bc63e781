"""The kinds of date that a programme can publish; none is ever narrower than what the page says."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, model_validator

from bot.programme.base import ClockTime, Key, Model, Sourced, Text, by_key, refuse

Basis = Literal["programme_zone", "student_day", "anywhere_on_earth", "unspecified"]
Precision = Literal["instant", "day", "week", "span", "none"]

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::00)?")


def _day(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _DAY.fullmatch(value)
    if not found:
        raise refuse("day", f"“{value}” is not a date", "Write year-month-day, such as 2024-03-04.")
    year, month, day = (int(part) for part in found.groups())
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        if 1 <= month <= 12 and year:
            last = calendar.monthrange(year, month)[1]
            mend = f"{calendar.month_name[month]} {year} has {last} days."
        else:
            mend = "Write year-month-day, such as 2024-03-04: months go from 01 to 12."
        raise refuse("day", f"there is no date {value}", mend) from error


def _monday(value: dt.date) -> dt.date:
    if value.weekday():
        monday = value - dt.timedelta(days=value.weekday())
        raise refuse(
            "monday",
            f"a week is named by its Monday, and {value.isoformat()} is a {calendar.day_name[value.weekday()]}",
            f"Write {monday.isoformat()}, the Monday of that week, if that is the week you mean.",
        )
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise refuse(
            "zone", f"“{value}” is not a time zone", "Use a name such as Europe/London or Asia/Hong_Kong."
        ) from error
    return value


def _wall(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _INSTANT.fullmatch(value)
    if not found:
        raise refuse(
            "instant",
            f"“{value}” is not a date with a time",
            "Write it as 2024-03-04T17:00, and the zone in `zone`.",
        )
    day = _day(found[1])
    hour, minute = (int(part) for part in found[2].split(":"))
    if hour > 23 or minute > 59 or not isinstance(day, dt.date):
        raise refuse("instant", f"there is no time {found[2]}", "Use the 24-hour clock, 00:00 to 23:59.")
    return dt.datetime.combine(day, dt.time(hour, minute))  # a wall's time: its zone stands beside it


CalendarDay = Annotated[dt.date, BeforeValidator(_day)]
Monday = Annotated[dt.date, BeforeValidator(_day), AfterValidator(_monday)]
ZoneName = Annotated[str, AfterValidator(_zone)]
Wall = Annotated[dt.datetime, BeforeValidator(_wall)]


class DateValue(Sourced):
    """A date as published, with its precision and where it comes from."""

    precision: ClassVar[Precision] = "none"

    @property
    def first(self) -> dt.date | None:
        """The first calendar day it can mean, or None where no day is known."""
        return None

    @property
    def last(self) -> dt.date | None:
        """The last calendar day it can mean, or None where no day is known."""
        return self.first


class Day(DateValue):
    """A calendar day; with `at` a time of day, and with `basis` whose clock counts."""

    precision: ClassVar[Precision] = "day"
    day: CalendarDay
    at: ClockTime | None = None
    basis: Basis = "unspecified"

    @property
    def first(self) -> dt.date | None:
        """The day itself."""
        return self.day


class Instant(DateValue):
    """A moment: a time on the wall and the zone of that wall."""

    precision: ClassVar[Precision] = "instant"
    instant: Wall
    zone: ZoneName

    @model_validator(mode="after")
    def _exists(self) -> Instant:
        local = self.instant.replace(tzinfo=ZoneInfo(self.zone))
        if local.astimezone(dt.UTC).astimezone(local.tzinfo).replace(tzinfo=None) != self.instant:
            raise refuse(
                "gap",
                f"the clocks of {self.zone} skip {self.instant:%H:%M} on {self.instant:%Y-%m-%d}",
                "Choose a time an hour earlier or later.",
            )
        return self

    @property
    def moment(self) -> dt.datetime:
        """The instant, aware, in its own zone."""
        return self.instant.replace(tzinfo=ZoneInfo(self.zone))

    @property
    def first(self) -> dt.date | None:
        """The calendar day in its own zone."""
        return self.instant.date()


class Week(DateValue):
    """A week, named by its Monday; it never means the Monday itself (T2)."""

    precision: ClassVar[Precision] = "week"
    week: Monday

    @property
    def first(self) -> dt.date | None:
        """The Monday."""
        return self.week

    @property
    def last(self) -> dt.date | None:
        """The Sunday."""
        return self.week + dt.timedelta(days=6)


class WeekPair(DateValue):
    """The week in which placements must begin and the week in which they must end."""

    precision: ClassVar[Precision] = "week"
    begin_week: Monday
    end_week: Monday

    @model_validator(mode="after")
    def _ordered(self) -> WeekPair:
        if self.end_week < self.begin_week:
            raise refuse(
                "order", "the end week is before the begin week", "Put the earlier Monday in `begin_week`."
            )
        return self

    @property
    def weeks(self) -> int:
        """How many weeks it spans, counting both the begin week and the end week (T3)."""
        return (self.end_week - self.begin_week).days // 7 + 1

    @property
    def first(self) -> dt.date | None:
        """The Monday of the begin week."""
        return self.begin_week

    @property
    def last(self) -> dt.date | None:
        """The Sunday of the end week."""
        return self.end_week + dt.timedelta(days=6)


class Alternative(Model):
    """One of the spans of days that a placement can take place in."""

    key: Key
    name: Text
    starts: CalendarDay
    ends: CalendarDay

    @model_validator(mode="after")
    def _ordered(self) -> Alternative:
        if self.ends < self.starts:
            raise refuse("order", "it ends before it starts", "Put the earlier day in `starts`.")
        return self


class Alternatives(DateValue):
    """Several spans of days, of which each placement takes exactly one (T11)."""

    precision: ClassVar[Precision] = "span"
    alternatives: tuple[Alternative, ...] = Field(min_length=2)

    @property
    def first(self) -> dt.date | None:
        """The first day of the earliest alternative."""
        return min(one.starts for one in self.alternatives)

    @property
    def last(self) -> dt.date | None:
        """The last day of the latest alternative."""
        return max(one.ends for one in self.alternatives)


class Span(DateValue):
    """One span of days, first and last included."""

    precision: ClassVar[Precision] = "span"
    from_day: CalendarDay
    to_day: CalendarDay

    @model_validator(mode="after")
    def _ordered(self) -> Span:
        if self.to_day < self.from_day:
            raise refuse("order", "it ends before it starts", "Put the earlier day in `from_day`.")
        return self

    @property
    def first(self) -> dt.date | None:
        """The first day."""
        return self.from_day

    @property
    def last(self) -> dt.date | None:
        """The last day."""
        return self.to_day


class RelativeDay(DateValue):
    """A day counted from a placement's first day, which is day 1."""

    day_of_placement: int = Field(ge=1)


class Unknown(DateValue):
    """A date that the programme does not give."""

    unknown: Literal[True]
    route: Text | None = None


class PublishedElsewhere(DateValue):
    """A date that the programme publishes in other places only, named here."""

    published_elsewhere: tuple[Text, ...] = Field(min_length=1)


class ByAgreement(DateValue):
    """No date of the programme's own: it is settled between the people, in the page's words."""

    by_agreement: Text


DATE_KINDS = (
    "day",
    "instant",
    "begin_week",
    "week",
    "alternatives",
    "from_day",
    "day_of_placement",
    "unknown",
    "published_elsewhere",
    "by_agreement",
)

AnyDate = Annotated[
    Annotated[Day, Tag("day")]
    | Annotated[Instant, Tag("instant")]
    | Annotated[WeekPair, Tag("begin_week")]
    | Annotated[Week, Tag("week")]
    | Annotated[Alternatives, Tag("alternatives")]
    | Annotated[Span, Tag("from_day")]
    | Annotated[RelativeDay, Tag("day_of_placement")]
    | Annotated[Unknown, Tag("unknown")]
    | Annotated[PublishedElsewhere, Tag("published_elsewhere")]
    | Annotated[ByAgreement, Tag("by_agreement")],
    Discriminator(by_key(*DATE_KINDS)),
]
