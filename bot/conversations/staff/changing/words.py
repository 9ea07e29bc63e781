"""A change in words: "ox-labels now has 4 places", "cancel the science club kit, the host pulled out"."""

from __future__ import annotations

import re

from bot.conversations.browse import ident
from bot.conversations.naming import last_seen, named_in
from bot.conversations.placement import mine
from bot.conversations.staff.changing import cancelling, doing, person_words
from bot.conversations.staff.changing.field_words import OF_OPPORTUNITY, pattern
from bot.programme.opportunities import Opportunity
from bot.turn import Turn

LONGEST = 400
IT = frozenset({"it", "this", "that", "this one", "that one", "the placement", "the opportunity"})
_THING = (
    r"(?:the )?(?P<of>[^,;:]+?)(?: (?:placement|opportunity|project|vacancy|micro-?internship|internship))?"
)
_WHY = r"(?:\s*(?:,|;|:|\bbecause\b|\bsince\b|\bas\b)\s*(?P<why>.+))?"
_PLACES = r"(?:places?|spaces?|spots?|slots?|students?)"


def _patterns(*words: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one, re.IGNORECASE) for one in words)


CANCELS = _patterns(
    rf"(?:cancel|call off|withdraw|pull|scrap|take down|delete|remove) {_THING}{_WHY}",
    rf"{_THING} (?:is|has been|was|got) (?:cancelled|canceled|called off|withdrawn|pulled)(?P<why> by .+)?",
    rf"{_THING} (?:is|has been) (?:cancelled|canceled|called off|withdrawn){_WHY}",
    rf"(?P<host>the host) of {_THING} (?P<why>(?:has |have )?(?:pulled out|withdrawn|dropped out|cancelled|said no).*)",
    rf"{_THING} (?:isn't|is not|won't be|will not be|isnt|wont be) (?:going ahead|taking place|happening)"
    rf"(?: any ?more| after all)?{_WHY}",
)
BACK = _patterns(
    rf"(?:reopen|re-open|reinstate|restore|uncancel) {_THING}",
    rf"put {_THING} back(?: on offer| up| on)?",
)
CLOSES = _patterns(
    rf"close (?:applications (?:for|to) )?{_THING}(?: (?P<to>today|now|tomorrow|on .+))?",
)
MORE = _patterns(
    rf"(?:add|give|offer) (?P<more>\d+|one|two|three|an?)(?: (?:more|extra|another))? {_PLACES}"
    rf" (?:to|on|for|at) {_THING}",
)
FIELDS: tuple[tuple[tuple[re.Pattern[str], ...], str], ...] = (
    (
        _patterns(rf"{_THING} (?:now )?(?:has|have|takes?|gets) (?:now )?(?P<to>\d+) {_PLACES}(?: now)?"),
        "places",
    ),
    (
        _patterns(rf"{_THING} (?:is|will be|becomes|goes) (?:now )?(?P<to>remote|hybrid|in person)(?: now)?"),
        "mode",
    ),
    (_patterns(rf"{_THING} (?:now )?closes (?:on )?(?P<to>.+)"), "closes"),
    (
        _patterns(rf"rename {_THING} (?:to|as|into) (?P<to>.+)", rf"{_THING} is (?:now )?called (?P<to>.+)"),
        "title",
    ),
)
POLITE = re.compile(r"^(?:please|pls|can you|could you|we need to|i need to|i want to)\s+", re.IGNORECASE)
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
NOW = frozenset({"", "now", "today"})


def heard(turn: Turn, text: str) -> bool:
    """Whether the words ask for a change of something on offer, and it was begun."""
    whole, said = tidied(text)
    if not mine.is_staff(turn) or len(said) > LONGEST:
        return False
    of_offer = _cancels(turn, said) or _returns(turn, said) or _counts(turn, said) or _field(turn, whole)
    return of_offer or person_words.heard(turn, said)


def tidied(text: str) -> tuple[str, str]:
    """The words without what is said out of politeness; and the same without the stop at its end."""
    whole = POLITE.sub("", " ".join(text.replace("’", "'").split()))
    return whole, re.sub(r"[.!?]+$", "", whole)


def _cancels(turn: Turn, said: str) -> bool:
    found, one = _first(turn, CANCELS, said)
    if found and one:
        why = (found["why"] or "").strip()
        host = found.groupdict().get("host")
        cancelling.begin(
            turn, one, _sentence(f"{host} {why}" if host else re.sub("^by ", "cancelled by ", why))
        )
    return one is not None


def _returns(turn: Turn, said: str) -> bool:
    _, one = _first(turn, BACK, said)
    if one:
        turn.go("opportunity.back", **ident(one))
    return one is not None


def _counts(turn: Turn, said: str) -> bool:
    """Words with a verb of their own: close it, so many more places, it is remote now, it is called so."""
    found, one = _first(turn, CLOSES, said)
    if found and one:
        when = (found["to"] or "").casefold().removeprefix("on ")
        day = turn.now.astimezone(turn.zone).date().isoformat() if when in NOW else when
        _begin(turn, one, "closes", day)
        return True
    found, one = _first(turn, MORE, said)
    if found and one:
        more = NUMBERS.get(found["more"].casefold()) or int(found["more"])
        _begin(turn, one, "places", str((one.places or 0) + more))
        return True
    for patterns, field in FIELDS:
        found, one = _first(turn, patterns, said)
        if found and one:
            _begin(turn, one, field, found["to"])
            return True
    return False


def _first(
    turn: Turn, patterns: tuple[re.Pattern[str], ...], said: str
) -> tuple[re.Match[str] | None, Opportunity | None]:
    """The first sentence that fits and names something on offer."""
    for words in patterns:
        if (found := words.fullmatch(said)) and (one := meant(turn, found["of"])):
            return found, one
    return None, None


def _field(turn: Turn, said: str) -> bool:
    """A field by its name: "change the summary of ox-labels", "ox-labels' closing date is 11 feb"."""
    for name, field in OF_OPPORTUNITY:
        for words in pattern(name):
            found = words.fullmatch(said)
            if found and (one := meant(turn, found["of"])):
                _begin(turn, one, field, found["to"] or "")
                return True
    return False


def _begin(turn: Turn, one: Opportunity, field: str, to: str) -> None:
    value = to.strip(" \"“”'")
    doing.begin(turn, "opportunity", one.id, field, value if field == "summary" else value.rstrip(".!"))


def meant(turn: Turn, words: str) -> Opportunity | None:
    """What words name: its key, its title or host, or "it" after it was looked at; None where that is nobody's name."""
    said = re.sub(r"(?:'s|')$", "", words.strip(' "“”'))
    if said.casefold() in IT:
        shown = {str(one["action"]) for one in turn.talk.shown}
        return last_seen(turn) if shown & {"opportunity.cancel", "opportunity.back"} else None
    by_key = next(
        (
            one
            for word in said.split()
            if (one := turn.unit.opportunities.by_key(turn.scope, word.casefold()))
        ),
        None,
    )
    return by_key or named_in(turn, said)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] if words else ""
