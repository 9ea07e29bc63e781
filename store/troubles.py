"""Why a database could not be used, for whoever runs it, and what to do.

Never in the database's own words: they may hold a password, or what somebody wrote.
"""

from __future__ import annotations

import sqlite3
from typing import Any, TypeAlias

Trouble: TypeAlias = tuple[str, str]

SOMETHING: Trouble = (
    "The database could not be used.",
    "Check FOOTHOLD_DATABASE_URL, and that the database can be reached and written to.",
)
_SQLITE: dict[str, Trouble] = {
    "SQLITE_CANTOPEN": (
        "The file of the database cannot be opened.",
        "Check FOOTHOLD_DATABASE_URL: its folder must be there, and this user must be able to write in it.",
    ),
    "SQLITE_READONLY": (
        "The file of the database can only be read.",
        "Let the user that Foothold runs as write to the file and to its folder.",
    ),
    "SQLITE_NOTADB": (
        "The file that FOOTHOLD_DATABASE_URL names is not a SQLite database.",
        "Name another file; one that is not there yet is made.",
    ),
    "SQLITE_CORRUPT": ("The file of the database is damaged.", "Put the last backup in its place."),
    "SQLITE_FULL": ("The disk of the database is full.", "Make room there, and try again; nothing is lost."),
    "SQLITE_IOERR": (
        "The disk of the database cannot be read or written.",
        "Look whether it is full or failing, and try again.",
    ),
    "SQLITE_BUSY": ("Another process holds the database.", "End that process, or wait until it is done."),
}
_FULL: Trouble = ("The disk of PostgreSQL is full.", "Make room there, and try again; nothing is lost.")
_REFUSED: Trouble = (
    "PostgreSQL does not accept this user or password.",
    "Correct them in FOOTHOLD_DATABASE_URL; characters such as @ and / in a password are written as %40 and %2F.",
)
_BY_STATE: dict[str, Trouble] = {
    "53100": _FULL,
    "53300": (
        "PostgreSQL takes no more connections.",
        "Raise its max_connections, or run fewer processes: each uses up to 17.",
    ),
    "42501": (
        "The user of PostgreSQL lacks a right.",
        "Let the user of FOOTHOLD_DATABASE_URL own the database.",
    ),
    "25006": ("This PostgreSQL can only be read.", "Name the primary server in FOOTHOLD_DATABASE_URL."),
    "28P01": _REFUSED,
    "28000": _REFUSED,
}
_BY_WORDS: tuple[tuple[tuple[str, ...], Trouble], ...] = (
    (("password authentication", "no password supplied", "no pg_hba.conf entry", "role "), _REFUSED),
    (
        ("database ",),
        (
            "PostgreSQL has no database of that name.",
            "Make it (createdb NAME), or correct the name in FOOTHOLD_DATABASE_URL.",
        ),
    ),
    (
        ("resolve host", "translate host name", "name or service not known"),
        (
            "The server of FOOTHOLD_DATABASE_URL is not known by that name.",
            "Correct the name, or the DNS of this machine.",
        ),
    ),
    (
        ("refused", "no such file", "timeout", "timed out", "unreachable", "no route"),
        (
            "No PostgreSQL answers at the address of FOOTHOLD_DATABASE_URL.",
            "Start it, or correct the host and the port.",
        ),
    ),
)
"""What PostgreSQL says to one who cannot connect has no code of its own; the first that fits counts."""


def trouble(error: BaseException | None) -> Trouble | None:
    """Return why, and what to do, from an error and what caused it; None where no database has said anything."""
    while error is not None:
        driver: Any = getattr(error, "orig", None) or error
        if isinstance(driver, sqlite3.Error):
            name = str(getattr(driver, "sqlite_errorname", ""))
            return next((found for begins, found in _SQLITE.items() if name.startswith(begins)), SOMETHING)
        if (found := _BY_STATE.get(str(getattr(driver, "sqlstate", "")))) is not None:
            return found
        if type(driver).__module__.startswith("psycopg"):
            said = str(driver).casefold()
            return next((found for words, found in _BY_WORDS if any(one in said for one in words)), SOMETHING)
        error = error.__cause__
    return None
