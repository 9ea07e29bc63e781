"""One application with what staff can do for it; each is shown with its consequences first, and the student is told."""

from __future__ import annotations

from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations import apply, dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.phrases import moment
from bot.conversations.placement import mine
from bot.conversations.placement.said_times import read_day
from bot.conversations.staff.adding.asking import SurePrompt
from bot.conversations.staff.for_one import ways
from bot.conversations.staff.roster.record import state_of
from bot.conversations.staff.today import HOME
from bot.errors import NotFoundError, UnclearReplyError
from bot.flow import Answers, Flow, Step
from bot.programme.applications import Application
from bot.programme.dates import say_day
from bot.prompts import Prompt, When
from bot.turn import Turn


def show(turn: Turn, args: Args) -> None:
    """How one application stands, and what can be done for it."""
    turn.say(card(turn, _named(turn, args)))


def card(turn: Turn, one: Application, lead: str = "") -> Card:
    """One application with a button for each thing that can be done."""
    ident = {"application": str(one.id)}
    can = ways.possible(turn, one)
    by = (
        f" They can answer until {moment(turn, one.expires_at)}."
        if one.state == "offered" and one.expires_at
        else ""
    )
    over = "" if can else " Nothing about it changes any more."
    words = (lead, f"Now: {state_of(one).casefold()}.{by}{over}")
    return Card(
        title=f"{turn.unit.people.get(one.student).name}: {apply.name_of(turn, one)}",
        parts=tuple(Text(part) for part in words if part),
        actions=(
            *(Action(way.label, "application.do", {**ident, "way": key}) for key, way in can.items()),
            Action("Record", "person", {"person": str(one.student)}),
            HOME,
        ),
    )


def do(turn: Turn, args: Args) -> None:
    """One of the buttons."""
    begin(turn, _named(turn, args), args.get("way", ""))


def begin(turn: Turn, one: Application, way: str, day: str = "") -> None:
    """Ask for what is not said yet; what cannot be done is said with what can."""
    if way not in ways.possible(turn, one):
        turn.say(card(turn, one, "That cannot be done for this application now."))
        return
    subject: Subject = {"application": str(one.id), "way": way}
    turn.unit.drafts.drop(turn.person.id, FOR_ONE.name, subject)
    dialog.start(turn, FOR_ONE, subject, {"until": day} if day else {})


def build(turn: Turn, subject: Subject) -> Flow:
    """The day where one is needed, and a second look."""
    one, way = _named(turn, subject), ways.WAYS[subject["way"]]
    name = turn.unit.people.get(one.student).name

    def read(text: str) -> str:
        return later_day(turn, one, text)

    def sure(answers: Answers) -> Prompt:
        pairs = [("Application", apply.name_of(turn, one)), ("From now on", way.said)]
        if way.has_day:
            pairs.append(("Until", moment(turn, ways.until(turn, one, str(answers["until"])))))
        wrong = ways.wrong(turn, one, subject["way"])
        question = f"This cannot be done. {wrong}" if wrong else "Is this right?"
        summary = (*pairs, ("Told", name))
        return SurePrompt(question=question, label="Review", do="Confirm", summary=summary, wrong=wrong)

    day = When(
        question="Until the end of which day?", label="Until", read=read,
        hint="The end of that day on the programme's clock; never in their quiet hours.",
        say=lambda value: say_day(ways.until(turn, one, value).date()),
    )  # fmt: skip
    steps = (Step("until", day),) if way.has_day else ()
    return Flow(name, (*steps, Step("sure", sure)))


def later_day(turn: Turn, one: Application, text: str) -> str:
    """The day that words name, later than what counts now; raises UnclearReplyError."""
    found = read_day(text, turn.now, turn.zone, ahead=True)
    if found is None:
        raise UnclearReplyError("Please give a day, such as Sunday 4 February 2024.")
    if ways.until(turn, one, found.isoformat()) <= max(turn.now, one.expires_at or turn.now):
        raise UnclearReplyError(
            f"{say_day(found)} is not later than what counts already. Please give a later day."
        )
    return found.isoformat()


def refuse(turn: Turn, subject: Subject) -> Card | None:
    """Why it can no longer be done."""
    one = _named(turn, subject)
    if subject["way"] in ways.possible(turn, one):
        return None
    return card(turn, one, "Somebody has changed this application meanwhile.")


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Do it, and say what came of it."""
    one = _named(turn, subject)
    said = ways.WAYS[subject["way"]].do(turn, one, str(answers.get("until") or ""))
    turn.say(f"{said}. They are told.", Action("Record", "person", {"person": str(one.student)}), HOME)


def _named(turn: Turn, args: Args) -> Application:
    mine.must_be_staff(turn)
    found = turn.unit.applications.get(turn.scope, int(args.get("application", "0") or 0))
    if found is None:
        raise NotFoundError
    return found


FOR_ONE = Dialog("application.do", build, finish, refuse, left="Nothing was changed.", keep=False)
