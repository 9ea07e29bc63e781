"""Deciding: each application by the rule of who decides, staged first, announced together.

A decision that is staged is seen by nobody but staff, and can be taken back; announcing tells everybody at once.
"""

from __future__ import annotations

from dataclasses import replace

from bot.activities import Args
from bot.cards import Action, Card, Part, Row, Text
from bot.conversations import apply, placing
from bot.conversations.placement import mine
from bot.conversations.staff.today import HOME
from bot.errors import ConflictError, NotAllowedError, NotFoundError
from bot.programme.applications import Application, words_for
from bot.programme.deciding import DECISIONS, UNDECIDED, WORDS, Decision, may_decide, may_record, possible
from bot.programme.people import Role
from bot.turn import Turn

A_PAGE = 8
QUEUES = Action("Waiting lists", "queues")
LABELS: dict[Decision, str] = {
    "offered": "Offer",
    "waitlisted": "Waiting list",
    "unsuccessful": "Not this time",
}


def show(turn: Turn, args: Args) -> None:
    """Applications that wait for a decision, by placement."""
    must_be_able(turn)
    offset = int(args.get("offset", "0") or 0)
    found = waiting(turn)
    if not found:
        waits = bool(turn.unit.applications.in_states(turn.scope, ["waitlisted"]))
        turn.say("No application waits for a decision.", *((QUEUES,) if waits else ()), HOME)
        return
    parts: list[Part] = []
    if not may_decide(turn.the_programme, role(turn)):
        decider = turn.the_programme.decisions.decided_by_name or "the network"
        parts.append(
            Text(f"{decider} decides. Send me their file (CSV or Excel) here, and I record what it says.")
        )
    parts += [row(turn, one) for one in found[offset : offset + A_PAGE]]
    actions = (
        [Action("More", "decide", {"offset": str(offset + A_PAGE)})] if offset + A_PAGE < len(found) else []
    )
    ready = [one for one in found if one.pending]
    if ready:
        actions.append(Action(f"Announce {len(ready)}", "decide.staged", style="primary"))
    if turn.unit.applications.in_states(turn.scope, ["waitlisted"]):
        actions.append(QUEUES)
    turn.say(
        Card(
            title=f"{len(found)} without an announced decision",
            parts=tuple(parts),
            actions=(*actions, Action("To the hosts", "hosts"), HOME),
        )
    )


def waiting(turn: Turn) -> list[Application]:
    """What waits for a decision and can have one, by placement, in the order of submission."""
    found = turn.unit.applications.in_states(turn.scope, sorted(UNDECIDED))
    return sorted(
        (one for one in found if possible(one)),
        key=lambda one: (one.opportunity or 0, one.submitted_at is None, one.submitted_at, one.id),
    )


def keep(
    turn: Turn, one: Application, choice: Decision | None, *, reason: str = "", source: str = ""
) -> None:
    """Stage a decision, with its `reason` and where it comes from.

    Raises ConflictError where somebody else changed the application meanwhile.
    """
    turn.unit.applications.save(
        replace(one, pending=choice, reason=reason if choice == "unsuccessful" else "")
    )
    before, after = {"pending": one.pending}, {"pending": choice}
    said = {key: words for key, words in (("reason", reason), ("source", source)) if words}
    turn.record("staged a decision", f"application:{one.id}", before=before, after={**after, **said})


def row(turn: Turn, one: Application) -> Row:
    """One applicant, with what can be decided."""
    name = turn.unit.people.get(one.student).name
    left = placing.left(turn, one)
    free = "" if left is None else f" · {left} {'place' if left == 1 else 'places'} free"
    state = f"Staged: {WORDS[one.pending]}" if one.pending in WORDS else mine.first(words_for(one.state))
    if one.undecidable and one.state == "submitted":
        state += ", in the undecidable hours"
    actions = [
        Action(LABELS[choice], "decide.stage", {"application": str(one.id), "as": choice})
        for choice in DECISIONS
        if may_decide(turn.the_programme, role(turn)) and choice in possible(one) and one.pending != choice
    ]
    if one.pending:
        actions.append(Action("Take back", "decide.stage", {"application": str(one.id), "as": ""}))
    return Row(f"{name}: {apply.name_of(turn, one)}", f"{state}{free}", tuple(actions))


