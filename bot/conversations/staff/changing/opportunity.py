"""An opportunity as staff see it: what it says, who wants it, and what of it can be changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Facts, Option, Part, Row, Text
from bot.conversations import placing
from bot.conversations.browse import ident, theme_name, wanted
from bot.conversations.phrases import hours_text, mode_name, pay_text, window_text
from bot.conversations.placement import mine
from bot.conversations.staff.adding.asking import cells, checked
from bot.conversations.staff.adding.flows import cell, steps_of
from bot.conversations.staff.changing.things import Changed, Field
from bot.conversations.staff.roster.record import state_of
from bot.conversations.staff.today import HOME
from bot.flow import Answers
from bot.programme import availability
from bot.programme.applications import LIVE, Application, words_for
from bot.programme.deciding import HOLDING_A_PLACE
from bot.programme.opportunities import Opportunity
from bot.programme.placements import OVER, Placement
from bot.prompts import Choice, Prompt
from bot.turn import Turn

MORE: dict[str, str] = {
    "opens": "Opening date",
    "duration": "Length",
    "sector": "Sector",
    "skills": "Skills",
    "group_size": "Students in a group",
}
LABELS: dict[str, str] = {
    "closes": "Closing date",
    "host_supervisor_email": "Host supervisor",
    "mode": "Way of working",
    "location": "Place",
}
QUIET = frozenset({"summary", "sector", "skills", "theme", "host_supervisor_email", "group_size"})
"""What changes without a message: it moves nobody's plans."""
MOST_ROWS = 20
PAID = Choice(
    question="Is it paid?",
    label="Pay",
    optional=True,
    choices=(Option("yes", "Paid"), Option("no", "Unpaid")),
)


class OnOffer:
    """One opportunity that staff change."""

    def __init__(self, turn: Turn, one: Opportunity) -> None:
        """`one` belongs to the programme of the turn, whose person is staff."""
        self._turn = turn
        self.one = one
        self.subject = f"opportunity:{one.id}"

    @classmethod
    def named(cls, turn: Turn, number: int) -> OnOffer:
        """The opportunity of that number, for staff."""
        mine.must_be_staff(turn)
        return cls(turn, wanted(turn, {"opportunity": str(number)}))

    def title(self) -> str:
        return f"{self.one.title}, {self.one.host}"

    def fields(self) -> Mapping[str, Field]:
        turn, row = self._turn, self._row()
        _, steps = steps_of(turn, "opportunities")
        found: dict[str, Field] = {}
        for step in steps:
            label = LABELS.get(step.key) or step.key.replace("_", " ").capitalize()
            found[step.key] = Field(label, self._asking(step.ask), row.get(step.key, ""))
        for key, label in MORE.items():
            found[key] = Field(label, self._asking(cell(turn, "opportunities", key, label)), row.get(key, ""))
        found["paid"] = Field("Pay", lambda _: PAID, row.get("paid", ""))
        return found

    def told(self, key: str, value: str) -> Sequence[int]:
        del value
        return () if key in QUIET else interested(self._turn, self.one)

    def also(self, key: str, value: str) -> str:
        held = self._held()
        if key == "places" and value.isdigit() and int(value) < held:
            return f"{held} are held already, and nobody loses theirs"
        count = min(len(self._waiting()), self._free(key, value))
        if not count:
            return ""
        if count == 1:
            return "the first on the waiting list is offered a place"
        return f"the first {count} on the waiting list are offered a place"

    def wrong(self, key: str, value: str) -> str:
        found = checked(self._turn, "opportunities", {**self._row(), key: value})
        return " ".join(f"{one.reason[:1].upper()}{one.reason[1:]}." for one in found.bad)

    def apply(self, changed: Changed, value: str) -> None:
        turn = self._turn
        people = self.told(changed.key, value)
        free = self._free(changed.key, value)
        checked(turn, "opportunities", {**self._key(), changed.key: value}, dry_run=False)
        for person in people:
            tell(turn, self.one, person, f"{self.title()}. {changed.words}", f"change:{changed.key}")
        for one in self._waiting()[:free]:
            placing.freed(turn, one, by=self.subject)

    def after(self, lead: str, *actions: Action) -> Card:
        return after(self.one, lead, *actions)

    def _waiting(self) -> list[Application]:
        every = self._turn.unit.applications.for_opportunity(self._turn.scope, self.one.id)
        return [one for one in every if one.state == "waitlisted"]

    def _free(self, key: str, value: str) -> int:
        """How many more places a change makes free."""
        if key != "places" or not value.isdigit() or self.one.places is None:
            return 0
        return max(0, int(value) - max(self._held(), self.one.places))

    def _held(self) -> int:
        every = self._turn.unit.applications.for_opportunity(self._turn.scope, self.one.id)
        return sum(1 for one in every if one.state in HOLDING_A_PLACE or one.pending == "offered")

    def _asking(self, ask: Callable[[Answers], Prompt]) -> Callable[[Answers], Prompt]:
        return lambda _: ask(Answers(self._row()))

    def _key(self) -> dict[str, str]:
        return {"key": self.one.key, "title": self.one.title, "host": self.one.host}

    def _row(self) -> dict[str, str]:
        """The opportunity as the cells of a row."""
        one = self.one
        values: dict[str, Any] = {
            **self._key(), "summary": one.summary, "sector": one.sector, "theme": one.theme,
            "mode": one.mode and one.mode.replace("_", " "), "location": one.location, "window": one.window,
            "duration": one.duration, "hours": one.hours and f"{one.hours:g}", "places": one.places,
            "group_size": one.group_size, "skills": "; ".join(one.skills),
            "paid": one.paid if one.paid is None else ("no", "yes")[one.paid],
            "host_supervisor_email": one.host_supervisor_email, "opens": one.opens, "closes": one.closes,
        }  # fmt: skip
        return {key: words for key, words in cells(values).items() if words}


