"""What everybody on the stage shares: whose turn it is on whose clock, what is on their screens, what they did."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from adapters.rehearsal.forms import UnfinishedError, fill
from adapters.rehearsal.frame import Frame
from adapters.rehearsal.stage import Stage
from bot.activities import Press
from bot.cards import Action, Card
from bot.conversations.shown import buttons
from bot.programme.definition import Cycle, Programme
from bot.programme.people import Scope
from bot.programme.quiet import on_clock

FIRST, LAST = time(9, 30), time(20, 30)
"""Between these hours of their own clock simulated people do things."""
ON_SCREEN = 12


@dataclass
class Play:
    """One rehearsal under way. `numbers` are the ids of people by address; `did` counts what was done."""

    stage: Stage
    programme: Programme
    cycle: Cycle
    frame: Frame
    cv: str
    numbers: dict[str, int] = field(default_factory=dict)
    zones: dict[str, ZoneInfo] = field(default_factory=dict)
    screens: dict[str, deque[Card]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=ON_SCREEN))
    )
    did: Counter[str] = field(default_factory=Counter)
    unfinished: list[tuple[str, str]] = field(default_factory=list)

    @property
    def scope(self) -> Scope:
        """Whose data it is."""
        return Scope(self.programme.organisation.key, self.programme.key)

    def zone(self, email: str) -> ZoneInfo:
        """The clock of somebody."""
        return self.zones.get(email) or ZoneInfo(self.programme.clock.zone)

    def on(self, day: date, dice: Random, email: str) -> datetime:
        """An instant of that day at which somebody is awake."""
        minutes = int(dice.random() * (LAST.hour - FIRST.hour) * 60)
        local = datetime.combine(day, FIRST) + timedelta(minutes=minutes)
        return on_clock(local.date(), local.time(), self.zone(email))

    def at(self, instant: datetime, email: str, do: Callable[[], Awaitable[object]]) -> None:
        """Have something done then, or, where that is somebody's night, the morning after."""
        local = instant.astimezone(self.zone(email))
        if local.time() < FIRST or local.time() > LAST:
            day = local.date() + timedelta(days=local.time() > LAST)
            instant = on_clock(day, FIRST, self.zone(email)) + timedelta(minutes=local.minute)
        self.stage.at(instant, do)

    def later(self, hours: float, email: str, do: Callable[[], Awaitable[object]]) -> None:
        """Have something done after so many hours."""
        self.at(self.stage.now + timedelta(hours=hours), email, do)

    async def press(self, email: str, action: str, args: dict[str, str], what: str) -> None:
        """Somebody presses a button."""
        await self.stage.act(email, Press(action, args))
        self.did[what] += 1

    def shown(self, email: str, action: str) -> list[Action]:
        """The buttons with this action on the newest card of somebody that has any."""
        for card in reversed(self.screens[email]):
            found = [one for one in buttons(card) if one["action"] == action]
            if found:
                return [Action(str(one["label"]), action, dict(one["args"])) for one in found]  # type: ignore[call-overload]
        return []

    async def fill(self, email: str, action: str, args: dict[str, str], dice: Random, what: str) -> bool:
        """Somebody fills in a form to its end; one that has no end is noted."""
        try:
            done = await fill(self.stage, email, action, args, dice, cv=self.cv, brings=dice.random() < 0.5)
        except UnfinishedError as problem:
            self.unfinished.append((email, problem.message))
            return False
        self.did[what] += done
        return done