def stage(turn: Turn, args: Args) -> None:
    """Stage one decision, or take it back."""
    must_be_able(turn)
    one = application(turn, args)
    choice = next((known for known in DECISIONS if known == args.get("as")), None)
    name = turn.unit.people.get(one.student).name
    if choice is not None and not may_decide(turn.the_programme, role(turn)):
        only_from_a_file(turn)
        return
    if choice is not None and choice not in possible(one):
        turn.say(f"{name}'s application is {words_for(one.state)}, so that is no longer possible.", HOME)
        return
    if choice == "offered" and (left := placing.left(turn, one)) is not None and left < 1:
        turn.say(
            f"No place is free for {apply.name_of(turn, one)}. The waiting list keeps their turn.",
            Action(
                "Put on the waiting list", "decide.stage", {"application": str(one.id), "as": "waitlisted"}
            ),
            HOME,
        )
        return
    try:
        keep(turn, one, choice)
    except ConflictError:
        turn.say(
            "Somebody changed this application a moment ago. Please look again.",
            Action("Look again", "decide"),
        )
        return
    ident = {"application": str(one.id)}
    if choice is None:
        turn.say(f"Taken back: {name} has no decision.", Action("Decide", "decide"), HOME)
        return
    turn.say(
        f"Staged for {name}: {WORDS[choice]}. Nobody is told yet.",
        Action("Take back", "decide.stage", {**ident, "as": ""}),
        Action("Next", "decide"),
        Action("Announce all that is staged", "decide.staged"),
    )


def only_from_a_file(turn: Turn) -> None:
    """Where somebody else decides, staff record it from their file alone, so that each has its source (design §7)."""
    decider = turn.the_programme.decisions.decided_by_name or "The network"
    turn.say(
        f"{decider} decides, so I take this from their file alone: it is the source of each decision. "
        "Send me the file (CSV or Excel) here.",
        Action("Decide", "decide"),
        HOME,
    )


def staged(turn: Turn, _: Args) -> None:
    """Everything that would be announced, before it is."""
    must_be_able(turn)
    ready = pending(turn)
    if not ready:
        turn.say("Nothing is staged.", Action("Decide", "decide"), HOME)
        return
    rows = tuple(
        Row(
            turn.unit.people.get(one.student).name,
            f"{apply.name_of(turn, one)}: {WORDS[one.pending or '']}",
            (Action("Take back", "decide.stage", {"application": str(one.id), "as": ""}),),
        )
        for one in ready[:A_PAGE]
    )
    more = (Text(f"and {len(ready) - A_PAGE} more", "quiet"),) if len(ready) > A_PAGE else ()
    counts = ", ".join(
        f"{count} × {WORDS[choice]}"
        for choice in DECISIONS
        if (count := sum(1 for one in ready if one.pending == choice))
    )
    turn.say(
        Card(
            title=f"Announce {len(ready)}: {counts}",
            parts=(*rows, *more, Text("Each is told at once, with what it means and what they can do.")),
            actions=(Action(f"Announce {len(ready)} now", "decide.announce", {}, "primary"), HOME),
        )
    )


def announce(turn: Turn, _: Args) -> None:
    """Tell everybody: offers, waiting list, not this time; in one transaction."""
    must_be_able(turn)
    ready = pending(turn)
    if not ready:
        turn.say("Everything that was staged has been announced already.", HOME)
        return
    # Those who are told no do not free or take a place; offers are made in the order of submission.
    for placed, one in enumerate(
        sorted(ready, key=lambda one: (one.submitted_at is None, one.submitted_at, one.id))
    ):
        placing.carry_out(turn, one, placed)
    turn.record("announced decisions", f"programme:{turn.scope.programme}", after={"count": len(ready)})
    people = "1 person is" if len(ready) == 1 else f"{len(ready)} people are"
    turn.say(f"Announced. {people} told now.", HOME)


def pending(turn: Turn) -> list[Application]:
    """What is staged and still possible."""
    found = turn.unit.applications.in_states(turn.scope, sorted(UNDECIDED))
    return [one for one in found if one.pending in DECISIONS and one.pending in possible(one)]


def role(turn: Turn) -> Role:
    """In which role this person speaks here."""
    return turn.membership.role if turn.membership else "student"


def must_be_able(turn: Turn) -> None:
    """Staff only; raises NotAllowedError."""
    mine.must_be_staff(turn)
    if turn.membership is None or not may_record(turn.the_programme, turn.membership.role):
        raise NotAllowedError


def application(turn: Turn, args: Args) -> Application:
    """The application that `args` name; raises NotFoundError."""
    found = turn.unit.applications.get(turn.scope, int(args.get("application", "0") or 0))
    if found is None:
        raise NotFoundError
    return found
