"""The same dialog on a form: page by page, every message beside the field it belongs to, nothing typed lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.activities import Submission
from bot.cards import Action, Field, Form, Text
from bot.conversations.dialog.chat import ask, complete, leave
from bot.conversations.dialog.kinds import Dialog, Subject, address, draft_of, keep
from bot.errors import ClosedError, UnclearReplyError
from bot.flow import Answers, Flow, Step
from bot.prompts import Confirm, File, Prompt
from bot.turn import Turn

FIELDS_A_PAGE = 6


def open_page(
    turn: Turn,
    dialog: Dialog,
    subject: Subject,
    *,
    sent: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
) -> None:
    """Show the next page of the form; with `errors`, the page that was sent, refilled, each message at its field."""
    if refusal := dialog.refuse(turn, subject):
        leave(turn)
        turn.say(refusal)
        return
    answers = draft_of(turn, dialog, subject)
    flow = dialog.build(turn, subject)
    known = Answers(answers)
    steps = steps_of_page(flow, answers)
    if sent is not None:
        shown = [step for step in flow.applying(answers) if step.key in sent]
        steps = tuple(shown) or steps
    if not steps:
        complete(turn, dialog, subject, flow, answers)
        return
    first = steps[0].ask(known)
    intro: tuple[Text, ...] = ()
    fields: tuple[Field, ...] = ()
    submit = "Continue"
    if isinstance(first, Confirm):
        intro = (
            *(Text(f"{label}: {value}") for label, value in first.summary),
            Text(first.question, "strong"),
        )
        submit, steps = first.do, steps[:1]
    else:
        fields = tuple(_field(step, known, sent, (errors or {}).get(step.key, "")) for step in steps)
    turn.open_form(
        Form(
            name=dialog.name,
            args=subject,
            title=flow.title,
            fields=fields,
            submit=submit,
            intro=intro,
            page=",".join(step.key for step in steps),
            error="" if fields or not errors else " ".join(errors.values()),
            in_chat=Action("Save and finish in chat", "dialog.resume", address(dialog.name, subject)),
        )
    )


def _field(step: Step, known: Answers, sent: Mapping[str, Any] | None, error: str) -> Field:
    """A field of a page, holding the answer so far, or exactly what was sent in with an error."""
    shown = step.ask(known).field(step.key, known.get(step.key) if step.key in known else None, error)
    return replace(shown, value=sent[step.key]) if sent is not None and step.key in sent else shown


def steps_of_page(flow: Flow, answers: Mapping[str, Any]) -> tuple[Step, ...]:
    """The steps of the next form page: a confirmation always stands alone, at the end."""
    page = flow.page(answers)
    known = Answers(answers)
    questions = tuple(step for step in page if not isinstance(step.ask(known), Confirm))
    return questions[:FIELDS_A_PAGE] or page[:1]


def submission(turn: Turn, dialog: Dialog, body: Submission) -> None:
    """A page sent in: every answer that is right is kept, every one that is not gets its message beside it.

    It raises ClosedError for a window that was left open while the dialog came to its end elsewhere, unless the dialog
    takes what comes late.
    """
    subject = dict(body.args)
    draft = turn.unit.drafts.get(turn.person.id, dialog.name, subject)
    if draft is None and not dialog.late:
        raise ClosedError
    answers = dict(draft or {})
    flow = dialog.build(turn, subject)
    errors: dict[str, str] = {}
    keys = [key for key in body.page.split(",") if key] or list(body.values)
    in_chat = False
    for step in flow.applying(answers):
        if step.key not in keys:
            continue
        prompt = step.ask(Answers(answers))  # also of what stands above it on this page
        if isinstance(prompt, File) and step.key not in body.values and step.key not in body.files:
            in_chat = True
            continue
        try:
            value = read_field(prompt, step.key, body)
            if step.key in answers and answers[step.key] != value:
                dialog.clash(turn, subject, step.key, answers[step.key])
            answers[step.key] = value
        except UnclearReplyError as problem:
            errors[step.key] = problem.message
    keep(turn, dialog, subject, answers)
    active = {"flow": dialog.name, "subject": subject}
    open_still = turn.talk.active == active and turn.talk.asked not in answers
    turn.remember(active=active, asked=turn.talk.asked if open_still else None)
    if in_chat and not errors:
        ask(turn, dialog, subject, lead="One thing is left, which goes better here in the chat.")
        return
    open_page(turn, dialog, subject, sent=body.values if errors else None, errors=errors or None)


def read_field(prompt: Prompt, key: str, body: Submission) -> Any:
    """The value of one field of a page."""
    if isinstance(prompt, Confirm):
        return True
    if isinstance(prompt, File) and key in body.files:
        return prompt.accept(body.files[key])
    return prompt.parse_field(body.values.get(key))
