"""“Export everything you know about me” and “delete my data”: asked, checked, approved by staff, done, receipted."""

from __future__ import annotations

import re
from typing import Any, cast

from bot.activities import Args
from bot.cards import Action, Card, Facts, Part, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.phrases import listed, moment
from bot.conversations.placement import mine
from bot.flow import Flow, Step
from bot.programme import privacy
from bot.programme.dates import say_day
from bot.programme.definition import DataKind
from bot.programme.placements import OVER
from bot.programme.privacy import KIND_WORDS, Request
from bot.prompts import EmailAddress
from bot.turn import Turn

OWN = re.compile(r"\b(?:my|me|mine|i)\b", re.IGNORECASE)
THAT = re.compile(
    r"(?:please |no,? |ok |can you |pls |actually |sorry,? )*(?:delete|remove|erase|undo|scrap) "
    r"(?:that|it|this|them|those)(?: one| last one| again)?(?: please| pls| for me)?[.!?]*",
    re.IGNORECASE,
)
UNDOING = frozenset({"Undo", "Delete", "Delete it", "Take it back", "Withdraw this claim"})
ERASABLE: tuple[DataKind, ...] = (
    "journals",
    "check_ins",
    "expenses",
    "applications",
    "files",
    "conversations",
    "messages",
    "people",
)


OF_STUDENTS: frozenset[DataKind] = frozenset({"journals", "applications", "files"})
"""Kinds that only students have."""


def export(turn: Turn, _: Args) -> None:
    """Everything that is kept of the asker, as one file: it is theirs, and goes to them alone."""
    found = turn.unit.requests.collect(turn.scope, turn.person.id)
    made = turn.documents.data(found, "everything-about-me.json")
    number = turn.unit.requests.add(
        Request(0, turn.scope, turn.person.id, "export", turn.now, "done", decided_at=turn.now)
    )
    turn.record("data exported to its person", f"privacy_request:{number}")
    pairs = [("Your record", "name, address and settings")]
    pairs += [
        (
            mine.first(KIND_WORDS[cast("DataKind", kind)].removeprefix("your ")),
            records(sum(map(len, tables.values()))),
        )
        for kind, tables in found.items()
        if kind != "people" and isinstance(tables, dict) and any(tables.values())
    ]
    words = f"Here is everything that is kept about you in {turn.the_programme.title}."
    turn.say(
        Card(
            title="Your data",
            parts=(Text(words), Facts(tuple(pairs)), made, *kept_parts(turn)),
            actions=(Action("Delete my data", "privacy.erase"), Action("Home", "home")),
        )
    )


def records(number: int) -> str:
    """A number of records, in words."""
    return f"{number} {'record' if number == 1 else 'records'}"


def kept_parts(turn: Turn) -> list[Part]:
    """How long each kind is kept, and why; of supervisors and staff there is no journal to speak of."""
    lines = []
    student = turn.membership is None or turn.membership.role == "student"
    for one in privacy.keeping(turn.the_programme):
        if one.kind in OF_STUDENTS and not student:
            continue
        until = f"until {say_day(one.until)}" if one.until else f"{one.months} months after the edition ends"
        lines.append(f"{KIND_WORDS[one.kind][:1].upper()}{KIND_WORDS[one.kind][1:]}: {until}, {one.why}.")
    return [Text("\n".join(lines), "quiet")] if lines else []


def erase(turn: Turn, _: Args) -> None:
    """Begin a request for deletion: what it means is said first, then who you are is checked."""
    waiting = [
        one
        for one in turn.unit.requests.of_person(turn.scope, turn.person.id)
        if one.kind == "erasure" and one.state in {"asked", "approved"}
    ]
    if waiting:
        turn.say(
            f"You asked for this on {moment(turn, waiting[0].asked_at)}. {mine.first(mine.team(turn))} have "
            "it, and the answer comes here.",
            Action("Home", "home"),
        )
        return
    dialog.start(turn, ERASE, {})


