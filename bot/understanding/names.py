"""The names of people in a message, as written there."""

from __future__ import annotations

import re
from functools import cache

from bot.understanding.normalise import clean, data_lines

_WORD = re.compile(r"[^\s,;:()\"“”]+|[,;:()\"“”]")
_CAPITAL = re.compile(r"[A-Z][a-zà-ÿ'’-]*\.?|[A-Z][a-z]+[A-Z][a-z]+")

_LOWER = (
    r"(?:ask|send (?:it|this) to|forward (?:it|this) to|delegate (?:it |this )?to|get|pass (?:it|this) to|hand "
    r"(?:it|this)? ?(?:over )?to|contact|try|promote|offer (?:it |the \w+ )?to|take|choose|chose|pick|picked|"
    r"want|have|with|for|go with|chosen|selected|nominate|redirect (?:this|it) to|route (?:this|it) to|give "
    r"(?:it|this) to)\s+([a-z]{3,12})(?: and ([a-z]{3,12}))?\b"
)


@cache
def _no_names() -> dict[str, frozenset[str]]:
    """The words that name nobody: those with a capital, and those that follow a verb in lower case."""
    found: dict[str, list[str]] = {}
    kind = ""
    for line in data_lines("no_names.txt"):
        if line.startswith("== "):
            kind = line[3:]
        else:
            found.setdefault(kind, []).extend(line.split())
    return {name: frozenset(words) for name, words in found.items()}


def names_in(text: str) -> list[str]:
    """Return the names of people in a message, as written; those in lower case only where a verb asks for one."""
    found: list[str] = []
    before = False
    for word in _WORD.findall(text):
        plain = re.sub(r"['’]s$|[.!?]+$", "", word)
        named = (
            bool(_CAPITAL.fullmatch(plain))
            and plain not in _no_names()["capital"]
            and not plain.startswith(("I'", "I’"))
        )
        if named and before:
            found[-1] += f" {plain}"
        elif named and len(plain) > 1:
            found.append(plain)
        before = named and word == plain and len(plain) > 1
    if not found:
        for match in re.finditer(_LOWER, clean(text)):
            found += [one.capitalize() for one in match.groups() if one and one not in _no_names()["small"]]
    return list(dict.fromkeys(found))
