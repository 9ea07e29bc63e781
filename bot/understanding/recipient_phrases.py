"""The phrases by which staff name people: roles, what the records must say, exceptions, and words that say nothing."""

from __future__ import annotations

import re

from bot.programme.audiences import WAITING_FOR_A_DECISION
from bot.programme.people import Role

NOT = r"(?:no|not|n't|never|without|missing|yet to|still to|lacking|owes?|(?:haven|hasn|didn|don|isn)'?t|outstanding)"
HOSTS = (
    r"(?:all |the )?host(?:ing)? (?:supervisors?|employers?|organi[sz]ations?|contacts?)|(?:all |the )?hosts?\b"
    r"|employers?"
    r"|line managers?|compan(?:y|ies)|partners?|charities"
)
UNIVERSITY = (
    r"(?:programme|program|university|academic|uni) (?:supervisors?|staff)|careers? consultants?|tutors?"
    r"|advis[eo]rs?"
)
STUDENTS = (
    r"students?|studs|interns?|micro-?interns?|applicants?|candidates?|participants?|pupils?|learners?|starters"
    r"|finalists|undergrad(?:uate)?s?|postgrad(?:uate)?s?|(?:the |whole )?(?:lot|cohort|bunch|crowd|crew|gang)\b"
    r"|people placed|those placed|(?:every(?:one|body)|all) placed"
)
ROLES: tuple[tuple[str, tuple[Role, ...]], ...] = (
    (HOSTS, ("host_supervisor",)),
    (UNIVERSITY, ("programme_supervisor",)),
    (r"supervisors?|mentors?", ("host_supervisor", "programme_supervisor")),
    (r"(?:our |the |all )?(?:staff|colleagues?|admins?|programme team|the team)\b", ("staff",)),
    (STUDENTS, ("student",)),
)
EVERYONE = re.compile(
    r"\bevery(?:one|body)\b|\ball of (?:them|us)\b|\bthe whole (?:programme|program)\b|\ball (?:people|users)\b"
    r"|\bto all\b|\bthem all\b|\ball\s*$"
)
PLACED = re.compile(
    r"\b(?:placed|on (?:a |their )?placements?|with (?:a |their )?placements?|who (?:have|has|got) (?:a )?placements?"
    r"|doing (?:a |their )?placements?)\b"
)
UNPLACED = re.compile(
    r"\b(?:without (?:an? |any )?placements?|not (?:yet )?(?:placed|on (?:an? |any |their )?placements?)|unplaced"
    r"|no placements?|(?:do|have|does|has)(?: not|n'?t) (?:yet )?(?:have |got |found )?(?:an? |any )?placements?)\b"
)
JOURNAL = re.compile(r"\b(?:journals?|reflections?|hear (?:entr(?:y|ies)|journals?))\b")
CHECK_IN = re.compile(
    r"\b(?:check[- ]?ins?|mid-?ways?|mid-?point|pulse)\b|\b(?:answered|replied|responded|silent|quiet)\b"
)
DRAFT = re.compile(
    r"\b(?:half[- ]?(?:finished|done|way|complete)|un(?:finished|submitted)|incomplete|open|draft|started)\s+"
    r"(?:draft\s+)?(?:applications?|apps?|forms?|drafts?)\b|\bdrafts?\b"
    rf"|\b(?:started|began|begun|opened)\b.{{0,25}}\b{NOT}\b.{{0,20}}\b(?:submit|submitted|finish|finished|sent|send)\b"
    r"|\b(?:haven'?t|hasn'?t|not|never|didn'?t)\s+(?:yet\s+)?(?:submit(?:ted)?|finish(?:ed)?|complete[d]?)"
    r"(?:\s+(?:their|an|the|your)?\s*(?:applications?|apps?|forms?))?(?!.{0,12}(?:journal|reflection|check))"
)
NOT_APPLIED = re.compile(
    r"\b(?:haven'?t|hasn'?t|have not|has not|not|never|didn'?t|did not|yet to|who has ?n'?t)\s+(?:yet\s+)?"
    r"(?:appl(?:ied|y)|signed up|put in an application)\b|\b(?:no|without an?) applications?\b|\bnon-?applicants?\b"
)
APPLIED = re.compile(
    r"\bapplicants?\b|\b(?:have|has|who|that|'ve)?\s*(?:already\s+)?applied\b|\bwith an application\b"
    r"|\bsubmitted (?:an |their )?applications?\b"
)
OFFERED = (
    r"\b(?:with|have|has|holding|got) (?:an? )?(?:open |live |pending )?offers?\b|\boffered(?: a place)?\b"
    r"|\boffer[- ]holders?\b"
    r"|\b(?:haven'?t|hasn'?t|not|never|yet to|still to) (?:yet )?accept(?:ed)?\b"
    r"(?: (?:it|theirs|(?:their|the|an) offers?))?"
    r"|\b(?:haven'?t|not|yet to) (?:yet )?answer(?:ed)? (?:their|the|an) offers?\b"
)
NO_OFFER = re.compile(
    r"\b(?:with )?no (?:open |live )?offers?\b|\b(?:without|lacking) (?:an? |any )?(?:open |live )?offers?\b"
    r"|\b(?:haven'?t|hasn'?t|not|never|weren'?t|wasn'?t) (?:yet |been |got |had |have )*(?:an? |any )?"
    r"offer(?:s|ed(?: a place)?)?\b"
)
NO_DRAFT = re.compile(
    r"\b(?:with )?no (?:open |unfinished |unsubmitted )?drafts?\b"
    r"|\b(?:without|lacking) (?:an? |any )?(?:open |unfinished |unsubmitted )?drafts?\b"
)
FIRST: tuple[tuple[re.Pattern[str], tuple[str, ...], bool], ...] = (
    (NO_DRAFT, ("draft",), True),
    (DRAFT, ("draft",), False),
    (NO_OFFER, ("offered",), True),
)
"""States whose opposite has words of its own: pattern, states, whether it is the opposite."""
TURNED = re.compile(
    r"\b(?:not|never|no longer|(?:haven|hasn|hadn|didn|don|isn|aren|weren|wasn)'?t)"
    r"(?: (?:yet|been|be|being|on|the|a|an|any|had|got|have|their))* ?$"
)
"""What comes before a state and means its opposite: "have not withdrawn", "is no longer on the waiting list"."""
UNDECIDED = (
    rf"\bundecided\b|\b{NOT}\b(?: (?:been|yet|had))* (?:a |any )?(?:decided|decisions?)\b"
    r"|\b(?:wait(?:s|ing)? for|await(?:s|ing)?|pending) (?:an? |the |their )?decisions?\b"
)
STATES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(UNDECIDED), WAITING_FOR_A_DECISION),
    (re.compile(OFFERED), ("offered",)),
    (re.compile(r"\baccepted\b"), ("accepted",)),
    (re.compile(r"\bwait(?:ing)?[- ]?list(?:ed)?\b|\breserve list\b|\breserves\b"), ("waitlisted",)),
    (
        re.compile(r"\bunsuccessful\b|\brejected\b|\bturned down\b|\bdidn'?t get (?:in|a place)\b"),
        ("unsuccessful",),
    ),
    (re.compile(r"\b(?:withdr[ae]w(?:n|ing)?|pulled out|dropped out)\b"), ("withdrawn",)),
    (re.compile(r"\b(?:declined?|said no|say no|refused?)\b"), ("declined",)),
)
EXCEPT = re.compile(
    r"\b(?:(?<=all )but|(?<=everyone )but|(?<=everybody )but|except(?: for)?|but not|apart from|other than"
    r"|excluding|excl\.?|minus|not the)\b"
)
WEEKS = ("first", "second", "third", "fourth", "fifth", "sixth")
COUNTS = ("one", "two", "three", "four", "five", "six")
CAME = re.compile(
    rf"(?:(?P<no>{NOT})\W+(?:\w+\W+){{0,2}})?(?P<verb>attend(?:ed)?|went|came|been|show(?:ed|n)? up|joined|missed"
    r"|skipped|sign(?:ed)? up|registered|booked|replied)\b"
)
CLAUSE = re.compile(
    r"\b(?:who|whose|that|with|without|from|at|in|on|under|over|aged?|born|named|called|studying|doing|but|except)\b"
    r"[^,.;]*"
)
_SAYS_NOTHING = (
    "the a an all our my their his her them those these people ones of to for and or any every each "
    "who that have has had are is be been were was with in on at from please pls just only also still "
    "already yet so far not no up out done do did this now today send message tell remind nudge ping "
    "email mail let know inform notify chase announce post write poke prompt warn invite ask text "
    "reminder note notice broadcast announcement heads line everyone everybody whole programme "
    "program student students w/c submit submitted finish finished hand handed sent one me us it"
)
IDLE = frozenset(_SAYS_NOTHING.split())
