"""Rehearsals: what was asked for, and the record of the latest few of each cycle."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Index, String

from bot.programme.people import Scope
from bot.programme.rehearsals import Rehearsal
from store.records import Records, Shape

REHEARSALS = Shape(
    "rehearsals",
    Rehearsal,
    Column("cycle", String, nullable=False),
    Column("state", String, nullable=False),
    indexes=[Index("ix_rehearsals_state", "organisation", "programme", "state")],
)
IN_STATE, OF_CYCLE = REHEARSALS.by("state"), REHEARSALS.by("cycle", "state")


class SqlRehearsals(Records):
    """The port `Rehearsals`."""

    def add(self, rehearsal: Rehearsal) -> int:
        return self.must_put_in(REHEARSALS, rehearsal)

    def get(self, scope: Scope, rehearsal: int) -> Rehearsal | None:
        return self.single(REHEARSALS, REHEARSALS.get, scope, id=rehearsal)

    def save(self, rehearsal: Rehearsal) -> None:
        """Raises NotFoundError, or ConflictError when somebody else changed it meanwhile."""
        self.save_in(REHEARSALS, rehearsal)

    def unfinished(self, scope: Scope) -> Sequence[Rehearsal]:
        """Those that are asked for or under way, the oldest first."""
        return [
            one for state in ("running", "asked") for one in self.found(REHEARSALS, IN_STATE, scope, state=state)
        ]  # fmt: skip

    def done(self, scope: Scope, cycle: str) -> Sequence[Rehearsal]:
        """Those of a cycle that have a record, the newest first."""
        return self.found(REHEARSALS, OF_CYCLE, scope, cycle=cycle, state="done")[::-1]

    def forget(self, rehearsal: Rehearsal) -> None:
        """Delete one; deleting twice is no error."""
        self.drop_from(REHEARSALS, rehearsal.scope, rehearsal.id)
