"""The programme itself, the bot, and one's own application: who, how, whom to ask, what next."""

from __future__ import annotations

from bot.programme.calendar import over
from bot.programme.definition import Fact
from bot.programme.windows import current_cycle, window_status
from bot.understanding.answering import Answer, Question, listed, sentences
from bot.understanding.persons import said_of
from bot.understanding.topics import cycle_dates
from bot.understanding.topics.eligible import eligibility, refusal

NAMES = (
    r"(?:firms?|compan(?:y|ies)|hosts?|employers?) (?:called|named)|(?:which|what|name of the|names? of|who "
    r"(?:is|are) (?:the|our|my)) (?:the )?(?:compan(?:y|ies)|host|"
    r"hosts|employers?|firms?|organisations?|businesses|host employers?|partner)|which company|who hosts|host "
    r"names?"
)
SUPERVISOR = (
    r"supervisors?|supervis\w*|mentors?|mentoring|guid\w*|boss|manager|tutor|buddy|looks? after|support|help me|"
    r"point person|supported"
)
TEACHERS = r"teach\w*|instructors?|leads? the classes|runs? the classes|lecturers?|trainers?"
WHO_RUNS = (
    r"who (?:runs|organi[sz]es|is behind|offers|manages|owns|is in charge|sponsors|set|made|provides)|run by|"
    r"organi[sz]ed by|behind it|behind this"
)
TASKS = (
    r"what (?:do|will|would|does|may|can|should) (?:i|we|they|you|the|our|student|students|interns?)\b.*\bdo|"
    r"tasks?|typical day|what kind of work|projects?|work shadowing|doing|deliver\w*|present\w*|produce|hand "
    r"in|tea|real work|challenge|outcome"
)
SILENT = (
    r"how many (?:students|people|companies|hosts|participants)|phone|interview|dress|wear|insur\w*|housing|"
    r"language|parking|holiday|sick|ill"
)


def programme(a: Question) -> Answer:
    """What it is, who runs or teaches it."""
    if a.says(NAMES) and not a.says("what kind of|what sort of|kinds? of"):
        return _hosts(a)
    if a.says(TEACHERS) and (taught := [one for one in a.facts("supervisor") if "taught" in one.text]):
        return a.answer("answer", f"{sentences(taught)} {a.aged(taught)}", taught)
    if a.says(SUPERVISOR) and not a.says(WHO_RUNS):
        return _supervisor(a)
    if a.says(WHO_RUNS):
        facts = _who(a)
        names = [one.name for one in a.programme.owner_chain if one.role != "host"]
        return a.answer(
            "answer", f"On the programme's side: {listed(names)}. {sentences(facts)} {a.aged(facts)}", facts
        )
    facts = a.facts("programme", supporting=True)
    if a.says(TASKS) and (tasks := a.facts("tasks", supporting=True)):
        facts = tasks if len(sentences(tasks)) > 40 else [*tasks, *facts]
    if not facts:
        return a.silent("programme")
    return a.answer("answer", f"{sentences(facts)} {a.aged(facts)}", facts)


def _who(a: Question) -> list[Fact]:
    """The lines behind the chain of who owns and runs it, those that are about that."""
    keys = [key for owner in a.programme.owner_chain if owner.role != "host" for key in owner.facts]
    about = ("programme", "contact", "supervisor")
    return [fact for key in dict.fromkeys(keys) for fact in a.fact(key) if fact.topic in about]


def _hosts(a: Question) -> Answer:
    near = a.facts("programme")[:1] + [
        one for one in a.facts("tasks", supporting=True) if one.key == "host_kind"
    ]
    return a.silent(
        "programme",
        beside=list({one.key: one for one in near}.values()),
        why="The programme's page names no hosts.",
    )


def _supervisor(a: Question) -> Answer:
    facts = [one for one in a.facts("supervisor") if one.topic == "supervisor" or "taught" in one.text]
    if facts:
        return a.answer("answer", f"{sentences(facts)} {a.aged(facts)}", facts)
    return a.silent(
        "supervisor",
        why=next(
            (one.text for one in a.programme.facts_about("supervisor") if one.status == "unknown"),
            "The programme's page does not say anything about supervision.",
        ),
    )


def other(a: Question) -> Answer:
    """A matter of the programme on which it may be silent (dress, interviews, illness, …)."""
    if a.says(r"how many (?:places|placements|vacancies|spaces|spots)"):
        return a.silent("places", beside=a.facts("places"))
    if a.says(r"choose|chosen|select\w*|picked|shortlist\w*|decid\w*|decision"):
        return a.silent(
            "application_status", why="The programme's page does not say how applicants are chosen."
        )
    return a.silent("programme", why="The programme's page does not say anything about that.")


def contact(a: Question) -> Answer:
    """Whom to ask and where to look."""
    if a.says(r"(?:need|needs|must|have to|require\w*|wants?|asks?)\b.*\b(?:e-?mail|address)"):
        return eligibility(a)  # an address that is asked of the person, not one to write to (T25)
    facts = a.facts("contact")
    held = [one for one in facts if one.topic == "contact"] or facts
    unknown = [one for one in a.programme.facts_about("contact") if one.status == "unknown"]
    if a.programme.contact.email or (held and not unknown):
        said = sentences(held) or f"You can write to {a.contact}, or ask me to pass a question on."
        return a.answer("answer", f"{said} {a.aged(held)}", held)
    return a.answer(
        "not_stated",
        f"{unknown[0].text if unknown else 'The page gives no address to write to.'} {sentences(held)} I can "
        f"pass a question on to {a.programme.contact.office} for you.",
        held,
    )


