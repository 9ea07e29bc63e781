"""Who is meant: names, parts of names, places on a list ("the first two", "1 and 3", "the last one"), all, the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rapidfuzz import fuzz

from bot.understanding.normalise import NUMBERS

Kind: TypeAlias = Literal["some", "all", "rest", "unclear"]
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
            "ninth": 9, "tenth": 10, "last": -1}  # fmt: skip
SHORTEST_TYPO, ALIKE = 4, 84

_count = rf"(?:\d{{1,2}}|{'|'.join(word for word, number in NUMBERS.items() if 1 <= number <= 10)})"
_ordinal = rf"(?:{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
_thing = (
    r"(?!\s+(?:weeks?|days?|months?|times?|meetings?|sessions?|tasks?|drafts?|calls?|shifts?|half|thing|minute|"
    r"hours?|mon|tues|wednes|thurs|fri|satur|sun|night|morning|year|deadline|report|round|name))"
)
_unit = r"(?:hours?|hrs?|h\b|days?|weeks?|months?|%|pm|am|minutes?|mins?|times?|o'?clock|out of|of\s+\d|of\s+them)"
RUN = re.compile(rf"\b(?:the )?(first|last|other) ({_count})\b{_thing}", re.IGNORECASE)
ORDINAL = re.compile(rf"\b(?:the |number )?({_ordinal})(?: one| student| intern)?\b{_thing}", re.IGNORECASE)
BARE = re.compile(
    r"(?:(?<=^)|(?<=[\s,(]))(?:#|no\.? ?|number |student |intern )?(\d{1,2})"
    rf"(?=\s*(?:[,:&)–-]|\s\D|$|and\b|is\b|are\b|has\b|went\b))(?!\s*{_unit})",
    re.IGNORECASE,
)
_not_all = r"(?! right| week| day| month| over| the time| about)"
ALL = re.compile(
    r"\b(?:(\d+) ?(?:/|of|out of) ?\1(?!\d)|every(?:one|body)(?! else)|both(?: of them)?|the (?:whole )?lot|"
    rf"(?<!not at )(?<!at )all{_not_all}(?: of (?:them|mine|my \w+))?|each(?: of them)?|neither(?: of them)?|"
    r"they(?:['’]re| are)|none(?: of them)?|nobody|no one|any of them)\b",
    re.IGNORECASE,
)
REST = re.compile(
    r"\b(?:the )?(?:rest(?: of them)?|others|everyone else|everybody else|remaining \w+|other ones?)\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_][\w'’-]*")


@dataclass(frozen=True, slots=True)
class Mention:
    """Whom a piece of the text means: the numbers on the list (from 0), all, or all that are not named."""

    start: int
    end: int
    numbers: tuple[int, ...] = ()
    kind: Kind = "some"


def mentions(text: str, names: Sequence[str], taken: Sequence[tuple[int, int]] = ()) -> list[Mention]:
    """Every mention of a text, in order, outside the spans that are taken."""
    found = [*_by_name(text, names, taken), *_by_place(text, len(names), taken)]
    for kind, pattern in (("rest", REST), ("all", ALL)):
        found += [Mention(one.start(), one.end(), (), kind) for one in pattern.finditer(text)]  # type: ignore[arg-type]
    kept: list[Mention] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not any(other.start < one.end and one.start < other.end for other in kept):
            kept.append(one)
    some = any(one.kind == "some" for one in kept)
    return [
        one
        for one in kept
        if not (some and one.kind == "all" and text[one.start : one.end].casefold().startswith("they"))
    ]


def _by_place(text: str, many: int, taken: Sequence[tuple[int, int]]) -> list[Mention]:
    found: list[Mention] = []
    for match in RUN.finditer(text):
        count = _number(match[2])
        if match[1].casefold() == "other":
            found.append(Mention(match.start(), match.end(), (), "rest"))
        elif match[1].casefold() == "first":
            found.append(Mention(match.start(), match.end(), tuple(range(count))))
        else:
            found.append(Mention(match.start(), match.end(), tuple(range(max(0, many - count), many))))
    for match in ORDINAL.finditer(text):
        place = ORDINALS.get(match[1].casefold()) or int(re.sub(r"\D", "", match[1]))
        found.append(Mention(match.start(), match.end(), (many - 1 if place < 0 else place - 1,)))
    for match in BARE.finditer(text):
        place = int(match[1])
        if not _inside(match.start(1), taken) and 1 <= place <= many:
            found.append(Mention(match.start(), match.end(1), (place - 1,)))
    return found


def _by_name(text: str, names: Sequence[str], taken: Sequence[tuple[int, int]]) -> list[Mention]:
    """Full names, and the parts of names that not everybody on the list has."""
    parts = [[part.casefold() for part in WORD.findall(name)] for name in names]
    common = set.intersection(*map(set, parts)) if len(parts) > 1 else set()
    owners: dict[str, list[int]] = {}
    for number, own in enumerate(parts):
        for part in dict.fromkeys(own):
            if part not in common:
                owners.setdefault(part, []).append(number)
    found: list[Mention] = []
    for number, name in enumerate(names):
        found += [
            Mention(match.start(), match.end(), (number,))
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
        ]
    for match in WORD.finditer(text):
        said = re.sub(r"['’]s$", "", match.group())
        if _inside(match.start(), taken):
            continue
        if len(said) == 1 and (not said.isupper() or _is_article(text, match)):
            continue
        meant = owners.get(said.casefold()) or _nearly(said.casefold(), owners)
        if meant:
            found.append(
                Mention(match.start(), match.end(), tuple(meant), "some" if len(meant) == 1 else "unclear")
            )
    return found


def _nearly(said: str, owners: dict[str, list[int]]) -> list[int]:
    """Whose name was mistyped, if only one name is that near."""
    if len(said) < SHORTEST_TYPO:
        return []
    near = {
        part: owners[part]
        for part in owners
        if len(part) >= SHORTEST_TYPO and fuzz.ratio(said, part) >= ALIKE
    }
    return next(iter(near.values())) if len(near) == 1 else []


def _is_article(text: str, match: re.Match[str]) -> bool:
    """Whether a lone capital A (or I) is an ordinary word at the start of a sentence."""
    after = text[match.end() :].lstrip()
    return match.group() == "I" or (
        match.group() == "A"
        and bool(re.match(r"(?:bit|few|couple|lot|student|word|quick|good|great|little)\b", after))
    )


def _inside(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _number(word: str) -> int:
    return NUMBERS.get(word.casefold()) or int(word)
