"""When a journal asks to be written, by the plan that a programme file turns on; never the programme's own word."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Literal, TypeAlias

from bot.programme.definition import JournalPlan

Kind: TypeAlias = Literal["three_turns", "gibbs", "star"]
FRIDAY, SATURDAY = 4, 5


def prompts(plan: JournalPlan, starts: date, ends: date) -> tuple[tuple[date, Kind], ...]:
    """The days on which to ask, each with the kind of entry; empty while the plan is off.

    Weekly: the Friday of each week of the placement, or its last day where that is earlier. Daily: every day from
    Monday to Friday. By fraction: after that part of the days. The last one is a STAR entry where the plan says so.
    """
    if not plan.on or ends < starts:
        return ()
    kind: Kind = "gibbs" if plan.style == "gibbs" else "three_turns"
    days = [starts + timedelta(days=number) for number in range((ends - starts).days + 1)]
    if plan.every == "day":
        chosen = [day for day in days if day.weekday() < SATURDAY] or days[-1:]
    elif plan.every == "week":
        mondays = {day - timedelta(days=day.weekday()) for day in days}
        chosen = sorted({max(starts, min(monday + timedelta(days=FRIDAY), ends)) for monday in mondays})
    else:
        chosen = [days[math.ceil(len(days) * (plan.fraction or 1)) - 1]]
        if plan.star_at_end and chosen[-1] != days[-1]:
            chosen.append(days[-1])
    return tuple((day, "star" if plan.star_at_end and day == chosen[-1] else kind) for day in chosen)
