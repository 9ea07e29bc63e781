"""Handing in what a placement produces, by one member for the group where the rule says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.activities import Args, Upload
from bot.cards import Action, Attachment, Card, Part, Row, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.home import Need
from bot.conversations.phrases import listed, moment
from bot.conversations.placement import completing, mine
from bot.errors import NotFoundError
from bot.flow import Flow, Step
from bot.programme import deliverables
from bot.programme.bounds import closing_bounds
from bot.programme.dates import say_date
from bot.programme.definition import Deliverable
from bot.programme.deliverables import HandedIn
from bot.programme.placements import Placement
from bot.prompts import File
from bot.turn import Turn

ENDINGS = ("pdf", "docx", "pptx", "xlsx", "odt", "odp", "png", "jpg", "jpeg", "zip", "mp4", "csv", "txt")
ROLES = {
    "staff": "the programme team",
    "network_staff": "the network's team",
    "host_supervisor": "your supervisor at the host",
    "programme_supervisor": "your programme supervisor",
    "student": "you",
}


class FileOrLink(File):
    """A file, or one https link; kept as a file's value or as {"link": …}."""

    def parse(self, text: str) -> Any:
        return {"link": deliverables.read_link(text)}

    def accept(self, upload: Upload) -> dict[str, Any]:
        return super().accept(upload)

    def show(self, value: Any) -> str:
        return str(value.get("link") or value.get("name")) if value else "skipped"


def show(turn: Turn, args: Args) -> None:
    """What is to be handed in, and what is there."""
    placement = mine.current(turn, args)
    if placement is None:
        return
    if not turn.the_programme.deliverables:
        turn.say("The programme names nothing to hand in.", Action("My placement", "placement"))
        return
    rows: list[Part] = []
    for thing in turn.the_programme.deliverables:
        there = completing.in_force(turn, placement, thing.key)
        ident = {"placement": str(placement.id), "key": thing.key}
        label = "Replace it" if there else "Hand in"
        rows.append(
            Row(
                thing.name,
                words_for(turn, placement, thing, there),
                (Action(label, "deliverable.hand_in", ident, "plain" if there else "primary"),),
            )
        )
        if there and there.file:
            rows.append(attached(there))
    turn.say(
        Card(
            title="Hand in",
            parts=tuple(rows),
            actions=(Action("My placement", "placement", {"placement": str(placement.id)}),),
        )
    )


def group_may_share(turn: Turn, placement: Placement, thing: Deliverable) -> bool:
    """Whether it may go to a host: for minors, of everybody whose work it is, a guardian's consent is on record."""
    group = mine.group_of(turn, placement) if thing.one_for_the_group else [placement]
    return all(mine.may_share(turn, one.student) for one in group)


def attached(one: HandedIn) -> Attachment:
    """The file of a version."""
    file = one.file or {}
    return Attachment(str(file["name"]), str(file["media_type"]), str(file["file_id"]))


def words_for(turn: Turn, placement: Placement, thing: Deliverable, there: HandedIn | None) -> str:
    """How one deliverable stands, for whom it is, until when."""
    parts = []
    if there:
        by = "you" if there.by == turn.person.id else turn.unit.people.get(there.by).name
        what = there.link or (there.file or {}).get("name", "")
        parts.append(f"Handed in by {by}, {moment(turn, there.at)}: {what}.")
    else:
        parts.append("Nothing handed in yet.")
    cycle = turn.the_programme.cycle(placement.window)
    due = thing.due.get(cycle.key) if cycle else None
    parts.append(
        f"Until {say_date(due)}." if due and due.first else "The programme gives no deadline for it."
    )
    if thing.for_whom:
        parts.append(f"For {thing.for_whom}.")
    if thing.one_for_the_group and placement.group:
        parts.append("One counts for the whole group.")
    parts.append(f"Seen by {listed([ROLES[role] for role in thing.seen_by])}, and by nobody else.")
    return " ".join(parts)


def over(turn: Turn, placement: Placement, thing: Deliverable) -> bool:
    """Whether its day has ended everywhere."""
    cycle = turn.the_programme.cycle(placement.window)
    due = thing.due.get(cycle.key) if cycle else None
    bounds = closing_bounds(due, turn.the_programme.clock.zone, str(turn.zone)) if due else None
    return bounds is not None and turn.now >= bounds.last


def named(turn: Turn, args: Args) -> tuple[Placement, Deliverable]:
    """The student's placement and the deliverable that `args` name."""
    placement = mine.own(turn, int(args["placement"]))
    thing = deliverables.of_key(turn.the_programme, args.get("key", ""))
    if thing is None:
        raise NotFoundError
    return placement, thing


