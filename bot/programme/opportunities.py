"""What is on offer: opportunities, and whether one is open now (computed from dates, so none can be stale)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from bot.programme.people import Scope

Mode: TypeAlias = Literal["in_person", "remote", "hybrid"]


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One advertised placement.

    `window` is the key of a cycle or of one of its alternatives (design §6); `duration` is words as the host gave
    them; `hours` the total; `places` None where nobody said. `opens` and `closes` are this opportunity's own days,
    narrower than its cycle's. `cancelled` carries the reason.
    """

    id: int
    scope: Scope
    key: str
    title: str
    host: str
    summary: str = ""
    sector: str = ""
    theme: str = ""
    mode: Mode | None = None
    location: str = ""
    window: str = ""
    duration: str = ""
    hours: float | None = None
    places: int | None = None
    group_size: int | None = None
    paid: bool | None = None
    skills: tuple[str, ...] = ()
    host_supervisor_email: str = ""
    opens: date | None = None
    closes: date | None = None
    cancelled: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    added: int = 0


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for. Empty means any. `words` go to the full-text search.

    `opened_by` keeps out what opens after that day by a date of its own, `not_closed_by` what closed before it;
    `saved_by` is a person's id; `added_after` a value of `Opportunity.added`.
    """

    words: str = ""
    theme: str = ""
    sector: str = ""
    mode: Mode | None = None
    location: str = ""
    windows: tuple[str, ...] = ()
    skill: str = ""
    paid: bool | None = None
    most_hours: float | None = None
    opened_by: date | None = None
    not_closed_by: date | None = None
    saved_by: int | None = None
    added_after: int | None = None

    def named(self) -> dict[str, str]:
        """The filters that are set, as words by name: for a card's heading and for saying which one to relax."""
        found = {
            "words": self.words,
            "theme": self.theme,
            "sector": self.sector,
            "mode": (self.mode or "").replace("_", " "),
            "location": self.location,
            "window": ", ".join(self.windows),
            "skill": self.skill,
        }
        if self.paid is not None:
            found["pay"] = "paid" if self.paid else "unpaid"
        if self.most_hours is not None:
            found["hours"] = f"up to {self.most_hours:g} hours"
        return {name: value for name, value in found.items() if value}
