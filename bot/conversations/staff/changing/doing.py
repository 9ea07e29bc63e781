"""The change of one field: which, to what, a second look that says who will be told; and back again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.activities import Args
from bot.cards import Action, Option
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.placement import mine
from bot.conversations.staff.adding.asking import SurePrompt
from bot.conversations.staff.changing.opportunity import OnOffer, people_told
from bot.conversations.staff.changing.person import Member
from bot.conversations.staff.changing.placement import Stint
from bot.conversations.staff.changing.things import Changed, Kind, Thing
from bot.errors import OutdatedError, UnclearReplyError
from bot.flow import Answers, Flow, Step
from bot.prompts import Choice, Prompt
from bot.turn import Turn

KINDS: dict[str, Kind] = {
    "opportunity": OnOffer.named, "person": Member.named, "placement": Stint.named,
}  # fmt: skip
MOST_NAMED = 5
NOTHING = "nothing"


def start(turn: Turn, args: Args) -> None:
    """A button: change this, or this field of it."""
    begin(turn, args["kind"], int(args["id"]), args.get("field", ""))


def begin(turn: Turn, kind: str, ident: int, field: str = "", to: str = "") -> None:
    """Ask for what is not said yet; a value that would not be taken is asked for again, with the reason."""
    subject: Subject = {"kind": kind, "id": str(ident)}
    one = _of(turn, subject)
    given: dict[str, Any] = {}
    fields = one.fields()
    if field in fields:
        given["what"] = field
        try:
            if to:
                given["to"] = _prompt(one, field).parse(to)
        except UnclearReplyError as problem:
            turn.say(problem.message)
    if given.get("to") is not None and str(given["to"]) == fields[field].now:
        turn.say(one.after(f"That is so already: {_changed(one, field, to)[0].new}. Nothing was changed."))
        return
    turn.unit.drafts.drop(turn.person.id, CHANGE.name, subject)
    dialog.start(turn, CHANGE, subject, given)


def build(turn: Turn, subject: Subject) -> Flow:
    """Which field, its new value, and a second look."""
    one = _of(turn, subject)
    fields = one.fields()

    def ask(answers: Answers) -> Prompt:
        return _prompt(one, str(answers["what"]))

    def sure(answers: Answers) -> Prompt:
        changed, value = _changed(one, str(answers["what"]), answers["to"])
        names = [turn.unit.people.get(number).name for number in one.told(changed.key, value)]
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        also = one.also(changed.key, value)
        summary = (
            (changed.label, changed.new or NOTHING),
            ("Until now", changed.old or NOTHING),
            *((("And", also),) if also else ()),
            ("Told", f"{', '.join(names[:MOST_NAMED])}{more}" or "nobody"),
        )
        wrong = one.wrong(changed.key, value)
        question = f"This cannot be changed so. {wrong}" if wrong else "Is this right?"
        return SurePrompt(question=question, label="Review", do="Change it", summary=summary, wrong=wrong)

    options = tuple(Option(key, field.label) for key, field in fields.items())
    return Flow(
        one.title(),
        (
            Step("what", Choice(question="What should be changed?", label="What", choices=options)),
            Step("to", ask),
            Step("sure", sure),
        ),
    )


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Make it, write it down, tell those who are concerned; "undo" leads to the same question the other way."""
    one = _of(turn, subject)
    changed, value = _changed(one, str(answers["what"]), answers["to"])
    if changed.old == changed.new:
        turn.say(one.after("That is so already. Nothing was changed."))
        return
    told = len(one.told(changed.key, value))
    was = one.fields()[changed.key].now
    one.apply(changed, value)
    what = f"changed: {changed.label.casefold()}"
    turn.record(what, one.subject, before={"was": changed.old or None}, after={"now": changed.new or None})
    kept = {**subject, "field": changed.key, "to": was, "at": turn.now.isoformat()}
    turn.remember(memory={**turn.talk.memory, "changed": kept})
    undo = Action("Undo", "change.undo", {**subject, "at": kept["at"]})
    turn.say(_of(turn, subject).after(f"Changed. {changed.words} {people_told(told)}.", undo))


def undo(turn: Turn, args: Args) -> None:
    """The last change the other way: shown first, since those who were told are told again."""
    mine.must_be_staff(turn)
    kept = turn.talk.memory.get("changed") or {}
    if any(kept.get(key) != args.get(key) for key in ("kind", "id", "at")):
        raise OutdatedError("Something else was changed after that. Here you can change it back by hand.")
    subject: Subject = {"kind": kept["kind"], "id": kept["id"]}
    turn.unit.drafts.drop(turn.person.id, CHANGE.name, subject)
    dialog.start(turn, CHANGE, subject, {"what": kept["field"], "to": kept["to"] or None})


def _of(turn: Turn, args: Args) -> Thing:
    mine.must_be_staff(turn)
    kind = KINDS.get(args.get("kind", ""))
    if kind is None:
        raise OutdatedError
    return kind(turn, int(args.get("id", "0") or 0))


def _prompt(one: Thing, key: str) -> Prompt:
    """The question of a field, with the value that it has now."""
    fields = one.fields()
    if key not in fields:
        raise OutdatedError("That can no longer be changed here.")
    field = fields[key]
    prompt = field.ask(Answers({}))
    now = prompt.show(field.now) if field.now else "not said"
    may = "\nSkip leaves it empty." if prompt.optional and field.now else ""
    question = f"{field.label}: what should it be?"
    return replace(prompt, question=question, label=field.label, hint=f"Now: {now}{may}")


def _changed(one: Thing, key: str, value: object) -> tuple[Changed, str]:
    prompt = _prompt(one, key)
    field = one.fields()[key]
    said = "" if value is None else str(value)
    old, new = (prompt.show(words) if words else "" for words in (field.now, said))
    return Changed(key, field.label, old, new), said


CHANGE = Dialog("change", build, finish, left="Nothing was changed.", keep=False)
