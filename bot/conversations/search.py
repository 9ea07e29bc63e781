"""Looking for placements in one's own words: "data work remote in march" becomes filters and search words."""

from __future__ import annotations

import calendar
import re

from bot.activities import Args
from bot.conversations import browse
from bot.programme.definition import Programme
from bot.programme.opportunities import Search
from bot.turn import Turn
from bot.understanding.phrasebook import exactly

MODES = {
    "remote": "remote",
    "remotely": "remote",
    "online": "remote",
    "virtual": "remote",
    "from home": "remote",
    "wfh": "remote",
    "in person": "in_person",
    "in-person": "in_person",
    "on site": "in_person",
    "onsite": "in_person",
    "on-site": "in_person",
    "face to face": "in_person",
    "hybrid": "hybrid",
}
MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
NOISE_WORDS = """
    a about all an and any anything around at available browse can could do find for from give get got hello hey hi i
    id im in internship internships is it job jobs like list look looking me micro micro-internship microinternship my
    new of on one open opportunities opportunity or ones placement placements please pls plz project projects role roles
    search see show some something stuff that the there to vacancies want wanna what whats which with work would you
    your u up near only just thanks show me all
"""
NOISE = frozenset(NOISE_WORDS.split())
PERSONAL = frozenset(
    ["i", "im", "i'm", "my", "me", "mine", "you", "your", "is", "are", "do", "does", "can", "will", "it", "m"]
)
"""Words of a sentence that says or asks something, rather than names what is looked for."""
A_LOOK, LONG = 25, 3
WORD = re.compile(r"\w+")


def from_words(turn: Turn, text: str) -> None:
    """Show the list that these words describe."""
    if re.search(r"\bnew\b.*\b(since|added)\b|\bwhat'?s new\b|\banything new\b", text.casefold()):
        turn.go("browse.new")
        return
    turn.go("browse", **filters(turn, text))


def fits(turn: Turn, found: Args) -> bool:
    """Whether anything that is open fits these filters."""
    return turn.unit.opportunities.count(turn.scope, browse.unpack(turn, found)) > 0


def named_only(turn: Turn, text: str) -> Args | None:
    """The filters of words that name a mode, a place, a sector, a theme or placements on offer, and nothing else."""
    if PERSONAL.intersection(WORD.findall(text.casefold())):
        return None
    found = filters(turn, text)
    left = WORD.findall(found.get("words", ""))
    if not left:
        return found if set(found) & {"mode", "location", "sector", "theme"} else None
    by_name = [word for word in left if len(word) >= LONG and exactly(word) is None]
    return found if by_name == left and in_one_name(turn, left) else None


def in_one_name(turn: Turn, words: list[str]) -> bool:
    """Whether words stand all in the title, the host, the sector or the place of one that is on offer."""
    some = turn.unit.opportunities.search(turn.scope, Search(words=" ".join(words)), limit=A_LOOK)
    names = (f"{one.title} {one.host} {one.sector} {one.location}".casefold() for one in some)
    return bool(words) and any(set(words) <= set(WORD.findall(name)) for name in names)


def filters(turn: Turn, text: str) -> Args:
    """The filters in a sentence; what is left over is searched for as words."""
    said = f" {text.casefold()} "
    found: Args = {}
    modes = set()
    for words, mode in MODES.items():
        if re.search(rf"\b{re.escape(words)}\b", said):
            modes.add(mode)
            said = re.sub(rf"\b{re.escape(words)}\b", " ", said)
    if len(modes) == 1:  # "remote or hybrid" leaves out neither
        found["mode"] = modes.pop()
    if re.search(r"\b(unpaid|voluntary|volunteer(?:ing)?)\b", said) and "paid or unpaid" not in said:
        found["pay"] = "unpaid"
        said = re.sub(r"\b(unpaid|voluntary)\b", " ", said)
    elif re.search(r"\bpaid\b", said):
        found["pay"] = "paid"
        said = re.sub(r"\bpaid\b", " ", said)
    if hours := re.search(
        r"\b(?:up to|under|max(?:imum)?|less than|at most)?\s*(\d{1,3})\s*(?:hours|hrs|h)\b", said
    ):
        found["hours"] = hours.group(1)
        said = said.replace(hours.group(), " ")
    said, windows = _windows(turn.the_programme, said)
    if windows:
        found["window"] = ",".join(windows)
    said = _named(turn, said, found)
    left = [word for word in re.findall(r"[\w'-]+", said) if word not in NOISE and len(word) > 1]
    if left:
        found["words"] = " ".join(left)
    return found


def _windows(programme: Programme, said: str) -> tuple[str, list[str]]:
    """Windows named by cycle, alias or month, and the sentence without them."""
    found: list[str] = []
    for cycle in programme.cycles:
        for name in (cycle.name, *cycle.aliases, cycle.key):
            if not name.isdigit() and re.search(rf"\b{re.escape(name.casefold())}\b", said):
                found += list(cycle.window_keys)
                said = re.sub(rf"\b{re.escape(name.casefold())}\b", " ", said)
    for name, number in MONTHS.items():
        if re.search(rf"\b{name}\b", said) and (
            name != "may" or re.search(r"\b(in|during|for|this|next) may\b", said)
        ):
            hit = [key for cycle in programme.cycles for key in _in_month(cycle, number)]
            if hit:
                found += hit
                said = re.sub(rf"\b(in |during )?{name}\b", " ", said)
    return said, list(dict.fromkeys(found))


def _in_month(cycle: object, month: int) -> list[str]:
    from bot.programme.definition import Cycle

    if not isinstance(cycle, Cycle) or cycle.placements.first is None or cycle.placements.last is None:
        return []
    if cycle.alternatives:
        return [one.key for one in cycle.alternatives if month in range(one.starts.month, one.ends.month + 1)]
    first, last = cycle.placements.first, cycle.placements.last
    return list(cycle.window_keys) if month in range(first.month, last.month + 1) else []


def _named(turn: Turn, said: str, found: Args) -> str:
    """Themes, sectors and places that occur in what is on offer, by their whole name."""
    themes = turn.the_programme.themes
    for theme in themes.items if themes else ():
        for name in (theme.name, *theme.aliases):
            if re.search(rf"\b{re.escape(name.casefold())}\b", said):
                found["theme"] = theme.key
                said = said.replace(name.casefold(), " ")
    columns = ("sector", "location")
    for column in columns:
        for value in turn.unit.opportunities.distinct(
            turn.scope, "sector" if column == "sector" else "location"
        ):
            if len(value) > 2 and re.search(rf"\b{re.escape(value.casefold())}\b", said):
                found[column] = value
                said = said.replace(value.casefold(), " ")
    return said
