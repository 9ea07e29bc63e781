"""What people call a field, and the sentences in which they say that it changes."""

from __future__ import annotations

import re
from functools import cache

_VERB = (
    r"(?:change|set|update|correct|fix|edit|amend|rewrite|extend|increase|raise|lower|reduce|move|put|make|mend|enter"
    r"|rename|shorten|postpone)"
)
_TO = r"(?:\s*(?:\b(?:to be|to|into|as|until|till|is now|is|at|by)\b|=|:)\s*(?P<to>.+))?"
_SINCE = (
    r"(?:is now|is wrong,? (?:it(?:'s| is| should be)|should be)|is wrong|should be|should read"
    r"|has changed to|has changed|changed to|changes to|becomes|will be|is|are now|are)"
)
OF_OPPORTUNITY: tuple[tuple[str, str], ...] = (
    (r"(?:the )?(?:number of )?(?:places|spaces|slots|spots|vacancies)", "places"),
    (r"(?:the )?(?:summary|description|blurb|advert(?: text)?|text)", "summary"),
    (r"(?:the )?(?:closing (?:date|day)|close date|application deadline|deadline|last day)", "closes"),
    (r"(?:the )?opening (?:date|day)", "opens"),
    (r"(?:the )?(?:mode|way of working|format)", "mode"),
    (r"(?:the )?(?:host supervisor|supervisor|contact|host contact)", "host_supervisor_email"),
    (r"(?:the )?(?:host|employer|organisation|organization|company)", "host"),
    (r"(?:the )?(?:title|name)", "title"),
    (r"(?:the )?(?:location|place|town|city|address)", "location"),
    (r"(?:the )?(?:number of |total )?hours", "hours"),
    (r"(?:the )?(?:window|week|cycle)", "window"),
    (r"(?:the )?(?:length|duration)", "duration"),
    (r"(?:the )?(?:skills)", "skills"),
    (r"(?:the )?(?:sector|industry)", "sector"),
    (r"(?:the )?theme", "theme"),
    (r"(?:the )?group size", "group_size"),
    (r"(?:the )?pay", "paid"),
)
OF_PERSON: tuple[tuple[str, str], ...] = (
    (r"(?:the )?(?:e-?mail(?: address)?|mail|address)", "email"),
    (r"(?:the )?(?:full |first |last |sur)?name", "name"),
    (r"(?:the )?level(?: of study)?", "level"),
    (r"(?:the )?(?:time ?zone|clock)", "time_zone"),
    (r"(?:the )?(?:institution|university|uni|college)", "institution"),
)
OF_PLACEMENT: tuple[tuple[str, str], ...] = (
    (r"(?:the )?(?:start(?:ing)? (?:date|day)|first day|start)", "starts"),
    (r"(?:the )?(?:end(?:ing)? (?:date|day)|last day|end)", "ends"),
    (r"(?:the )?(?:days|dates)", "days"),
    (r"(?:the )?(?:group|team)", "group"),
)


@cache
def pattern(name: str) -> tuple[re.Pattern[str], ...]:
    """The sentences that change the field called `name` of something, `of`, perhaps `to` a value."""
    return tuple(
        re.compile(words, re.IGNORECASE)
        for words in (
            rf"{_VERB} {name} (?:of|for|on|at|in) (?:the )?(?P<of>.+?){_TO}",
            rf"{_VERB} (?:the )?(?P<of>.+?)(?:'s|s'|')? {name}{_TO}",
            rf"{name} (?:of|for|on|at|in) (?:the )?(?P<of>.+?) {_SINCE}(?:\s+(?P<to>.+))?",
            rf"(?:the )?(?P<of>.+?)(?:'s|s'|') (?:new )?{name} {_SINCE}(?:\s+(?P<to>.+))?",
            rf"(?:the )?(?P<of>.+?) has (?:a new|changed (?:her|his|their)) {name}(?:(?: to|,|:| it is) (?P<to>.+))?",
        )
    )
