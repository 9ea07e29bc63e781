"""What is logged against the cap, and the entries of one student."""

from __future__ import annotations

from bot.activities import Args
from bot.cards import Action, Card, Part, Row, Text
from bot.conversations.placement import mine
from bot.errors import NotFoundError
from bot.programme import hours
from bot.programme.dates import say_day
from bot.programme.hours import Cap, HoursEntry
from bot.programme.placements import Placement
from bot.turn import Turn

MOST_SHOWN = 10


def show(turn: Turn, args: Args) -> None:
    """What is logged, against the cap."""
    placement = mine.current(turn, args)
    if placement is not None:
        turn.say(card(turn, placement))


def card(turn: Turn, placement: Placement) -> Card:
    """The total, the last entries, what can be done."""
    entries = [one for one in turn.unit.hours.of_placement(turn.scope, placement.id) if not one.removed]
    entries.sort(key=lambda one: (one.day, one.id), reverse=True)
    parts: list[Part] = [Text(total_words(turn, placement))]
    parts += [
        Row(
            f"{say_day(one.day)}: {hours.words(one.minutes)}",
            one.what,
            (
                Action("Take back", "hours.undo", {"entry": str(one.id)}),
                Action("Correct", "hours.correct", {"entry": str(one.id)}),
            ),
        )
        for one in entries[:MOST_SHOWN]
    ]
    if len(entries) > MOST_SHOWN:
        parts.append(Text(f"and {len(entries) - MOST_SHOWN} more", "quiet"))
    return Card(
        title=f"Hours: {mine.title_of(turn, placement)}",
        parts=tuple(parts),
        actions=(
            Action("Log hours", "hours.ask", {"placement": str(placement.id)}, "primary"),
            Action("Home", "home"),
        ),
    )


def cap_of(turn: Turn, placement: Placement) -> Cap:
    """The caps of this placement."""
    one = turn.unit.opportunities.get(turn.scope, placement.opportunity) if placement.opportunity else None
    return hours.cap_of(turn.the_programme, one.hours if one else None)


def total_words(turn: Turn, placement: Placement) -> str:
    """What is logged against the cap, in a sentence."""
    entries = turn.unit.hours.of_placement(turn.scope, placement.id)
    done, cap = hours.total(entries), cap_of(turn, placement)
    if cap.in_all is None:
        week = hours.of_week(entries, turn.now.astimezone(turn.zone).date())
        limit = (
            f" This week: {hours.words(week)} of at most {hours.words(cap.per_week)}." if cap.per_week else ""
        )
        return f"{hours.words(done)} logged.{limit}"
    left = cap.in_all - done
    rest = f"{hours.words(left)} are left" if left > 0 else "the total is reached"
    return f"{hours.against(done, cap.in_all)} logged; {rest}."


def own_hours(turn: Turn, args: Args) -> HoursEntry:
    """An entry of this student; raises NotFoundError."""
    found = turn.unit.hours.get(turn.scope, int(args.get("entry", "0") or 0))
    if found is None or found.student != turn.person.id:
        raise NotFoundError
    return found
