"""Deciding what came in the undecidable hours (T8): one by one, or all the same way after a second look.

"In time" is told to the student at once; "too late" is staged like any decision, and told when it is announced.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.activities import Args
from bot.cards import Action, Card, Part, Row, Text
from bot.conversations import apply, undecidable
from bot.conversations.home import Need
from bot.conversations.phrases import moment
from bot.conversations.staff import decide
from bot.conversations.staff.today import HOME
from bot.errors import OutdatedError
from bot.programme.applications import Application
from bot.programme.deciding import may_decide
from bot.turn import Turn

LATE = "it came in after the closing day, as the programme counts it"


def needs(turn: Turn) -> list[Need]:
    """One line on the home of staff while any of them waits."""
    found = turn.unit.applications.undecidable(turn.scope)
    if not found:
        return []
    title = f"{undecidable.count_words(len(found))} the undecidable hours"
    return [Need(title, "In time, or too late? The published closing day leaves it open.", "upcoming",
                 (undecidable.SEE,), found[0][2])]  # fmt: skip


def show(turn: Turn, args: Args) -> None:
    """Those that wait, in the order in which they came."""
    decide.must_be_able(turn)
    offset = int(args.get("offset", "0") or 0)
    found = turn.unit.applications.undecidable(turn.scope)
    if not found:
        turn.say(
            "No application from the undecidable hours waits for a decision.",
            Action("Decide", "decide"),
            HOME,
        )
        return
    able = may_decide(turn.the_programme, decide.role(turn))
    parts: list[Part] = [Text(lead(turn, able=able))]
    for number, student, at in found[offset : offset + decide.A_PAGE]:
        one = application(turn, str(number))
        name = f"{turn.unit.people.get(student).name}: {apply.name_of(turn, one)}"
        parts.append(Row(name, f"Received {moment(turn, at)}", buttons(one) if able else ()))
    actions = []
    if offset + decide.A_PAGE < len(found):
        actions.append(Action("More", "undecidable", {"offset": str(offset + decide.A_PAGE)}))
    if able and len(found) > 1:
        actions.append(Action(f"All {len(found):,} in time", "undecidable.all", {"as": "in"}))
        actions.append(Action(f"All {len(found):,} too late", "undecidable.all", {"as": "late"}))
    title = f"{undecidable.count_words(len(found))} the undecidable hours"
    turn.say(Card(title=title, parts=tuple(parts), actions=(*actions, HOME)))


def lead(turn: Turn, *, able: bool) -> str:
    """What the two answers do, or who gives them."""
    if able:
        return (
            "The closing day is published without an hour or a zone. “In time” is told to the student at once; “too "
            "late” is staged as not this time, and told when you announce it."
        )
    decider = turn.the_programme.decisions.decided_by_name or "The network"
    return f"{decider} decides, also about these. Send me their file here, and I record what it says."


def buttons(one: Application) -> tuple[Action, ...]:
    """The two answers."""
    ident = {"application": str(one.id)}
    return (
        Action("In time", "undecidable.settle", {**ident, "as": "in"}),
        Action("Too late", "undecidable.settle", {**ident, "as": "late"}),
    )


def settle(turn: Turn, args: Args) -> None:
    """One of them is decided; a second press meets what the first has done."""
    decide.must_be_able(turn)
    if not may_decide(turn.the_programme, decide.role(turn)):
        decide.only_from_a_file(turn)
        return
    one = application(turn, args.get("application", ""))
    name = turn.unit.people.get(one.student).name
    following = Action("Next", "undecidable")
    if not waits(one):
        turn.say(f"{name}'s application is decided already, or has moved on.", following, HOME)
        return
    decided(turn, one, args.get("as", ""))
    bring_up_to_date(turn, [one])
    if args.get("as") == "in":
        turn.say(f"In time: {name}, who is told so now.", following, HOME)
        return
    turn.say(
        f"Staged for {name}: not this time, because {LATE}. Nobody is told yet.",
        Action("Take back", "decide.stage", {"application": str(one.id), "as": ""}),
        following,
        Action("Announce all that is staged", "decide.staged"),
    )


def settle_all(turn: Turn, args: Args) -> None:
    """All of them the same way, once it was seen how many that is; one more that came meanwhile asks again."""
    decide.must_be_able(turn)
    if not may_decide(turn.the_programme, decide.role(turn)):
        decide.only_from_a_file(turn)
        return
    found = [application(turn, str(one[0])) for one in turn.unit.applications.undecidable(turn.scope)]
    count, in_time = f"{len(found):,}", args.get("as") == "in"
    if not found or args.get("of") != str(len(found)):
        ask_first(turn, len(found), in_time=in_time)
        return
    turn.remember(pending=None)
    for one in found:
        decided(turn, one, args.get("as", ""))
    bring_up_to_date(turn, found)
    if in_time:
        turn.say(f"In time: all {count}. Each of them is told so now.", HOME)
        return
    announce = Action("Announce all that is staged", "decide.staged", style="primary")
    turn.say(f"Staged for all {count}: not this time, because {LATE}. Nobody is told yet.", announce, HOME)


def ask_first(turn: Turn, number: int, *, in_time: bool) -> None:
    """What it would mean for how many."""
    if not number:
        show(turn, {})
        return
    args = {"as": "in" if in_time else "late", "of": str(number)}
    label = f"Count {number:,} as in time" if in_time else f"Stage {number:,} as too late"
    after = (
        "Each of the students is told so now."
        if in_time
        else f"They are staged as not this time, because {LATE}. Nobody is told before you announce it."
    )
    turn.remember(pending={"action": "undecidable.all", "args": args, "label": label})
    turn.say(
        f"{label}? {after}",
        Action(label, "undecidable.all", args, "primary" if in_time else "danger"),
        Action("Look at them first", "undecidable"),
    )


def decided(turn: Turn, one: Application, choice: str) -> None:
    """In time: the mark goes, and the student hears it. Too late: staged, with the reason. Raises OutdatedError."""
    if choice == "late":
        decide.keep(turn, one, "unsuccessful", reason=LATE)
        return
    if choice != "in":
        raise OutdatedError
    turn.unit.applications.save(replace(one, undecidable=False))
    turn.record("counted as in time", f"application:{one.id}", after={"version": one.version})
    words = f"Your application for {apply.name_of(turn, one)} counts as in time. You need not do anything."
    turn.notify(
        one.student,
        apply.news(one, words),
        key=f"in time:{one.id}:{one.version}",
        why="You applied in hours that the published closing day leaves open, and the team has decided about them.",
    )


def waits(one: Application) -> bool:
    """Whether it is still open whether this one was in time."""
    return one.undecidable and one.state == "submitted" and not one.pending


def bring_up_to_date(turn: Turn, found: Iterable[Application]) -> None:
    """The messages about these say again how many still wait."""
    ends = {apply.status_of(turn, one).last for one in found if one.undecidable}
    for last in sorted(filter(None, ends)):
        undecidable.settled(turn, last)


def application(turn: Turn, number: str) -> Application:
    """The application of that number; raises NotFoundError."""
    return decide.application(turn, {"application": number})
