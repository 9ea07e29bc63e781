"""What can go wrong in the store, over and above the errors of the core."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DatabaseError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from bot.errors import ConflictError, FootholdError
from store.troubles import SOMETHING, trouble

_UNIQUE_SQLITE = {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}
_UNIQUE_POSTGRESQL = "23505"


class StoreError(FootholdError):
    """The database could not be used just now. Nothing was changed; please try again in a moment."""

    @property
    def why(self) -> str:
        """The same for whoever runs the database."""
        return (trouble(self.__cause__) or (self.message, ""))[0]

    @property
    def mend(self) -> str:
        """What they can do about it, in one line."""
        return (trouble(self.__cause__) or SOMETHING)[1]


class OtherTablesError(StoreError):
    """The tables of the database are not those of this version of Foothold."""

    why = "The tables of the database are not those of this version of Foothold."
    mend = "Bring them up to date: foothold db upgrade"


class NewerTablesError(StoreError):
    """The tables of the database are those of a newer version of Foothold."""

    why = "The tables of the database are those of a newer version of Foothold."
    mend = "Install that version here; this one would not keep what the newer one does."


class UncertainCommitError(StoreError):
    """The connection to the database was lost while a change was being saved. Please look whether it was saved."""

    why = "The connection to the database was lost while a change was being saved."
    mend = "Look whether it was saved, and do it again if it was not."


class StaleError(ConflictError):
    """Someone changed this a moment ago. Here is how it stands now; please look again."""


class MissingKeyError(StoreError):
    """No key is set to encrypt with. Set FOOTHOLD_SECRET_KEY to any string of 32 characters or more."""

    why = "No key is set to encrypt with."
    mend = "Set FOOTHOLD_SECRET_KEY to any string of 32 characters or more, and keep it."


def in_our_words(error: BaseException) -> BaseException:
    """The error that a caller is to see: what the database may do at any time becomes one of the family.

    A mistake of ours (a wrong statement, a missing value) stays what it is.
    """
    if isinstance(error, IntegrityError):
        broken: Any = error.orig
        name = getattr(broken, "sqlite_errorname", None) or getattr(broken, "sqlstate", None)
        return _because(ConflictError(), error) if name in _UNIQUE_SQLITE | {_UNIQUE_POSTGRESQL} else error
    is_no_database = (
        type(error) is DatabaseError
    )  # SQLite's way to say that a file is damaged, or none of its own
    if is_no_database or isinstance(
        error, OperationalError | InterfaceError | NoConnectionError | sqlite3.OperationalError
    ):
        if getattr(getattr(error, "orig", error), "sqlite_errorname", None) == "SQLITE_ERROR":
            return error
        return _because(StoreError(), error)
    return error


@contextmanager
def told_in_our_words() -> Iterator[None]:
    """Raise what `in_our_words` makes of an error."""
    try:
        yield
    except Exception as error:
        ours = in_our_words(error)
        if ours is error:
            raise
        raise ours from error


def _because(ours: FootholdError, theirs: BaseException) -> FootholdError:
    ours.__cause__ = theirs
    return ours
