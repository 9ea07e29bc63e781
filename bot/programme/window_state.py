"""How a window stands: the answer that everything about deadlines is composed from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from bot.programme.dates import AnyDate

State = Literal["open", "closing", "closed", "not_yet", "not_published", "published_elsewhere", "undecidable"]
Edge = Literal["opens", "closes"]
Phase = Literal["day_before", "on_the_day", "day_after"]


@dataclass(frozen=True)
class WindowStatus:
    """How a window stands for one reader at one instant.

    `first_possible` and `last_possible` bound the edge that `edge` names. `phase` is set only while it
    is undecidable: where the reader's own day stands to the day of that edge. `accepting` says whether a
    submission is taken now, `marked` whether it is to be marked "in the undecidable hours".
    """

    state: State
    event: str
    cycle: str
    opens: AnyDate
    closes: AnyDate
    edge: Edge | None
    first_possible: dt.datetime | None
    last_possible: dt.datetime | None
    accepting: bool
    phase: Phase | None = None
    days_left: int | None = None
    why: str = ""
    next_step: str = ""

    @property
    def marked(self) -> bool:
        """Whether a submission now falls into hours that the published date leaves open."""
        return self.state == "undecidable" and self.edge == "closes"

    @property
    def date(self) -> AnyDate:
        """The date that matters now: the opening while it is ahead, else the closing."""
        return self.opens if self.edge == "opens" else self.closes
