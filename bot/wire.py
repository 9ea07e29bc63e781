"""Plain data to JSON and back, for the inbox, the outbox and the surfaces."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    return _ADAPTERS.get(kind) or _ADAPTERS.setdefault(kind, TypeAdapter(kind))


def to_json(value: Any) -> Any:
    """A dataclass of activities or cards as JSON values."""
    return _adapter(type(value)).dump_python(value, mode="json")


def from_json(kind: type[T], data: Any) -> T:
    """The dataclass of that kind; raises pydantic.ValidationError for data of another shape."""
    result: T = _adapter(kind).validate_python(data)
    return result


def to_json_text(value: Any) -> str:
    """A dataclass as the text of a JSON document."""
    return _adapter(type(value)).dump_json(value).decode()


def from_json_text(kind: type[T], text: bytes) -> T:
    """The dataclass of that kind; raises pydantic.ValidationError for a text of another shape."""
    result: T = _adapter(kind).validate_json(text)
    return result
