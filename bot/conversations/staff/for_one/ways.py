"""What can be done for one application now, and the doing of it; the student is told in every case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.cards import Action, Card, Text
from bot.conversations import apply, offers, placing, withdraw
from bot.conversations.staff.decide import role
from bot.programme.applications import Application
from bot.programme.dates import say_both
from bot.programme.deciding import may_decide
from bot.programme.quiet import out_of_quiet, wishes
from bot.turn import Turn

ANEW = frozenset({"offer_expired", "declined", "offer_rescinded"})


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to do: its button, what it comes to, and whether it needs a day or a place that is free."""

    label: str
    said: str
    do: Callable[[Turn, Application, str], str]
    has_day: bool = False


def possible(turn: Turn, one: Application) -> dict[str, Way]:
    """What can be done now; offers are made and made longer only by whoever decides."""
    decides = may_decide(turn.the_programme, role(turn))
    found: dict[str, Way] = {}
    if one.state == "offered":
        found |= {"more": MORE} if decides else {}
        found |= {"accept": ACCEPT, "decline": DECLINE}
    if one.state in ANEW and decides and not _asks_again(turn, one):
        found["anew"] = AGAIN
    if not one.ended:
        found["withdraw"] = WITHDRAW
    return found


def wrong(turn: Turn, one: Application, way: str) -> str:
    """Why it cannot be done although it is asked for; empty where it can."""
    if way == "anew" and (free := placing.left(turn, one)) is not None and free < 1:
        return "No place is free: it has gone to somebody else. With one more place it can be offered anew."
    return ""


def until(turn: Turn, one: Application, day: str) -> datetime:
    """The end of a day on the programme's clock, and never within the student's quiet hours."""
    programme, student = turn.the_programme, turn.unit.people.get(one.student)
    end = datetime.combine(datetime.fromisoformat(day).date(), time(23, 59), ZoneInfo(programme.clock.zone))
    return out_of_quiet(end, wishes(student, programme.nudges, programme.clock.zone))


def _more(turn: Turn, one: Application, day: str) -> str:
    longer = replace(one, expires_at=until(turn, one, day))
    turn.unit.applications.save(longer)
    turn.refresh(one.student, placing.offer_card(turn, longer, until(turn, one, day)))
    _record(turn, one, "gave more time for an offer", until=str(longer.expires_at))
    student = turn.unit.people.get(one.student)
    zone = student.time_zone or turn.the_programme.clock.zone
    said = say_both(until(turn, one, day), turn.the_programme.clock.zone, zone)
    ident = {"application": str(one.id)}
    buttons = (Action("Accept", "offer.accept", ident, "primary"), Action("Decline", "offer.decline", ident))
    _tell(
        turn, one, f"You have more time for the offer of {apply.name_of(turn, one)}: until {said}.", *buttons
    )
    return f"They have until {said}"


def _anew(turn: Turn, one: Application, _: str) -> str:
    """The old application has ended and stays so; the same answers are sent in again, and offered at once."""
    fresh = replace(
        one, id=0, state="submitted", reason="", pending=None, expires_at=None, created_at=turn.now
    )
    number = turn.unit.applications.add(fresh)
    _record(turn, one, "made an offer anew", application=number)
    placing.offer(turn, replace(fresh, id=number), "The team has offered you the place anew.")
    return "The offer is made anew, with its own time to answer"


def _accept(turn: Turn, one: Application, _: str) -> str:
    offers.taken(turn, one)
    if turn.the_programme.decisions.other_applications == "withdraw":
        for other in offers.still_open(turn, one):
            offers.give_up(turn, other, offers.TAKEN)
    _tell(
        turn, one, f"The team has noted for you that you accept: {apply.name_of(turn, one)}.",
        Action("My placement", "placement"), Action("That is wrong", "problem"),
    )  # fmt: skip
    return "Noted as accepted, and the placement is made"


def _decline(turn: Turn, one: Application, _: str) -> str:
    offers.given_back(turn, one, "declined by the student, as the team has noted")
    _tell(
        turn, one, f"The team has noted for you that you decline: {apply.name_of(turn, one)}.",
        Action("My applications", "status"), Action("That is wrong", "problem"),
    )  # fmt: skip
    return "Noted as declined; a free place goes to the next on the list"


def _withdraw(turn: Turn, one: Application, _: str) -> str:
    offers.give_up(turn, one, "withdrawn by the team for the student")
    if one.state in withdraw.AT_THE_HOST:
        withdraw.tell_host(turn, one)
    _tell(
        turn, one, f"The team has withdrawn your application for {apply.name_of(turn, one)}, as you asked.",
        Action("My applications", "status"), Action("That is wrong", "problem"),
    )  # fmt: skip
    return "Withdrawn for them"


def _asks_again(turn: Turn, one: Application) -> bool:
    """Whether the student has applied for the same again since."""
    mine = turn.unit.applications.of_student(turn.scope, one.student)
    return any(other.opportunity == one.opportunity and not other.ended for other in mine)


def _tell(turn: Turn, one: Application, words: str, *actions: Action) -> None:
    turn.notify(
        one.student,
        Card(parts=(Text(words),), actions=actions, summary=words[:150]),
        key=f"for one:{one.id}:{turn.activity.id}",
        why="It is about your application.",
    )


def _record(turn: Turn, one: Application, what: str, **after: object) -> None:
    turn.record(what, f"application:{one.id}", before={"state": one.state}, after=after)


MORE = Way("More time to answer", "They have more time to answer the offer", _more, has_day=True)
AGAIN = Way("Offer it anew", "The offer is made anew", _anew)
ACCEPT = Way("They accept", "They have accepted the offer", _accept)
DECLINE = Way("They decline", "They have declined the offer", _decline)
WITHDRAW = Way(
    "Withdraw it for them", "Their application is withdrawn; it cannot be taken up again", _withdraw
)
WAYS: dict[str, Way] = {
    "more": MORE, "anew": AGAIN, "accept": ACCEPT, "decline": DECLINE, "withdraw": WITHDRAW,
}  # fmt: skip
