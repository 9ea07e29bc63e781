"""A dialog in the chat: one question at a time, the next one worked out from the answers every time.

A reply is read against the question that was put last (`Talk.asked`), a button against the step that it names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.activities import Args, Upload
from bot.cards import Action, Card, Facts, Part, Text
from bot.conversations.dialog.kinds import Dialog, Subject, address, draft_of, keep, subject_of
from bot.errors import ClosedError, UnclearReplyError
from bot.flow import Answers, Flow, Step
from bot.prompts import SKIPPED, Choices, Confirm, File, Prompt
from bot.turn import Turn

MOST_BUTTONS = 8
WORTH_A_FORM = 3
WHETHER = re.compile(r"(?:are|is|do|does|can|will|have) ", re.IGNORECASE)
"""How a question begins to which "no" is an answer."""
SKIP_WORDS = {"skip", "skip it", "skip this", "none", "no", "pass"}


def ask(turn: Turn, dialog: Dialog, subject: Subject, lead: str = "") -> None:
    """Put the next question, or finish when there is none; where it cannot be finished any more, say why."""
    if refusal := dialog.refuse(turn, subject):
        leave(turn)
        turn.say(refusal)
        return
    put(turn, dialog, subject, lead)


def put(turn: Turn, dialog: Dialog, subject: Subject, lead: str = "") -> None:
    """Put the next question where it was just seen that the dialog can go on."""
    answers = draft_of(turn, dialog, subject)
    flow = dialog.build(turn, subject)
    page = flow.page(answers)
    if not page:
        complete(turn, dialog, subject, flow, answers, lead)
        return
    step = page[0]
    turn.remember(asked=step.key, active={"flow": dialog.name, "subject": subject})
    turn.say(question(dialog, subject, flow, answers, step, lead))


def question(
    dialog: Dialog, subject: Subject, flow: Flow, answers: Mapping[str, Any], step: Step, lead: str
) -> Card:
    """One step as a card: where we are, the question, what can be pressed."""
    prompt = step.ask(Answers(answers))
    place, of = flow.progress(answers, step)
    parts: list[Part] = [Text(lead)] if lead else []
    parts.append(Text(f"{flow.title} · step {place} of {of}", "quiet"))
    parts.append(Text(prompt.question, "strong"))
    if prompt.hint:
        parts.append(Text(prompt.hint))
    if isinstance(prompt, Confirm) and prompt.summary:
        parts.insert(1 if lead else 0, Facts(prompt.summary))
    options = prompt.options()
    if len(options) > MOST_BUTTONS or isinstance(prompt, Choices):
        parts.append(Text("\n".join(f"{number}. {option.label}" for number, option in enumerate(options, 1))))
        options = ()
    actions = [
        Action(
            option.label,
            "dialog.answer",
            address(dialog.name, subject, step=step.key, value=option.value),
            style="primary" if isinstance(prompt, Confirm) else "plain",
        )
        for option in options
    ]
    if prompt.optional:
        actions.append(Action("Skip", "dialog.skip", address(dialog.name, subject, step=step.key)))
    if place > 1:
        actions.append(Action("Back", "dialog.back", address(dialog.name, subject)))
    if isinstance(prompt, Confirm):
        actions.append(Action("Change an answer", "dialog.review", address(dialog.name, subject)))
    elif of >= WORTH_A_FORM and place == 1:
        actions.append(
            Action("Fill in as a form", "dialog.form", address(dialog.name, subject), opens_form=True)
        )
    return Card(parts=tuple(parts), actions=tuple(actions), summary=prompt.question)


def reply(turn: Turn, dialog: Dialog, subject: Subject, text: str, files: tuple[Upload, ...] = ()) -> None:
    """Take typed words or a file as the answer to the question that was put last; raises UnclearReplyError."""
    answers = draft_of(turn, dialog, subject)
    flow = dialog.build(turn, subject)
    step = asked_step(turn, flow, answers)
    if step is None:
        ask(turn, dialog, subject)
        return
    prompt = step.ask(Answers(answers))
    said = text.strip().casefold().rstrip(".!")
    if files and not isinstance(prompt, File) and dialog.dropped is not None:
        dialog.dropped(turn, subject, files[0])
        return
    if files and not isinstance(prompt, File):
        raise UnclearReplyError(f'Here I need words, so I have not kept "{files[0].name}". {prompt.question}')
    if said in {"skip", "skip it", "skip this"} and not prompt.optional:
        raise UnclearReplyError(
            "This one cannot be skipped. You can stop here and go on later; what you wrote is kept."
        )
    if isinstance(prompt, File) and files:
        value: Any = prompt.accept(files[0])
        if len(files) > 1:
            turn.say(f'This question takes one file: I kept "{files[0].name}" and nothing else.')
    elif prompt.optional and said in SKIP_WORDS and not (said == "no" and WHETHER.match(prompt.question)):
        value = SKIPPED
    else:
        value = prompt.parse(text)
    settle(turn, dialog, subject, step.key, value)


def asked_step(turn: Turn, flow: Flow, answers: Mapping[str, Any]) -> Step | None:
    """The step that was put last, if it still applies and its question can still be put."""
    step = flow.step(turn.talk.asked or "")
    return step if step in flow.applying(answers) else None


def settle(turn: Turn, dialog: Dialog, subject: Subject, key: str, value: Any) -> None:
    """Keep one answer and go on."""
    if refusal := dialog.refuse(turn, subject):
        leave(turn)
        turn.say(refusal)
        return
    answers = draft_of(turn, dialog, subject)
    answers[key] = value
    keep(turn, dialog, subject, answers)
    put(turn, dialog, subject)


def press(turn: Turn, dialog: Dialog, args: Args) -> None:
    """A button of an earlier question: taken if it still is one; raises ClosedError where the dialog is over."""
    subject = subject_of(args)
    answers = turn.unit.drafts.get(turn.person.id, dialog.name, subject)
    flow = dialog.build(turn, subject) if answers is not None else None
    step = flow.step(args["step"]) if flow and answers is not None else None
    if flow is None or answers is None or step is None or step not in flow.applying(answers):
        raise ClosedError
    if step.key in answers:
        prompt = step.ask(Answers(answers))
        turn.say(
            f'You answered "{prompt.label or prompt.question}" already: {prompt.show(answers[step.key])}.',
            Action("Change it", "dialog.change", address(dialog.name, subject, step=step.key)),
        )
        if turn.talk.active == {"flow": dialog.name, "subject": subject}:
            ask(turn, dialog, subject)
        return
    turn.remember(active={"flow": dialog.name, "subject": subject}, asked=step.key)
    if step not in flow.page(answers):
        put(turn, dialog, subject, lead="One question comes before that.")
        return
    value = SKIPPED if "value" not in args else step.ask(Answers(answers)).parse_field(args["value"])
    settle(turn, dialog, subject, step.key, value)


def leave(turn: Turn) -> None:
    """No flow is in progress any more; the one before it, if it was interrupted, waits to be picked up."""
    turn.remember(active=None, asked=None)


def complete(
    turn: Turn, dialog: Dialog, subject: Subject, flow: Flow, answers: Mapping[str, Any], lead: str = ""
) -> None:
    """Everything is answered: do what the flow is for."""
    if refusal := dialog.refuse(turn, subject):
        leave(turn)
        turn.say(refusal)
        return
    leave(turn)
    if lead:
        turn.say(lead)
    dialog.finish(turn, subject, flow.valid(answers))
    turn.unit.drafts.drop(turn.person.id, dialog.name, subject)


def wants_words(turn: Turn, dialog: Dialog, subject: Subject) -> bool:
    """Whether the question put last takes any sentence as its answer."""
    prompt = asked_prompt(turn, dialog, subject)
    return prompt is not None and prompt.is_talkative()


def asked_prompt(turn: Turn, dialog: Dialog, subject: Subject) -> Prompt | None:
    """The question that was put last, as it is put today; None where none is."""
    answers = draft_of(turn, dialog, subject)
    step = asked_step(turn, dialog.build(turn, subject), answers)
    return step.ask(Answers(answers)) if step is not None else None
