"""The programmes that are loaded, as the text of their files, and which workspace serves which."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table, Text, bindparam, delete, insert, select

from bot.errors import NotFoundError
from bot.programme.definition import Programme
from bot.programme.loading import load_programme
from store.metadata import Instant, metadata
from store.rows import Repository
from store.upserts import upsert

programmes = Table(
    "programmes",
    metadata,
    Column("programme", String, primary_key=True),
    Column("organisation", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("digest", String, nullable=False),
    Column("loaded_at", Instant, nullable=False),
)

connections = Table(
    "connections",
    metadata,
    Column("surface", String, primary_key=True),
    Column("workspace", String, primary_key=True),
    Column("programme", String, ForeignKey("programmes.programme"), primary_key=True),
)

_key = programmes.c.programme == bindparam("in_programme")
_workspace = (connections.c.surface == bindparam("in_surface")) & (
    connections.c.workspace == bindparam("in_workspace")
)

DIGEST = select(programmes.c.digest).where(_key)
TEXT = select(programmes.c.text).where(_key)
DIGESTS = select(programmes.c.programme, programmes.c.digest).order_by(programmes.c.programme)
PUT = upsert(programmes, "programme", change=("organisation", "text", "digest", "loaded_at"))
SERVED = select(connections.c.programme).where(_workspace).order_by(connections.c.programme)
WORKSPACES = (
    select(connections.c.workspace)
    .where(connections.c.surface == bindparam("in_surface"))
    .distinct()
    .order_by(connections.c.workspace)
)
DISCONNECT = delete(connections).where(_workspace)
CONNECT = insert(connections)

# A text is read once per process: that takes a hundred times as long as everything else in a turn.
_READ: dict[str, Programme] = {}
_MOST_READ = 256


def digest_of(text: str) -> str:
    """What tells one text from another."""
    return hashlib.sha256(text.encode()).hexdigest()


class SqlProgrammes(Repository):
    """The port `Programmes`."""

    def get(self, key: str) -> Programme | None:
        """Raises ProgrammeFileError when what was loaded by an older version can no longer be read."""
        row = self.one(DIGEST, {"in_programme": key})
        return None if row is None else self._read_text(key, row.digest)

    def keys(self) -> Sequence[str]:
        """Without reading a file."""
        return [row.programme for row in self.rows(DIGESTS, {})]

    def all(self) -> Sequence[Programme]:
        return [self._read_text(row.programme, row.digest) for row in self.rows(DIGESTS, {})]

    def put(self, programme: Programme, text: str, at: datetime) -> None:
        """Load a programme, or a new version of it; `text` is the whole file that it was read from."""
        digest = digest_of(text)
        self.change(
            PUT,
            {
                "programme": programme.key, "organisation": programme.organisation.key, "text": text,
                "digest": digest, "loaded_at": at,
            },
        )  # fmt: skip

    def text(self, key: str) -> str:
        """The file that is loaded, as it was given; raises NotFoundError."""
        row = self.one(TEXT, {"in_programme": key})
        if row is None:
            raise NotFoundError(f"No programme {key} is loaded.")
        return str(row.text)

    def served(self, surface: str, workspace: str) -> Sequence[str]:
        """The keys of the programmes that a workspace was connected to; none: it was never connected."""
        rows = self.rows(SERVED, {"in_surface": surface, "in_workspace": workspace})
        return [row.programme for row in rows]

    def workspaces(self, surface: str) -> Sequence[str]:
        """The workspaces of a surface that are connected to a programme."""
        return [row.workspace for row in self.rows(WORKSPACES, {"in_surface": surface})]

    def connect(self, surface: str, workspace: str, keys: Sequence[str]) -> None:
        """Have a workspace serve exactly these programmes (none: nothing); raises NotFoundError for an unknown key."""
        for key in keys:
            if self.one(DIGEST, {"in_programme": key}) is None:
                raise NotFoundError(f"No programme {key} is loaded.")
        self.change(DISCONNECT, {"in_surface": surface, "in_workspace": workspace})
        for key in dict.fromkeys(keys):
            self.change(CONNECT, {"surface": surface, "workspace": workspace, "programme": key})

    def _read_text(self, key: str, digest: str) -> Programme:
        known = _READ.get(digest)
        if known is None:
            if len(_READ) >= _MOST_READ:
                _READ.clear()
            known = _READ[digest] = load_programme(self.text(key), key)
        return known
