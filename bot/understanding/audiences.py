"""Who is meant by "the summer lot with no journal in": a rule over role, cycle and state, in words and as data."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.programme.definition import Programme
from bot.understanding.normalise import clean, normal

ROLES = (
    ("host_supervisor", r"host supervisors?|hosts?|employers?|companies|line managers?|host contacts?"),
    (
        "programme_supervisor",
        r"programme supervisors?|supervisors from|supervisors?|consultants?|tutors?|mentors?|teachers?",
    ),
    ("guardian", r"parents?|guardians?|families|mums?|dads?"),
    (
        "student",
        (
            r"students?|applicants?|interns?|participants?|undergraduate|postgraduate|undergrads?|postgrads?|"
            r"finalists?|first years?|candidates?|lot|people|ones|folks?|everyone|everybody|all of them|them all|"
            r"cohort|group|groups|members?|those|anyone|whoever|waiting list|waitlist|reserve list|placed|pupils|"
            r"kids|class|intake|both cycles|the whole programme|all|hku|spring|summer|winter|latecomers|"
            r"micro-interns|team|teams|placements?|drafts?|silent"
        ),
    ),
)
"""In this order: the first that is spoken of is meant."""
STATES = (
    ("no_journal", "no journal submitted", (
        r"(?:no|without (?:a )?|missing (?:a )?|hasn'?t got a |haven'?t (?:handed in|submitted|done|sent|"
        r"written)(?: \w+){0,2} |not (?:handed in|submitted)(?: \w+){0,2} |owe us (?:a )?|with no )(?:hear "
        r")?journals?|journals? (?:missing|outstanding|not in)"
    )),
    ("no_check_in", "check-in not answered", (
        r"(?:no|without|missing|haven'?t (?:done|answered)(?: \w+){0,2}|hasn'?t (?:done|answered)(?: \w+){0,2}|"
        r"not (?:done|answered)(?: \w+){0,2}) (?:mid-way |the |their |a )*check-?ins?|haven'?t checked in|"
        r"hasn'?t checked in"
    )),
    ("draft", "an application begun and not submitted", (
        r"drafts?|half[- ]finished|half[- ]done|unfinished (?:application|form)s?|incomplete (?:application|"
        r"form)s?|started (?:but|and)(?: \w+){0,3} (?:submit\w*|finish\w*)|haven'?t (?:submitted|finished|"
        r"applied)|hasn'?t (?:submitted|finished|applied)|not (?:yet )?(?:submitted|finished|applied)|didn'?t "
        r"(?:submit|finish|apply)|never (?:submitted|finished)|with an open application"
    )),
    ("saved", "a placement saved and not applied for", r"saved (?:a )?placements?|bookmarked"),
    ("waitlisted", "on the waiting list", r"waiting ?list\w*|waitlist\w*|reserve list|reserves"),
    ("missed_training", "a training session missed", (
        r"(?:missed|absent from|didn'?t (?:attend|come to)|skipped|not at) (?:the )?(?:training|workshop|"
        r"session|induction)"
    )),
    ("undecided", "no decision made", (
        r"(?:no|not|haven'?t|hasn'?t|without)(?: \w+){0,2} (?:decided|chosen|decisions?|picked|replied)"
    )),
    ("no_hours", "no hours logged", r"(?:no|without|haven'?t logged|hasn'?t logged|missing)(?: \w+){0,2} hours"),
    ("placed", "with a placement", (
        r"placed|with a placement|got a placement|have a placement|in their placement|interns|current "
        r"(?:interns|students)|on placement"
    )),
    ("applicants", "who have applied", r"applicants?|who (?:have )?applied|candidates"),
    ("silent", "who have not answered", (
        r"silent|haven'?t (?:replied|answered|responded)|not (?:replied|answered|responded)|went quiet|gone "
        r"quiet|without an answer"
    )),
)  # fmt: skip
LEVELS = (
    ("undergraduate", r"undergraduates?|undergrads?|ugs?"),
    ("postgraduate", r"postgraduates?|postgrads?|pgs?|masters"),
    ("final year", r"finalists?|final years?"),
    ("first year", r"first years?|freshers?"),
)
VERBS = (
    r"(?:tell|remind|notify|inform|nudge|ping|message|email|alert|text|warn|prompt|chase|let|send|post|"
    r"announce|broadcast|invite|ask|write|give|drop|contact|forward|queue|blast|mail|poke|schedule)"
)


@dataclass(frozen=True)
class Audience:
    """Who gets a message: a role, a cycle, states and levels; `words` is the rule as people read it."""

    role: str
    words: str
    cycles: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    everyone: bool = False
    extra: dict[str, str] = field(default_factory=dict)


def audience_of(text: str, programme: Programme, cycles: tuple[str, ...]) -> Audience | None:
    """Return who a message is meant for, or None where the text does not say."""
    words = normal(text)
    scope = _before_the_message(words)
    role = next((name for name, pattern in ROLES if re.search(rf"\b(?:{pattern})\b", scope)), None)
    if role is None:
        role = next(
            (
                name
                for name, pattern in ROLES[:3]
                if re.search(rf"\b(?:{pattern})\b", words)
                and re.search(rf"{VERBS}\b.*\b(?:to|for) .*(?:{pattern})", words)
            ),
            None,
        )
    if role is None and re.search(
        r"\b(?:to|for) (?:all |every|the )?(?:\w+ ){0,2}(?:students?|applicants?|cohort|everyone|everybody|"
        r"participants?|interns?)\b",
        words,
    ):
        role, scope = "student", words
    if role is None:
        return None
    states = tuple(
        (key, said) for key, said, pattern in STATES if re.search(rf"\b(?:{pattern})(?!\w)", scope)
    )
    if role in ("host_supervisor", "programme_supervisor"):
        states = tuple(one for one in states if one[0] in ("undecided", "silent", "no_check_in"))
    if len(states) > 1:
        states = tuple(one for one in states if one[0] not in ("applicants", "placed"))
    levels = tuple(name for name, pattern in LEVELS if re.search(rf"\b(?:{pattern})\b", scope))
    everyone = (
        bool(re.search(r"\b(?:everyone|everybody|all of them|them all|all)\b", scope))
        and not states
        and not levels
        and not cycles
    )
    return Audience(
        role,
        _said(role, cycles, states, levels, programme, scope),
        cycles,
        tuple(key for key, _ in states),
        levels,
        everyone,
    )


def _before_the_message(words: str) -> str:
    """The part of a sentence that says who, without what they are told."""
    cut = re.split(r"\b(?:that|saying|about|to say|says|know|their hosts?)\b|:|\"", words, maxsplit=1)[0]
    return cut if len(cut.split()) > 1 else words


def _said(
    role: str,
    cycles: tuple[str, ...],
    states: tuple[tuple[str, str], ...],
    levels: tuple[str, ...],
    programme: Programme,
    scope: str,
) -> str:
    who = {
        "student": "students",
        "host_supervisor": f"host supervisors ({programme.vocabulary.name('host', many=True)})",
        "programme_supervisor": "programme supervisors",
        "guardian": "parents and guardians",
    }[role]
    if levels:
        who = f"{' and '.join(levels)} {who}"
    if cycles:
        names = [found.name for key in cycles if (found := programme.cycle(key))]
        who += f" of {' and '.join(names)}"
    if re.search(r"\bfirst (?:\w+ )?week\b", scope) and any(one.alternatives for one in programme.cycles):
        who += ", first of the two weeks"
    group = re.search(r"\bgroup (\d+|[a-f])\b", scope)
    if group:
        who += f", group {group[1]}"
    return who + "".join(f", {said}" for _, said in states)


_NAME = re.compile(r"\b([A-Z][a-zà-ÿ'’-]+(?: (?:[A-Z][a-zà-ÿ'’-]+|[A-Z]\.?))?)")
_NO_NAMES = frozenset(
    [
        "I",
        "The",
        "A",
        "An",
        "We",
        "Our",
        "My",
        "She",
        "He",
        "They",
        "It",
        "Please",
        "Student",
        "Students",
        "Candidate",
        "Candidates",
        "Can",
        "Could",
        "Put",
        "And",
        "Or",
        "No",
        "Yes",
        "Next",
        "Move",
        "Mark",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Spring",
        "Summer",
        "Winter",
        "Michaelmas",
        "Hilary",
        "Trinity",
        "Hi",
        "Hello",
        "Dear",
        "Queen",
        "Mary",
        "Oxford",
        "HKU",
        "U21",
        "IDP",
        "LaunchPad",
        "London",
        "Teams",
        "Zoom",
        "Slack",
        "HEAR",
        "CV",
        "These",
        "Those",
        "This",
        "That",
        "There",
        "Who",
        "What",
        "When",
        "Where",
        "How",
        "Just",
        "Also",
        "Best",
        "Great",
        "Record",
        "Attendance",
        "Present",
        "Absent",
        "Everyone",
        "All",
        "Here",
        "To",
        "From",
        "For",
        "In",
        "On",
        "At",
        "With",
        "Not",
        "Give",
        "Let",
        "Take",
        "Offer",
        "Accept",
        "Reject",
        "Decision",
        "First",
        "Second",
        "Third",
        "Her",
        "His",
        "Their",
        "Its",
        "If",
        "As",
        "Ask",
        "Get",
        "Send",
        "Forward",
        "Delegate",
        "Hand",
        "Better",
        "Pass",
        "Someone",
        "Nobody",
        "Nothing",
        "Host",
        "Hosts",
        "Tea",
        "Charity",
        "UK",
        "US",
        "Easter",
        "Christmas",
        "Thanks",
        "Thank",
        "Feedback",
        "Kudos",
        "Delete",
        "Remove",
        "Erase",
        "Grant",
        "Extend",
        "Set",
        "Bring",
        "Promote",
    ]
)
_LOWER = (
    r"(?:ask|send (?:it|this) to|forward (?:it|this) to|delegate (?:it |this )?to|get|pass (?:it|this) to|hand "
    r"(?:it|this)? ?(?:over )?to|contact|try|promote|offer (?:it |the \w+ )?to|take|choose|chose|pick|picked|"
    r"want|have|with|for|go with|chosen|selected|nominate|redirect (?:this|it) to|route (?:this|it) to|give "
    r"(?:it|this) to)\s+([a-z]{3,12})(?: and ([a-z]{3,12}))?\b"
)
_COMMON = frozenset(
    [
        "me",
        "him",
        "her",
        "them",
        "you",
        "the",
        "this",
        "that",
        "someone",
        "somebody",
        "anyone",
        "colleague",
        "colleagues",
        "boss",
        "manager",
        "please",
        "instead",
        "another",
        "one",
        "two",
        "both",
        "all",
        "any",
        "first",
        "second",
        "third",
        "last",
        "next",
        "student",
        "students",
        "intern",
        "interns",
        "candidate",
        "candidates",
        "place",
        "places",
        "other",
        "others",
        "again",
        "later",
        "tomorrow",
        "today",
        "hr",
        "our",
        "your",
        "his",
        "their",
        "finance",
        "team",
        "lead",
        "time",
        "more",
        "help",
        "everyone",
        "it",
        "now",
        "what",
        "who",
        "back",
        "out",
        "off",
        "away",
        "from",
        "some",
        "place",
        "people",
        "more",
        "extra",
        "training",
        "off",
    ]
)


def names_in(text: str) -> list[str]:
    """Return the names of people in a message, as written; those in lower case only where a verb asks for one."""
    found: list[str] = []
    for name in _NAME.findall(text):
        parts = [part for part in name.split() if part.rstrip(".") not in _NO_NAMES]
        if parts:
            found.append(" ".join(parts))
    if not found:
        for match in re.finditer(_LOWER, clean(text)):
            found += [one.capitalize() for one in match.groups() if one and one not in _COMMON]
    return list(dict.fromkeys(found))
