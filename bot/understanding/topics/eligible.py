"""May I take part: what people say of themselves, put to the programme's rules; yes, no with the rule, or a human."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.programme.definition import Fact, Undecided
from bot.programme.eligibility import Verdict, check
from bot.programme.levels import HIGH_SCHOOL
from bot.understanding.answering import Answer, Question, sentences
from bot.understanding.persons import EXCLUSIVE, said_of, wanted

PERSONAL = (
    r"i|i'm|i've|im|am i|me|my|mine|she|he|her|his|they're|student on|a student (?:on|from|who|is|asks|wants|"
    r"emailed)|one student|someone (?:on|who)|son|daughter|friend|nephew|niece|cousin"
)
LEFT = (
    r"graduated|alumn\w+|finished my degree|former student|recent graduate|(?:already|just) finished|no longer "
    r"(?:a student|enrolled)|not a student|left (?:uni|university|oxford)|ex-student|a graduate|graduates"
)
UNSURE = (
    r"suspend\w*|interrupt\w*|intermit\w*|leave of absence|rusticat\w*|repeating|gap year|year out|postdoc\w*|"
    r"staff member|employee|part[- ]?time|part[- ]?timer|distance learn\w*|recognised student|continuing "
    r"education|certificate course|foundation year|pre-sessional|online student|dual enrolled"
)
SILENT_RULES = (
    r"age|old|young|over 18|under 18|18|gpa|grades?|2:1|2:2|first class|marks|experience|skills?|language|"
    r"english|coding|twice|"
    r"more than once|again|another one|limit|reference|permission|passport|minimum|year group|nationality|"
    r"country|countries|cv|interview|disabilit\w*|refugee|criminal"
)
GENERAL = r"who (?:can|is|may|are)|which students|what students|criteria|requirements"
SUBJECTS = r"disciplines?|subjects?|majors?|courses?|degrees?|study|studying|faculty|department"
WHICH_ONES = (
    r"which (?:universities|schools|colleges|courses|departments|faculties)|what (?:universities|schools|"
    r"departments|courses)"
)
MEMBER = (
    r"(?:university of [a-z]+|[a-z]+ (?:university|uni|college)|my (?:uni\w*|college|school))\b.*"
    r"(?:one of|member|in (?:u21|it|the network)|part of|on the list|count|partner)"
)
AT_SOME = r"(?:at|from|attend|go to|study at) (?!a |the |my )[a-z]+|is my (?:uni|university|school|college)"


@dataclass(frozen=True)
class Case:
    """A question about taking part: how the rules come out, what was said, whether it is about somebody at all."""

    a: Question
    settled: Verdict
    said: dict[str, str]
    general: bool
    facts: list[Fact]

    @property
    def unknown(self) -> list[str]:
        """What the page says it does not say about who can take part."""
        return [one.text for one in self.a.programme.facts_about("eligibility") if one.status == "unknown"]

    @property
    def level_is_silent(self) -> bool:
        """Whether a level was said of which the rules say nothing."""
        return "level" in self.said and not wanted(self.a.programme, "level")

    def tell(self, facts: list[Fact], lead: str = "") -> Answer:
        """Answer with these lines."""
        return self.a.answer("answer", f"{lead}{sentences(facts)} {self.a.aged(facts)}", facts, self.said)

    def hand(self, why: str) -> Answer:
        """Hand the person's own case to a human."""
        return self.a.hand(f"{sentences(self.facts)} {why}", self.facts, to=_route(self.a), slots=self.said)

    def silent(self, why: str = "") -> Answer:
        """Say that the page does not say."""
        return self.a.silent("eligibility", beside=self.facts, why=why)


def verdict(a: Question) -> tuple[Verdict, dict[str, str]]:
    """Return how the programme's rules come out for the person spoken of, and what was said of them."""
    said = said_of(a)
    own = dict(a.attributes) if a.role == "student" and a.says(r"i|i'm|am i|me|my|im") else {}
    return check(a.programme, {**own, **said}), said


def refusal(a: Question) -> Answer | None:
    """Return the answer to one whom a rule excludes, or None where none does."""
    settled, said = verdict(a)
    if settled.answer != "no" or not (said or a.attributes):
        return None
    facts = [fact for key in settled.facts for fact in a.fact(key)]
    redirect = settled.redirect or f"If you think that this does not fit, ask {a.contact}."
    return a.answer("answer", f"No. {settled.rule} {redirect} {a.aged(facts)}", facts, said)


def eligibility(a: Question) -> Answer:
    """May I, or may they, take part: three-valued, and never a no for want of knowing (T21, T22, T33, T35)."""
    settled, said = verdict(a)
    case = Case(a, settled, said, not a.says(PERSONAL) or a.says(GENERAL), a.facts("eligibility"))
    for step in (_excluded, _has_left, _unmentioned, _by_one_line, _allowed, _own_case, _open):
        found = step(case)
        if found is not None:
            return found
    lead = ""
    if (
        a.says(r"(?:just|only) (?:for|undergraduates?|open to)")
        and said.get("level", "undergraduate") != "undergraduate"
    ):
        lead = "No. " if wanted(a.programme, "level") else ""
    return case.tell(case.facts, lead)


