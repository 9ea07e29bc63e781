"""Sentences and skills: suggestions, the student's own choice, and what has nothing yet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Facts, Option, Part, Row, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.journal import glance as journal
from bot.conversations.phrases import listed
from bot.conversations.placement import mine
from bot.flow import Answers, Flow, Step
from bot.programme import journal_skills, journals
from bot.programme.dates import say_day
from bot.programme.journals import Entry, Mark
from bot.prompts import Choice
from bot.turn import Turn

NONE = "-"


def show(turn: Turn, args: Args) -> None:
    """What is shown so far, what has nothing yet, and a few suggestions to say yes or no to."""
    placement = mine.current(turn, args)
    if placement is None or journal.none_here(turn):
        return
    skills = journal_skills.named(turn.the_programme)
    if not skills:
        turn.say(
            "This programme names no skills of its own, so there is nothing to map.",
            Action("My journal", "journal"),
        )
        return
    entries = journal.entries_of(turn, placement.id)
    dismissed = frozenset(turn.talk.memory.get("not_a_skill", []))
    found = journal_skills.suggest(entries, skills, dismissed=dismissed)
    names = {skill.key: skill.name for skill in skills}
    shown = journal_skills.by_skill(entries, skills)
    stars = {entry.skill for entry in entries if entry.kind == "star"}
    pairs = tuple((names[key], count_words(sentences, star=key in stars)) for key, sentences in shown.items())
    parts: list[Part] = [Facts(pairs)]
    if gaps := [skill.name for skill in journal_skills.gaps(entries, skills)]:
        parts.append(Text(f"Nothing yet on {listed(gaps)}."))
    if found:
        parts.append(Text("These sentences may show a skill. It is your choice.", "strong"))
        parts += [suggestion_row(one, names[one.skill]) for one in found]
    parts.append(Text("A suggestion looks only for certain words; you know better.", "quiet"))
    ident = {"placement": str(placement.id)}
    actions = (
        Action("Choose a sentence myself", "journal.mark.choose", ident),
        Action("My journal", "journal", ident),
    )
    turn.say(Card(title=f"Skills in your {journal.name(turn)}", parts=tuple(parts), actions=actions))


def count_words(sentences: list[str], *, star: bool) -> str:
    """How many sentences, and whether there is a STAR entry, in words."""
    found = [f"{len(sentences)} {'sentence' if len(sentences) == 1 else 'sentences'}"] if sentences else []
    return " and ".join([*found, *(["a STAR entry"] if star else [])]) or "nothing yet"


def suggestion_row(one: journal_skills.Suggestion, skill: str) -> Row:
    """One suggestion with its yes and no. A sentence is named by its beginning and its entry."""
    ident = {"entry": str(one.entry), "sentence": journals.digest_of(one.sentence)[:16], "skill": one.skill}
    return Row(
        one.sentence, f"{skill}? Because of: {', '.join(one.because)}",
        (Action("Yes", "journal.mark", ident), Action("Another skill", "journal.mark.other", ident),
         Action("No", "journal.mark", {**ident, "skill": NONE})),
    )  # fmt: skip


def sentence_of(entry: Entry, digest: str) -> str | None:
    """The sentence of an entry that a button names."""
    return next(
        (one for one in journals.sentences(entry.whole) if journals.digest_of(one)[:16] == digest), None
    )


def mark(turn: Turn, args: Args) -> None:
    """The yes or no to a suggestion."""
    entry = journal.own_entry(turn, args)
    sentence = sentence_of(entry, args["sentence"])
    if sentence is None:
        turn.say("That sentence has changed since. Here is how it stands now.")
    elif args["skill"] == NONE:
        dismissed = [*turn.talk.memory.get("not_a_skill", []), sentence]
        turn.remember(memory={**turn.talk.memory, "not_a_skill": dismissed[-100:]})
    else:
        put(turn, entry, sentence, args["skill"])
    turn.go("journal.skills", placement=str(entry.placement))


def put(turn: Turn, entry: Entry, sentence: str, skill: str) -> None:
    """Mark a sentence; choosing another skill for the same sentence replaces the first."""
    marks = tuple(one for one in entry.marks if one.sentence != sentence)
    turn.unit.journals.save_entry(replace(entry, marks=(*marks, Mark(sentence, skill))))


def other(turn: Turn, args: Args) -> None:
    """The same sentence, another skill."""
    entry = journal.own_entry(turn, args)
    dialog.start(
        turn, MARK, {"placement": str(entry.placement)}, {"sentence": f"{entry.id}:{args['sentence']}"}
    )


def choose(turn: Turn, args: Args) -> None:
    """Choose a sentence and a skill oneself."""
    placement = mine.current(turn, args)
    if placement is not None:
        dialog.start(turn, MARK, {"placement": str(placement.id)})


def build(turn: Turn, subject: Subject) -> Flow:
    """Which sentence, and which skill."""
    entries = journal.entries_of(turn, int(subject["placement"]))
    options = tuple(
        Option(f"{entry.id}:{journals.digest_of(sentence)[:16]}", sentence, say_day(entry.day))
        for entry in entries[::-1]
        for sentence in journals.sentences(entry.whole)
    )[:60]
    skills = tuple(Option(skill.key, skill.name) for skill in journal_skills.named(turn.the_programme))
    which = Choice(question="Which sentence?", label="Sentence", choices=options)

    def skill(answers: Answers) -> Choice:
        sentence = which.show(answers["sentence"])
        return Choice(question=f"Which skill does this show? “{sentence}”", label="Skill", choices=skills)

    return Flow("Sentences and skills", (Step("sentence", which), Step("skill", skill)))


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Keep the choice."""
    number, _, digest = str(answers["sentence"]).partition(":")
    entry = journal.own_entry(turn, {"entry": number})
    if sentence := sentence_of(entry, digest):
        put(turn, entry, sentence, str(answers["skill"]))
    turn.go("journal.skills", placement=subject["placement"])


MARK = Dialog(name="journal.mark", build=build, finish=finish, keep=False)