def hand_in(turn: Turn, args: Args) -> None:
    """Ask for the file or link; refused once the day is over, with the way on."""
    placement, thing = named(turn, args)
    dialog.start(turn, HAND_IN, {"placement": str(placement.id), "key": thing.key})


def refuse(turn: Turn, subject: Subject) -> Card | None:
    """Why nothing can be handed in any more."""
    placement, thing = named(turn, subject)
    if not over(turn, placement, thing):
        return None
    words = (
        f"The deadline for {thing.name} is over everywhere, so what is there is frozen. "
        f"{mine.first(mine.team(turn))} can still take it."
    )
    return Card(parts=(Text(words),), actions=(Action("Ask the team", "problem"),), summary=words[:150])


def build(turn: Turn, subject: Subject) -> Flow:
    """One question."""
    _, thing = named(turn, subject)
    readers = listed([ROLES[role] for role in thing.seen_by])
    return Flow(
        thing.name,
        (
            Step(
                "what",
                FileOrLink(
                    question="Please send the file, or an https link to it.",
                    label=thing.name,
                    endings=ENDINGS,
                    hint=f"It is seen by {readers}.",
                ),
            ),
        ),
    )


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Keep the version; the one before it is replaced."""
    placement, thing = named(turn, subject)
    before = completing.in_force(turn, placement, thing.key)
    if before:
        turn.unit.deliverables.save(replace(before, replaced=True))
    what = answers["what"]
    made = HandedIn(
        0,
        turn.scope,
        placement.id,
        thing.key,
        turn.person.id,
        turn.now,
        None if "link" in what else what,
        what.get("link", ""),
    )
    number = turn.unit.deliverables.add(made)
    turn.record("deliverable handed in", f"handed_in:{number}", before={"id": before.id} if before else None)
    others = (
        [one for one in mine.group_of(turn, placement) if one.id != placement.id]
        if thing.one_for_the_group
        else []
    )
    for other in others:
        words = f"{turn.person.name} has handed in {thing.name} for your group."
        turn.notify(
            other.student,
            Card(parts=(Text(words),), actions=(Action("See it", "deliverables"),), summary=words[:150]),
            key=f"handed_in:{number}:{other.student}",
            why="You are in this group, and one hand-in counts for all.",
        )
    many = "both" if len(others) == 1 else f"all {len(others) + 1}"
    counts = f" It counts for {many} of you; the others have been told." if others else ""
    cycle = turn.the_programme.cycle(placement.window)
    due = thing.due.get(cycle.key) if cycle else None
    until = "until its deadline" if due and due.first else "at any time; no deadline is published"
    turn.say(
        f"Handed in: {thing.name}, {moment(turn, turn.now)}.{counts} You can replace it {until}.",
        Action("See it", "deliverables"),
        Action("What is still missing?", "completion"),
    )


def needs(turn: Turn) -> list[Need]:
    """What is to be handed in, on the student's home."""
    found = []
    for placement in mine.placements(turn)[:1]:
        for thing in turn.the_programme.deliverables:
            if completing.in_force(turn, placement, thing.key) is None:
                ident = {"placement": str(placement.id), "key": thing.key}
                found.append(
                    Need(
                        thing.name,
                        words_for(turn, placement, thing, None),
                        "upcoming",
                        (Action("Hand in", "deliverable.hand_in", ident),),
                    )
                )
    return found


def received(turn: Turn, args: Args) -> None:
    """What was handed in, for staff and supervisors who are named in the rule; a student sees their own."""
    role = turn.membership.role if turn.membership else "student"
    if role == "student":
        turn.go("deliverables")
        return
    rows: list[Part] = []
    for thing in turn.the_programme.deliverables:
        if not deliverables.may_see(thing, role):
            continue
        seen: set[int] = set()
        placements = (
            turn.unit.placements.all(turn.scope)
            if mine.is_staff(turn)
            else turn.unit.placements.of_supervisor(turn.scope, turn.person.id)
        )
        for placement in placements:
            one = completing.in_force(turn, placement, thing.key)
            if (
                one is None
                or one.id in seen
                or not (mine.is_staff(turn) or group_may_share(turn, placement, thing))
            ):
                continue
            seen.add(one.id)
            whose = (
                f"Group {placement.group}"
                if placement.group and thing.one_for_the_group
                else turn.unit.people.get(one.by).name
            )
            rows.append(Row(f"{thing.name}: {whose}", f"{moment(turn, one.at)} {one.link}".strip()))
            if one.file:
                rows.append(attached(one))
    turn.say(
        Card(
            title="Handed in",
            parts=tuple(rows) or (Text("Nothing that you may see has been handed in yet."),),
            actions=(Action("Home", "home"),),
        )
    )


HAND_IN = Dialog(name="deliverable.hand_in", build=build, finish=finish, refuse=refuse, keep=False)
