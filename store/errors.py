"""What can go wrong in the store, over and above the errors of the core."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from bot.errors import ConflictError, FootholdError

_UNIQUE_SQLITE = {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}
_UNIQUE_POSTGRESQL = "23505"


class StoreError(FootholdError):
    """The database could not be used just now. Nothing was changed; please try again in a moment."""


class UncertainCommitError(StoreError):
    """The connection to the database was lost while a change was being saved. Please look whether it was saved."""


class StaleError(ConflictError):
    """Someone changed this a moment ago. Here is how it stands now; please look again."""


class MissingKeyError(StoreError):
    """No key is set to encrypt with. Set FOOTHOLD_SECRET_KEY to any string of 32 characters or more."""


def in_our_words(error: BaseException) -> BaseException:
    """The error that a caller is to see: what the database may do at any time becomes one of the family.

    A mistake of ours (a wrong statement, a missing value) stays what it is.
    """
    if isinstance(error, IntegrityError):
        broken: Any = error.orig
        name = getattr(broken, "sqlite_errorname", None) or getattr(broken, "sqlstate", None)
        return _because(ConflictError(), error) if name in _UNIQUE_SQLITE | {_UNIQUE_POSTGRESQL} else error
    if isinstance(error, OperationalError | InterfaceError | NoConnectionError | sqlite3.OperationalError):
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
