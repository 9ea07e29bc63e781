"""The plan of a message as a card: to whom and how many, when on both clocks, the text, who is held back and why."""

from __future__ import annotations

from dataclasses import replace

from bot.activities import Args
from bot.cards import Action, Card, Facts, Part, Text
from bot.conversations.broadcast import preview, report
from bot.conversations.broadcast.common import (
    ident,
    meant,
    name_of,
    people_words,
    staff_only,
    with_quote,
)
from bot.programme.audiences import Audience
from bot.programme.broadcast_checks import Forecast, forecast, needs_approval, remarks
from bot.programme.broadcasts import ENDED, OPEN, Broadcast, instant_for, say_when
from bot.programme.minors import guardian_agreed
from bot.turn import Turn

MOST_NAMES = 40
MOST_LISTED = 10


def show(turn: Turn, args: Args) -> None:
    """This message as it stands: its plan, or what became of it."""
    one = meant(turn, args)
    turn.say(card(turn, one) if one.state in OPEN or one.state == "scheduled" else report.card(turn, one))


def card(turn: Turn, one: Broadcast, lead: str = "", *, undo: bool = False) -> Card:
    """What would happen, or what is planned. `undo`: the last change can be taken back."""
    count, ahead = looked_ahead(turn, one)
    parts: list[Part] = [Text(lead)] if lead else []
    parts.append(Text(_headline(turn, one)))
    missing, why = _missing(turn, one, count) if one.state in OPEN else ("", "")
    if why:
        parts.append(Text(why, "warning"))
    parts.append(Facts(tuple(_facts(turn, one, count, ahead))))
    parts += with_quote(one.text) if one.text else ()
    for words in (*one.assumed, *remarks(one, turn.the_programme)):
        parts.append(Text(words, "quiet"))
    back = (Action("Undo the change", "broadcast.undo", ident(one)),) if undo else ()
    title = "Planned" if one.state == "scheduled" else "Plan"
    return Card(
        title=title,
        parts=tuple(parts),
        actions=(*(_edits(one, first=missing) if missing else _actions(turn, one, count)), *back),
        summary=f"{title}: to {people_words(count)}, {say_when(one, turn.the_programme)}"[:150],
        ref=f"plan:{one.id}",
    )


def looked_ahead(turn: Turn, one: Broadcast) -> tuple[int, Forecast]:
    """How many it goes to as things stand now, and what would happen to them."""
    if one.audience is None:
        return 0, Forecast()
    programme = turn.the_programme
    count = turn.unit.broadcasts.count(programme, one.audience)
    at = one.at or (instant_for(one, None, programme) if one.wall else turn.now)
    groups = turn.unit.broadcasts.readers(programme, one.audience, max(at, turn.now))
    return count, forecast(one, programme, groups, turn.now)


def _headline(turn: Turn, one: Broadcast) -> str:
    if one.state == "scheduled":
        return f"This goes out {say_when(one, turn.the_programme, str(turn.zone))}. It can be changed until then."
    if one.wanted:
        return "A colleague has to approve this first. Nothing is sent yet."
    return "Here is what would happen. Nothing is sent yet."


def _missing(turn: Turn, one: Broadcast, count: int) -> tuple[str, str]:
    """The part without which it cannot be sent, and how that is said; empty where nothing is missing."""
    if one.audience is None:
        return "audience", "Nobody is named yet, so it cannot be sent. Please say who should get it."
    if count == 0:
        return "audience", _wider(turn, one.audience)
    if not one.text:
        return "text", "It has no words yet, so it cannot be sent."
    return "", ""


def _wider(turn: Turn, audience: Audience) -> str:
    """Nobody fits: what to change, with the number whom each wider rule would reach."""
    rules = audience.conditions
    fewer = [tuple(one for one in rules if one is not out) for out in rules if len(rules) > 1]
    at_any_time = [
        tuple(replace(one, windows=()) if one is out else one for one in rules)
        for out in rules
        if out.windows
    ]
    wider = [replace(audience, conditions=conditions) for conditions in (*fewer, *at_any_time)]
    counted = [(one, turn.unit.broadcasts.count(turn.the_programme, one)) for one in wider]
    said = [f"{one.say(turn.the_programme)}: {people_words(count)}" for one, count in counted if count]
    reach = f" Wider: {'; '.join(said)}." if said else ""
    return f"Nobody fits that rule today, so it cannot be sent. Please change the audience.{reach}"


def _facts(turn: Turn, one: Broadcast, count: int, ahead: Forecast) -> list[tuple[str, str]]:
    programme = turn.the_programme
    whom = one.audience.say(programme) if one.audience else "nobody named yet"
    found = [("To", f"{whom}: {people_words(count)} today; the list is worked out again at sending.")]
    found.append(("When", _when(turn, one)))
    later = [f"{people_words(number)} {words}" for words, number in ahead.later.items()]
    if later:
        found.append(("Later", "; ".join(later)))
    held = [f"{number:,}: {words}" for words, number in ahead.never.items()]
    if (minors := without_consent(turn, one)) > 0:
        held.append(f"{minors:,}: no guardian's consent is on record")
    if held:
        found.append(("Held back", "; ".join(held)))
    if ahead.last_of_week:
        whose = people_words(ahead.last_of_week)
        found.append(
            ("Their week", f"For {whose} this is the last message of the week; reminders after it wait.")
        )
    if ahead.unseen:
        found.append(
            (
                "Not seen here yet",
                f"{people_words(ahead.unseen)}; I look them up by their address at sending.",
            )
        )
    if one.approved_by is not None:
        found.append(("Approved by", name_of(turn, one.approved_by)))
    if one.ack:
        found.append(("Answer asked for", "a “Got it” button"))
    return found


