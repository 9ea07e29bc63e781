"""What a student saved for later, also what has closed since (it says so)."""

from __future__ import annotations

from bot.activities import Args
from bot.cards import Action, Card, Row
from bot.conversations.browse import A_PAGE, ident, row, wanted
from bot.programme import availability
from bot.programme.opportunities import Search
from bot.turn import Turn


def save(turn: Turn, args: Args) -> None:
    """Keep an opportunity on one's list."""
    one = wanted(turn, args)
    turn.unit.opportunities.mark(turn.scope, turn.person.id, one.id, saved=True)
    turn.say(
        f"Saved: {one.title}, {one.host}.",
        Action("Details", "browse.details", ident(one)),
        Action("Undo", "browse.unsave", ident(one)),
        Action("Saved list", "browse.saved"),
    )


def unsave(turn: Turn, args: Args) -> None:
    """Take an opportunity off the list."""
    one = wanted(turn, args)
    turn.unit.opportunities.mark(turn.scope, turn.person.id, one.id, saved=False)
    turn.say(f"No longer saved: {one.title}, {one.host}.", Action("Undo", "browse.save", ident(one)))


def show(turn: Turn, args: Args) -> None:
    """What one saved, also what has closed since (it says so)."""
    search = Search(saved_by=turn.person.id)
    total = turn.unit.opportunities.count(turn.scope, search)
    if not total:
        turn.say(
            "Nothing is saved yet. In the list, Save keeps a placement here for later.",
            Action("Browse", "browse", style="primary"),
        )
        return
    offset = max(0, int(args.get("offset", "0") or 0))
    parts = []
    for one in turn.unit.opportunities.search(turn.scope, search, limit=A_PAGE, offset=offset):
        status = availability.of(turn.the_programme, one, turn.now, turn.zone)
        listed = row(turn, one)
        parts.append(Row(listed.title, f"{status.words} · {listed.text}", listed.actions))
    actions = (
        [Action("More", "browse.saved", {"offset": str(offset + A_PAGE)})] if offset + A_PAGE < total else []
    )
    turn.say(
        Card(
            title=f"Your saved list: {total}",
            parts=tuple(parts),
            actions=(*actions, Action("Browse", "browse")),
        )
    )
