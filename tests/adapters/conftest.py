"""A host around a real store: a fake surface, an assistant that echoes, a clock that stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

import store
from adapters.courier import Courier
from adapters.reception import Reception
from tests.adapters.fakes import Clock, Echo, FakeSurface


@dataclass
class Host:
    """What a test of the host plays with."""

    store: store.Store
    surface: FakeSurface
    echo: Echo
    clock: Clock
    reception: Reception
    courier: Courier

    def states(self) -> list[tuple[str, str]]:
        """Each message of the outbox in order: its first words and its state."""
        from sqlalchemy import select

        from store.outbox_table import MESSAGE, as_outgoing, outbox

        def work(unit):
            rows = unit.connection.execute(select(outbox.c.state, *MESSAGE).order_by(outbox.c.id)).all()
            return [(as_outgoing(row[1:]).card.headline(), row[0]) for row in rows]

        return self.store.run(work)

    def waiting(self) -> int:
        """How much was received and not dealt with."""
        return self.store.run(lambda unit: unit.inbox.depth().rows)


@pytest.fixture
def opened(database_url):
    opened = store.open_store(database_url, files=None, secret="s" * 32)
    yield opened
    opened.close()


@pytest.fixture
def host(opened, tmp_path):
    surface, echo, clock = FakeSurface(), Echo(), Clock()
    surfaces = {"test": surface}
    reception = Reception(opened, echo, opened.files, surfaces, clock.now, (timedelta(0),) * 3)
    return Host(opened, surface, echo, clock, reception, Courier(opened, surfaces, clock.now))
