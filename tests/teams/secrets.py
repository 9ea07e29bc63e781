"""The references of Teams, kept until the test ends."""

from __future__ import annotations


class SecretsInMemory:
    """Small texts by name."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def put(self, name: str, value: str) -> None:
        self._kept[name] = value

    def get(self, name: str) -> str | None:
        return self._kept.get(name)
