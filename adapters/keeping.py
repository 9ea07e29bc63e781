"""Secrets of a surface (tokens, conversation references), kept encrypted in the store by name."""

from __future__ import annotations

from typing import Any

from adapters.host import Store


class StoreSecrets:
    """Small texts by name; every call is a transaction of its own and waits for it, so call it from a thread."""

    def __init__(self, store: Store, surface: str) -> None:
        self._store = store
        self._surface = surface

    def put(self, name: str, value: str) -> None:
        """Keep a text in the place of the one of that name."""

        def work(unit: Any) -> None:
            unit.secrets.put(self._surface, "", name, value)

        self._store.run(work)

    def get(self, name: str) -> str | None:
        """The text of that name, or None."""

        def work(unit: Any) -> str | None:
            found: str | None = unit.secrets.get(self._surface, "", name)
            return found

        return self._store.run(work)

    def delete(self, name: str) -> None:
        """Forget a text; forgetting twice is no error."""

        def work(unit: Any) -> None:
            unit.secrets.delete(self._surface, "", name)

        self._store.run(work)