def _when(turn: Turn, one: Broadcast) -> str:
    if one.at is None and not one.wall:
        return "now, as soon as you say so"
    return say_when(one, turn.the_programme, str(turn.zone))


def without_consent(turn: Turn, one: Broadcast) -> int:
    """How many participants under age would be left out (design §7)."""
    if (
        not turn.the_programme.minors.guardian_consent
        or one.audience is None
        or "student" not in one.audience.every_role
    ):
        return 0
    agreed = {
        person.id
        for person, member in turn.unit.people.having(turn.scope, "student")
        if guardian_agreed(member.attributes)
    }
    students = {person.id for person, _ in turn.unit.people.having(turn.scope, "student")}
    chosen = {person.id for person in turn.unit.broadcasts.people(turn.the_programme, one.audience, 100_000)}
    return len(chosen & students - agreed)


def _edits(one: Broadcast, first: str = "") -> tuple[Action, ...]:
    """The buttons that change a part; `first` is the part that has to be changed, and comes with the way to end it."""
    parts = {"text": "Edit text", "when": "Change time", "audience": "Change audience"}
    ways = [
        Action(label, "broadcast.edit", ident(one, part=part))
        for part, label in parts.items()
        if part != first
    ]
    if not first:
        return tuple(ways)
    needed = Action(parts[first], "broadcast.edit", ident(one, part=first), "primary")
    return needed, *ways, Action("Cancel", "broadcast.cancel", ident(one), "danger")


def _actions(turn: Turn, one: Broadcast, count: int) -> tuple[Action, ...]:
    here = ident(one)
    edits = _edits(one)
    look = (
        *preview.ways(turn, one),
        *((Action(f"See the {count:,}", "broadcast.people", here),) if count else ()),
    )
    if one.state == "scheduled":
        return (Action("Call it off", "broadcast.cancel", here, "danger"), *edits, *look)
    if one.wanted and one.author != turn.person.id:
        return (
            Action("Approve it", "broadcast.approve", here, "primary"),
            Action("Not like this", "broadcast.refuse", here),
            *look,
        )
    do = f"Send to {count:,} now" if one.at is None and not one.wall else f"Schedule for {count:,}"
    if needs_approval(one, turn.the_programme, count):
        do = "Ask a colleague to approve"
    return (
        Action(do, "broadcast.schedule", here, "primary"),
        Action("Send to myself first", "broadcast.test", here),
        *edits,
        Action("No “Got it” button" if one.ack else "Ask for a “Got it”", "broadcast.ack", here),
        *look,
        Action("Cancel", "broadcast.cancel", here, "danger"),
    )


def people(turn: Turn, args: Args) -> None:
    """The people whom it would reach as things stand now, by name."""
    one = meant(turn, args)
    count, _ = looked_ahead(turn, one)
    if one.audience is None or count == 0:
        turn.say(
            "Nobody fits that rule today.",
            Action("Change audience", "broadcast.edit", ident(one, part="audience")),
        )
        return
    start = int(args.get("from", "0"))
    some = turn.unit.broadcasts.people(turn.the_programme, one.audience, MOST_NAMES, start)
    lines = "\n".join(f"{person.name}, {person.email}" for person in some)
    turn.record("audience looked at", one.batch, after={"from": start, "number": len(some)})
    more = (
        (Action("More", "broadcast.people", ident(one, **{"from": str(start + MOST_NAMES)})),)
        if start + MOST_NAMES < count
        else ()
    )
    turn.say(
        Card(
            title=f"{start + 1:,}–{start + len(some):,} of {count:,}",
            parts=(Text(one.audience.say(turn.the_programme), "quiet"), Text(lines)),
            actions=(
                *more,
                Action("Keep as a list", "broadcast.keep", ident(one)),
                Action("Back to the plan", "broadcast.open", {"broadcast": str(one.id)}),
            ),
        )
    )


def overview(turn: Turn, _: Args) -> None:
    """Every message: what is planned, being sent, still a draft, and the latest that have gone out."""
    staff_only(turn)
    every = sorted(turn.unit.broadcasts.all(turn.scope), key=lambda one: -one.id)
    groups = (
        ("Being sent", [one for one in every if one.state == "sending"]),
        ("Planned", [one for one in every if one.state == "scheduled"]),
        ("Drafts", [one for one in every if one.state in OPEN and (one.text or one.audience)]),
        ("Gone out", [one for one in every if one.state in ENDED]),
    )
    parts: list[Part] = []
    for heading, some in groups:
        if some:
            parts.append(Text(heading, "strong"))
            parts += [report.row(turn, one) for one in some[:MOST_LISTED]]
    if not parts:
        parts.append(Text("Nothing has been written to many people yet."))
    turn.say(
        Card(
            title="Messages to many",
            parts=tuple(parts),
            actions=(Action("New message", "broadcast.new", style="primary"), Action("Home", "home")),
        )
    )
