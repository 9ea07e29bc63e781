"""Facts that staff add, questions that had no answer, and rules: which can be changed here, and which in the file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Row, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.placement import mine
from bot.conversations.staff.today import HOME, questions
from bot.errors import NotFoundError
from bot.flow import Flow, Step
from bot.programme.dates import say_day
from bot.programme.known_facts import KnownFact
from bot.prompts import Confirm, LongText, ShortText
from bot.turn import Turn
from bot.understanding.reader import read

MOST = 12


def unanswered(turn: Turn, _: str) -> None:
    """The questions that the programme does not answer, each to be answered here."""
    mine.must_be_staff(turn)
    found = questions(turn)
    if not found:
        turn.say("Every question so far has had an answer.", Action("Facts of staff", "facts"), HOME)
        return
    rows = tuple(Row(need.title, need.when, need.actions) for need in found[:MOST])
    more = (Text(f"and {len(found) - MOST} more", "quiet"),) if len(found) > MOST else ()
    title = "1 question without an answer" if len(found) == 1 else f"{len(found)} questions without an answer"
    turn.say(Card(title=title, parts=(*rows, *more), actions=(Action("Facts of staff", "facts"), HOME)))


def show(turn: Turn, _: Args) -> None:
    """What staff have said beyond the page, with source and date; each can be taken back."""
    mine.must_be_staff(turn)
    facts = turn.unit.known_facts.all(turn.scope)
    rows = tuple(
        Row(
            one.text,
            f"“{one.question}” · {one.source}",
            (Action("Take back", "fact.withdraw", {"fact": str(one.id)}),),
        )
        for one in facts[:MOST]
    )
    if not rows:
        turn.say("Staff have added no fact yet.", Action("Add a fact", "fact.add", style="primary"), HOME)
        return
    turn.say(Card(title="Facts of staff", parts=rows, actions=(Action("Add a fact", "fact.add"), HOME)))


def withdraw(turn: Turn, args: Args) -> None:
    """A fact no longer holds; nobody is told it any more. Pressed again it stands again."""
    mine.must_be_staff(turn)
    fact = turn.unit.known_facts.get(turn.scope, int(args.get("fact", "0") or 0))
    if fact is None:
        raise NotFoundError
    turn.unit.known_facts.save(replace(fact, withdrawn=not fact.withdrawn))
    turn.record("took a fact back" if not fact.withdrawn else "restored a fact", f"fact:{fact.id}")
    words = "It stands again." if fact.withdrawn else "Taken back: nobody is told it any more."
    turn.say(words, Action("Undo", "fact.withdraw", args), Action("Facts of staff", "facts"), HOME)


def add(turn: Turn, _: Args) -> None:
    """A new fact, with its source."""
    mine.must_be_staff(turn)
    dialog.start(turn, FACT, {})


def heard(turn: Turn, text: str) -> None:
    """Words such as "the workshop is in room 3.12": the fact is in them; what it answers and its source are asked."""
    mine.must_be_staff(turn)
    turn.unit.drafts.drop(
        turn.person.id, FACT.name, {}
    )  # what was left of another fact is no part of this one
    dialog.start(turn, FACT, {}, {"fact": text.strip()})


def build(_: Turn, __: Subject) -> Flow:
    """The fact, the question it answers, where it comes from."""
    steps = (
        Step("fact", LongText(question="What should people be told?", label="Fact", words=150)),
        Step(
            "question",
            ShortText(question="Which question does it answer, as a student would ask it?", label="Question"),
        ),
        Step(
            "source",
            ShortText(
                question="Where does it come from?",
                label="Source",
                hint="For example: the room plan of 12 March.",
            ),
        ),
        Step(
            "review",
            lambda answers: Confirm(
                question="Add it?",
                label="Review",
                do="Add the fact",
                summary=(
                    ("Fact", str(answers["fact"])),
                    ("Answers", str(answers["question"])),
                    ("Source", str(answers["source"])),
                ),
            ),
        ),
    )
    return Flow("A new fact", steps)


def finish(turn: Turn, _: Subject, answers: dict[str, Any]) -> None:
    """Keep it, dated and named; whoever asks from now on is told."""
    today = say_day(turn.now.astimezone(turn.zone).date())
    source = f"{answers['source']}, said by {turn.person.name} on {today}"
    question = str(answers["question"])
    intent = read(question, "student").intent
    fact = KnownFact(0, turn.scope, intent, str(answers["fact"]), source, turn.now, turn.person.id, question)
    number = turn.unit.known_facts.add(fact)
    turn.record("added a fact", f"fact:{number}", after={"text": fact.text, "source": source})
    turn.say(
        "Added. Whoever asks this is told it from now on, with its source.",
        Action("Undo", "fact.withdraw", {"fact": str(number)}),
        Action("Facts of staff", "facts"),
        HOME,
    )


def change_rule(turn: Turn, _: str) -> None:
    """Rules stand in the programme file, where one place changes all that follows from them."""
    mine.must_be_staff(turn)
    turn.say(
        "Rules are changed in the programme file, so that everything that follows from a rule changes with it. "
        "Whoever runs Foothold loads the new file with “foothold programme load”, which says what it changes. "
        "Dates and facts can be changed here.",
        Action("Add a fact", "fact.add"),
        HOME,
    )


FACT = Dialog(name="fact", build=build, finish=finish, left="What you wrote is kept.")
