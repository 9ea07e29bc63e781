"""Trainings, workshops, live sessions: the invitation, coming or not, the calendar, and the way to make one up."""

from __future__ import annotations

from datetime import timedelta

from bot.activities import Args
from bot.cards import Action, Attachment, Card, Facts, Part, Row, Text
from bot.conversations.calendar_entries import entries_for, entry_of
from bot.conversations.home import Need
from bot.conversations.phrases import moment
from bot.conversations.placement import mine
from bot.errors import NotFoundError
from bot.programme import sessions
from bot.programme.dates import Day, say_date
from bot.programme.placements import Placement
from bot.programme.sessions import Attendance, State, Taking
from bot.turn import Turn

FEED_DAYS = 400


def takings(turn: Turn, placement: Placement) -> tuple[Taking, ...]:
    """The sessions of a placement, as they take place."""
    return sessions.takings(turn.the_programme, placement.window, turn.unit.sessions.meetings(turn.scope))


def attendance_of(turn: Turn, taking: Taking, student: int) -> Attendance:
    """How one student stands to one session."""
    kept = turn.unit.sessions.attendance(turn.scope, taking.session.key, taking.window)
    found = next((one for one in kept if one.student == student), None)
    return found or Attendance(0, turn.scope, taking.session.key, taking.window, student)


def find(turn: Turn, args: Args) -> tuple[Placement, Taking]:
    """The session that a button names, of the student's own placement; raises NotFoundError."""
    for placement in mine.placements(turn):
        for taking in takings(turn, placement):
            if (
                taking.session.key == args.get("session")
                and args.get("window", taking.window) == taking.window
            ):
                return placement, taking
    raise NotFoundError


def when(turn: Turn, taking: Taking) -> str:
    """When it takes place, as exactly as it is known, in the reader's own zone too."""
    if taking.meeting:
        end = taking.meeting.ends_at.astimezone(turn.zone)
        where = f", {taking.meeting.where}" if taking.meeting.where else ""
        return f"{moment(turn, taking.meeting.starts_at)}, until {end:%H:%M} your time{where}"
    if taking.published is None or taking.published.first is None:
        return "the date is not published yet"
    hour = (
        ""
        if not isinstance(taking.published, Day) or taking.published.at
        else "; the time is not published yet"
    )
    return f"{say_date(taking.published)}{hour}"


def compulsory_words(taking: Taking) -> str:
    """Compulsory or not, as the programme says it, and no more (T34)."""
    return {
        "yes": "Compulsory.",
        "no": "Optional.",
        "not_stated": "The programme does not say whether it is compulsory.",
    }[taking.session.compulsory]


def show(turn: Turn, args: Args) -> None:
    """All sessions of the placement."""
    placement = mine.current(turn, args)
    if placement is None:
        return
    found = takings(turn, placement)
    if not found:
        turn.say("The programme names no sessions.", Action("Home", "home"))
        return
    rows: list[Part] = []
    for taking in found:
        state = attendance_of(turn, taking, turn.person.id).state
        words = f"{when(turn, taking)}. {compulsory_words(taking)} You: {sessions.WORDS[state]}."
        rows.append(
            Row(
                mine.first(taking.session.name),
                mine.first(words),
                (Action("Open", "session", address(taking)),),
            )
        )
    turn.say(
        Card(
            title="Sessions",
            parts=tuple(rows),
            actions=(Action("My calendar", "calendar.feed"), Action("Home", "home")),
        )
    )


def address(taking: Taking) -> Args:
    """What names a session in a button."""
    return {"session": taking.session.key, "window": taking.window}


def one(turn: Turn, args: Args) -> None:
    """One session, with its calendar entry and the two answers."""
    placement, taking = find(turn, args)
    turn.say(card(turn, placement, taking))


def card(turn: Turn, placement: Placement, taking: Taking) -> Card:
    """The invitation: what, when, compulsory or not, and the answers."""
    mine_now = attendance_of(turn, taking, placement.student)
    pairs = [("When", when(turn, taking)), ("You", sessions.WORDS[mine_now.state])]
    if taking.session.hours:
        pairs.insert(1, ("Length", f"{taking.session.hours:g} hours"))
    parts: list[Part] = [Facts(tuple(pairs)), Text(compulsory_words(taking))]
    if taking.session.about:
        parts.append(Text(f"It is about {taking.session.about}."))
    if taking.day is not None:
        parts.append(calendar_file(turn, placement, taking))
    actions: list[Action] = []
    if mine_now.state in {"invited", "declined", "registered"}:
        if mine_now.state != "registered":
            actions.append(Action("I am coming", "session.yes", address(taking), "primary"))
        if mine_now.state != "declined":
            actions.append(Action("I cannot come", "session.no", address(taking)))
    if mine_now.state in {"declined", "absent"}:
        actions.append(Action("How can I make it up?", "session.make_up", address(taking)))
    actions.append(Action("All sessions", "sessions"))
    return Card(
        title=taking.session.name,
        parts=tuple(parts),
        actions=tuple(actions),
        summary=f"{taking.session.name}: {when(turn, taking)}"[:150],
        ref=f"session:{taking.session.key}:{taking.window}:{placement.student}",
    )


