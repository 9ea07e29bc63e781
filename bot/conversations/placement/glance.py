"""The placement at a glance: where you are, what is next, the people, days and hours, in the programme's own words."""

from __future__ import annotations

from datetime import date

from bot.activities import Args
from bot.cards import Action, Card, Facts, Part, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.home import Need
from bot.conversations.phrases import listed, mode_name
from bot.conversations.placement import hours_total, mine, sessions
from bot.flow import Flow, Step
from bot.programme.calendar import dated_events
from bot.programme.dates import say_date, say_day, say_span, say_time
from bot.programme.placements import Placement, State
from bot.prompts import LongText
from bot.turn import Turn

STATES: dict[State, str] = {
    "confirmed": "confirmed",
    "ready": "ready to begin",
    "not_started": "not started yet",
    "active": "under way",
    "paused": "paused",
    "at_risk": "under way; somebody is looking into a problem",
    "ended_early": "ended early",
    "work_done": "the work is done",
    "completed": "completed",
    "incomplete": "not complete",
    "certified": "completed, with its credential",
    "revoked": "completed; the credential was taken back",
    "cancelled_before": "cancelled before it began",
}
TOO_FEW = 3
"""Words that say that something is wrong, and not what."""
ABOUT = {
    "dates": "The dates of my placement are wrong",
    "attendance": "My attendance is noted wrongly",
    "expense": "An expense",
}


def show(turn: Turn, args: Args) -> None:
    """The placement's card."""
    placement = mine.current(turn, args)
    if placement is not None:
        turn.say(card(turn, placement))


def card(turn: Turn, placement: Placement) -> Card:
    """Timeline, people, days and hours; what is not known is not made up."""
    ident = {"placement": str(placement.id)}
    pairs = [
        ("State", state_words(turn, placement).capitalize()),
        ("When", when(turn, placement)),
        *people(turn, placement),
        *terms(turn, placement),
    ]
    parts: list[Part] = [Facts(tuple(pair for pair in pairs if pair[1]))]
    past, ahead = timeline(turn, placement)
    if past:
        parts.append(Text(f"Over: {listed(past)}.", "quiet"))
    if ahead:
        parts += [Text("Next", "strong"), Text("\n".join(ahead[:5]))]
    if placement.group:
        parts.append(Text(group_words(turn, placement)))
    actions = [
        Action("Log hours", "hours.ask", ident),
        Action("Journal", "journal", ident),
        Action("Sessions", "sessions", ident),
        Action("What is still missing?", "completion", ident),
    ]
    if turn.the_programme.journal is None:
        actions.pop(1)
    if turn.the_programme.expenses.answer != "none":
        actions.append(Action("Expenses", "expenses", ident))
    if turn.the_programme.deliverables:
        actions.append(Action("Hand in", "deliverables", ident))
    actions += [
        Action("My calendar", "calendar.feed"),
        Action("Raise a problem", "problem"),
        Action("Home", "home"),
    ]
    return Card(
        title=mine.title_of(turn, placement),
        parts=tuple(parts),
        actions=tuple(actions),
        summary=f"{mine.title_of(turn, placement)}: {state_words(turn, placement)}"[:150],
        ref=f"placement:{placement.id}",
    )


def state_words(turn: Turn, placement: Placement) -> str:
    """How it stands; between its first and last day a placement that nothing was said about is under way."""
    today = turn.now.astimezone(turn.zone).date()
    if placement.state in {"confirmed", "ready", "active"} and placement.starts and placement.starts <= today:
        return "under way" if placement.ends is None or today <= placement.ends else "its days are over"
    return STATES[placement.state]


def when(turn: Turn, placement: Placement) -> str:
    """The days of this placement, else the programme's window, as exactly as it is known."""
    if placement.starts and placement.ends:
        return say_span(placement.starts, placement.ends)
    if placement.starts:
        return f"from {say_day(placement.starts)}"
    cycle = turn.the_programme.cycle(placement.window)
    if cycle is None:
        return ""
    alternative = next((one for one in cycle.alternatives if one.key == placement.window), None)
    if alternative:
        return say_span(alternative.starts, alternative.ends)
    return say_date(cycle.placements) if cycle.placements.first else "the dates are not published"


def people(turn: Turn, placement: Placement) -> list[tuple[str, str]]:
    """Who looks after this student, by the programme's own names; adults' addresses are not given to minors (T25)."""
    found = []
    for role, number in (
        ("host_supervisor", placement.host_supervisor),
        ("programme_supervisor", placement.programme_supervisor),
    ):
        if number is None:
            continue
        person = turn.unit.people.get(number)
        called = turn.the_programme.vocabulary.name(role, locale=turn.person.locale)
        address = f", {person.email}" if turn.the_programme.minors.direct_contact else ""
        found.append((called[:1].upper() + called[1:], f"{person.name}{address}"))
    return found


