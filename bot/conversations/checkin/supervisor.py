"""A supervisor's check-in: one card for all their students, three buttons each, or one typed sentence.

The card stays true: a press puts it in place again, words bring it up to date. Everything can be changed until the
window closes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Part, Row, Text
from bot.conversations import dialog
from bot.conversations.checkin import flagging
from bot.conversations.checkin.handed import handed_by, handed_on
from bot.conversations.checkin.words import (
    LABELS,
    closes,
    go_to_programme,
    open_ones,
    own,
    plan_name,
    readers,
    student_of,
    title_of,
)
from bot.conversations.dialog import Dialog, Subject
from bot.errors import ClosedError
from bot.flow import Flow, Step
from bot.ports import UnitOfWork
from bot.programme import checkins
from bot.programme.checkins import WORDS, CheckIn
from bot.programme.dates import say_list
from bot.programme.definition import Programme
from bot.prompts import LongText
from bot.turn import Turn
from bot.understanding.check_in_words import Said, Understood, read_answers
from bot.understanding.dates import When, read_when
from bot.understanding.mentions import mentions

NOTE_WORDS = 60


def card(unit: UnitOfWork, programme: Programme, mine: Sequence[CheckIn]) -> Card:
    """One card for all the students of one supervisor; `mine` is not empty and belongs to one plan and person."""
    first = mine[0]
    person = unit.people.get(first.asked)
    zone = person.zone(programme.clock.zone)
    left = [one for one in mine if one.word is None]
    many = f"{len(mine)} {'student' if len(mine) == 1 else 'students'}"
    name = plan_name(programme, first.plan)
    seen = f"Your answer goes to {readers(programme, first.seen_by)} only."
    until = f"You can change these until {closes(first, zone)}."
    all_done = {1: "This is answered.", 2: "Both are answered."}.get(
        len(mine), f"All {len(mine)} are answered."
    )
    lead = (
        f"{handed_by(unit, mine)}{many}, about 20 seconds. {seen}" if left else f"{all_done} {seen} {until}"
    )
    parts: list[Part] = [Text(lead)]
    parts += [_row(unit, programme, one) for one in mine]
    if left and len(left) < len(mine):
        parts.append(Text(f"{len(left)} still open. {until}", "quiet"))
    elif left:
        parts.append(Text(f"Open until {closes(first, zone)}.", "quiet"))
    args = {"plan": first.plan, "programme": programme.key}
    actions = (
        (Action("Later today", "checkin.later", args), Action("Ask someone else", "checkin.delegate", args))
        if left
        else ()
    )
    return Card(
        title=f"{name}, {programme.title}", parts=tuple(parts), actions=actions,
        summary=f"{name}: {many}, about 20 seconds", ref=f"checkins:{programme.key}:{first.plan}:{person.id}",
    )  # fmt: skip


def _row(unit: UnitOfWork, programme: Programme, one: CheckIn) -> Row:
    args = {"check_in": str(one.id), "programme": programme.key}
    buttons = tuple(
        Action(
            label,
            "checkin.answer",
            {**args, "answer": word},
            style="primary" if one.word == word else "plain",
        )
        for word, label in LABELS.items()
    )
    said = f"{LABELS[one.word]}{f': “{one.note}”' if one.note else ''}" if one.word else ""
    return Row(title_of(unit, one, student_of(unit, one)), said, buttons)


def of_plan(turn: Turn, plan: str | None = None) -> list[CheckIn]:
    """What is open for this supervisor: of that plan, else of the one that closes first."""
    mine = [
        one
        for one in open_ones(turn.unit, turn.scope, turn.person.id, turn.now, plan)
        if one.role != "student"
    ]
    first = min(mine, key=lambda one: (one.closes_at, one.plan), default=None)
    return [one for one in mine if first and one.plan == first.plan]


def answer(turn: Turn, args: Args) -> None:
    """A button beside a student."""
    check_in = own(turn, args)
    if not check_in.is_open(turn.now):
        raise ClosedError(f"This check-in closed on {closes(check_in, turn.zone)}, so nothing was changed.")
    unfinished = any(one.word is None for one in of_plan(turn, check_in.plan))
    keep(turn, {check_in.id: Said(args["answer"])} if args.get("answer") in WORDS else {})  # type: ignore[arg-type]
    mine = of_plan(turn, check_in.plan)
    turn.replace(card(turn.unit, turn.the_programme, mine))
    if unfinished and all(one.word for one in mine):
        done(turn, mine)
    elif not unfinished and args.get("answer") not in {"on_track", check_in.word}:
        changed = [one for one in mine if one.id == check_in.id]
        turn.say(
            f"{noted(turn, changed)} I have passed this to {readers(turn.the_programme, check_in.seen_by)}."
        )


def keep(turn: Turn, said: Mapping[int, Said]) -> None:
    """Answers by check-in; each counts at once. A note that was given before stays with the same answer."""
    for number, one in said.items():
        check_in = turn.unit.check_ins.get(turn.scope, number)
        if check_in is None:
            continue
        note = one.note or (check_in.note if check_in.word in {None, one.word} else "")
        given: dict[str, Any] = {"answer": one.word, "note": note}
        answered = checkins.answer(check_in, given, turn.now)
        turn.unit.check_ins.save(answered)
        turn.record(
            "answered a check-in", f"check_in:{number}",
            before={"answer": check_in.word}, after={"answer": one.word},
        )  # fmt: skip
        flagging.look(turn.unit, turn.the_programme, answered, turn.now)


def done(turn: Turn, mine: Sequence[CheckIn]) -> None:
    """All are answered: say what was noted, and ask for the one optional sentence."""
    programme = turn.the_programme
    worry = [one for one in mine if one.word != "on_track"]
    passed = f"I have passed this to {readers(programme, mine[0].seen_by)}."
    turn.say(f"{noted(turn, mine)} {passed}")
    if not any(one.note for one in mine):
        dialog.start(turn, NOTE, {"plan": mine[0].plan, "about": str(worry[0].id) if len(worry) == 1 else ""})


def noted(turn: Turn, mine: Sequence[CheckIn]) -> str:
    """What was understood, student by student, those with the same answer together."""
    pieces = []
    for word, words in WORDS.items():
        plain = [one for one in mine if one.word == word and not one.note]
        if plain:
            pieces.append(f"{say_list([_name(turn, one) for one in plain])} {words}")
        pieces += [
            f"{_name(turn, one)} {words} (“{one.note}”{_dated(turn, one.note)})"
            for one in mine
            if one.word == word and one.note
        ]
    return f"Noted: {'; '.join(pieces)}."


def _dated(turn: Turn, note: str) -> str:
    """The date that words such as "last week" stand for today, so that nobody has to work it out later."""
    found = read_when(note, turn.now, turn.zone, past=True)
    return f"; {found.say()}" if isinstance(found, When) and found.precision in {"day", "week"} else ""


def typed(turn: Turn, text: str) -> bool:
    """A sentence about the students of the open card; False where it holds no answer to it."""
    mine = of_plan(turn)
    if not mine:
        return False
    unfinished = any(one.word is None for one in mine)
    understood = _read(turn, mine, text)
    if not understood.answers:
        return False
    keep(turn, {mine[number].id: said for number, said in understood.answers.items()})
    changed = {mine[number].id for number in understood.answers}
    mine = of_plan(turn, mine[0].plan)
    fresh = card(turn.unit, turn.the_programme, mine)
    turn.refresh(turn.person.id, fresh)
    left = [one for one in mine if one.word is None]
    doubt = [
        f"I could not tell what “{piece}” means for whom, so I have left it open."
        for piece in understood.unclear
    ]
    if unfinished and not left and not doubt:
        done(turn, mine)
        return True
    passed = () if left else (f"I have passed this to {readers(turn.the_programme, mine[0].seen_by)}.",)
    turn.say(" ".join([noted(turn, [one for one in mine if one.id in changed]), *passed, *doubt]))
    if left:
        turn.say(fresh)
    return True


def _read(turn: Turn, mine: Sequence[CheckIn], text: str) -> Understood:
    answered = [number for number, one in enumerate(mine) if one.word]
    return read_answers(text, [_name(turn, one) for one in mine], answered)


def reply(turn: Turn, text: str) -> None:
    """Words that were meant as an answer to a check-in."""
    if typed(turn, text):
        return
    if of_plan(turn):
        turn.say("I could not tell from your words how it is with whom, so nothing was changed.")
    show(turn, {})


def show(turn: Turn, args: Args) -> None:
    """The card as it stands, or that nothing is open."""
    go_to_programme(turn, args)
    mine = of_plan(turn, args.get("plan"))
    if mine:
        turn.say(card(turn.unit, turn.the_programme, mine))
        return
    nothing = "No check-in is open for you now. When one is for you to answer, it comes to you here."
    turn.say(handed_on(turn) or nothing, Action("Home", "home"))


def build_note(turn: Turn, subject: Subject) -> Flow:
    """The optional sentence."""
    about = turn.unit.check_ins.get(turn.scope, int(subject.get("about") or 0))
    whom = f" about {_name(turn, about)}" if about else ""
    ask = LongText(
        question=f"Anything they should know{whom}? You can skip this.",
        label="Note",
        words=NOTE_WORDS,
        optional=True,
    )
    return Flow(plan_name(turn.the_programme, subject["plan"]), (Step("note", ask),))


def finish_note(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Keep the sentence, if there is one."""
    note = answers.get("note")
    if note and _says_otherwise(turn, subject["plan"], note) and typed(turn, note):
        return
    whom = add_note(turn, subject["plan"], note) if note else ""
    mine = of_plan(turn, subject["plan"])
    if mine:
        turn.refresh(turn.person.id, card(turn.unit, turn.the_programme, mine))
    turn.say(f"Thank you. I have added that for {whom}." if whom else "Thank you, that is all.")


