"""Where a message goes: the place it names, else where the person was last seen, else whom a directory knows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from adapters.host import Work
from adapters.surface import Destination, Surface
from bot.activities import Identity
from bot.ports import Outgoing

Run = Callable[[Callable[[Any], Any]], Awaitable[Any]]

LAST = "email"
"""The surface that is tried only where no other reaches somebody."""


def known(unit: Work, outgoing: Outgoing, surfaces: Mapping[str, Surface]) -> tuple[Destination, ...]:
    """The destinations that the store knows, the best first; none where the person was never seen."""
    place = outgoing.place
    here = [
        (identity, where)
        for identity, where in unit.people.identities(outgoing.person)
        if identity.surface in surfaces
    ]
    if place is not None:
        if place.surface not in surfaces:
            return ()
        same = [
            identity
            for identity, _ in here
            if (identity.surface, identity.workspace) == (place.surface, place.workspace)
        ]
        identity = same[0] if same else Identity(place.surface, place.workspace, "")
        return (Destination(identity, place, outgoing.person),)
    here.sort(key=lambda one: one[0].surface == LAST)
    return tuple(Destination(identity, where, outgoing.person) for identity, where in here)


async def looked_up(
    run: Run, outgoing: Outgoing, surfaces: Mapping[str, Surface], now: datetime
) -> tuple[Destination, ...]:
    """Whom the directories of the served workspaces know by the person's address; remembered when found."""
    email, workspaces = await run(lambda unit: _where_to_look(unit, outgoing, surfaces))
    for name, workspace in workspaces:
        identity = await surfaces[name].find(workspace, email)
        if identity is not None:
            await run(partial(_remember, identity=identity, person=outgoing.person, now=now))
            return (Destination(identity, None, outgoing.person),)
    return ()


def lost(unit: Work, destination: Destination, reason: str) -> None:
    """Note that somebody cannot be reached there until they return; a channel that is closed says nothing of them."""
    if destination.identity.user and (destination.place is None or destination.place.private):
        unit.people.reach(destination.identity, reachable=False, reason=reason)


def _remember(unit: Work, identity: Identity, person: int, now: datetime) -> None:
    unit.people.link(identity, person, None, now)


def _where_to_look(
    unit: Work, outgoing: Outgoing, surfaces: Mapping[str, Surface]
) -> tuple[str, list[tuple[str, str]]]:
    person = unit.people.get(outgoing.person)
    programmes: Any = unit.programmes
    keys = {one.scope.programme for one in unit.people.memberships(person.id)}
    found = []
    for name, surface in surfaces.items():
        workspaces = dict.fromkeys(programmes.workspaces(name))
        found += [(name, one) for one in workspaces if keys & set(programmes.served(name, one))]
        if surface.home and surface.home not in workspaces:
            found.append((name, surface.home))
    return person.email, found
