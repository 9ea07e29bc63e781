"""Reads the cells of a table: addresses, dates, numbers, zones, words from a list. Each refusal says the mend."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from typing import TypeVar
from zoneinfo import available_timezones

Word = TypeVar("Word", bound=str)
MODES = {
    "in person": "in_person",
    "inperson": "in_person",
    "on site": "in_person",
    "onsite": "in_person",
    "office": "in_person",
    "face to face": "in_person",
    "remote": "remote",
    "virtual": "remote",
    "online": "remote",
    "from home": "remote",
    "work from home": "remote",
    "wfh": "remote",
    "hybrid": "hybrid",
    "mixed": "hybrid",
    "blended": "hybrid",
}
YES = {"yes", "y", "true", "1", "paid"}
NO = {"no", "n", "false", "0", "unpaid", "voluntary"}
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


class CellError(Exception):
    """What is wrong with a cell, and how to mend it."""


def address(text: str) -> str:
    """An e-mail address in small letters."""
    found = re.sub(r"^mailto:", "", text.strip().strip("<>"), flags=re.IGNORECASE).casefold()
    if not re.fullmatch(r"[^@\s,;<>\"()]+@[^@\s,;<>\"().]+(\.[^@\s,;<>\"().]+)+", found):
        raise CellError(f'"{text}" is not an e-mail address')
    return found


def day(text: str) -> dt.date:
    """A date: 2024-03-04, 4 March 2024 or March 4, 2024; numbers alone only where they cannot be misread."""
    said = " ".join(text.replace(",", " ").casefold().split())
    if said.endswith("t00:00:00"):
        said = said.removesuffix("t00:00:00")
    try:
        if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", said):
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        if found := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]+)\.? (\d{4})", said):
            return dt.date(int(found[3]), _month(found[2], text), int(found[1]))
        if found := re.fullmatch(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)? (\d{4})", said):
            return dt.date(int(found[3]), _month(found[1], text), int(found[2]))
        if found := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", said):
            first, second, year = (int(part) for part in found.groups())
            if first != second and first <= len(MONTHS) and second <= len(MONTHS):
                raise CellError(
                    f'"{text}" can be read in two ways; write it as year-month-day, such as 2024-03-04'
                )
            return dt.date(year, *((second, first) if first > len(MONTHS) else (first, second)))
    except ValueError as error:
        raise CellError(f'there is no date "{text}"') from error
    raise CellError(f'"{text}" is not a date; write it as year-month-day, such as 2024-03-04')


def _month(word: str, text: str) -> int:
    found = [number for number, month in enumerate(MONTHS, 1) if len(word) > 2 and month.startswith(word)]
    if len(found) != 1:
        raise CellError(f'"{text}" is not a date; write it as year-month-day, such as 2024-03-04')
    return found[0]


def number(text: str) -> float:
    """A number that is not negative; "40 hours" and "2,5" are read too."""
    found = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(?:h|hrs?|hours?)?", text.strip().casefold())
    if not found or re.search(r",\d{3}$", found[1]):  # 1,000 is a thousand to some and one to others
        raise CellError(
            f'"{text}" is not a number that can be read in one way only; write it with digits alone'
        )
    return float(found[1].replace(",", "."))


def count(text: str) -> int:
    """A whole number that is not negative."""
    value = number(text)
    if not value.is_integer():
        raise CellError(f'"{text}" is not a whole number')
    return int(value)


def yes_no(text: str) -> bool:
    """Yes or no."""
    said = text.strip().casefold()
    if said not in YES | NO:
        raise CellError(f'"{text}" is neither yes nor no')
    return said in YES


def listed(text: str) -> tuple[str, ...]:
    """The items of a list, parted by semicolons or line breaks, else by commas."""
    parts = re.split(r"[;\n|]" if re.search(r"[;\n|]", text) else r",", text)
    return tuple(part.strip() for part in parts if part.strip())


def chosen(text: str, choices: Mapping[str, Word], what: str) -> Word:
    """One of a list of words, without regard to case and punctuation."""
    said = " ".join(re.findall(r"\w+", text.casefold().replace("_", " ")))
    if said in choices:
        return choices[said]
    raise CellError(f'"{text}" is not a {what}; it can be {_either(sorted(set(choices.values())))}')


def _either(values: list[str]) -> str:
    return " or ".join((", ".join(values[:-1]), values[-1])) if len(values) > 1 else "".join(values)


def zone(text: str) -> str:
    """The name of a time zone; a city will do where only one zone is named after it."""
    said = text.strip().replace(" ", "_").casefold()
    found = _zones().get(said)
    if not found:
        raise CellError(f'"{text}" is not a time zone; write a name such as Europe/London or Asia/Hong_Kong')
    return found


@cache
def _zones() -> dict[str, str]:
    names = {name.casefold(): name for name in available_timezones()}
    cities: dict[str, list[str]] = {}
    for name in names.values():
        area, _, city = name.rpartition("/")
        if area and area not in {"Etc", "US", "Canada", "posix", "right"}:
            cities.setdefault(city.casefold(), []).append(name)
    return {city: found[0] for city, found in cities.items() if len(found) == 1} | names


def locale(text: str) -> str:
    """A language tag such as en-GB."""
    found = re.fullmatch(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?", text.strip())
    if not found:
        raise CellError(f'"{text}" is not a language tag; write it as en-GB')
    return found[1].lower() + (f"-{found[2].upper()}" if found[2] else "")
