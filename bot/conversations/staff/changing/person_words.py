"""A change of a person or a placement in words: "isla's address is wrong, it should be …", "move lena to group B"."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from bot.cards import Action, Card, Row
from bot.conversations.broadcast.begin import known
from bot.conversations.placement import mine
from bot.conversations.staff.changing import doing
from bot.conversations.staff.changing.field_words import OF_PERSON, OF_PLACEMENT, pattern
from bot.conversations.staff.roster import finding
from bot.conversations.staff.today import HOME
from bot.programme.names import Named, who
from bot.programme.people import Role
from bot.programme.placements import OVER, Placement
from bot.turn import Turn

_WHO = r"(?P<of>[^\s,;:?]+?(?: [^\s,;:?]+?){0,3}?)"
_OWN = r"(?:'s|s'|') (?:placement|micro-?internship|internship)"
_TO = r"(?P<to>[^,;?]+?)"
_SIDE = r"(?P<side>host |programme |program )?supervisor"


def _patterns(*words: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one, re.IGNORECASE) for one in words)


SPEAKS_OF_A_CHANGE = re.compile(
    r"\b(?:change|set|update|correct|fix|edit|amend|mend|enter|rename|move|put|add|assign|make|remove|take|delete|drop"
    r"|extend|shorten|shift|name|left|is|will|has|needs|gets|starts?|begins?|ends?|finish(?:es)?|supervis\w+|looks"
    r"|takes|changed|goes|should)\b",
    re.IGNORECASE,
)
NAMES_A_FIELD = re.compile(
    r"'|\b(?:change|set|update|correct|fix|edit|amend|mend|enter|make|put)\b", re.IGNORECASE
)
OFF = _patterns(
    rf"(?:remove|take|delete|drop) {_WHO} (?:from|off|out of) (?:the |our )?(?:roster|program|programme|list|system)",
    rf"{_WHO} (?:has |have )?left (?:the |our )?(?:university|uni|program|programme|college|course|scheme|company)",
)
PERSON: tuple[tuple[tuple[re.Pattern[str], ...], str], ...] = (
    (
        _patterns(
            rf"rename {_WHO} (?:to|as|into) {_TO}",
            rf"{_WHO} (?:is|goes by) (?:now )?(?:called|known as) {_TO}",
            rf"{_WHO} (?:has )?changed (?:her|his|their) name to {_TO}",
        ),
        "name",
    ),
    (
        _patterns(rf"{_WHO} is (?:not|no) [^,;]+,? ?(?:but|(?:s?he|they)(?:'s| is| are))? (?:an? )?{_TO}"),
        "level",
    ),
)
PLACEMENT: tuple[tuple[tuple[re.Pattern[str], ...], str], ...] = (
    (
        _patterns(
            rf"(?:move|put|add|assign) {_WHO} (?:in|into|to) (?P<to>(?:group|team) \S+)",
            rf"{_WHO} is (?:now )?in (?P<to>(?:group|team) \S+)(?: now)?",
        ),
        "group",
    ),
    (
        _patterns(
            rf"{_WHO}(?:{_OWN})? (?:will )?(?:starts?|begins?)(?: now| only)?(?: on)? {_TO}(?: instead| now)?"
        ),
        "starts",
    ),
    (
        _patterns(
            rf"{_WHO}(?:{_OWN})? (?:will )?(?:ends?|finish(?:es)?)(?: now| only)?(?: on)? {_TO}(?: instead| now)?",
            rf"(?:extend|shorten) {_WHO}{_OWN} (?:to|until|till) {_TO}",
        ),
        "ends",
    ),
    (_patterns(rf"(?:move|change|shift) {_WHO}(?:{_OWN}|(?:'s|s'|') (?:days|dates)) to {_TO}"), "days"),
)
SUPERVISES = _patterns(
    rf"make {_TO} (?:the )?(?:new )?{_SIDE} (?:of|for) {_WHO}",
    rf"{_TO} (?:now )?(?:supervises|will supervise|looks after|is supervising|takes over|will take over) "
    rf"(?P<side>)(?:for )?{_WHO}(?: now| from now on)?",
    rf"[^,;]+ (?:can't|cannot|can not|won't|doesn't|no longer) supervises? (?P<side>){_WHO}(?: any ?more)?"
    rf"[,;]? (?:but )?{_TO} (?:will|does|can|takes over)(?: instead)?",
    rf"(?:change|set|name) {_WHO}(?:'s|s'|') {_SIDE}(?: to {_TO})?",
    rf"{_WHO} (?:has|needs|gets) a (?:new|different) {_SIDE}(?:[,:]? {_TO})?",
    rf"{_WHO}(?:'s|s'|') {_SIDE} (?:is now|is|will be|has changed to) {_TO}",
)
SIDES: dict[Role, str] = {
    "host_supervisor": "host_supervisor_email",
    "programme_supervisor": "programme_supervisor_email",
}


def heard(turn: Turn, said: str) -> bool:
    """Whether the words say that something about a person or a placement changes, and it was begun."""
    if not SPEAKS_OF_A_CHANGE.search(said):
        return False
    for words in OFF:
        if found := words.fullmatch(said):
            return _of(turn, found["of"], lambda one: turn.go("person.off", person=str(one)))
    return _supervisor(turn, said) or _placement(turn, said) or _person(turn, said)


def _supervisor(turn: Turn, said: str) -> bool:
    """Who looks after a student: which side is meant is said, or follows from the role of the new one."""
    for words in SUPERVISES:
        found = words.fullmatch(said)
        if found is None or not _people(turn, found["of"]):
            continue
        to, side = found["to"] or "", (found["side"] or "").strip().casefold()
        new = _people(turn, to)
        has = [one for each in new for one in turn.unit.people.memberships(each.person)]
        roles = {one.role for one in has if one.scope == turn.scope}
        fits = [role for role in SIDES if (role.startswith(side[:4]) if side else role in roles)]
        field = SIDES[fits[0]] if len(fits) == 1 else ""
        value = new[0].email if len(new) == 1 else to
        return _of_placement(turn, found["of"], field, value if field else "")
    return False


def _placement(turn: Turn, said: str) -> bool:
    for patterns, field in (*PLACEMENT, *((pattern(name), field) for name, field in OF_PLACEMENT)):
        for words in patterns:
            if (found := words.fullmatch(said)) and _people(turn, found["of"]):
                to = re.sub(r"^(?:group|team) ", "", found["to"] or "", flags=re.IGNORECASE)
                return _of_placement(turn, found["of"], field, to)
    return False


def _person(turn: Turn, said: str) -> bool:
    keys = known(turn) if NAMES_A_FIELD.search(said) else ()
    further = tuple((rf"(?:the )?{re.escape(key.replace('_', ' '))}", key) for key in keys)
    for patterns, field in (*PERSON, *((pattern(name), field) for name, field in (*further, *OF_PERSON))):
        for words in patterns:
            if (found := words.fullmatch(said)) and _people(turn, found["of"]):
                return _of(
                    turn, found["of"], partial(_begin, turn, field, (found["to"] or "").strip(" \"“”'"))
                )
    return False


def _begin(turn: Turn, field: str, to: str, person: int) -> None:
    doing.begin(turn, "person", person, field, to)


def _of_placement(turn: Turn, name: str, field: str, to: str) -> bool:
    def begin(student: int) -> None:
        live = [one for one in turn.unit.placements.of_student(turn.scope, student) if one.state not in OVER]
        if len(live) == 1:
            doing.begin(turn, "placement", live[0].id, field, to)
        elif live:
            turn.say(_which(turn, live))
        else:
            turn.say(
                f"{turn.unit.people.get(student).name} has no placement that goes on, so there is nothing to change.",
                Action("Record", "person", {"person": str(student)}), HOME,
            )  # fmt: skip

    return _of(turn, name, begin)


def _of(turn: Turn, name: str, do: Callable[[int], None]) -> bool:
    people = _people(turn, name)
    if len(people) == 1:
        do(people[0].person)
    elif people:
        turn.say(finding.choice(turn, people))
    return bool(people)


def _people(turn: Turn, words: str) -> list[Named]:
    said = re.sub(r"(?:'s|')$", "", words.strip(" .!?"))
    return who(said, turn.unit.people.names(turn.scope), slips=True) if said else []


def _which(turn: Turn, some: list[Placement]) -> Card:
    rows = tuple(
        Row(
            mine.title_of(turn, one),
            "",
            (Action("This one", "change", {"kind": "placement", "id": str(one.id)}),),
        )
        for one in some
    )
    return Card(title="Which placement?", parts=rows, actions=(HOME,))