def _says_otherwise(turn: Turn, plan: str, note: str) -> bool:
    """Whether a sentence gives some of the students another answer than they have, so that it is no note for all."""
    mine = of_plan(turn, plan)
    said = _read(turn, mine, note).answers
    return len(mine) > 1 and any(mine[number].word != one.word for number, one in said.items())


def add_note(turn: Turn, plan: str, note: str) -> str:
    """Keep a sentence with those whom it names, else with those who need a word, else with all; returns for whom."""
    mine = [one for one in of_plan(turn, plan) if one.word]
    names = [_name(turn, one) for one in mine]
    named = {number for found in mentions(note, names) if found.kind == "some" for number in found.numbers}
    chosen = [mine[number] for number in sorted(named) if number < len(mine)]
    chosen = chosen or [one for one in mine if one.word != "on_track"] or mine
    keep(turn, {one.id: Said(one.word or "on_track", note) for one in chosen})
    return say_list([_name(turn, one) for one in chosen])


def answer_page(turn: Turn, args: Args) -> None:
    """The one-page form: every answer on it at once, and the sentence."""
    go_to_programme(turn, args)
    mine = of_plan(turn, args.get("plan"))
    if not mine:
        raise ClosedError("This check-in is closed, so nothing was changed.")
    given = {one.id: args.get(f"c.{one.id}", "") for one in mine}
    keep(turn, {number: Said(word) for number, word in given.items() if word in WORDS})
    if note := " ".join(args.get("note", "").split()[:NOTE_WORDS]):
        add_note(turn, mine[0].plan, note)
    mine = of_plan(turn, mine[0].plan)
    said = [one for one in mine if one.word]
    turn.replace(card(turn.unit, turn.the_programme, mine))
    if said:
        turn.say(f"{noted(turn, said)} I have passed this to {readers(turn.the_programme, mine[0].seen_by)}.")


def _name(turn: Turn, one: CheckIn) -> str:
    student = student_of(turn.unit, one)
    return student.name or student.email


NOTE = Dialog("check_in_note", build_note, finish_note, keep=False)
