"""A rehearsal from the programme file to the record of everything that would have happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from adapters.host import House
from adapters.pacing import PACES
from adapters.rehearsal import cast, ending
from adapters.rehearsal.frame import Frame, frame
from adapters.rehearsal.play import Play
from adapters.rehearsal.stage import Stage, identity_of, place_of
from adapters.rehearsal.students import Students
from adapters.rehearsal.team import NETWORK, STAFF, Team
from bot.cards import Card, first_words
from bot.errors import FootholdError
from bot.ports import Outgoing
from bot.programme.definition import Cycle, Programme
from bot.programme.linting import lint
from bot.programme.loading import load_programme
from bot.programme.message_names import name_of
from bot.programme.opportunities import Opportunity
from bot.programme.people import Membership, Person, Role, Scope
from bot.programme.quiet import ALWAYS, Drop, Hold, is_quiet, wishes
from bot.programme.rehearsals import Held, Message, Order, Rate, Record

CV = b"%PDF-1.4 of nobody"
NAMES = {"slack": "Slack", "teams": "Teams"}
LONGEST = 120


async def rehearse(house: House, text: str, order: Order) -> Record:
    """Run it in an empty house of its own. Raises ProgrammeFileError, or FootholdError where there is no such cycle."""
    programme = load_programme(text, "the programme file")
    cycle = programme.cycle(order.cycle)
    if cycle is None or order.starts is None:
        raise FootholdError(f"There is no cycle {order.cycle!r} in this programme.")
    return await Rehearsal(house, programme, text, cycle, order).run()


class Rehearsal:
    """One run. What reaches people is written down here, and told to those who act on it."""

    def __init__(self, house: House, programme: Programme, text: str, cycle: Cycle, order: Order) -> None:
        self._programme, self._text, self._order, self._cycle = programme, text, order, cycle
        self._frame: Frame = frame(programme, cycle, order.starts)  # type: ignore[arg-type]
        start = datetime.combine(self._frame.starts, time(9), ZoneInfo(programme.clock.zone)).astimezone(UTC)
        self._start = start
        self.stage = Stage(house.store, house.files, house.assistant, start, self._taken)
        self.play = Play(self.stage, programme, cycle, self._frame, house.files.put(CV))
        self._people: dict[int, tuple[Person, Role]] = {}
        self._sent: list[Message] = []
        self._keys: list[str] = []
        self._hearers: tuple[Any, ...] = ()

    async def run(self) -> Record:
        """From five days before applications open to two weeks after the last date."""
        students = cast.students(self._programme, self._order.cohort, self._order.seed)
        whole = self._programme.application.target == "programme"
        hosts = [] if whole else cast.hosts(self._order.cohort)
        host_of = await self.stage.run(lambda unit: self._fill(unit, students, hosts))
        acting = Students(self.play, students, sorted(host_of))
        team = Team(self.play, hosts, host_of, self._order.seed)
        self._hearers = (acting, team)
        acting.begin()
        team.begin()
        end = datetime.combine(self._frame.last, time(9), ZoneInfo(self._programme.clock.zone)).astimezone(
            UTC
        )
        await self.stage.live(end)
        return await self._record(end)

    def _fill(self, unit: Any, students: list[cast.Student], hosts: list[cast.Host]) -> dict[int, cast.Host]:
        """The programme, the people and the opportunities."""
        programme, zone = self._programme, self._programme.clock.zone
        unit.programmes.put(programme, self._text, self._start)
        known = cast.attributes(programme)
        for one in students:
            attributes = {**known, "programme_supervisor_email": one.supervisor}
            self._join(unit, one.email, one.name, "student", one.zone, attributes)
        for number, email in enumerate(dict.fromkeys(one.supervisor for one in students), 1):
            self._join(unit, email, f"Supervisor {number:02}", "programme_supervisor", zone)
        for host in hosts:
            self._join(unit, host.email, host.name, "host_supervisor", zone)
        self._join(unit, STAFF, "Team", "staff", zone)
        if programme.decisions.decided_by == "network":
            self._join(unit, NETWORK, "Network", "network_staff", zone)
        windows = [one.key for one in self._cycle.alternatives] or [self._cycle.key]
        themes = [one.key for one in programme.themes.items] if programme.themes else [""]
        return {
            unit.opportunities.add(
                Opportunity(
                    0, self.play.scope, f"rehearsal-{number}", f"Project {number:02}", host.name,
                    window=windows[number % len(windows)], theme=themes[number % len(themes)] if themes else "",
                    places=1 + number % 3, host_supervisor_email=host.email,
                )
            ): host
            for number, host in enumerate(hosts, 1)
        }  # fmt: skip

    def _join(
        self, unit: Any, email: str, name: str, role: Role, zone: str, attributes: dict[str, str] | None = None
    ) -> None:  # fmt: skip
        scope = Scope(self._programme.organisation.key, self._programme.key)
        number = unit.people.add(scope.organisation, email, name, zone, None)
        unit.people.join(Membership(number, scope, role, attributes or {}))
        unit.people.link(identity_of(email), number, place_of(email), self._start)
        self.stage.surface.members.add(email)
        self.play.numbers[email] = number
        self.play.zones[email] = ZoneInfo(zone)
        self._people[number] = (unit.people.get(number), role)

    def _taken(self, outgoing: Outgoing, email: str) -> None:
        self.play.screens[email].append(outgoing.card)
        person, role = self._people[outgoing.person]
        programme, asked = self._programme, outgoing.kind in ALWAYS
        reader = wishes(person, programme.nudges, programme.clock.zone)
        if outgoing.op == "send":
            self._keys.append(outgoing.key)
            topic, words = name_of(outgoing.key), words_of(outgoing.card)
            quiet = not asked and is_quiet(self.stage.now, reader)
            zone = str(reader.zone)
            self._sent.append(
                Message(
                    self.stage.now,
                    person.name,
                    role,
                    zone,
                    outgoing.kind,
                    topic,
                    words,
                    asked=asked,
                    quiet=quiet,
                )
            )
        for one in self._hearers:
            one.heard(outgoing, email)

    async def _record(self, end: datetime) -> Record:
        programme = self._programme
        record = Record(
            began=self._start, ended=end, people=len(self._people),
            zones=len({str(self.play.zone(email)) for email in self.play.numbers}),
            sent=tuple(sorted(self._sent, key=lambda one: (one.at, one.reader, one.topic, one.words))),
            held=tuple(sorted(self._held(), key=lambda one: (one.at, one.reader, one.topic))),
            acts=tuple(sorted(self.play.did.items(), key=lambda one: (-one[1], one[0]))),
            assumed=self._frame.assumed,
            warnings=tuple(f"{one.message} {one.mend}" for one in lint(programme)),
            rates=rates(),
        )  # fmt: skip
        dead_ends = await self.stage.run(lambda unit: ending.dead_ends(unit, self.play))
        return replace(
            record, dead_ends=tuple(dead_ends), broken=tuple(ending.broken(record, self._keys, programme))
        )

    def _held(self) -> list[Held]:
        found = []
        for one in self.stage.judged:
            person, _ = self._people[one.outgoing.person]
            match one.verdict:
                case Hold(until=until, reason=reason):
                    found.append(Held(one.at, person.name, name_of(one.outgoing.key), reason, until))
                case Drop(reason=reason):
                    found.append(Held(one.at, person.name, name_of(one.outgoing.key), reason))
        return found


def rates() -> tuple[Rate, ...]:
    """What each platform lets through, as far as this process knows its settings."""
    known = ((name, PACES.get(key)) for key, name in NAMES.items())
    return tuple(Rate(name, paces.workspace.rate) for name, paces in known if paces and paces.workspace)


def words_of(card: Card) -> str:
    """The first words of a message."""
    words = card.summary or card.title or next((first_words(part) for part in card.parts), "")
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
