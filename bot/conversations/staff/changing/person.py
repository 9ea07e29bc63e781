"""A person's record as staff change it: name, address, time zone, and what the roster says besides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.cards import Action, Card, Text
from bot.conversations.placement import mine
from bot.conversations.staff.adding.asking import WhoPrompt, checked
from bot.conversations.staff.adding.flows import cell
from bot.conversations.staff.changing.things import Changed, Field
from bot.conversations.staff.roster.record import on_the_roster
from bot.conversations.staff.today import HOME
from bot.errors import NotAllowedError
from bot.flow import Answers
from bot.programme.opportunities import Search
from bot.programme.people import STAFF, Membership, Person
from bot.programme.placements import OVER
from bot.prompts import EmailAddress, Prompt, ShortText
from bot.turn import Turn

LEFT_TO_THEIR_OWN = frozenset({"consents", "guardian_email"})
"""What is agreed to, or is the person's own to say, is changed where it is asked for."""
KNOWN: tuple[str, ...] = ("level", "institution")
LABELS: dict[str, str] = {
    "email": "Address",
    "level": "Level of study",
    "institution": "University",
    "programme_supervisor_email": "Programme supervisor",
}


@dataclass(frozen=True, kw_only=True)
class Address(EmailAddress):
    """An address in small letters, as the roster keeps it."""

    def parse(self, text: str) -> str:
        return super().parse(text).casefold()


class Member:
    """One person of the programme whom staff change."""

    def __init__(self, turn: Turn, person: Person, membership: Membership) -> None:
        """`membership` is the role whose attributes are changed."""
        self._turn = turn
        self.person = person
        self._is = membership
        self.subject = f"person:{person.id}"

    @classmethod
    def named(cls, turn: Turn, number: int) -> Member:
        """Somebody on the roster, for staff; raises NotAllowedError for an owner, whom owners name."""
        mine.must_be_staff(turn)
        person, roles = on_the_roster(turn, {"person": str(number)})
        found = sorted((one for one in roles if one.role != "owner"), key=lambda one: one.role != "student")
        if not found:
            raise NotAllowedError("The record of an owner is changed by whoever runs this installation.")
        return cls(turn, person, found[0])

    def title(self) -> str:
        return self.person.name or self.person.email

    def fields(self) -> Mapping[str, Field]:
        person, has = self.person, self._is.attributes
        zone = cell(self._turn, "people", "time_zone", "Time zone", optional=False)
        found = {
            "name": Field("Name", lambda _: ShortText(question="Name"), person.name),
            "email": Field(LABELS["email"], lambda _: Address(question="Address"), person.email),
            "time_zone": Field("Time zone", self._asking(zone), person.time_zone or ""),
        }
        if self._is.role != "student":
            return found
        for key in dict.fromkeys((*KNOWN, *self._further())):
            label = LABELS.get(key) or key.replace("_", " ").capitalize()
            found[key] = Field(label, self._asking(cell(self._turn, "people", key, label)), has.get(key, ""))
        if not self._placed():
            own = WhoPrompt(question="Who?", optional=True, turn=self._turn, role="programme_supervisor")
            key = "programme_supervisor_email"
            found[key] = Field(LABELS[key], lambda _: own, has.get(key, ""))
        return found

    def told(self, key: str, value: str) -> Sequence[int]:
        del key, value
        return (self.person.id,)

    def also(self, key: str, value: str) -> str:
        del value
        return (
            "they write here as before; mail and new surfaces go by the new address" if key == "email" else ""
        )

    def wrong(self, key: str, value: str) -> str:
        if key != "email":
            found = checked(self._turn, "people", {**self._row(), key: value})
            return " ".join(f"{one.reason[:1].upper()}{one.reason[1:]}." for one in found.bad)
        other = self._turn.unit.people.by_email(self._turn.scope.organisation, value)
        if other is not None and other.id != self.person.id:
            return f"That is the address of {other.name or 'somebody else'} already."
        roles = {one.role for one in self._turn.unit.people.memberships(self.person.id)}
        owner = self._turn.membership is not None and self._turn.membership.role == "owner"
        if roles & STAFF and not owner:
            return "Who has a role on the staff is known by the address, so only an owner changes it."
        return ""

    def apply(self, changed: Changed, value: str) -> None:
        turn, was = self._turn, self.person.email
        if changed.key == "email":
            turn.unit.people.save(replace(self.person, email=value))
            self._follow(was, value)
        else:
            checked(turn, "people", {**self._row(), changed.key: value}, dry_run=False)
        if self.person.id == turn.person.id:
            return
        words = f"The team has changed what the roster says of you. {changed.words}"
        turn.notify(
            self.person.id,
            Card(
                parts=(Text(words), Text("If that is wrong, please say so here.")),
                actions=(
                    Action("What do you know about me?", "privacy.show"),
                    Action("My record is wrong", "eligibility.wrong"),
                ),
                summary=words[:150],
            ),
            key=f"person:{self.person.id}:{changed.key}:{turn.activity.id}",
            why="It is your record in this programme.",
        )

    def after(self, lead: str, *actions: Action) -> Card:
        record = Action("Record", "person", {"person": str(self.person.id)})
        return Card(
            title=self.title(), parts=(Text(lead),), actions=(*actions, record, HOME), summary=lead[:150]
        )

    def _row(self) -> dict[str, str]:
        return {"email": self.person.email, "role": self._is.role.replace("_", " ")}

    def _further(self) -> list[str]:
        """What else the roster says of this person or of students here."""
        of_all = self._turn.unit.broadcasts.attributes(self._turn.the_programme)
        hidden = LEFT_TO_THEIR_OWN | {"programme_supervisor_email"}
        return [key for key in sorted({*self._is.attributes, *of_all}) if key not in hidden]

    def _placed(self) -> bool:
        """With a placement, the supervisor is the placement's."""
        every = self._turn.unit.placements.of_student(self._turn.scope, self.person.id)
        return any(one.state not in OVER for one in every)

    def _follow(self, was: str, now: str) -> None:
        """Where others name this person by the address, they go on naming them."""
        unit, scope = self._turn.unit, self._turn.scope
        total = unit.opportunities.count(scope, Search())
        for one in unit.opportunities.search(scope, Search(), limit=max(total, 1)):
            if one.host_supervisor_email == was:
                unit.opportunities.save(replace(one, host_supervisor_email=now))
        if self._is.role != "programme_supervisor":
            return
        for _, member in unit.people.having(scope, "student"):
            if member.attributes.get("programme_supervisor_email") == was:
                said = {**member.attributes, "programme_supervisor_email": now}
                unit.people.join(replace(member, attributes=said))

    def _asking(self, ask: Callable[[Answers], Prompt]) -> Callable[[Answers], Prompt]:
        return lambda _: ask(Answers(self._row()))