def meaning(turn: Turn) -> str:
    """What a deletion would do, and what it cannot touch yet."""
    today = turn.now.astimezone(turn.zone).date()
    kept = [
        f"{KIND_WORDS[one.kind]} ({one.why}; "
        f"{'until ' + say_day(one.until) if one.until else f'{one.months} months after the edition ends'})"
        for one in privacy.must_keep(turn.the_programme, today)
    ]
    words = f"It deletes {listed([KIND_WORDS[kind] for kind in ERASABLE])}. It cannot be undone."
    if live(turn):
        words += " You have an application or placement under way: deleting your data ends it."
    return words + (f" What must be kept: {listed(kept)}." if kept else "")


def live(turn: Turn) -> bool:
    """Whether something is under way that a deletion would end."""
    placements = turn.unit.placements.of_student(turn.scope, turn.person.id)
    applications = turn.unit.applications.of_student(turn.scope, turn.person.id)
    return any(one.state not in OVER for one in placements) or any(not one.ended for one in applications)


def build(turn: Turn, _: Subject) -> Flow:
    """Who you are, in your own words: the address on the roster, which a passer-by at an open screen may not know."""
    prompt = EmailAddress(
        question="To make sure that it is you: which e-mail address are you on the roster with?",
        label="E-mail address",
        hint=meaning(turn),
    )
    return Flow("Delete my data", (Step("email", prompt),))


def finish(turn: Turn, _: Subject, answers: dict[str, Any]) -> None:
    """Put the request before staff, or say that the address does not fit."""
    if answers["email"].strip().casefold() != turn.person.email.casefold():
        turn.say(
            "That is not the address on the roster, so I have not passed it on. "
            f"{mine.first(turn.the_programme.contact.email or turn.the_programme.contact.office)} can help.",
            Action("Try again", "privacy.erase"),
            Action("Home", "home"),
        )
        return
    number = turn.unit.requests.add(Request(0, turn.scope, turn.person.id, "erasure", turn.now))
    mine.hand_over(
        turn,
        "erasure",
        f"privacy_request:{number}",
        f"{turn.person.name} asks for their data to be deleted; their identity was checked against the roster.",
        request=str(number),
    )
    turn.record("erasure asked for", f"privacy_request:{number}")
    turn.say(
        f"I have passed this to {mine.team(turn)}. Nothing is deleted before they have looked at it; the "
        "answer, with a receipt, comes here.",
        Action("Give me my data first", "privacy.export"),
        Action("Home", "home"),
    )


def _deletable(turn: Turn) -> list[Action]:
    """Where something of one's own can be taken back, and the way to delete all of it."""
    own = [] if turn.membership is None or turn.membership.role != "student" else [
        Action("My applications", "status"), Action("My hours", "hours"), Action("My journal", "journal"),
    ]  # fmt: skip
    return [*own, Action("Delete all my data", "privacy.erase"), Action("Home", "home")]


def said(turn: Turn, text: str) -> None:
    """Words that ask for deletion: it is one's own data; somebody else's is not for the asker to ask for.

    "Delete that" is what is on screen, if anything there can be undone; else it is asked what is meant.
    """
    if THAT.fullmatch(text.strip()):
        shown = [one for one in turn.talk.shown if str(one["label"]) in UNDOING]
        if len(shown) == 1:
            turn.go(str(shown[0]["action"]), **dict(shown[0]["args"]))
        else:
            turn.say("What shall I delete? Nothing is deleted yet.", *_deletable(turn))
        return
    if mine.is_staff(turn) and not OWN.search(text):
        turn.say(
            "Everybody asks for the deletion of their own data, here in the chat. What was asked for stands under "
            "“Requests for deletion”; nothing is deleted before you approve it.",
            Action("Requests for deletion", "privacy.requests", style="primary"),
            Action("Delete my own data", "privacy.erase"),
        )
        return
    erase(turn, {})


ERASE = Dialog(name="privacy.erase", build=build, finish=finish, left="Nothing was asked for.", keep=False)
