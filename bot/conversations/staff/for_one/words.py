"""The same in words: "give amara until friday to accept", "reopen amara's offer", "ben needs more time"."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from bot.cards import Action
from bot.conversations import dialog
from bot.conversations.journal import staff as journals
from bot.conversations.staff.for_one import doing, ways
from bot.conversations.staff.roster import finding
from bot.conversations.staff.today import HOME
from bot.errors import UnclearReplyError
from bot.programme.applications import Application
from bot.programme.names import Named, who
from bot.programme.placements import OVER
from bot.turn import Turn

_WHO = r"(?P<of>[^\s,;:?]+?(?: [^\s,;:?]+?){0,3}?)"
_OFFER = r"(?:offer|place)"
_END = r"(?:,? (?:s?he|they) (?:told|said|called|rang|wrote).*|,? by (?:phone|telephone|e-?mail|mail).*)?"
_FOR = r"(?: (?:for|on|to|with) (?P<what>.+?))?"
_DAY = r"(?: (?:until|till|to|by) (?P<day>[^,;]+?))?"


def _patterns(*words: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one, re.IGNORECASE) for one in words)


_LATER = r"(?:an extension|more time|longer|(?:another|one more|\w+ more) (?:days?|weeks?))"
MORE = _patterns(
    rf"(?:give|grant|allow) {_WHO} {_LATER}{_FOR}{_DAY}",
    rf"(?:give|let|allow) {_WHO} (?:have )?(?:until|till) (?P<day>[^,;]+?)(?: (?:for|to|on) (?P<what>.+))?",
    rf"(?:extend|prolong|move) {_WHO}(?:'s|s'|') (?P<what>[\w ]*?(?:offer|journal|deadline|time))(?: by .+)?{_DAY}",
    rf"extend the (?P<what>[\w ]*?(?:offer|journal|deadline)) (?:for|of) {_WHO}(?: by .+)?{_DAY}",
    rf"{_WHO} (?:needs|gets|has|wants) (?:more time|an extension|longer){_FOR}{_DAY}",
    rf"let {_WHO} (?P<what>apply|submit) late",
    rf"{_WHO} (?:may|can) (?P<what>apply){_DAY}",
)
SAYS: tuple[tuple[tuple[re.Pattern[str], ...], str], ...] = (
    (
        _patterns(
            rf"(?:reopen|re-open|renew|repeat|remake|restore|reinstate) {_WHO}(?:'s|s'|') {_OFFER}",
            rf"(?:reopen|re-open|renew|repeat|restore|reinstate) the {_OFFER} (?:of|for|to) {_WHO}",
            rf"(?:make|give|send) {_WHO} (?:the|an) {_OFFER} (?:again|anew)",
            rf"offer {_WHO} (?:the place |a place )?(?:again|anew)",
        ),
        "anew",
    ),
    (
        _patterns(
            rf"{_WHO} (?:has |have )?(?:accepts?|accepted|said yes|says yes|takes the place|took the place)"
            rf"(?: (?:the|her|his|their) {_OFFER})?{_END}",
            rf"accept (?:the {_OFFER} )?(?:for|on behalf of) {_WHO}{_END}",
        ),
        "accept",
    ),
    (
        _patterns(
            rf"{_WHO} (?:has |have )?(?:declines?|declined|said no|says no|turned (?:it|the {_OFFER}) down)"
            rf"(?: (?:the|her|his|their) {_OFFER})?{_END}",
            rf"decline (?:the {_OFFER} )?(?:for|on behalf of) {_WHO}{_END}",
        ),
        "decline",
    ),
    (
        _patterns(
            rf"(?:withdraw|cancel|take back|pull) {_WHO}(?:'s|s'|') application{_END}",
            rf"{_WHO} (?:has |wants to )?(?:withdrawn?|withdrew)(?: (?:the|her|his|their) application)?{_END}",
        ),
        "withdraw",
    ),
)
JOURNAL = re.compile(r"\b(?:journal|reflection|diary|hear)\b", re.IGNORECASE)
OFFER = re.compile(r"\b(?:offer|accept|answer|decide|reply|place)\b", re.IGNORECASE)
SPEAKS = re.compile(
    r"\b(?:give|grant|allow|let|extend|prolong|more time|longer|extension|apply|reopen|re-open|renew|repeat|remake"
    r"|restore|reinstate|offer|accept\w*|declin\w*|turned|said|says|took|takes|withdr\w+|cancel|pull|may|can)\b",
    re.IGNORECASE,
)


def heard(turn: Turn, said: str) -> bool:
    """Whether the words ask for something for one student's offer, application or journal, and it was begun."""
    if not SPEAKS.search(said):
        return False
    for words in MORE:
        found = words.fullmatch(said)
        if found and (people := _people(turn, found["of"])):
            what, day = found.groupdict().get("what") or "", found.groupdict().get("day") or ""
            return _for(turn, people, partial(_more_time, turn, what, day))
    for patterns, way in SAYS:
        for words in patterns:
            if (found := words.fullmatch(said)) and (people := _people(turn, found["of"])):
                return _for(turn, people, partial(_do, turn, way))
    return False


