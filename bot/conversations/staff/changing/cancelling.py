"""An opportunity that does not take place: the reason, what ends with it, who is told; and putting it back on offer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations import dialog, placing
from bot.conversations.apply import APPLY, subject_for
from bot.conversations.browse import wanted
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.placement import mine
from bot.conversations.staff.changing.opportunity import after, interested, people_told, placed_there, tell
from bot.flow import Answers, Flow, Step
from bot.programme.applications import Application, State, move
from bot.programme.opportunities import Opportunity
from bot.programme.placements import Placement, moved
from bot.prompts import Confirm, LongText, Prompt
from bot.turn import Turn

REASON_WORDS = 60
ENDS: dict[State, State] = {"draft": "withdrawn", "offered": "offer_rescinded"}
"""How an application ends with its opportunity; every other open one is unsuccessful, and an accepted one stands."""
WHY = "the placement does not take place: {}"
NOT_BEGUN = frozenset({"confirmed", "ready"})


def ask(turn: Turn, args: Args) -> None:
    """The button, or words: the reason is asked for unless it was said."""
    begin(turn, wanted(turn, args), "")


def begin(turn: Turn, one: Opportunity, reason: str) -> None:
    """Ask for what is not said yet."""
    mine.must_be_staff(turn)
    subject: Subject = {"opportunity": str(one.id)}
    turn.unit.drafts.drop(turn.person.id, CANCEL.name, subject)
    dialog.start(turn, CANCEL, subject, {"reason": reason} if reason else {})


def build(turn: Turn, subject: Subject) -> Flow:
    """Why, and a second look at what ends."""
    one = wanted(turn, subject)
    why = LongText(
        question="Why does it not take place?", label="Reason", words=REASON_WORDS,
        hint="Those who are told read it word by word.",
    )  # fmt: skip

    def sure(answers: Answers) -> Prompt:
        ends, called_off, begun = affected(turn, one)
        pairs = [
            ("Cancelled", f"{one.title}, {one.host}"),
            ("Reason", str(answers["reason"])),
            ("Applications that end", str(len(ends)) if ends else "none"),
            ("Placements called off", str(len(called_off)) if called_off else ""),
            ("Placements under way", f"{len(begun)}: say for each how it stands" if begun else ""),
            ("Told", _told(turn, one)),
        ]
        summary = tuple(pair for pair in pairs if pair[1])
        return Confirm(question="Cancel it?", label="Review", do="Cancel it and tell them", summary=summary)

    return Flow(f"{one.title}, {one.host}", (Step("reason", why), Step("sure", sure)))


def refuse(turn: Turn, subject: Subject) -> Card | None:
    """Why it cannot be cancelled."""
    mine.must_be_staff(turn)
    one = wanted(turn, subject)
    if one.cancelled is None:
        return None
    again = Action("Put it back on offer", "opportunity.back", dict(subject))
    return after(one, f"It is cancelled already: {one.cancelled}.", again)


def affected(turn: Turn, one: Opportunity) -> tuple[list[Application], list[Placement], list[Placement]]:
    """The applications that end, the placements that are called off, and those that have begun."""
    every = turn.unit.applications.for_opportunity(turn.scope, one.id)
    ends = [found for found in every if not found.ended and found.state != "accepted"]
    today = turn.now.astimezone(turn.zone).date()
    there = placed_there(turn, one)
    off = [
        found
        for found in there
        if found.state in NOT_BEGUN and (found.starts is None or found.starts > today)
    ]
    return ends, off, [found for found in there if found not in off]


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Cancel it; everybody who wanted it is told once, with the reason and a next step."""
    one, reason = wanted(turn, subject), str(answers["reason"]).rstrip(".")
    told = interested(turn, one)
    ends, off, begun = affected(turn, one)
    turn.unit.opportunities.save(replace(one, cancelled=reason))
    turn.record("cancelled an opportunity", f"opportunity:{one.id}", after={"reason": reason})
    for found in ends:
        _end(turn, found, WHY.format(reason))
    for placement in off:
        turn.unit.placements.save(moved(placement, "cancelled_before", reason=reason))
        turn.record(
            "changed how a placement stands", f"placement:{placement.id}",
            before={"state": placement.state}, after={"state": "cancelled_before", "reason": reason},
        )  # fmt: skip
    gone = {found.student for found in ends} | {found.student for found in off}
    under_way = {found.student for found in begun}
    for person in told:
        end = " Your application for it has ended; you can apply for another." if person in gone else ""
        if person in under_way:
            end = " The team speaks with you about your placement there."
        words = f"{one.title}, {one.host}, does not take place: {reason}.{end}"
        ways = (Action("Browse", "browse"), Action("My applications", "status"))
        tell(turn, one, person, words, "cancelled", *ways)
    _tell_host(turn, one, reason)
    again = f" {len(begun)} under way there: say for each how it stands." if begun else ""
    lead = f"Cancelled. {people_told(len(told)) if told else 'Nobody had asked for it'}.{again}"
    buttons = tuple(
        Action(
            f"{mine.student_of(turn, found).name}: how it stands"[:70],
            "standing",
            {"placement": str(found.id)},
        )
        for found in begun[:5]
    )
    turn.say(after(one, lead, *buttons, Action("Put it back on offer", "opportunity.back", dict(subject))))


