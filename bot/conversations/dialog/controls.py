"""What works in every dialog: back, change an answer, what did I say, start again, help, stop."""

from __future__ import annotations

import re
from typing import Any

from bot.cards import Action, Card, Facts
from bot.conversations.dialog.chat import ask, leave, question
from bot.conversations.dialog.kinds import Dialog, Subject, address, draft_of, keep
from bot.flow import Answers, NotAnsweredYetError, Step
from bot.prompts import SKIPPED, Confirm, File
from bot.turn import Turn

MOST_PARKED = 5
A_LABEL = 75
"""What the narrowest surface has room for on a button."""
WAYS = (
    "You can answer in your own words or with a button, and ask me something in between. “Back” goes one question "
    "back, “what did I say?” shows your answers, “start again” clears them, and “cancel” stops here."
)


def back(turn: Turn, dialog: Dialog, subject: Subject) -> None:
    """Take back the last answer and put its question again; its old value is shown."""
    answers = draft_of(turn, dialog, subject)
    flow = dialog.build(turn, subject)
    given = [step for step in flow.applying(answers) if step.key in answers]
    if not given:
        ask(turn, dialog, subject, lead="This is the first question.")
        return
    change(turn, dialog, subject, given[-1].key)


def change(turn: Turn, dialog: Dialog, subject: Subject, key: str) -> None:
    """Put one answered question again."""
    answers = draft_of(turn, dialog, subject)
    flow = dialog.build(turn, subject)
    step = flow.step(key)
    if step is None or key not in answers:
        ask(turn, dialog, subject)
        return
    prompt = step.ask(Answers(answers))
    given = answers.pop(key)
    old = prompt.show(given)
    for later in flow.steps:
        if isinstance(later.prompt, Confirm) or (given is SKIPPED and _rests_on(later, answers)):
            answers.pop(later.key, None)
    keep(turn, dialog, subject, answers)
    turn.remember(asked=key, active={"flow": dialog.name, "subject": subject})
    lead = f"You had answered: {old}"
    turn.say(question(dialog, subject, flow, answers, step, lead))


def _rests_on(step: Step, answers: dict[str, Any]) -> bool:
    """Whether a question cannot be put without what is missing: who agreed to less has not agreed to what is added."""
    try:
        step.ask(Answers(answers))
    except NotAnsweredYetError:
        return True
    return False


def review(turn: Turn, dialog: Dialog, subject: Subject) -> None:
    """What was said so far, each answer with a button to change it ("what did I say?")."""
    answers = draft_of(turn, dialog, subject)
    flow = dialog.build(turn, subject)
    given = [step for step in flow.applying(answers) if step.key in answers]
    if not given:
        ask(turn, dialog, subject, lead="Nothing is answered yet.")
        return
    known = Answers(answers)
    pairs = tuple(
        (step.ask(known).label or step.key, step.ask(known).show(answers[step.key])) for step in given
    )
    actions = [
        Action(_clipped(f"Change: {label}"), "dialog.change", address(dialog.name, subject, step=step.key))
        for step, (label, _) in zip(given, pairs, strict=True)
    ]
    actions.append(Action("Go on", "dialog.resume", address(dialog.name, subject), style="primary"))
    turn.say(Card(title="Your answers so far", parts=(Facts(pairs),), actions=tuple(actions)))


def _clipped(label: str) -> str:
    return label if len(label) <= A_LABEL else f"{label[: A_LABEL - 1].rstrip()}…"


def named_step(turn: Turn, dialog: Dialog, subject: Subject, words: str) -> str | None:
    """The key of the answered step that "change …" names, if exactly one fits."""
    answers = draft_of(turn, dialog, subject)
    said = set(re.findall(r"\w+", words.casefold())) - {
        "my",
        "the",
        "change",
        "edit",
        "answer",
        "to",
        "i",
        "want",
    }
    known = Answers(answers)
    fits = [
        step.key
        for step in dialog.build(turn, subject).applying(answers)
        if step.key in answers
        and said & set(re.findall(r"\w+", f"{step.key} {step.ask(known).label}".casefold()))
    ]
    return fits[0] if len(fits) == 1 else None


def last_file(turn: Turn, dialog: Dialog, subject: Subject) -> str | None:
    """The step that the last file was sent for; None where none was."""
    answers = draft_of(turn, dialog, subject)
    known = Answers(answers)
    given = [step for step in dialog.build(turn, subject).applying(answers) if answers.get(step.key)]
    return next((step.key for step in reversed(given) if isinstance(step.ask(known), File)), None)


def restart(turn: Turn, dialog: Dialog, subject: Subject) -> None:
    """Begin again with nothing answered."""
    turn.unit.drafts.put(turn.person.id, dialog.name, subject, {}, turn.now)
    ask(turn, dialog, subject, lead="We start again from the first question.")


def explain(turn: Turn, dialog: Dialog, subject: Subject) -> None:
    """What can be said while a question is open, and the question again."""
    ask(turn, dialog, subject, lead=WAYS)


def park(turn: Turn) -> None:
    """Something else was asked for: the dialog waits, and typed words are no longer read as its answers."""
    if turn.talk.active is not None:
        others = [one for one in turn.talk.parked if one != turn.talk.active]
        turn.remember(active=None, asked=None, parked=[*others, turn.talk.active][-MOST_PARKED:])


def cancel(turn: Turn, dialog: Dialog, *more: Action) -> None:
    """Stop talking about it; the draft stays where the dialog keeps drafts. `more` stands before the way home."""
    subject = dict((turn.talk.active or {}).get("subject", {}))
    leave(turn)
    if not dialog.keep:
        turn.unit.drafts.drop(turn.person.id, dialog.name, subject)
        turn.say("Stopped. Nothing was changed.", *more, Action("Home", "home"))
        return
    turn.say(
        f"Stopped. {dialog.left}",
        Action("Go on with it", "dialog.resume", address(dialog.name, subject)),
        *more,
        Action("Home", "home"),
    )