def _more_time(turn: Turn, what: str, day: str, student: int) -> None:
    """For the offer, or for the journal: what was said, else whichever there is; a deadline is for everybody."""
    name, record = turn.unit.people.get(student).name, Action("Record", "person", {"person": str(student)})
    offered = [
        one for one in turn.unit.applications.of_student(turn.scope, student) if one.state == "offered"
    ]
    every = turn.unit.placements.of_student(turn.scope, student)
    placed = [one for one in every if one.state not in OVER] or list(every)[-1:]
    writes = turn.the_programme.journal is not None
    if offered and not JOURNAL.search(what):
        doing.begin(turn, offered[0], "more", _day(turn, partial(doing.later_day, turn, offered[0]), day))
    elif placed and writes and not OFFER.search(what):
        subject = {"placement": str(placed[-1].id)}
        until = _day(turn, partial(journals.later_day, turn, subject), day)
        turn.unit.drafts.drop(turn.person.id, journals.EXTEND.name, subject)
        dialog.start(turn, journals.EXTEND, subject, {"until": until} if until else {})
    elif JOURNAL.search(what):
        turn.say(f"{name} has no placement here, so there is no journal to give more time for.", record, HOME)
    else:
        turn.say(
            f"The application deadline is one for everybody, so I cannot move it for {name} alone, and nothing was "
            "changed. “Move the deadline to …” moves it for all; where the host agrees, a placement can be added by "
            "hand.",
            Action("Add a placement", "add.begin", {"kind": "placements"}),
            Action("Write to them", "person.write", {"person": str(student)}),
            record,
            HOME,
        )


def _do(turn: Turn, way: str, student: int) -> None:
    every = sorted(turn.unit.applications.of_student(turn.scope, student), key=lambda one: -one.id)
    fits = [one for one in every if way in ways.possible(turn, one)]
    if len(fits) == 1 or (fits and way == "anew"):
        doing.begin(turn, fits[0], way)
    elif every and not fits:
        turn.say(doing.card(turn, _closest(every), "That cannot be done for this application now."))
    else:
        turn.go("person", person=str(student))


def _closest(every: list[Application]) -> Application:
    return next((one for one in every if not one.ended), every[0])


def _day(turn: Turn, read: Callable[[str], str], day: str) -> str:
    """The day that was said, as it is kept; one that cannot be is said with the reason, and asked for again."""
    try:
        return read(day) if day else ""
    except UnclearReplyError as problem:
        turn.say(problem.message)
        return ""


def _for(turn: Turn, people: list[Named], do: Callable[[int], None]) -> bool:
    if len(people) == 1:
        do(people[0].person)
    else:
        turn.say(finding.choice(turn, people))
    return True


def _people(turn: Turn, words: str) -> list[Named]:
    """The students that words name."""
    said = re.sub(r"(?:'s|')$", "", words.strip(" .!?"))
    found = who(said, turn.unit.people.names(turn.scope), slips=True) if said else []
    return [one for one in found if turn.unit.people.membership(turn.scope, one.person, "student")]