def interested(turn: Turn, one: Opportunity) -> list[int]:
    """Who has saved it, applied for it or is placed there, each once."""
    saved = [student for student, number in turn.unit.opportunities.saves(turn.scope) if number == one.id]
    asked = [
        found.student
        for found in turn.unit.applications.for_opportunity(turn.scope, one.id)
        if not found.ended
    ]
    placed = [found.student for found in placed_there(turn, one)]
    return list(dict.fromkeys((*asked, *placed, *saved)))


def placed_there(turn: Turn, one: Opportunity) -> list[Placement]:
    """The placements there that are not over."""
    every = turn.unit.placements.all(turn.scope)
    return [found for found in every if found.opportunity == one.id and found.state not in OVER]


def tell(turn: Turn, one: Opportunity, person: int, words: str, what: str, *actions: Action) -> None:
    """One message to one student about something that they want."""
    turn.notify(
        person,
        Card(
            parts=(Text(words),),
            actions=actions or (Action("Details", "browse.details", ident(one)),),
            summary=words[:150],
        ),
        key=f"opportunity:{one.id}:{what}:{turn.activity.id}:{person}",
        why="You saved this, applied for it, or are placed there.",
    )


def after(one: Opportunity, lead: str, *actions: Action) -> Card:
    """What was done, with a way to the whole of it."""
    return Card(
        title=f"{one.title}, {one.host}",
        parts=(Text(lead),),
        actions=(*actions, Action("Open", "opportunity", ident(one)), HOME),
        summary=lead[:150],
    )


def people_told(count: int) -> str:
    """How many are told, at the start of a sentence."""
    return "Nobody is told" if not count else "1 person is told" if count == 1 else f"{count} people are told"


def show(turn: Turn, args: Args) -> None:
    """One opportunity, with what staff can do about it."""
    mine.must_be_staff(turn)
    one = wanted(turn, args)
    turn.remember(memory={**turn.talk.memory, "opportunity": one.id})
    turn.say(card(turn, one))


def card(turn: Turn, one: Opportunity) -> Card:
    """How it stands: its words, its dates, how many want it."""
    status = availability.of(turn.the_programme, one, turn.now, turn.zone)
    who = (
        turn.unit.people.by_email(turn.scope.organisation, one.host_supervisor_email)
        if one.host_supervisor_email else None
    )  # fmt: skip
    pairs = [
        ("Key", one.key),
        ("Host", one.host),
        ("Host supervisor", who.name if who else one.host_supervisor_email or "nobody yet"),
        ("Where", ", ".join(filter(None, (mode_name(one.mode), one.location)))),
        ("When", window_text(turn.the_programme, one.window)),
        ("Length", one.duration),
        ("Hours", hours_text(one.hours)),
        ("Sector", one.sector),
        ("Theme", theme_name(turn, one.theme)),
        ("Skills", ", ".join(one.skills)),
        ("Pay", pay_text(turn.the_programme, paid=one.paid)),
        ("Places", "not said" if one.places is None else str(one.places)),
        ("Wanted by", _wanted_by(turn, one)),
        ("Applications", status.words),
    ]
    parts: list[Part] = [Text(one.summary)] if one.summary else []
    parts.append(Facts(tuple(pair for pair in pairs if pair[1])))
    ways = (
        (Action("Put it back on offer", "opportunity.back", ident(one), "primary"),)
        if one.cancelled is not None
        else (
            Action("Change it", "change", {"kind": "opportunity", "id": str(one.id)}),
            Action("Cancel it", "opportunity.cancel", ident(one)),
        )
    )
    people = (Action("Who applied", "opportunity.people", ident(one)),) if _applied(turn, one) else ()
    every = Action("All on offer", "opportunities")
    return Card(
        title=one.title, parts=tuple(parts), actions=(*ways, *people, every, HOME),
        summary=f"{one.title}, {one.host}",
    )  # fmt: skip


def _applied(turn: Turn, one: Opportunity) -> list[Application]:
    return list(turn.unit.applications.for_opportunity(turn.scope, one.id))


def _wanted_by(turn: Turn, one: Opportunity) -> str:
    """How many applications there are in each state, and how many have saved it."""
    counts = Counter(found.state for found in _applied(turn, one) if found.state in LIVE)
    said = [f"{count} {words_for(state)}" for state, count in sorted(counts.items())]
    saved = sum(1 for _, number in turn.unit.opportunities.saves(turn.scope) if number == one.id)
    said += [f"{saved} saved it"] if saved else []
    return ", ".join(said) or "nobody so far"


def people(turn: Turn, args: Args) -> None:
    """Who has applied for it, with the state of each and a way to the record."""
    mine.must_be_staff(turn)
    one = wanted(turn, args)
    found = sorted(_applied(turn, one), key=lambda found: (found.ended, found.id))
    rows = tuple(
        Row(
            turn.unit.people.get(each.student).name,
            f"{state_of(each)}.",
            (Action("Record", "person", {"person": str(each.student)}),),
        )
        for each in found[:MOST_ROWS]
    )
    left = len(found) - len(rows)
    more = (Text(f"and {left} more.", "quiet"),) if left else ()
    turn.say(
        Card(
            title=f"Applications for {one.title}, {one.host}: {len(found)}",
            parts=(*rows, *more) or (Text("Nobody has applied so far."),),
            actions=(Action("Decide", "decide"), Action("Back", "opportunity", ident(one)), HOME),
        )
    )
