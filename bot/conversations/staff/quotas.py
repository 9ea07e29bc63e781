"""How many places each university has, where the programme shares them so and gives no number itself (T20)."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Row, Text
from bot.conversations import dialog, placing
from bot.conversations.broadcast.begin import known
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.staff.decide import role
from bot.conversations.staff.today import HOME
from bot.errors import NotAllowedError
from bot.flow import Answers, Flow, Step
from bot.programme.applications import LIVE, Application
from bot.programme.deciding import HOLDING_A_PLACE, Limit, may_decide
from bot.prompts import Confirm, Number, Prompt
from bot.turn import Turn

MOST = 20
PAGE = re.compile(r"(?:(?:show|see|the|our|all) )*(?:quotas?|places per (?:university|member)|allocations?)")
SETS = re.compile(
    r"(?:(?:set|change|raise|increase|reduce|lower) )?(?:the )?(?:quota|allocation|places)"
    r"(?: (?:of|for) (?P<whose>.+?))? (?:to|is|is now|=) (?P<to>\d+)(?: places)?"
    r"|(?P<has>.+?) (?:now )?(?:has|have|gets) (?P<number>\d+) (?:places|spaces)(?: now)?"
)


def heard(turn: Turn, said: str) -> bool:
    """Whether the words are about the places of a university, and were taken up."""
    if turn.the_programme.decisions.quota is None:
        return False
    if PAGE.fullmatch(said):
        turn.go("quotas")
        return True
    found = SETS.fullmatch(said)
    if found is None:
        return False
    whose, number = (found["whose"] or found["has"] or "").strip(), found["to"] or found["number"]
    named = next((one for one in universities(turn) if one.casefold() == whose.casefold()), None)
    if named is None:
        turn.go("quotas")
        return found["has"] is None
    _must_decide(turn)
    _begin(turn, named, float(number))
    return True


def universities(turn: Turn) -> list[str]:
    """Those of the roster and of the applications."""
    asked = (
        placing.quota_for(turn, one) for one in turn.unit.applications.in_states(turn.scope, sorted(LIVE))
    )
    return sorted({one for one in (*known(turn).get("institution", []), *asked) if one})


def show(turn: Turn, _: Args) -> None:
    """Each university with its places, how many are held, and how many wait."""
    _must_decide(turn)
    every = turn.unit.applications.in_states(turn.scope, sorted(LIVE))
    held = Counter(placing.quota_for(turn, one) for one in every if one.state in HOLDING_A_PLACE)
    waiting = Counter(placing.quota_for(turn, one) for one in every if one.state == "waitlisted")
    rows = []
    for one in universities(turn)[:MOST]:
        limit = turn.unit.waiting.limit(turn.scope, one)
        places = "no number set" if limit is None else _places(limit)
        said = f"{places} · {held[one]} held · {waiting[one]} waiting"
        rows.append(Row(one, said, (Action("How many?", "quota.set", {"quota": one}),)))
    words = (
        "While no number is set, no offer is held back." if rows else "No university is on the roster yet."
    )
    turn.say(Card(title="Places of each university", parts=(*rows, Text(words, "quiet")), actions=(HOME,)))


def ask(turn: Turn, args: Args) -> None:
    """The button of one university."""
    _must_decide(turn)
    _begin(turn, args.get("quota", ""), None)


def build(turn: Turn, subject: Subject) -> Flow:
    """The number, and a second look at what it moves."""
    _must_decide(turn)
    quota = subject["quota"]

    def sure(answers: Answers) -> Prompt:
        number, before = int(answers["places"]), turn.unit.waiting.limit(turn.scope, quota)
        moved = len(_moved(turn, quota, number))
        first = (
            "the first on the waiting list is" if moved == 1 else f"the first {moved} on the waiting list are"
        )
        told = "nobody" if not moved else "whoever is offered a place"
        pairs = [
            ("Places", str(number)),
            ("Until now", "no number" if before is None else str(before)),
            ("Held", str(_held(turn, quota))),
            ("And", f"{first} offered a place"),
            ("Told", told),
        ]
        summary = tuple(pair for pair in pairs if moved or pair[0] != "And")
        return Confirm(question="Is this right?", label="Review", do="Set it", summary=summary)

    places = Number(question=f"How many places has {quota}?", label="Places", least=0, most=100_000)
    return Flow(quota, (Step("places", places), Step("sure", sure)))


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Keep it; places that are free move the waiting list in the same step."""
    quota, number = subject["quota"], int(answers["places"])
    before = turn.unit.waiting.limit(turn.scope, quota)
    moved = _moved(turn, quota, number)
    turn.unit.waiting.set_limit(Limit(turn.scope, quota, number))
    turn.record(
        "set the places of a university",
        f"quota:{quota}",
        before={"places": before},
        after={"places": number},
    )
    for one in moved:
        placing.freed(turn, one, by=f"quota:{quota}")
    offered = (
        f" {len(moved)} of those who wait {'is' if len(moved) == 1 else 'are'} offered a place."
        if moved
        else ""
    )
    turn.say(f"Set: {quota}, {_places(number)}.{offered}", Action("All universities", "quotas"), HOME)


def _begin(turn: Turn, quota: str, number: float | None) -> None:
    subject: Subject = {"quota": quota}
    turn.unit.drafts.drop(turn.person.id, QUOTA.name, subject)
    dialog.start(turn, QUOTA, subject, {} if number is None else {"places": number})


def _places(number: int) -> str:
    return f"{number} {'place' if number == 1 else 'places'}"


def _held(turn: Turn, quota: str) -> int:
    held = turn.unit.applications.in_states(turn.scope, sorted(HOLDING_A_PLACE))
    return sum(1 for one in held if placing.quota_for(turn, one) == quota)


def _moved(turn: Turn, quota: str, number: int) -> list[Application]:
    """Those who wait and for whom there is a place then."""
    waiting = turn.unit.applications.in_states(turn.scope, ["waitlisted"])
    mine = [one for one in waiting if one.opportunity is None and placing.quota_for(turn, one) == quota]
    return mine[: max(0, number - _held(turn, quota))]


def _must_decide(turn: Turn) -> None:
    if not may_decide(turn.the_programme, role(turn)):
        who = turn.the_programme.decisions.decided_by_name or "the network"
        raise NotAllowedError(
            f"{who} decides how many places each university has, so its own staff set that here."
        )


QUOTA = Dialog("quota", build, finish, left="Nothing was changed.", keep=False)
