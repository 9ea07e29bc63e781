"""The lists of people that staff have kept: written to by name, and forgotten when they are done with."""

from __future__ import annotations

from bot.activities import Args
from bot.cards import Action, Card, Part, Row, Text
from bot.conversations.broadcast import begin
from bot.conversations.broadcast.common import name_of, people_words, staff_only
from bot.errors import NotFoundError
from bot.programme.audiences import EVERYBODY, Audience, Condition
from bot.programme.broadcasts import OPEN, Broadcast, SavedList
from bot.programme.dates.saying import say_day
from bot.turn import Turn
from bot.understanding.broadcast_words import Order
from bot.understanding.recipients import Heard


def show(turn: Turn, _: Args) -> None:
    """Every list, with how many of its people are still on the programme."""
    staff_only(turn)
    rows: list[Part] = []
    for one in turn.unit.broadcasts.lists(turn.scope):
        number = turn.unit.broadcasts.count(turn.the_programme, audience_of(one))
        day = say_day(one.made_at.astimezone(turn.zone).date())
        who = name_of(turn, one.made_by)
        ident = {"name": one.name}
        actions = (Action("Write to them", "list.write", ident), Action("Forget", "list.forget", ident))
        rows.append(Row(one.name, f"{people_words(number)}; kept by {who} on {day}.", actions))
    if not rows:
        rows.append(Text("No list is kept. Send a file with e-mail addresses, or keep the people of a plan."))
    turn.say(Card(title="Lists of people", parts=tuple(rows), actions=(Action("Messages", "broadcast"),)))


def audience_of(one: SavedList) -> Audience:
    """Everybody on the list who is still on the programme."""
    return Audience(EVERYBODY, (Condition("list", key=str(one.id), name=one.name),))


def _named(turn: Turn, args: Args) -> SavedList:
    """The list that a button names; raises NotFoundError."""
    staff_only(turn)
    lists = turn.unit.broadcasts.lists(turn.scope)
    found = next((one for one in lists if one.name.casefold() == args.get("name", "").casefold()), None)
    if found is None:
        raise NotFoundError("That list is no longer there. Say “lists” to see what is.")
    return found


def write(turn: Turn, args: Args) -> None:
    """A message to the list."""
    begin.begin(turn, Order(Heard(audience_of(_named(turn, args)))))


def forget(turn: Turn, args: Args) -> None:
    """Ask before a list is forgotten; one that a message still needs is kept."""
    one = _named(turn, args)
    if users := _users(turn, one):
        turn.remember(pending=None)
        turn.say(
            f"“{one.name}” is needed: “{users[0].name}” is still to go out to it. Call that off or change it first.",
            Action("Show it", "broadcast.open", {"broadcast": str(users[0].id)}),
            Action("Lists", "lists"),
        )
        return
    sure = {"name": one.name}
    turn.remember(pending={"action": "list.forget.sure", "args": sure, "label": "Forget it"})
    turn.say(
        f"Forget the list “{one.name}”? The people stay on the roster. It cannot be undone.",
        Action("Forget it", "list.forget.sure", sure, "danger"),
        Action("Keep it", "lists"),
    )


def forget_sure(turn: Turn, args: Args) -> None:
    """Forget it."""
    one = _named(turn, args)
    turn.remember(pending=None)
    if _users(turn, one):
        forget(turn, args)
        return
    turn.unit.broadcasts.drop_list(turn.scope, one.id)
    turn.record("list forgotten", f"list:{one.name}")
    turn.say(f"Forgotten: “{one.name}”.", Action("Lists", "lists"))


def _users(turn: Turn, saved: SavedList) -> list[Broadcast]:
    """The messages that go, or are still going, to this list."""
    live = turn.unit.broadcasts.in_states(turn.scope, (*sorted(OPEN), "scheduled", "sending"))
    return [one for one in live if one.audience and str(saved.id) in _lists(one.audience) and one.text]


def _lists(audience: Audience) -> set[str]:
    own = {one.key for one in audience.conditions if one.about == "list"}
    return own.union(*(_lists(one) for one in (*audience.also, *audience.without)))
