"""A supervisor at a host, on no workspace, with eight students in the week of the check-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from aiohttp import web

import store
from adapters import pages
from adapters.courier import Courier
from adapters.email.page import CheckInPages
from adapters.email.safety_page import SafetyPages
from adapters.email.surface import EmailSurface, server_of
from adapters.links import Links
from adapters.planner import Planner
from adapters.reception import Reception
from bot.assistant import Assistant
from bot.conversations import planning
from bot.programme.loading import load_programme, shipped
from bot.programme.opportunities import Opportunity
from bot.programme.people import Membership, Scope
from bot.programme.placements import Placement
from tests.cycles.world import at

NAMES = ("Ana Lopez", "Ben Okafor", "Chiara Rossi", "Dan Wu", "Ela Kaya", "Finn Berg", "Gita Rao", "Hugo Paz")


@dataclass
class House:
    """A store with the programme, and everything around it, on a clock that stands."""

    store: store.Store
    now: object
    scope: Scope
    supervisor: int
    students: list[int]
    links: Links

    def __post_init__(self):
        self.surfaces = {}
        clock = lambda: self.now  # noqa: E731 - the clock is read each time
        self.surfaces["email"] = EmailSurface(None, self.links, clock)
        self.reception = Reception(self.store, Assistant(), self.store.files, self.surfaces, clock)
        self.courier = Courier(
            self.store, self.surfaces, clock, recheck=planning.recheck, after=planning.aftermath
        )
        self.planner = Planner(self.store, clock)

    def with_mail(self, url):
        self.surfaces["email"] = EmailSurface(
            server_of(url, "https://foothold.example"), self.links, lambda: self.now
        )

    def app(self):
        app = web.Application()
        page = CheckInPages(self.store, self.reception, lambda: self.now)
        safety = SafetyPages(self.store, self.reception, lambda: self.now)
        kinds = {"checkin": page.open, "safety": safety.open}
        pages.mount(app, self.links, self.store.files, list, kinds)
        return app

    def link(self, reader=None):
        values = {"programme": self.scope.programme, "plan": "midway"}
        return self.links.make(
            "checkin", values, reader=reader or self.supervisor, lifetime=timedelta(days=5)
        )

    def answers(self):
        found = self.store.run(lambda unit: unit.check_ins.of_asked(self.scope, self.supervisor))
        return [(one.word, one.note) for one in found]

    def tasks(self):
        return self.store.run(lambda unit: [(one.kind, one.text) for one in unit.tasks.open(self.scope)])


def make(tmp_path):
    """The house in that folder."""
    opened = store.open_store(
        f"sqlite:///{tmp_path / 'x.db'}", files=str(tmp_path / "files"), secret="s" * 32
    )
    key = "oxford_mip_2023_24"
    text = shipped()[key].replace("name: Mid-way check-in\n    on: no", "name: Mid-way check-in\n    on: yes")
    scope = Scope("oxford", key)
    now = at("2024-03-20 09:40")

    def work(unit):
        unit.programmes.put(load_programme(text, key), text, now)
        host = unit.people.add(scope.organisation, "vera@host.example", "Vera Quist", "Europe/London", None)
        unit.people.join(Membership(host, scope, "host_supervisor"))
        number = unit.opportunities.add(
            Opportunity(0, scope, "trust", "Research", "Trust", window="spring/2")
        )
        students = []
        for name in NAMES:
            address = f"{name.split()[0].lower()}@ox.example"
            student = unit.people.add(scope.organisation, address, name, "Europe/London", None)
            unit.people.join(Membership(student, scope, "student"))
            unit.placements.add(
                Placement(0, scope, student, number, "spring/2", "active", host_supervisor=host)
            )
            students.append(student)
        return host, students

    host, students = opened.run(work)
    house = House(opened, now, scope, host, students, Links("s" * 32, "http://127.0.0.1", lambda: house.now))
    return house


@pytest.fixture
def house(tmp_path):
    house = make(tmp_path)
    yield house
    house.store.close()
