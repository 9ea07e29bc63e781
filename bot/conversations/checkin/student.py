"""A student's check-in: one question with three buttons, at most two more; it can be changed until it closes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Option, Text
from bot.conversations import dialog
from bot.conversations.checkin import flagging
from bot.conversations.checkin.words import closes, open_ones, own, plan_name, readers, title_of
from bot.conversations.dialog import Dialog, Subject
from bot.errors import ClosedError
from bot.flow import Answers, Flow, Step
from bot.ports import UnitOfWork
from bot.programme import checkins
from bot.programme.checkins import CheckIn, Word
from bot.programme.definition import Programme
from bot.prompts import Choice, LongText, Rating
from bot.turn import Turn
from bot.understanding.check_in_words import read_own

CHOICES: tuple[tuple[Word, str], ...] = (
    ("on_track", "Going well"), ("needs_word", "I would like a word"), ("not_started", "I have not started"),
)  # fmt: skip
NOTE_WORDS = 100
FEW = 3
"""Up to so many words say how it is going and no more."""


def card(unit: UnitOfWork, programme: Programme, check_in: CheckIn) -> Card:
    """The question as it is sent; an answer that stands is shown."""
    person = unit.people.get(check_in.asked)
    zone = person.zone(programme.clock.zone)
    name = plan_name(programme, check_in.plan)
    args = {"check_in": str(check_in.id), "programme": programme.key}
    parts = [
        Text(
            f"How is your {programme.vocabulary.name('placement')} going? Three short questions, about 20 seconds. "
            f"Your answers go to {readers(programme, check_in.seen_by)} only."
        ),
        Text(title_of(unit, check_in, person).partition(", ")[2] or programme.title, "quiet"),
    ]
    if check_in.word:
        parts.append(
            Text(f"You answered: {_label(check_in.word)}. You can change it until {closes(check_in, zone)}.")
        )
    else:
        parts.append(Text(f"It is open until {closes(check_in, zone)}.", "quiet"))
    actions = [Action(label, "checkin.begin", {**args, "answer": word}) for word, label in CHOICES]
    actions.append(
        Action("Later today", "checkin.later", {"plan": check_in.plan, "programme": programme.key})
    )
    return Card(
        title=f"{name}, {programme.title}", parts=tuple(parts), actions=tuple(actions),
        summary=f"{name}: how is your {programme.vocabulary.name('placement')} going? 20 seconds",
        ref=f"checkin:{check_in.id}",
    )  # fmt: skip


def begin(turn: Turn, args: Args) -> None:
    """A button of the question: the answer is kept at once, then the two other questions follow."""
    check_in = own(turn, args)
    if not check_in.is_open(turn.now):
        raise ClosedError(f"This check-in closed on {closes(check_in, turn.zone)}, so nothing was changed.")
    word = args.get("answer", "")
    given: dict[str, Any] = {"answer": word} if word in checkins.WORDS else {}
    if given:
        keep(turn, check_in, given)
    turn.unit.drafts.drop(turn.person.id, CHECK_IN.name, {"check_in": str(check_in.id)})
    dialog.start(turn, CHECK_IN, {"check_in": str(check_in.id)}, given)


def reply(turn: Turn, text: str) -> bool:
    """Words that were meant as an answer, "all good" or "not started, my host is away"; False where they are none.

    What is more than a few words is kept as the sentence for the team, so that nobody types it twice.
    """
    check_in = _answerable(turn)
    word = read_own(text)
    longer = len(text.split()) > FEW
    if check_in is None or not (word or longer):
        return False
    given: dict[str, Any] = {}
    if word:
        given["answer"] = word
        keep(turn, check_in, given)
    if longer:
        given["note"] = text
    turn.unit.drafts.drop(turn.person.id, CHECK_IN.name, {"check_in": str(check_in.id)})
    dialog.start(turn, CHECK_IN, {"check_in": str(check_in.id)}, given)
    return True


def keep(turn: Turn, check_in: CheckIn, given: dict[str, Any]) -> CheckIn:
    """What is said so far counts from the first word; staff hear of a call for help at once."""
    opened = checkins.opened(check_in, turn.now)
    kept = replace(opened, answers={**opened.answers, **given}, answered_at=turn.now)
    turn.unit.check_ins.save(kept)
    flagging.look(turn.unit, turn.the_programme, kept, turn.now)
    return turn.unit.check_ins.get(turn.scope, check_in.id) or kept


def build(turn: Turn, subject: Subject) -> Flow:
    """At most three questions."""

    def started(answers: Answers) -> bool:
        return bool(answers["answer"] != "not_started")

    place = turn.the_programme.vocabulary.name("placement")
    going = Choice(
        question=f"How is your {place} going?",
        label="How it is going",
        choices=tuple(Option(word, label) for word, label in CHOICES),
    )
    useful = Rating(
        question="How useful is it for you so far, from 1 (not at all) to 5 (very)?", label="Useful"
    )
    note = LongText(
        question="Anything the team should know?", label="Anything else", words=NOTE_WORDS, optional=True
    )
    steps = (Step("answer", going), Step("score", useful, started), Step("note", note))
    return Flow(plan_name(turn.the_programme, _of(turn, subject).plan), steps)


def refuse(turn: Turn, subject: Subject) -> Card | None:
    """A window that is over stays over."""
    check_in = _of(turn, subject)
    if check_in.is_open(turn.now):
        return None
    day = closes(check_in, turn.zone)
    return Card(
        parts=(Text(f"This check-in closed on {day}. What you had answered by then was kept and read."),),
        actions=(Action("Home", "home"),),
    )


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """All is answered: keep it, say who reads it, and what happens with it."""
    check_in = _of(turn, subject)
    score = answers.get("score")
    given = {
        "answer": answers["answer"],
        "score": int(score) if score else None,
        "note": answers.get("note") or "",
    }
    answered = checkins.answer(check_in, given, turn.now)
    turn.unit.check_ins.save(answered)
    flags = flagging.look(turn.unit, turn.the_programme, answered, turn.now)
    turn.record("answered a check-in", f"check_in:{check_in.id}", after={"answer": given["answer"]})
    who = readers(turn.the_programme, check_in.seen_by)
    mine = {"needs_word", "not_started"}
    follows = (
        f"I have passed it to {who} at once, and you hear here when it has been taken up."
        if given["answer"] in mine or any(flag.kind == "low_score" for flag in flags)
        else f"It goes to {who}."
    )
    turn.say(
        f"Thank you. {follows} You can change it until {closes(check_in, turn.zone)}.",
        Action(
            "Change my answer",
            "checkin.show",
            {"check_in": str(check_in.id), "programme": turn.the_programme.key},
        ),
    )
    turn.refresh(turn.person.id, card(turn.unit, turn.the_programme, answered))


def answer_page(turn: Turn, args: Args) -> None:
    """The one-page form: the three questions at once."""
    mine = [
        one
        for one in open_ones(turn.unit, turn.scope, turn.person.id, turn.now, args.get("plan"))
        if one.role == "student"
    ]
    if not mine or args.get("answer") not in checkins.WORDS:
        raise ClosedError("This check-in is closed, or no answer was chosen, so nothing was changed.")
    score = args.get("score", "")
    answers = {
        "answer": args["answer"],
        "score": int(score) if score in {"1", "2", "3", "4", "5"} else None,
        "note": " ".join(args.get("note", "").split()[:NOTE_WORDS]),
    }
    finish(turn, {"check_in": str(mine[-1].id)}, answers)
    turn.replace(
        card(turn.unit, turn.the_programme, turn.unit.check_ins.get(turn.scope, mine[-1].id) or mine[-1])
    )


def show(turn: Turn, args: Args) -> None:
    """The question again, with the answer that stands."""
    check_in = own(turn, args)
    if refusal := refuse(turn, {"check_in": str(check_in.id)}):
        turn.say(refusal)
        return
    turn.say(card(turn.unit, turn.the_programme, check_in))


def open_card(turn: Turn) -> Card | None:
    """What this student can answer now; None where nothing is open."""
    found = _answerable(turn)
    return card(turn.unit, turn.the_programme, found) if found else None


def _answerable(turn: Turn) -> CheckIn | None:
    mine = open_ones(turn.unit, turn.scope, turn.person.id, turn.now)
    return next((one for one in reversed(mine) if one.role == "student"), None)


def partial(unit: UnitOfWork, programme: Programme, check_in: CheckIn) -> CheckIn:
    """The check-in with what was answered in a talk that was never finished."""
    draft = unit.drafts.get(check_in.asked, CHECK_IN.name, {"check_in": str(check_in.id)}) or {}
    known = {key: value for key, value in draft.items() if key in {"answer", "score", "note"} and value}
    unit.drafts.drop(check_in.asked, CHECK_IN.name, {"check_in": str(check_in.id)})
    return replace(check_in, answers={**check_in.answers, **known}) if known else check_in


def _of(turn: Turn, subject: Subject) -> CheckIn:
    return own(turn, {"check_in": subject.get("check_in", "0")})


def _label(word: Word) -> str:
    return next(label for value, label in CHOICES if value == word).casefold().replace("i ", "I ", 1)


CHECK_IN = Dialog("check_in", build, finish, refuse, left="What you have answered so far counts.")
