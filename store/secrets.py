"""Tokens of workspaces, encrypted at rest."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Column, Connection, LargeBinary, String, Table, bindparam, delete, select

from store.encryption import Cipher, UnreadableError
from store.errors import StoreError
from store.metadata import metadata
from store.rows import Repository
from store.upserts import once, upsert

secrets = Table(
    "secrets",
    metadata,
    Column("surface", String, primary_key=True),
    Column("workspace", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

_workspace = (secrets.c.surface == bindparam("in_surface")) & (
    secrets.c.workspace == bindparam("in_workspace")
)
_secret = _workspace & (secrets.c.name == bindparam("in_name"))

PUT = upsert(secrets, "surface", "workspace", "name", change=("sealed",))
GET = select(secrets.c.sealed).where(_secret)
DELETE = delete(secrets).where(_secret)
NOTE = once(secrets, "surface", "workspace", "name")
FORGET = delete(secrets).where(_workspace)


_KEY = ("", "", "key")
"""Under which the key of the installation is noted, as something that only this key opens."""


class OtherKeyError(StoreError):
    """FOOTHOLD_SECRET_KEY is not the one that this database was begun with."""

    why = "FOOTHOLD_SECRET_KEY is not the one that this database was begun with."
    mend = "Set it to what it was: the files, tokens, links and credentials made with it depend on it."


class SqlSecrets(Repository):
    """Secrets by surface, workspace and name; every method may raise MissingKeyError."""

    def __init__(self, connection: Connection, cipher: Callable[[], Cipher]) -> None:
        """`cipher` is asked for when there is something to encrypt."""
        super().__init__(connection)
        self._cipher = cipher

    def put(self, surface: str, workspace: str, name: str, secret: str) -> None:
        """Keep a secret in the place of the one that was kept under that name."""
        sealed = self._cipher().seal(secret.encode(), _bound(surface, workspace, name))
        self.change(PUT, {"surface": surface, "workspace": workspace, "name": name, "sealed": sealed})

    def get(self, surface: str, workspace: str, name: str) -> str | None:
        """The secret; raises UnreadableError when it was kept under another key."""
        row = self.one(GET, {"in_surface": surface, "in_workspace": workspace, "in_name": name})
        return (
            None
            if row is None
            else self._cipher().open(row.sealed, _bound(surface, workspace, name)).decode()
        )

    def hold_to_key(self) -> None:
        """Note the key where none is noted yet; raises OtherKeyError where another one is."""
        surface, workspace, name = _KEY
        sealed = self._cipher().seal(b"", _bound(*_KEY))
        self.change(NOTE, {"surface": surface, "workspace": workspace, "name": name, "sealed": sealed})
        try:
            self.get(*_KEY)
        except UnreadableError:
            raise OtherKeyError from None

    def delete(self, surface: str, workspace: str, name: str) -> None:
        """Forget one secret; forgetting twice is no error."""
        self.change(DELETE, {"in_surface": surface, "in_workspace": workspace, "in_name": name})

    def forget(self, surface: str, workspace: str) -> None:
        """Forget everything of a workspace that removed the app."""
        self.change(FORGET, {"in_surface": surface, "in_workspace": workspace})


def _bound(surface: str, workspace: str, name: str) -> bytes:
    return f"{surface}\0{workspace}\0{name}".encode()
