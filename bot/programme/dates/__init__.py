"""Dates as programmes publish them: how exact they are, whose clock counts, and how they are said."""

from bot.programme.dates.values import (
    Alternative,
    Alternatives,
    AnyDate,
    Basis,
    ByAgreement,
    DateValue,
    Day,
    Instant,
    Precision,
    PublishedElsewhere,
    RelativeDay,
    Span,
    Unknown,
    Week,
    WeekPair,
)

__all__ = [
    "Alternative",
    "Alternatives",
    "AnyDate",
    "Basis",
    "ByAgreement",
    "DateValue",
    "Day",
    "Instant",
    "Precision",
    "PublishedElsewhere",
    "RelativeDay",
    "Span",
    "Unknown",
    "Week",
    "WeekPair",
]