def back(turn: Turn, args: Args) -> None:
    """On offer again: what had ended stays so, and those who saved it or had applied may look again."""
    mine.must_be_staff(turn)
    one = wanted(turn, args)
    if one.cancelled is None:
        turn.say(after(one, "It is on offer already."))
        return
    turn.unit.opportunities.save(replace(one, cancelled=None))
    turn.record("put back on offer", f"opportunity:{one.id}", before={"cancelled": one.cancelled})
    every = turn.unit.applications.for_opportunity(turn.scope, one.id)
    had_asked = [found.student for found in every if found.reason == WHY.format(one.cancelled)]
    people = dict.fromkeys((*interested(turn, one), *had_asked))
    for person in people:
        words = f"{one.title}, {one.host}, takes place after all, so you can look at it again."
        tell(turn, one, person, words, "back")
    ended = " Applications that had ended stay so; these students can apply anew." if had_asked else ""
    turn.say(after(one, f"Back on offer. {people_told(len(people))}.{ended}"))


def _end(turn: Turn, one: Application, reason: str) -> None:
    written = turn.unit.drafts.get(one.student, APPLY.name, subject_for(one)) or one.answers
    to = ENDS.get(one.state, "unsuccessful")
    turn.unit.applications.save(move(one, to, reason=reason, pending=None, answers=written))
    placing.leave_queue(turn, one, "closed")
    turn.record(
        "ended with its opportunity",
        f"application:{one.id}",
        before={"state": one.state},
        after={"reason": reason},
    )


def _told(turn: Turn, one: Opportunity) -> str:
    count = len(interested(turn, one))
    students = f"{count} {'student' if count == 1 else 'students'}" if count else ""
    host = "the host's supervisor" if _supervisor(turn, one) is not None else ""
    return " and ".join(filter(None, (students, host))) or "nobody"


def _supervisor(turn: Turn, one: Opportunity) -> int | None:
    email = one.host_supervisor_email
    found = turn.unit.people.by_email(turn.scope.organisation, email) if email else None
    return found.id if found else None


def _tell_host(turn: Turn, one: Opportunity, reason: str) -> None:
    person = _supervisor(turn, one)
    if person is not None:
        words = f"{one.title} is cancelled: {reason}. The students who had asked for it are told."
        turn.notify(
            person, Card(parts=(Text(words),), summary=words[:150]),
            key=f"opportunity:{one.id}:cancelled:{turn.activity.id}:{person}", why="You supervise this placement.",
        )  # fmt: skip


CANCEL = Dialog("opportunity.cancel", build, finish, refuse, left="Nothing was changed.", keep=False)
