"""What is remembered of the conversation with one person; its row is also the lock that keeps turns in order."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table, bindparam, select, update

from bot.errors import NotFoundError
from bot.ports import Talk
from store.metadata import Id, Json, metadata
from store.rows import Repository
from store.upserts import once

talks = Table(
    "talks",
    metadata,
    Column("person", Id, ForeignKey("people.id"), primary_key=True),
    Column("programme", String),
    Column("active", Json),
    Column("asked", String),
    Column("parked", Json, nullable=False),
    Column("shown", Json, nullable=False),
    Column("pending", Json),
    Column("memory", Json, nullable=False),
)

_CHANGING = ("programme", "active", "asked", "parked", "shown", "pending", "memory")
_talk = talks.c.person == bindparam("in_person")

# SQLite has one writer and needs no row locks; SQLAlchemy leaves the words out there.
LOCK = select(talks).where(_talk).with_for_update()
BEGIN = once(talks, "person")
SAVE = update(talks).where(_talk).values({column: bindparam(column) for column in _CHANGING})


class SqlTalks(Repository):
    """The port `Talks`."""

    def lock(self, person: int) -> Talk:
        """The person's talk, theirs alone until this unit of work ends; a new one when there was none.

        People never wait for each other. Raises ConflictError when there is no such person.
        """
        row = self.one(LOCK, {"in_person": person})
        if row is None:
            self.change(BEGIN, {"person": person, "parked": [], "shown": [], "memory": {}})
            row = self.one(LOCK, {"in_person": person})
        if row is None:
            raise NotFoundError
        return Talk(*row)

    def save(self, talk: Talk) -> None:
        """Raises NotFoundError when the talk was never locked."""
        values = {column: getattr(talk, column) for column in _CHANGING}
        if self.change(SAVE, {**values, "in_person": talk.person}) == 0:
            raise NotFoundError
