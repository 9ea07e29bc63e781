"""A placement as staff change it: its days, its group, who supervises; open questions of a check-in go along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.cards import Action, Card, Text
from bot.conversations.placement import glance, mine
from bot.conversations.staff.adding.flows import steps_of
from bot.conversations.staff.changing.things import Changed, Field
from bot.conversations.staff.today import HOME
from bot.errors import UnclearReplyError
from bot.flow import Answers
from bot.programme.checkins import TO_SEND, CheckIn
from bot.programme.dates import say_span
from bot.programme.people import Role
from bot.programme.placements import Placement
from bot.prompts import Prompt, When
from bot.turn import Turn
from bot.understanding import dates

LABELS: dict[str, str] = {
    "days": "Days",
    "starts": "First day",
    "ends": "Last day",
    "host_supervisor_email": "Host supervisor",
    "programme_supervisor_email": "Programme supervisor",
    "group": "Group",
}
DAYS = frozenset({"days", "starts", "ends"})
SIDES: dict[str, Role] = {
    "host_supervisor_email": "host_supervisor",
    "programme_supervisor_email": "programme_supervisor",
}


class Stint:
    """One placement that staff change."""

    def __init__(self, turn: Turn, one: Placement) -> None:
        """`one` belongs to the programme of the turn, whose person is staff."""
        self._turn = turn
        self.one = one
        self.subject = f"placement:{one.id}"

    @classmethod
    def named(cls, turn: Turn, number: int) -> Stint:
        """The placement of that number, for staff."""
        mine.must_be_staff(turn)
        return cls(turn, mine.supervised(turn, number))

    def title(self) -> str:
        return f"{mine.student_of(self._turn, self.one).name}: {mine.title_of(self._turn, self.one)}"

    def fields(self) -> Mapping[str, Field]:
        row = self._row()
        _, steps = steps_of(self._turn, "placements")
        asks = {"days": lambda _: self._days(), **{step.key: step.ask for step in steps}}
        return {key: Field(label, self._asking(asks[key]), row.get(key, "")) for key, label in LABELS.items()}

    def _days(self) -> Prompt:
        """The first and the last day together, "25 to 28 March"; kept as "2024-03-25/2024-03-28"."""
        turn = self._turn

        def read(text: str) -> str:
            found = dates.read_when(text, turn.now, turn.zone)
            if not isinstance(found, dates.When) or found.last is None:
                raise UnclearReplyError(
                    "Please give the first and the last day, such as 25 to 28 March 2024."
                )
            return f"{found.first.isoformat()}/{found.last.isoformat()}"

        return When(question="From which day to which?", label="Days", read=read, say=_said)

    def told(self, key: str, value: str) -> Sequence[int]:
        both = mine.supervisors_of(self.one) if key in DAYS else []
        if key in SIDES:
            both = [found for found in (self._person(value), self._before(key)) if found]
        return list(dict.fromkeys((self.one.student, *both)))

    def also(self, key: str, value: str) -> str:
        moving = self._asked(key, value)
        if moving:
            return "the check-in that is still open is theirs to answer from now on"
        return "what is planned for the placement moves with it" if key in DAYS else ""

    def wrong(self, key: str, value: str) -> str:
        after = self._after(key, value)
        if after.starts and after.ends and after.ends < after.starts:
            return "It would end before it starts."
        return ""

    def apply(self, changed: Changed, value: str) -> None:
        turn, after = self._turn, self._after(changed.key, value)
        person = self._person(value)
        for asked in self._asked(changed.key, value):
            turn.unit.check_ins.save(replace(asked, asked=person or asked.asked))
        turn.unit.placements.save(after)
        title, student = mine.title_of(turn, self.one), mine.student_of(turn, self.one)
        look = Action("My placement", "placement", {"placement": str(self.one.id)})
        words = f"{title}. {changed.words}"
        for one in self.told(changed.key, value):
            if one == self.one.student:
                self._tell(one, changed.key, words, "It is about your placement.", look)
            elif changed.key not in SIDES:
                self._tell(one, changed.key, f"{student.name}, {words}", "You look after this student.")
            elif one == person:
                said = (
                    f"You look after {student.name} from now on: {title}. {glance.when(turn, after)}".strip()
                )
                self._tell(one, changed.key, said, "The team has named you as supervisor.")
            else:
                said = f"{student.name}, {title}: somebody else looks after them from now on. Thank you."
                self._tell(one, changed.key, said, "You have looked after this student.")

    def after(self, lead: str, *actions: Action) -> Card:
        record = Action("Record", "person", {"person": str(self.one.student)})
        return Card(
            title=self.title(), parts=(Text(lead),), actions=(*actions, record, HOME), summary=lead[:150]
        )

    def _tell(self, person: int, what: str, words: str, why: str, *actions: Action) -> None:
        self._turn.notify(
            person,
            Card(parts=(Text(words),), actions=actions, summary=words[:150]),
            key=f"placement:{self.one.id}:{what}:{self._turn.activity.id}:{person}",
            why=why,
        )

    def _after(self, key: str, value: str) -> Placement:
        if key == "host_supervisor_email":
            return replace(self.one, host_supervisor=self._person(value))
        if key == "programme_supervisor_email":
            return replace(self.one, programme_supervisor=self._person(value))
        if key == "group":
            return replace(self.one, group=value)
        first, _, last = value.partition("/")
        starts, ends = (date.fromisoformat(day) if day else None for day in (first, last or first))
        if key == "days":
            return replace(self.one, starts=starts, ends=ends)
        return replace(self.one, starts=starts) if key == "starts" else replace(self.one, ends=ends)

    def _asked(self, key: str, value: str) -> list[CheckIn]:
        """The open questions of a check-in that go to the new supervisor; those handed to somebody else stay."""
        before = self._before(key)
        if key not in SIDES or before is None or not self._person(value):
            return []
        return [
            one
            for one in self._turn.unit.check_ins.of_placement(self._turn.scope, self.one.id)
            if one.role == SIDES[key] and one.asked == before and one.state in TO_SEND
        ]

    def _before(self, key: str) -> int | None:
        if key == "host_supervisor_email":
            return self.one.host_supervisor
        return self.one.programme_supervisor if key == "programme_supervisor_email" else None

    def _person(self, email: str) -> int | None:
        found = (
            self._turn.unit.people.by_email(self._turn.scope.organisation, email) if "@" in email else None
        )
        return found.id if found else None

    def _address(self, person: int | None) -> str:
        return self._turn.unit.people.get(person).email if person else ""

    def _asking(self, ask: Callable[[Answers], Prompt]) -> Callable[[Answers], Prompt]:
        return lambda _: ask(Answers(self._row()))

    def _row(self) -> dict[str, str]:
        """The placement as the cells of a row; what is not known has no cell."""
        one = self.one
        offer = (
            self._turn.unit.opportunities.get(self._turn.scope, one.opportunity) if one.opportunity else None
        )
        found = {
            "student_email": self._address(one.student),
            "opportunity_key": offer.key if offer else "",
            "window": one.window,
            "starts": one.starts.isoformat() if one.starts else "",
            "ends": one.ends.isoformat() if one.ends else "",
            "host_supervisor_email": self._address(one.host_supervisor),
            "programme_supervisor_email": self._address(one.programme_supervisor),
            "group": one.group,
            "days": f"{one.starts.isoformat()}/{one.ends.isoformat()}" if one.starts and one.ends else "",
        }
        return {key: value for key, value in found.items() if value}


def _said(value: str) -> str:
    first, _, last = value.partition("/")
    return say_span(date.fromisoformat(first), date.fromisoformat(last))
