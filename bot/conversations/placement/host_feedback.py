"""The host's feedback at the end, in two questions, asked once; the student reads it where the host agrees."""

from __future__ import annotations

from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.home import Need
from bot.conversations.placement import completing, mine
from bot.flow import Flow, Step
from bot.programme.deliverables import Feedback
from bot.prompts import LongText, YesNo
from bot.turn import Turn


def feedback(turn: Turn, args: Args) -> None:
    """The host's two questions about one student; asked once."""
    placement = mine.supervised(turn, int(args["placement"]))
    if turn.unit.deliverables.feedback(turn.scope, placement.id):
        turn.say("You have given your feedback on this placement already. Thank you.", Action("Home", "home"))
        return
    dialog.start(turn, FEEDBACK, {"placement": str(placement.id)})


def build_feedback(turn: Turn, subject: Subject) -> Flow:
    """Two questions, and whether the student may read the answers."""
    student = mine.student_of(turn, mine.supervised(turn, int(subject["placement"])))
    return Flow(
        f"Feedback on {student.name}",
        (
            Step(
                "strength",
                LongText(question=f"What did {student.first_name} do well?", label="Did well", words=200),
            ),
            Step(
                "advice",
                LongText(
                    question=f"What should {student.first_name} work on next?",
                    label="Next",
                    words=200,
                    optional=True,
                ),
            ),
            Step(
                "share",
                YesNo(
                    question=f"May {student.first_name} read this?",
                    label="May be shown",
                    yes="Yes, show it",
                    no="No, for the team only",
                ),
            ),
        ),
    )


def finish_feedback(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Keep it; the student is told only where the host agreed."""
    placement = mine.supervised(turn, int(subject["placement"]))
    made = Feedback(
        0,
        turn.scope,
        placement.id,
        turn.person.id,
        turn.now,
        answers["strength"],
        answers.get("advice") or "",
        bool(answers["share"]),
    )
    turn.unit.deliverables.add_feedback(made)
    turn.record("host feedback", f"placement:{placement.id}")
    if made.share:
        turn.notify(
            placement.student,
            Card(
                parts=(Text("Your host has left you feedback."),),
                actions=(Action("Read it", "feedback.read", {"placement": str(placement.id)}, "primary"),),
                summary="Your host has left you feedback",
            ),
            key=f"feedback:{placement.id}",
            why="Your placement is at its end, and your host agreed that you read this.",
        )
    told = "They can read it now." if made.share else "Only the team can read it."
    turn.say(f"Thank you. {told}", Action("Home", "home"))


def read_feedback(turn: Turn, args: Args) -> None:
    """The host's words, for the student, where the host agreed."""
    placement = mine.current(turn, args)
    if placement is None:
        return
    found = turn.unit.deliverables.feedback(turn.scope, placement.id)
    if found is None or not found.share:
        turn.say(
            "There is no feedback for you to read. Hosts decide whether you may.",
            Action("My placement", "placement"),
        )
        return
    parts = [Text("Did well", "strong"), Text(found.strength, "quote")] + (
        [Text("Next", "strong"), Text(found.advice, "quote")] if found.advice else []
    )
    turn.say(
        Card(title="Your host's feedback", parts=tuple(parts), actions=(Action("My placement", "placement"),))
    )


def needs(turn: Turn) -> list[Need]:
    """Feedback to give, on the home of a host's supervisor, once a placement's days are over."""
    found = []
    today = turn.now.astimezone(turn.zone).date()
    for placement in turn.unit.placements.of_supervisor(turn.scope, turn.person.id):
        last = placement.ends or completing.window_end(turn, placement)
        over = last is not None and last < today and placement.state not in mine.LEFT
        if (
            placement.host_supervisor != turn.person.id
            or not over
            or not mine.may_share(turn, placement.student)
        ):
            continue
        if turn.unit.deliverables.feedback(turn.scope, placement.id) is None:
            student = mine.student_of(turn, placement)
            action = Action("Give feedback", "feedback", {"placement": str(placement.id)}, "primary")
            found.append(
                Need(
                    f"Feedback on {student.name}", "Two questions, about two minutes.", "upcoming", (action,)
                )
            )
    return found


FEEDBACK = Dialog(
    name="feedback", build=build_feedback, finish=finish_feedback, left="Your answers so far are kept."
)