def terms(turn: Turn, placement: Placement) -> list[tuple[str, str]]:
    """Mode, clock and hours, as far as somebody said them (T13: the clock span is not the counted hours)."""
    programme = turn.the_programme
    one = turn.unit.opportunities.get(turn.scope, placement.opportunity) if placement.opportunity else None
    pairs = [
        ("Where", ", ".join(part for part in (mode_name(one.mode), one.location) if part) if one else "")
    ]
    if programme.clock_span:
        example = " (an example)" if programme.clock_span.example else ""
        pairs.append(
            (
                "Day",
                f"{say_time(programme.clock_span.from_time)} to {say_time(programme.clock_span.to_time)}{example}",
            )
        )
    pairs.append(("Hours", hours_total.total_words(turn, placement)))
    return pairs


def timeline(turn: Turn, placement: Placement) -> tuple[list[str], list[str]]:
    """What lies behind and what is ahead, by date."""
    cycle = turn.the_programme.cycle(placement.window)
    today = turn.now.astimezone(turn.zone).date()
    past: list[tuple[date, str]] = []
    ahead: list[tuple[date, str]] = []
    for event in dated_events(turn.the_programme, cycle) if cycle else ():
        if event.key in {"opens", "closes", "sent_to_hosts"} or event.key.startswith(
            ("invitations:", "session:")
        ):
            continue
        if event.key in {"begins", "ends"} and placement.starts and placement.ends:
            continue
        last = event.date.last or today
        label = event.label[:1].upper() + event.label[1:]
        if last < today:
            past.append((last, event.label))
        else:
            ahead.append((event.date.first or last, f"{label}: {say_date(event.date)}"))
    for taking in sessions.takings(turn, placement):
        if taking.day and taking.day < today:
            past.append((taking.day, taking.session.name))
        elif taking.day:
            ahead.append((taking.day, f"{taking.session.name}: {sessions.when(turn, taking)}"))
    return [label for _, label in sorted(past)], [label for _, label in sorted(ahead)]


def group_words(turn: Turn, placement: Placement) -> str:
    """Who is in the group, and what is shared."""
    names = [
        turn.unit.people.get(one.student).name
        for one in mine.group_of(turn, placement)
        if one.student != placement.student
    ]
    shared = [one.name for one in turn.the_programme.deliverables if one.one_for_the_group]
    words = (
        f"Group {placement.group}: you and {listed(names)}."
        if names
        else f"Group {placement.group}: only you for now."
    )
    if shared:
        words += f" One hand-in counts for all of you: {listed(shared)}."
    return words + " Your journal and your check-ins are yours alone."


def problem(turn: Turn, args: Args) -> None:
    """Say what is wrong; it goes to the team, not to the host."""
    dialog.start(turn, PROBLEM, {"about": args.get("about", "")})


def said_problem(turn: Turn, text: str) -> None:
    """Words that speak of a problem are passed on as they are; "it broke" says too little, and is asked about."""
    if mine.is_staff(turn):
        turn.say(
            "I do not know what to change for that, so nothing was done. Say a student's name to see where they "
            "stand, “on offer” for what is on offer, or keep it as a task for the team.",
            Action("Keep it as a task", "problem"),
            Action("Help", "help"),
            Action("What needs me today", "home"),
        )
    elif len(text.split()) <= TOO_FEW:
        problem(turn, {})
    else:
        tell(turn, text)


def build(turn: Turn, subject: Subject) -> Flow:
    """One question."""
    about = ABOUT.get(subject.get("about", ""), "")
    prompt = LongText(
        question="What is the problem?",
        label="Problem",
        words=500,
        hint=f"{about}. " * bool(about) + f"It goes to {mine.team(turn)} only{_and_not(turn)}.",
    )
    return Flow("Raise a problem", (Step("text", prompt),))


def _and_not(turn: Turn) -> str:
    if turn.membership is None or turn.membership.role != "student":
        return ""
    return f", not to your {turn.the_programme.vocabulary.name('host')}"


def finish(turn: Turn, subject: Subject, answers: dict[str, str]) -> None:
    """Pass it on."""
    about = ABOUT.get(subject.get("about", ""), "")
    tell(turn, f"{about}: {answers['text']}" if about else answers["text"])


def tell(turn: Turn, words: str) -> None:
    """A staff task with the writer's own words; the placement it is about stands beside it."""
    placement = next(iter(mine.placements(turn)), None)
    subject = f"problem:{turn.activity.id}"
    where = f" ({mine.title_of(turn, placement)})" if placement else ""
    context = {"placement": str(placement.id)} if placement else {}
    mine.hand_over(turn, "problem", subject, f"{turn.person.name}{where}: {words}", **context)
    turn.record("problem raised", f"person:{turn.person.id}")
    turn.say(
        f"I have passed this to {mine.team(turn)}, with your words. They answer here.", Action("Home", "home")
    )


def needs(turn: Turn) -> list[Need]:
    """The placement itself on the student's home."""
    return [
        Need(
            mine.title_of(turn, one),
            f"{state_words(turn, one).capitalize()}. {mine.first(when(turn, one))}.",
            "done",
            (Action("My placement", "placement", {"placement": str(one.id)}),),
        )
        for one in mine.placements(turn)[:2]
    ]


PROBLEM = Dialog(name="problem", build=build, finish=finish, left="Nothing was passed on.", keep=False)
