"""Who is known already, what the directory says of those who are not, and which programmes a home workspace serves."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

from adapters.host import Store, Work
from adapters.surface import Surface
from bot.activities import Identity, Profile
from bot.programme.people import STAFF, SUPERVISORS

MOST = 50_000
PROFILE_LIVES = 600.0
"""Seconds: a stranger who is put on the roster is recognised after at most this long."""


class Known:
    """Remembers whom it need not ask the platform about; bounded, and never needed to be right."""

    def __init__(self, store: Store, surfaces: Mapping[str, Surface]) -> None:
        self._store = store
        self._surfaces = surfaces
        self._recognised: OrderedDict[Identity, None] = OrderedDict()
        self._profiles: OrderedDict[Identity, tuple[float, Profile]] = OrderedDict()

    def recognised(self, identity: Identity) -> None:
        """Note that this identity was matched to somebody on a roster."""
        self._recognised[identity] = None
        self._profiles.pop(identity, None)
        if len(self._recognised) > MOST:
            self._recognised.popitem(last=False)

    async def profile(self, identity: Identity) -> Profile | None:
        """What the directory says of somebody who is not recognised yet, or whose clock is not known; else None."""
        if identity in self._recognised:
            return None
        at, profile = self._profiles.get(identity, (0.0, None))
        if profile is not None and monotonic() - at < PROFILE_LIVES:
            return profile
        if await asyncio.wrap_future(self._store.submit(lambda unit: _is_known(unit, identity))):
            self.recognised(identity)
            return None
        profile = await self._surfaces[identity.surface].profile(identity)
        self._profiles[identity] = (monotonic(), profile)
        if len(self._profiles) > MOST:
            self._profiles.popitem(last=False)
        return profile

    def serve_home(self, unit: Work) -> None:
        """Let the home workspace of each surface serve every programme until it is connected to some (design §4)."""
        homes = {(surface.name, surface.home) for surface in self._surfaces.values() if surface.home}
        unit.programmes = HomeServes(unit.programmes, homes)


class HomeServes:
    """The programmes, with what a workspace serves by default."""

    def __init__(self, programmes: Any, homes: set[tuple[str, str]]) -> None:
        self._programmes = programmes
        self._homes = homes
        self._served: dict[tuple[str, str], Sequence[str]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._programmes, name)

    def served(self, surface: str, workspace: str) -> Sequence[str]:
        """The keys of the programmes that are served in a workspace."""
        found = self._served.get((surface, workspace))
        if found is None:
            found = self._programmes.served(surface, workspace)
            if not found and (surface, workspace) in self._homes:
                found = self._programmes.keys()
            self._served[surface, workspace] = found
        return found


def _is_known(unit: Work, identity: Identity) -> bool:
    person = unit.people.by_identity(identity)
    return person is not None and person.time_zone is not None and bool(unit.people.memberships(person.id))


def role_in(unit: Work, identity: Identity) -> str:
    """What somebody is here, whichever weighs most: "staff", "supervisor" or "student"; a stranger is a student."""
    person = unit.people.by_identity(identity)
    roles = {one.role for one in unit.people.memberships(person.id)} if person else set()
    return "staff" if roles & STAFF else "supervisor" if roles & SUPERVISORS else "student"
