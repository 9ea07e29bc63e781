"""Amounts in words: hours worked ("two and a half hours"), money ("£4.50"), numbers of words ("300 words")."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.understanding.dates import When, read_when
from bot.understanding.normalise import NUMBERS, clean

_WORD = "|".join(NUMBERS)
_COUNT = rf"(?:\d+(?:[.,]\d+)?|(?:{_WORD})(?:[- ](?:{_WORD}))?|an?|half an?|a couple of|a few)"
_LENGTH = re.compile(
    rf"(?<![\w.:£$€])(?P<n>{_COUNT})(?:(?P<half> and a half| ?½)|(?: and a (?P<quarter>quarter|three "
    rf"quarters)))?\s*(?P<unit>hours?|hrs?|h|minutes?|mins?|m)\b(?!\s*late)"
    rf"(?:(?:,|\s+and)?\s*(?P<more>\d+|{_WORD})\s*(?:minutes?|mins?|m)\b)?(?P<after> and a half)?"
)
_MONEY = re.compile(
    r"(?P<sign>[£$€])\s?(?P<a>\d{1,6}(?:[.,]\d{1,2})?)(?![\d])|"
    r"(?P<b>\d{1,6}(?:[.,]\d{1,2})?)\s?(?P<word>pounds?|quid|gbp|dollars?|usd|euros?|eur|hkd|pence|p)\b"
)
_WORDS = re.compile(rf"(?P<n>\d{{1,5}}|{_WORD})[- ]?(?:words?|word limit)\b")
_CURRENCIES = {
    **dict.fromkeys(("£", "pound", "quid", "gbp"), "GBP"),
    **dict.fromkeys(("$", "dollar", "usd"), "USD"),
    **dict.fromkeys(("€", "euro", "eur"), "EUR"),
    "hkd": "HKD",
}
LONGEST_DAY = 24


@dataclass(frozen=True)
class Worked:
    """Hours (a number), the day they were worked where one is said, and whether two clock times were given."""

    hours: float
    day: dt.date | None
    when: When | None = None


@dataclass(frozen=True)
class Money:
    """An amount and its currency (ISO 4217)."""

    amount: Decimal
    currency: str


def _number(words: str) -> float:
    fixed = {"a": 1.0, "an": 1.0, "half a": 0.5, "half an": 0.5, "a couple of": 2.0, "a few": 3.0}
    if words in fixed:
        return fixed[words]
    if words[0].isdigit():
        return float(words.replace(",", "."))
    return float(sum(NUMBERS[part] for part in re.split(r"[- ]", words) if part in NUMBERS))


def hours_in(text: str) -> float | None:
    """Return a length of time in hours, or None: "2.5 hrs", "two and a half hours", "90 min", "1h 30m"."""
    found = _LENGTH.search(clean(text))
    if not found:
        return None
    amount = _number(found["n"])
    if found["half"] or found["after"]:
        amount += 0.5
    if found["quarter"]:
        amount += 0.25 if found["quarter"] == "quarter" else 0.75
    if found["unit"].startswith("m"):
        return amount / 60
    if found["more"]:
        amount += _number(found["more"]) / 60
    return amount


def worked(text: str, now: dt.datetime, zone: ZoneInfo) -> Worked | None:
    """Return hours worked and their day ("3h yesterday", "9 to 1 today"), or None where no length is said."""
    length = hours_in(text)
    when = read_when(_LENGTH.sub(" ", clean(text)) if length is not None else text, now, zone, past=True)
    if length is None and when is None:
        when = read_when(f"{text} today", now, zone, past=True)
    day = when.first if isinstance(when, When) and when.precision in ("day", "range", "instant") else None
    if length is None and isinstance(when, When) and when.at and when.until:
        length = (when.until - when.at).total_seconds() / 3600
    if length is None or not 0 < length <= LONGEST_DAY * 7:
        return None
    return Worked(round(length, 2), day, when if isinstance(when, When) else None)


def money_in(text: str) -> Money | None:
    """Return an amount of money, or None: "£4.50", "12 quid", "80p"."""
    found = _MONEY.search(clean(text))
    if not found:
        return None
    amount = Decimal((found["a"] or found["b"]).replace(",", "."))
    if found["word"] in ("p", "pence"):
        return Money(amount / 100, "GBP")
    name = found["sign"] or found["word"].rstrip("s")
    return Money(amount, _CURRENCIES.get(name, "GBP"))


def words_in(text: str) -> int | None:
    """Return a number of words ("300 words", "a 500-word limit"), or None."""
    found = _WORDS.search(clean(text))
    return int(_number(found["n"])) if found else None
