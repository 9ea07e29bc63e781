"""What staff say in their own words about reports, roles and the log: turns of phrase, looked for before the model."""

from __future__ import annotations

import re

from bot.conversations.placement import mine
from bot.conversations.staff import begins, column_words, holding, log, quotas, reports, responses, rights
from bot.conversations.staff.adding import doing as adding
from bot.conversations.staff.changing import looking
from bot.conversations.staff.changing import words as changing
from bot.conversations.staff.for_one import words as for_one
from bot.conversations.staff.role_words import wish_in
from bot.conversations.staff.roster import finding, listing, standing_words
from bot.programme.reporting import cycle_in
from bot.turn import Turn

_COUNTED = r"(?:reports?|funnel|numbers|figures|statistics|stats|overview)"
REPORT = re.compile(
    rf"(?:please )?(?:(?:show|give|send|get|make)(?: me| us)? )?(?:a |an |the |our )?(?:[\w-]+ )?{_COUNTED}"
    r"(?: (?:for|of|on|about) (?P<what>.{1,60}))?"
)
GOING = re.compile(
    r"how(?: is|'s|’s|s| are| was)(?P<what> .{1,60}?)? (?:going|doing|looking|coming along|getting on)(?: so far| now)?"
)
ALL = {
    "it",
    "things",
    "everything",
    "we",
    "all",
    "this",
    "programme",
    "program",
    "the",
    "our",
    "cycle",
    "applications",
}
PAGES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:the )?columns|what (?:do )?(?:the )?columns mean"), "columns"),
    (re.compile(r"who (?:are|is) (?:the |our )?(?:staff|owners?|team)(?: here)?|(?:the )?roles|who has which role"),
     "roles"),
    (re.compile(r"(?:(?:show|see|open)(?: me| us)? )?(?:all |an? |the |our )*wait(?:ing )?lists?"), "queues"),
    (re.compile(r"(?:(?:show|see|list|open|what|which)(?: me| us)? )?(?:all |the |our )*"
                r"(?:opportunities|vacancies|projects|adverts)(?: (?:do we have|are there|we have|on offer))*"),
     "opportunities"),
    (re.compile(r".*\bundecidable hours?\b.*"), "undecidable"),
    (re.compile(r"(?:(?:turn|switch) )?(?:on |off )?(?:the )?(?:[\w-]+ )?check-?ins?(?: on| off)"), "checkin.plans"),
    (re.compile(r"(?:(?:turn|switch) )(?:on|off) (?:the )?(?:[\w-]+ )?check-?ins?"), "checkin.plans"),
    (re.compile(r"(?:approve|check|show|see|decide)(?: the| all)? expenses?(?: claims?)?"), "expense.export"),
)  # fmt: skip
ASKS = re.compile(r"\s*(?:who|whom|whose|what|which|when|where|why|how|does|did|has|have|is|are|was|were)\b")
OTHERS = re.compile(r"\b(?:deliver\w*|broadcast\w*|message\w*|problem|issue|bug|no.?show|my|phone|contact)\b")


def heard(turn: Turn, text: str) -> bool:
    """Whether these words were about one of these, and have been answered."""
    if not mine.is_staff(turn):
        return False
    said = " ".join(re.sub(r"[.!?]+", " ", text).casefold().split())
    asked = holding.heard(turn, said) or responses.heard(turn, said)
    if asked or begins.heard(turn, said) or column_words.heard(turn, text) or adding.heard(turn, text):
        return True
    if quotas.heard(turn, said) or changes(turn, text):
        return True
    if page := next((action for words, action in PAGES if words.fullmatch(said)), None):
        turn.go(page)
        return True
    if speaks_of_a_report(turn, said):
        reports.heard(turn, said)
        return True
    if wish := wish_in(text):
        rights.heard(turn, wish)
        return True
    if log.ASKED.search(said):
        log.heard(turn, said)
        return True
    return listing.heard(turn, said) or finding.heard(turn, text) or looking.heard(turn, said)


def changes(turn: Turn, text: str) -> bool:
    """Whether staff say that something on offer, a person or a placement changes; also in the middle of a dialog."""
    if not mine.is_staff(turn) or ASKS.match(text.casefold()):
        return False
    return (
        for_one.heard(turn, changing.tidied(text)[1])
        or standing_words.heard(turn, text)
        or changing.heard(turn, text)
    )


def speaks_of_a_report(turn: Turn, said: str) -> bool:
    """Whether somebody asks how the programme, or one of its cycles, is going."""
    if OTHERS.search(said):
        return False
    found = GOING.fullmatch(said) or REPORT.fullmatch(said)
    if found is None:
        return False
    words = (found["what"] or "").split()
    return set(words) <= ALL or cycle_in(turn.the_programme, " ".join(words)) is not None
