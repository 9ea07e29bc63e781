"""Who is to have which role, or no longer, in words: by e-mail address or by name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.programme.people import ROLES, Role

ADDRESS = r"[\w.+'’-]+@[\w-]+(?:\.[\w-]+)+"
NO_NAME = (
    r"(?:the|an?|my|our|all|every\w*|this|that|it|its|some|any|no|not|to|is|are|was|for|be|of|in|on|with|who|what|whom|why|"
    r"how|when|sure|feedback|note|should|staff|owner|supervisor)"
)
WORD = rf"(?!{NO_NAME}\b)[^\W\d_][\w'’.-]*"
NAME = rf"{WORD}(?: {WORD}){{0,3}}"
TITLE = r"(?:(?:mr|ms|mrs|miss|dr|prof|professor)\.? )?"
WHO = rf"{TITLE}(?P<who>{ADDRESS}|{NAME}?)"
ROLE = r"(?P<role>owner|network[ _]staff|staff|host[ _]supervisor|program(?:me)?[ _]supervisor)"
OF = "(?:role (?:of )?)?"
RIGHTS = "(?: role| rights?| access| permissions?)?"
A = "(?: an?| the)?"
GIVE = (
    rf"(?:make|appoint|promote) {WHO}(?: to(?: be)?| as)?{A}(?: (?:new )?(?:member of|one of)(?: the)?)? {ROLE}",
    rf"(?:give|grant|add) (?:the )?{OF}{ROLE}{RIGHTS} (?:to|for) {WHO}",
    rf"(?:give|grant) {WHO} (?:the )?{OF}{ROLE}{RIGHTS}",
    rf"add {WHO} (?:as|to){A} {ROLE}",
    rf"let {WHO} be{A} {ROLE}",
    rf"{WHO} (?:should (?:be|become)|is to be|becomes){A} {ROLE}",
    rf"{ROLE} (?:role|rights?|access|permissions?) for {WHO}",
)
TAKE = (
    rf"(?:take|remove|revoke)(?: away)? (?:the )?{OF}{ROLE}{RIGHTS}(?: away)? from {WHO}",
    rf"(?:take|remove|revoke)(?: away)? {WHO}['’]s? {ROLE}{RIGHTS}(?: away)?",
    rf"(?:remove|drop|take) {WHO} (?:as|from|off){A} {ROLE}(?: list| team)?",
    rf"{WHO} (?:is|should be) no longer{A} {ROLE}",
    rf"{WHO} should (?:no longer|not) be{A} {ROLE}",
)
PATTERNS = tuple(
    (give, re.compile(rf"(?:please |pls |can you |could you )?{said}", re.IGNORECASE))
    for give, sentences in ((True, GIVE), (False, TAKE))
    for said in sentences
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A role to be given to, or taken from, an address, or a name that is still to be looked for."""

    who: str
    role: Role
    give: bool


def wish_in(text: str) -> Wish | None:
    """The wish that a sentence says, as a whole; None where it says none."""
    said = re.sub(r"(?:[ ,]+(?:please|pls|thanks))?[.!?]*$", "", " ".join(text.split()), flags=re.IGNORECASE)
    for give, pattern in PATTERNS:
        if found := pattern.fullmatch(said):
            named = re.sub(r"[ _]", "_", found["role"].casefold()).replace("program_", "programme_")
            return Wish(found["who"].casefold(), next(one for one in ROLES if one == named), give)
    return None
