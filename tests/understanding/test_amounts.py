"""Hours, money and numbers of words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.understanding.amounts import hours_in, money_in, words_in, worked

LONDON = ZoneInfo("Europe/London")
NOW = dt.datetime(2024, 3, 5, 18, 0, tzinfo=LONDON)
TODAY, YESTERDAY = dt.date(2024, 3, 5), dt.date(2024, 3, 4)


@pytest.mark.parametrize(
    ("text", "hours", "day"),
    [
        ("3h yesterday on interviews", 3, YESTERDAY),
        ("9 to 1 today", 4, TODAY),
        ("two and a half hours", 2.5, None),
        ("2.5 hrs mon", 2.5, YESTERDAY),
        ("90 minutes of meetings", 1.5, None),
        ("1h 30m today", 1.5, TODAY),
        ("worked 10-4", 6, TODAY),
        ("9am-12pm yesterday research", 3, YESTERDAY),
        ("half an hour", 0.5, None),
    ],
)
def test_hours_worked(text, hours, day):
    found = worked(text, NOW, LONDON)
    assert (found.hours, found.day) == (hours, day)


@pytest.mark.parametrize("text", ["hello", "the second one", "i did it yesterday", "400000 hours"])
def test_no_hours(text):
    assert worked(text, NOW, LONDON) is None


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("£4.50", "4.50", "GBP"),
        ("12 quid", "12", "GBP"),
        ("80p", "0.8", "GBP"),
        ("$5", "5", "USD"),
        ("3,20 euros", "3.20", "EUR"),
    ],
)
def test_money(text, amount, currency):
    found = money_in(text)
    assert (found.amount, found.currency) == (Decimal(amount), currency)


def test_words():
    assert words_in("up to 300 words") == 300
    assert words_in("in other words") is None
    assert hours_in("quarter of an hour") == 1 or hours_in("an hour") == 1
