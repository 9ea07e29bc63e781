"""What every part of a programme file is built from: strict frozen models and a few small types."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

Status = Literal["stated", "derived", "assumed", "unknown"]
Answer = Literal["yes", "no", "not_stated"]
Role = Literal["student", "host_supervisor", "programme_supervisor", "staff", "network_staff"]
Decider = Literal["host", "office", "network", "student", "institution", "not_stated"]

_KEY = re.compile(r"[a-z0-9][a-z0-9_\-/]*")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


class Model(BaseModel):
    """A part of a programme file: nothing unknown in it, and nothing changed after loading."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", use_attribute_docstrings=False)


class Sourced(Model):
    """A part that says where it comes from: the facts it rests on, and how sure it is."""

    facts: tuple[Key, ...] = ()
    status: Status | None = None

    @property
    def standing(self) -> Status:
        """How sure this is; a part that names no fact and says nothing else is assumed."""
        return self.status or ("stated" if self.facts else "assumed")


def refuse(kind: str, message: str, mend: str) -> PydanticCustomError:
    """Return an error for a value in a programme file, with what to do about it."""
    escaped = message.replace("{", "{{").replace("}", "}}")
    return PydanticCustomError(kind, escaped, {"mend": mend})


def _text(value: object) -> object:
    """Read a number as the words it is written with (an edition is called 2025, a cycle 1)."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _no_blank(value: str) -> str:
    if not value.strip():
        raise refuse("blank", "this is empty", "Write the words, or leave the whole key out.")
    return value.strip()


def is_key(value: str) -> bool:
    """Tell whether a text can be a key: small letters, digits, “_”, “-” and “/”."""
    return _KEY.fullmatch(value) is not None


def _a_key(value: str) -> str:
    if not is_key(value):
        raise refuse(
            "key",
            f"“{value}” cannot be a key",
            "Use small letters, digits, “_”, “-” and “/” only, such as spring or winter/1.",
        )
    return value


def _flag(value: object) -> object:
    words = {"yes": True, "no": False}
    return words.get(value, value) if isinstance(value, str) else value


def _answer(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _time(value: object) -> object:
    if isinstance(value, str):
        found = _TIME.fullmatch(value)
        if not found:
            raise refuse(
                "time",
                f"“{value}” is not a time of day",
                "Write it on the 24-hour clock, such as 09:30 or 17:00.",
            )
        return dt.time(int(found[1]), int(found[2]))
    return value


Text = Annotated[str, BeforeValidator(_text), AfterValidator(_no_blank)]
Key = Annotated[str, BeforeValidator(_text), AfterValidator(_a_key)]
Flag = Annotated[bool, BeforeValidator(_flag)]
YesNo = Annotated[Answer, BeforeValidator(_answer)]
ClockTime = Annotated[dt.time, BeforeValidator(_time)]

Sourced.model_rebuild()


def by_key(*names: str) -> Callable[[Any], str | None]:
    """Return a chooser that tells the members of a union apart by the one key that only they have."""

    def which(value: Any) -> str | None:
        for name in names:
            if name in value if isinstance(value, Mapping) else hasattr(value, name):
                return name
        return None

    return which
