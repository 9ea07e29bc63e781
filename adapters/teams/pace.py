"""Keeps the pace of Teams: how soon the next request to a conversation and to a tenant may go."""

from __future__ import annotations

import asyncio
import time

from adapters.teams.limits import CONVERSATION, TENANT, Pace

PATIENCE = 5.0  # a longer wait is given back to the courier, which has others to serve
FORGET_ABOVE = 5_000


class Paces:
    """One pace per conversation and per tenant; instants are those of a clock that never jumps."""

    def __init__(self) -> None:
        self._conversations: dict[str, Pace] = {}
        self._tenants: dict[str, Pace] = {}

    async def turn(self, tenant: str, conversation: str) -> float:
        """Wait for the turn of a request and take it: 0. Or the seconds to wait, where they are many."""
        while True:
            now = time.monotonic()
            one = self._conversations.setdefault(conversation, Pace(CONVERSATION))
            all_of_them = self._tenants.setdefault(tenant, Pace(TENANT))
            wait = max(one.wait(now), all_of_them.wait(now))
            if wait <= 0:
                one.take(now)
                all_of_them.take(now)
                self._forget(now)
                return 0.0
            if wait > PATIENCE:
                return wait
            await asyncio.sleep(wait)

    def _forget(self, now: float) -> None:
        if len(self._conversations) > FORGET_ABOVE:
            self._conversations = {
                key: pace for key, pace in self._conversations.items() if not pace.idle_since(now)
            }
