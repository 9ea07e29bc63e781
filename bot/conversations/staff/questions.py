"""Answering what the programme does not say: the words of staff become a dated fact, and reach everyone who asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.placement import mine
from bot.conversations.staff.today import HOME
from bot.errors import NotFoundError
from bot.flow import Flow, Step
from bot.programme.dates import say_day
from bot.programme.known_facts import KnownFact, asks_the_same
from bot.programme.questions import OpenQuestion
from bot.prompts import Confirm, LongText, ShortText, YesNo
from bot.turn import Turn


def begin(turn: Turn, args: Args) -> None:
    """Answer a question, and everybody who asked the same."""
    mine.must_be_staff(turn)
    question = _question(turn, args)
    if question.state != "open":
        turn.say(f"This has been answered already: {question.answer}", HOME)
        return
    dialog.start(turn, ANSWER, {"question": str(question.id)})


def build(turn: Turn, subject: Subject) -> Flow:
    """The answer, its source, whether all may know."""
    question = _question(turn, subject)
    others = len(_same(turn, question)) - 1
    also = f" {others} more asked the same." if others else ""
    everyone = YesNo(
        question="May everybody who asks this be told the same?",
        label="For everybody",
        yes="Yes, for everybody",
        no="Only for them",
    )
    steps = (
        Step(
            "answer",
            LongText(question=f"“{question.text}”{also} What is the answer?", label="Answer", words=150),
        ),
        Step(
            "source",
            ShortText(
                question="Where does it come from?",
                label="Source",
                hint="For example: the handbook, page 4; or your own decision.",
            ),
        ),
        Step("everybody", everyone),
        Step(
            "review",
            lambda answers: Confirm(
                question="Send it?",
                label="Review",
                do="Send the answer",
                summary=(
                    ("Question", question.text),
                    ("Answer", str(answers["answer"])),
                    ("Source", str(answers["source"])),
                    ("For", "everybody who asks" if answers["everybody"] else "those who asked"),
                ),
            ),
        ),
    )
    return Flow("Answer a question", steps)


def refuse(turn: Turn, subject: Subject) -> Card | None:
    """Somebody else answered it meanwhile."""
    question = _question(turn, subject)
    if question.state == "open":
        return None
    return Card(parts=(Text(f"Somebody has answered this meanwhile: {question.answer}"),), actions=(HOME,))


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Keep the fact, close the questions, tell the askers."""
    question = _question(turn, subject)
    source = (
        f"{answers['source']}, said by {turn.person.name} on {say_day(turn.now.astimezone(turn.zone).date())}"
    )
    if answers["everybody"]:
        fact = KnownFact(
            0,
            turn.scope,
            question.intent,
            str(answers["answer"]),
            source,
            turn.now,
            turn.person.id,
            question.text,
        )
        number = turn.unit.known_facts.add(fact)
        turn.record("added a fact", f"fact:{number}", after={"text": fact.text, "source": source})
    same = _same(turn, question)
    for one in same:
        turn.unit.questions.save(replace(one, state="answered", answer=str(answers["answer"])))
        if one.asker is not None:
            words = f"You asked: “{one.text}”"
            turn.notify(
                one.asker,
                Card(
                    parts=(Text(words), Text(str(answers["answer"])), Text(f"Source: {source}", "quiet")),
                    summary=f"An answer to your question: {answers['answer']}"[:150],
                ),
                key=f"answered:{one.id}",
                why="You asked this, and the programme's page does not say it.",
            )
    turn.record("answered a question", f"question:{question.id}", after={"people": len(same)})
    people = "the one who asked" if len(same) == 1 else f"the {len(same)} who asked"
    kept = " It is now a fact with its source and date." if answers["everybody"] else ""
    turn.say(f"Sent to {people}.{kept}", HOME)


def dismiss(turn: Turn, args: Args) -> None:
    """No answer is needed; it can be taken back."""
    mine.must_be_staff(turn)
    question = _question(turn, args)
    for one in _same(turn, question):
        turn.unit.questions.save(replace(one, state="dismissed"))
    turn.record("dismissed a question", f"question:{question.id}")
    turn.say(
        "Put away without an answer.", Action("Undo", "question.reopen", {"question": str(question.id)}), HOME
    )


def reopen(turn: Turn, args: Args) -> None:
    """Undo a dismissal."""
    mine.must_be_staff(turn)
    question = _question(turn, args)
    if question.state == "dismissed":
        turn.unit.questions.save(replace(question, state="open"))
    turn.say("It is open again.", HOME)


def _question(turn: Turn, args: Args) -> OpenQuestion:
    found = turn.unit.questions.get(turn.scope, int(args.get("question", "0") or 0))
    if found is None:
        raise NotFoundError
    return found


def _same(turn: Turn, question: OpenQuestion) -> list[OpenQuestion]:
    """All open questions that ask the same."""
    return [
        one
        for one in turn.unit.questions.open(turn.scope)
        if one.id == question.id or asks_the_same(question.intent, question.text, one.intent, one.text)
    ]


ANSWER = Dialog(
    name="answer_question", build=build, finish=finish, refuse=refuse, left="Your answer so far is kept."
)
