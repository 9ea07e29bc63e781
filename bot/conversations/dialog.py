"""How any flow is talked through: asked step by step in the chat, or page by page on a form.

The draft (answers by step key) is the only state; the step to put is computed from it every time. A reply is read
against the question that was put last (`Talk.asked`), a button against the step that it names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.activities import Args, FormRequested, Submission, Upload
from bot.cards import Action, Card, Facts, Form, Part, Text
from bot.errors import UnclearReplyError
from bot.flow import Answers, Flow, Step
from bot.prompts import SKIPPED, Confirm, File, LongText, Prompt
from bot.turn import Turn

Subject = dict[str, str]
FIELDS_A_PAGE = 6


@dataclass(frozen=True)
class Dialog:
    """A kind of conversation with a goal.

    `build` makes the flow for a subject as things stand now. `finish` does what the flow is for; it receives only
    the answers of steps that apply. `refuse` says why the dialog cannot go on (closed, no longer allowed), or None.
    `left` is what to say when the person stops half-way.
    """

    name: str
    build: Callable[[Turn, Subject], Flow]
    finish: Callable[[Turn, Subject, dict[str, Any]], None]
    refuse: Callable[[Turn, Subject], Card | None] = lambda _turn, _subject: None
    left: str = "Your answers so far are kept."
    keep: bool = True


def start(turn: Turn, dialog: Dialog, subject: Subject, given: Mapping[str, Any] | None = None) -> None:
    """Begin, or go on where this person stopped; `given` fills in answers that are known already."""
    if refusal := dialog.refuse(turn, subject):
        turn.say(refusal)
        return
    draft = turn.unit.drafts.get(turn.person.id, dialog.name, subject)
    answers = dict(given or {}) if draft is None else {**draft, **(given or {})}
    turn.unit.drafts.put(turn.person.id, dialog.name, subject, answers, turn.now)
    active = {"flow": dialog.name, "subject": subject}
    parked = [other for other in turn.talk.parked if other != active]
    if turn.talk.active and turn.talk.active != active:
        parked.append(turn.talk.active)
    turn.remember(active=active, asked=None, parked=parked[-5:], pending=None)
    if isinstance(turn.activity.body, FormRequested):
        open_page(turn, dialog, subject)
    else:
        ask(turn, dialog, subject, lead="You had started this already; here is where you stopped." if draft else "")


def ask(turn: Turn, dialog: Dialog, subject: Subject, lead: str = "") -> None:
    """Put the next question, or finish when there is none."""
    answers = turn.unit.drafts.get(turn.person.id, dialog.name, subject) or {}
    flow = dialog.build(turn, subject)
    page = flow.page(answers)
    if not page:
        complete(turn, dialog, subject, flow, answers, lead)
        return
    step = page[0]
    turn.remember(asked=step.key, active={"flow": dialog.name, "subject": subject})
    turn.say(question(dialog, subject, flow, answers, step, lead))


def question(dialog: Dialog, subject: Subject, flow: Flow, answers: Mapping[str, Any], step: Step, lead: str) -> Card:
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
    if len(options) > 8:
        parts.append(Text("\n".join(f"{number}. {option.label}" for number, option in enumerate(options, 1))))
        options = ()
    actions = [
        Action(
            option.label, "dialog.answer", address(dialog.name, subject, step=step.key, value=option.value),
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
    elif of > 2 and place == 1:
        actions.append(Action("Fill in as a form", "dialog.form", address(dialog.name, subject), opens_form=True))
    return Card(parts=tuple(parts), actions=tuple(actions), summary=prompt.question)


def reply(turn: Turn, dialog: Dialog, subject: Subject, text: str, files: tuple[Upload, ...] = ()) -> None:
    """Take typed words or a file as the answer to the question that was put last; raises UnclearReplyError."""
    answers = turn.unit.drafts.get(turn.person.id, dialog.name, subject) or {}
    flow = dialog.build(turn, subject)
    step = asked_step(turn, flow, answers)
    if step is None:
        ask(turn, dialog, subject)
        return
    prompt = step.ask(Answers(answers))
    if isinstance(prompt, File) and files:
        value: Any = prompt.accept(files[0])
    elif prompt.optional and text.strip().casefold().rstrip(".!") in {"skip", "skip it", "skip this", "none", "no", "pass"}:
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
    answers = dict(turn.unit.drafts.get(turn.person.id, dialog.name, subject) or {})
    answers[key] = value
    turn.unit.drafts.put(turn.person.id, dialog.name, subject, answers, turn.now)
    ask(turn, dialog, subject)


def press(turn: Turn, dialog: Dialog, args: Args) -> None:
    """A button of an earlier question: taken if it is still the question, else the present state is shown."""
    subject = subject_of(args)
    answers = turn.unit.drafts.get(turn.person.id, dialog.name, subject)
    flow = dialog.build(turn, subject) if answers is not None else None
    step = flow.step(args["step"]) if flow and answers is not None else None
    if flow is None or answers is None or step is None or step not in flow.applying(answers):
        turn.say("That question is no longer open. Here is how things stand now.", Action("Home", "home"))
        return
    prompt = step.ask(Answers(answers))
    if step.key in answers:
        turn.say(
            f'You answered "{prompt.label or prompt.question}" already: {prompt.show(answers[step.key])}.',
            Action("Change it", "dialog.change", address(dialog.name, subject, step=step.key)),
        )
        if turn.talk.active == {"flow": dialog.name, "subject": subject}:
            ask(turn, dialog, subject)
        return
    turn.remember(active={"flow": dialog.name, "subject": subject}, asked=step.key)
    value = SKIPPED if "value" not in args else prompt.parse_field(args["value"])
    settle(turn, dialog, subject, step.key, value)


def back(turn: Turn, dialog: Dialog, subject: Subject) -> None:
    """Take back the last answer and put its question again; its old value is shown."""
    answers = dict(turn.unit.drafts.get(turn.person.id, dialog.name, subject) or {})
    flow = dialog.build(turn, subject)
    given = [step for step in flow.applying(answers) if step.key in answers]
    if not given:
        ask(turn, dialog, subject, lead="This is the first question.")
        return
    change(turn, dialog, subject, given[-1].key)


def change(turn: Turn, dialog: Dialog, subject: Subject, key: str) -> None:
    """Put one answered question again."""
    answers = dict(turn.unit.drafts.get(turn.person.id, dialog.name, subject) or {})
    flow = dialog.build(turn, subject)
    step = flow.step(key)
    if step is None or key not in answers:
        ask(turn, dialog, subject)
        return
    prompt = step.ask(Answers(answers))
    old = prompt.show(answers.pop(key))
    for later in flow.steps:
        if isinstance(later.prompt, Confirm):
            answers.pop(later.key, None)
    turn.unit.drafts.put(turn.person.id, dialog.name, subject, answers, turn.now)
    turn.remember(asked=key, active={"flow": dialog.name, "subject": subject})
    lead = f"You had answered: {old}"
    turn.say(question(dialog, subject, flow, answers, step, lead))


def review(turn: Turn, dialog: Dialog, subject: Subject) -> None:
    """What was said so far, each answer with a button to change it ("what did I say?")."""
    answers = turn.unit.drafts.get(turn.person.id, dialog.name, subject) or {}
    flow = dialog.build(turn, subject)
    given = [step for step in flow.applying(answers) if step.key in answers]
    if not given:
        ask(turn, dialog, subject, lead="Nothing is answered yet.")
        return
    known = Answers(answers)
    pairs = tuple((step.ask(known).label or step.key, step.ask(known).show(answers[step.key])) for step in given)
    actions = [
        Action(f"Change: {label}"[:60], "dialog.change", address(dialog.name, subject, step=step.key))
        for step, (label, _) in zip(given, pairs, strict=True)
    ]
    actions.append(Action("Go on", "dialog.resume", address(dialog.name, subject), style="primary"))
    turn.say(Card(title="Your answers so far", parts=(Facts(pairs),), actions=tuple(actions)))


def named_step(turn: Turn, dialog: Dialog, subject: Subject, words: str) -> str | None:
    """The key of the answered step that "change …" names, if exactly one fits."""
    answers = turn.unit.drafts.get(turn.person.id, dialog.name, subject) or {}
    said = set(re.findall(r"\w+", words.casefold())) - {"my", "the", "change", "edit", "answer", "to", "i", "want"}
    known = Answers(answers)
    fits = [
        step.key
        for step in dialog.build(turn, subject).applying(answers)
        if step.key in answers and said & set(re.findall(r"\w+", f"{step.key} {step.ask(known).label}".casefold()))
    ]
    return fits[0] if len(fits) == 1 else None


def restart(turn: Turn, dialog: Dialog, subject: Subject) -> None:
    """Begin again with nothing answered."""
    turn.unit.drafts.put(turn.person.id, dialog.name, subject, {}, turn.now)
    ask(turn, dialog, subject, lead="We start again from the first question.")


def cancel(turn: Turn, dialog: Dialog) -> None:
    """Stop talking about it; the draft stays where the dialog keeps drafts."""
    subject = dict((turn.talk.active or {}).get("subject", {}))
    leave(turn)
    if not dialog.keep:
        turn.unit.drafts.drop(turn.person.id, dialog.name, subject)
        turn.say("Stopped. Nothing was changed.", Action("Home", "home"))
        return
    turn.say(
        f"Stopped. {dialog.left}",
        Action("Go on with it", "dialog.resume", address(dialog.name, subject)), Action("Home", "home"),
    )


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


def open_page(turn: Turn, dialog: Dialog, subject: Subject, *, sent: Mapping[str, Any] | None = None,
              errors: Mapping[str, str] | None = None) -> None:
    """Show the next page of the form; with `errors`, the page that was sent, refilled, each message at its field."""
    if refusal := dialog.refuse(turn, subject):
        leave(turn)
        turn.say(refusal)
        return
    answers = turn.unit.drafts.get(turn.person.id, dialog.name, subject) or {}
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
    submit = "Continue"
    if isinstance(first, Confirm):
        intro = tuple(Text(f"{label}: {value}") for label, value in first.summary)
        submit, steps = first.do, steps[:1]
        fields = ()
        intro += (Text(first.question, "strong"),)
    else:
        fields = tuple(
            step.ask(known).field(step.key, (sent or answers).get(step.key), (errors or {}).get(step.key, ""))
            for step in steps
        )
    turn.open_form(
        Form(
            name=dialog.name, args=subject, title=flow.title, fields=fields, submit=submit, intro=intro,
            page=",".join(step.key for step in steps),
            error="" if fields or not errors else " ".join(errors.values()),
            in_chat=Action("Save and finish in chat", "dialog.resume", address(dialog.name, subject)),
        )
    )


def steps_of_page(flow: Flow, answers: Mapping[str, Any]) -> tuple[Step, ...]:
    """The steps of the next form page: a confirmation always stands alone, at the end."""
    page = flow.page(answers)
    known = Answers(answers)
    questions = tuple(step for step in page if not isinstance(step.ask(known), Confirm))
    return questions[:FIELDS_A_PAGE] or page[:1]


def submission(turn: Turn, dialog: Dialog, body: Submission) -> None:
    """A page sent in: every answer that is right is kept, every one that is not gets its message beside it."""
    subject = dict(body.args)
    answers = dict(turn.unit.drafts.get(turn.person.id, dialog.name, subject) or {})
    flow = dialog.build(turn, subject)
    known = Answers(answers)
    errors: dict[str, str] = {}
    keys = [key for key in body.page.split(",") if key] or list(body.values)
    in_chat = False
    for step in flow.applying(answers):
        if step.key not in keys:
            continue
        prompt = step.ask(known)
        if isinstance(prompt, File) and step.key not in body.values and step.key not in body.files:
            in_chat = True
            continue
        try:
            answers[step.key] = read_field(prompt, step.key, body)
        except UnclearReplyError as problem:
            errors[step.key] = problem.message
    turn.unit.drafts.put(turn.person.id, dialog.name, subject, answers, turn.now)
    turn.remember(active={"flow": dialog.name, "subject": subject}, asked=None)
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


def address(flow: str, subject: Subject, **more: str) -> Args:
    """Arguments of a button that belongs to a flow."""
    return {"flow": flow, **{f"on.{key}": value for key, value in subject.items()}, **more}


def subject_of(args: Args) -> Subject:
    """The subject that `address` put into arguments."""
    return {key.removeprefix("on."): value for key, value in args.items() if key.startswith("on.")}


def wants_words(turn: Turn, dialog: Dialog, subject: Subject) -> bool:
    """Whether the question put last takes any sentence as its answer."""
    answers = turn.unit.drafts.get(turn.person.id, dialog.name, subject) or {}
    step = asked_step(turn, dialog.build(turn, subject), answers)
    return step is not None and step.ask(Answers(answers)).is_talkative()


def is_long_text(turn: Turn, dialog: Dialog, subject: Subject) -> bool:
    """Whether the question put last wants a text of several sentences."""
    answers = turn.unit.drafts.get(turn.person.id, dialog.name, subject) or {}
    step = asked_step(turn, dialog.build(turn, subject), answers)
    return step is not None and isinstance(step.ask(Answers(answers)), LongText)
