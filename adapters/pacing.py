"""How fast each platform may be written to. The buckets stand in the database, so that all workers share them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.host import Work
    from adapters.surface import Destination


@dataclass(frozen=True, slots=True)
class Pace:
    """A token bucket: so many messages a second in the long run, so many at once."""

    rate: float
    burst: int


@dataclass(frozen=True, slots=True)
class Paces:
    """The limits of one platform: of a workspace as a whole, and of each conversation in it."""

    workspace: Pace | None = None
    conversation: tuple[Pace, ...] = ()


# Slack: about 1 message a second in a conversation, short bursts are borne; some hundreds a minute in a workspace
# (docs.slack.dev, rate limits). Teams: 50 requests a second for an app in a tenant; in a conversation 7 in 1 s, 8 in
# 2 s, 60 in 30 s, 1,800 in an hour (learn.microsoft.com, rate limiting of bots); updates count as well.
PACES: dict[str, Paces] = {
    "slack": Paces(Pace(5.0, 20), (Pace(1.0, 4),)),
    "email": Paces(Pace(5.0, 20)),
    "teams": Paces(Pace(40.0, 40), (Pace(2.0, 6), Pace(0.5, 60))),
}


def use(rates: Mapping[str, Pace]) -> None:
    """Take the rates of the settings for the workspaces of this process; what is not set stays as it is."""
    for surface, pace in rates.items():
        PACES[surface] = replace(PACES.get(surface, Paces()), workspace=pace)


def wait(unit: Work, paces: Paces | None, destination: Destination, now: datetime) -> float:
    """Take a token of every bucket that the message passes; 0.0 when it may go, else ask again in so many seconds.

    A token that was taken before another bucket said no is lost: that only makes the sending slower.
    """
    if paces is None:
        return 0.0
    identity, place = destination.identity, destination.place
    conversation = place.conversation if place else f"@{identity.user}"
    base = f"{identity.surface}/{identity.workspace}"
    for number, pace in enumerate(paces.conversation):
        if waits := unit.deliveries.pace(f"{base}/{conversation}/{number}", pace.rate, pace.burst, now):
            return float(waits)
    if paces.workspace is None:
        return 0.0
    return float(unit.deliveries.pace(base, paces.workspace.rate, paces.workspace.burst, now))