def _excluded(case: Case) -> Answer | None:
    return refusal(case.a)


def _has_left(case: Case) -> Answer | None:
    a = case.a
    if not a.says(LEFT) or a.says("when i|after i"):
        return None
    if case.general and not a.says("i|i'm|i've|my"):
        return case.silent("The programme's page does not say anything about graduates.")
    return case.hand("The page does not say more about somebody who has finished.")


def _unmentioned(case: Case) -> Answer | None:
    """Age, grades, experience and the like: not stated; the person's own age is for a human."""
    a, said = case.a, case.said
    age = re.search(
        r"\b(?:i am|i'm|(?:he|she|daughter|son|who) is|he's|she's|aged?|turning)\s+(1[0-9]|[2-9][0-9])\b"
        r"(?! (?:hours|weeks|days|credits))",
        a.words,
    )
    if age and not said.get("level"):
        return case.hand(case.unknown[0] if case.unknown else "The page does not say anything about age.")
    if not a.says(SILENT_RULES) or said.get("level") in EXCLUSIVE or said.get("matriculated"):
        return None
    if a.says("year") and not a.says("age|old|young|18|minimum|experience|grades?|gpa|again|twice"):
        return None
    if (
        said.get("level") == HIGH_SCHOOL
        and HIGH_SCHOOL in wanted(a.programme, "level")
        and not a.says("age|old|young|18")
    ):
        return None
    about = [one for one in case.unknown if a.says("age|old|young|18") or "level" not in one]
    return case.silent(about[0] if about else "The programme's page does not say anything about that.")


def _by_one_line(case: Case) -> Answer | None:
    """One line of the page settles it: nationality, discipline, on or off campus."""
    a, said = case.a, case.said
    if said.get("international") and a.programme.work_authorisation:
        return authorisation(a)
    disciplines = [one for one in case.facts if "all disciplines" in one.text]
    if a.says(SUBJECTS) and disciplines and "u21_member" not in said and not said.get("level"):
        return case.tell(disciplines)
    if "campus" in said:
        word = "on-campus" if said["campus"] == "on" else "off-campus"
        lines = [one for one in case.facts if word in one.text.lower()]
        return case.tell(lines) if lines else None
    return None


def _allowed(case: Case) -> Answer | None:
    a, settled = case.a, case.settled
    if settled.answer != "yes" or (not case.general and (a.says(UNSURE) or case.level_is_silent)):
        return None
    held = [fact for key in settled.facts for fact in a.fact(key)] or case.facts
    lead = "Yes. " if case.said and not case.general else ""
    return a.answer("answer", f"{lead}{settled.rule} {a.aged(held)}", held, case.said)


def _own_case(case: Case) -> Answer | None:
    if not case.general and case.a.says(UNSURE):
        return case.hand("The page does not settle it for this case.")
    return None


def _open(case: Case) -> Answer | None:
    """The rules do not settle it: handed over where the person's own case needs a human, else said to be open."""
    a, settled = case.a, case.settled
    if case.level_is_silent:
        return case.silent() if case.general else case.hand(case.unknown[0] if case.unknown else "")
    left_open = any(isinstance(one.needs, Undecided) for one in a.programme.eligibility.inclusions)
    if left_open and not case.general:
        return case.hand("So I cannot tell you for your case.")
    if (
        ((not case.general and a.says(AT_SOME)) or a.says(MEMBER))
        and "u21_member" in settled.missing
        and "institution" not in case.said
    ):
        return case.hand("The page does not list them.")
    if a.says(WHICH_ONES):
        return case.silent("The page does not list them.")
    return None


def _route(a: Question) -> str:
    return a.contact if a.programme.contact.email else a.programme.eligibility.route


def authorisation(a: Question) -> Answer:
    """Visa, CPT, OPT: quoted, then handed over; never advised on (T29)."""
    note = a.programme.work_authorisation
    facts = a.facts("work_authorisation")
    if note and facts:
        return a.hand(f"{sentences(facts)} {a.aged(facts)} I give no advice on it.", facts, to=note.route)
    silent = next(
        (one.text for one in a.programme.facts_about("work_authorisation") if one.status == "unknown"),
        "The programme's page does not say anything about visas or the right to work.",
    )
    return a.hand(f"{silent} I give no advice on it.")


def law(a: Question) -> Answer:
    """What is legal is never advised on."""
    lines = a.facts("pay")[:1] if a.says(r"unpaid|paid|pay|wage|wages|free") else []
    lines = [
        *lines,
        *(a.facts("work_authorisation") if a.says(r"visas?|cpt|opt|immigration|work permit") else []),
    ]
    to = (
        a.programme.work_authorisation.route
        if a.programme.work_authorisation and a.says(r"visas?|cpt|opt|immigration|work permit|deport\w*")
        else None
    )
    return a.hand(f"I do not give legal advice. {sentences(lines)}", lines, to=to)