def calendar_file(turn: Turn, placement: Placement, taking: Taking) -> Attachment:
    """The session as a calendar entry to take away."""
    return turn.documents.calendar(
        [entry_of(turn.the_programme, placement, taking)], f"{taking.session.key}.ics"
    )


def yes(turn: Turn, args: Args) -> None:
    """Coming."""
    answer(turn, args, "registered")


def no(turn: Turn, args: Args) -> None:
    """Not coming: never blamed; what it means and the way on are said."""
    answer(turn, args, "declined")


def answer(turn: Turn, args: Args, state: State) -> None:
    """Keep the answer, if the session is still ahead."""
    placement, taking = find(turn, args)
    kept = attendance_of(turn, taking, turn.person.id)
    if kept.state not in {"invited", "registered", "declined"} or is_over(turn, taking):
        turn.say(
            f"{taking.session.name} is over; you are noted as “{sessions.WORDS[kept.state]}”.",
            Action("That is not right", "problem", {"about": "attendance"}),
        )
        return
    turn.unit.sessions.put(sessions.move(kept, state, turn.now))
    subject = f"session:{taking.session.key}:{taking.window}:{turn.person.id}"
    turn.record("answered about a session", subject, before={"state": kept.state}, after={"state": state})
    turn.replace(card(turn, placement, taking))
    if state == "declined":
        make_up(turn, args)


def is_over(turn: Turn, taking: Taking) -> bool:
    """Whether it has taken place, as far as its day is known."""
    if taking.meeting:
        return turn.now > taking.meeting.ends_at
    return taking.day is not None and turn.now.astimezone(turn.zone).date() > taking.day + timedelta(days=1)


def make_up(turn: Turn, args: Args) -> None:
    """The way the programme gives; where it gives none, a human says."""
    _, taking = find(turn, args)
    if taking.session.make_up:
        turn.say(
            f"To make up {taking.session.name}: {taking.session.make_up}", Action("All sessions", "sessions")
        )
        return
    made = mine.hand_over(
        turn,
        "make_up",
        f"session:{taking.session.key}:{taking.window}:{turn.person.id}",
        f"{turn.person.name} cannot come to, or missed, {taking.session.name} ({taking.window}), and asks how "
        "to make it up.",
    )
    asked = f"I have asked {mine.team(turn)}" if made else f"{mine.first(mine.team(turn))} have your question"
    turn.say(
        f"The programme does not say how {taking.session.name} can be made up. {asked}; the answer comes here.",
        Action("All sessions", "sessions"),
    )


def feed(turn: Turn, _: Args) -> None:
    """The person's own calendar: an address that stays true, and a file for those who cannot use one."""
    entries = entries_for(turn.unit, turn.the_programme, turn.person)
    link = turn.documents.link(
        "calendar", {"programme": turn.the_programme.key}, reader=turn.person.id, days=FEED_DAYS
    )
    parts: list[Part] = [
        Text(
            f"{len(entries)} entries: sessions, placement weeks, check-ins, deadlines. A week is entered as a "
            "week, never as one day."
        )
    ]
    actions = [Action("Home", "home")]
    if link:
        parts.append(
            Text(
                "Subscribe to this address in your calendar; it follows every change of date. It is yours "
                "alone, so do not pass it on."
            )
        )
        parts.append(Text(link))
        actions.insert(0, Action("Open my calendar", url=link))
    parts.append(turn.documents.calendar(entries, "placement.ics"))
    turn.say(Card(title="Your calendar", parts=tuple(parts), actions=tuple(actions)))


def needs(turn: Turn) -> list[Need]:
    """Sessions ahead on the student's home."""
    found = []
    for placement in mine.placements(turn)[:1]:
        for taking in takings(turn, placement):
            state = attendance_of(turn, taking, turn.person.id).state
            if (
                taking.day is None
                or is_over(turn, taking)
                or state not in {"invited", "registered", "declined"}
            ):
                continue
            ahead = taking.day - turn.now.astimezone(turn.zone).date()
            if ahead > timedelta(days=30):
                continue
            actions: tuple[Action, ...] = (Action("Open", "session", address(taking)),)
            if state == "invited":
                actions = (Action("I am coming", "session.yes", address(taking), "primary"), *actions)
            start = taking.meeting.starts_at if taking.meeting else turn.now + ahead
            words = f"{when(turn, taking)}. {compulsory_words(taking)} You: {sessions.WORDS[state]}."
            found.append(
                Need(
                    taking.session.name,
                    words,
                    "upcoming",
                    actions,
                    start,
                )
            )
    return found