def identity(a: Question) -> Answer:
    """Who writes, and why."""
    why = (
        "When I write first, the message says why it came and how to stop it. "
        if a.says(
            "why|how come|who sent|get|getting|received?|sign up|spam|know|name|number|list|scam|phishing"
        )
        else ""
    )
    return a.answer(
        "answer",
        f"I am Foothold, the placements assistant for {a.programme.title}. I am a program, not a person; "
        f"people you can reach: {a.contact}. {why}"
        "I answer questions about the programme, and help with applications, check-ins and journals. To stop "
        "my messages, say “stop”.",
    )


SEES = (
    r"who|see|sees|seen|read|reads|private|confidential|anonymous|share\w*|shown|secret|find out|passed|goes "
    r"to|know"
)


def consent(a: Question) -> Answer:
    """Will you text me; who sees it."""
    facts = [one for one in a.facts("messages_consent") if one.topic == "messages_consent"]
    if a.says(r"application|cv|statement|details") and a.says(SEES):
        shared = a.facts("data_sharing")
        if shared:
            return a.answer("answer", f"{sentences(shared)} {a.aged(shared)}", shared)
        return a.silent("data_sharing")
    if a.says(SEES) and not a.says(
        r"texts?|sms|cost|charge\w*|rates?|opt|consent(?:ed)?|agree\w*|how often|how many"
    ):
        return _privacy(a)
    if facts:
        return a.answer("answer", f"{sentences(facts)} {a.aged(facts)}", facts)
    return a.silent("messages_consent")


def _privacy(a: Question) -> Answer:
    return a.answer(
        "answer",
        "This is how I work, not a line of the programme's page: a journal is private until it is submitted; "
        "the answers of a check-in are seen only by those "
        "named when it is asked; other students see nothing of yours. Words of danger are passed to a named person. "
        f"For anything else about your data, ask {a.contact}.",
    )


GENERAL_NEXT = (
    r"what happens (?:after|once|when|next|then|to)|after (?:i|you|we|they) (?:apply|submit)|after the "
    r"deadline|next steps?|what is next|then what|now what|what now|what happens now"
)
HEAR_BACK = (
    r"when (?:will|do|does|are|can|is)|how (?:long|soon)|by when|(?:what|which) (?:date|day)|"
    r"(?:results?|decisions?) (?:out )?when"
)


def status(a: Question) -> Answer:
    """What happened to my application, and what is next."""
    facts = [one for one in a.facts("application_status") if one.answers]
    mine = a.says(r"my|mine|i|i've|i'm|me") and not a.says(r"after i (?:apply|submit)|once i")
    if a.says(HEAR_BACK) and not a.says("status"):
        return a.silent(
            "application_status",
            beside=facts,
            why="The programme's page does not say when decisions are made.",
        )
    if a.says(GENERAL_NEXT) and not a.says(r"(?:my|mine) (?:application|one)"):
        if facts:
            return a.answer(
                "answer",
                f"{sentences(facts)} The page does not say when decisions are made. {a.aged(facts, dated=True)}",
                facts,
            )
        return a.silent("application_status")
    lead = (
        "I look up your own applications and tell you for each where it stands and what happens next."
        if mine or a.role == "student"
        else "I look up the application and tell you where it stands."
    )
    return a.answer("act", f"{lead} {sentences(facts)} {a.aged(facts, dated=True)}", facts)


SILENT_STEPS = (
    r"do i need|do we need|must i (?:send|have)|is a (?:cv|cover letter)|what (?:documents|do i need|papers|"
    r"does the application)|documents|how many (?:placements|applications|projects|roles)|more than one|"
    r"several|how long does the application|cover letter|references?|can i apply (?:to|for) (?:two|three|both|"
    r"all)"
)


def apply(a: Question) -> Answer:
    """Wants to apply: started where the rules and the dates allow it, else the reason."""
    no = refusal(a)
    if no is not None:
        return no
    if "campus" in said_of(a):
        return eligibility(a)
    if (
        a.says(
            r"become a host|host a student|offer a placement|post a project|as a company|take part as a host"
        )
        and a.role != "student"
    ):
        return a.silent("application", why="The programme's page does not say how an employer joins.")
    if a.says(SILENT_STEPS):
        return a.silent("application")
    chosen = cycle_dates.of_dates(a, a.cycles or (current_cycle(a.programme, a.now),))[0]
    state = window_status(a.programme, chosen.key, "applications", a.now, a.reader_zone)
    shown = cycle_dates.status_of(a, chosen)
    facts = cycle_dates.behind(a, (*chosen.opens.facts, *chosen.closes.facts))
    if over(a.programme, a.now).over or state.state in ("closed", "not_yet"):
        lead = "Not yet. " if state.state == "not_yet" else "Applications are closed. "
        tail = a.aged(facts, dated=True) or shown.next_step
        dates = sentences(one for one in facts if one.topic in ("deadline", "dates"))
        return a.answer(
            "answer",
            f"{lead}{shown.why} {dates if state.state == 'not_yet' else ''} {tail}",
            facts,
            cycle_dates.slots_of(a),
        )
    if state.state == "undecidable" and state.edge == "closes" and state.phase == "day_after":
        return a.hand(f"{shown.why} {shown.next_step}", facts)
    dated = facts if state.state in ("open", "closing", "undecidable") else []
    known = f"{shown.why} " if dated else ""
    guardian = (
        "Nothing goes to a company before a parent or guardian has agreed. "
        if a.programme.minors.guardian_consent
        else ""
    )
    if a.role != "student":
        return a.answer(
            "answer",
            f"Students apply by talking to me, step by step. {known}{guardian}",
            dated,
            cycle_dates.slots_of(a),
        )
    slots = cycle_dates.slots_of(a)
    return a.answer(
        "act",
        f"I start your application with you now, step by step; nothing is sent until you submit it. {known}{guardian}",
        dated,
        slots,
    )
