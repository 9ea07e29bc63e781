"""May I take part? Yes; no with the rule and where to go instead; or not settled, with the way to a human."""

from __future__ import annotations

from dataclasses import replace

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.programme.eligibility import Verdict, check
from bot.turn import Turn


def verdict_of(turn: Turn) -> Verdict:
    """What the rules say of this person, by what the roster holds; silence there is unknown, never no."""
    return check(turn.the_programme, turn.membership.attributes if turn.membership else {})


def show(turn: Turn, _: Args) -> None:
    """The answer, with its reason and one next step."""
    verdict = verdict_of(turn)
    if verdict.answer == "no":
        turn.say(refusal(turn, verdict))
    elif verdict.answer == "yes":
        turn.say(
            Card(
                parts=(Text("Yes, by what the roster says of you, you may take part."), Text(verdict.rule)),
                actions=(
                    Action("Browse", "browse", style="primary"),
                    Action("Show me the rule", "eligibility.rule"),
                ),
                summary="Yes, you may take part",
            )
        )
    else:
        turn.say(
            Card(
                parts=(
                    Text("I cannot say for certain."),
                    Text(verdict.rule),
                    Text(
                        f"You can apply all the same; {verdict.route or 'the programme team'} can tell you."
                    ),
                ),
                actions=(Action("Show me the rule", "eligibility.rule"), Action("Browse", "browse")),
                summary="Whether you may take part is not settled",
            )
        )


def refusal(turn: Turn, verdict: Verdict) -> Card:
    """A no with the rule, the redirect where the programme gives one, and what to do if the record is wrong."""
    parts = [Text(verdict.rule)]
    if verdict.redirect:
        parts.append(Text(verdict.redirect))
    else:
        contact = turn.the_programme.contact
        parts.append(Text(f"If you have a question about this, ask {contact.email or contact.office}."))
    return Card(
        parts=tuple(parts),
        actions=(
            Action("Show me the rule", "eligibility.rule"),
            Action("My record is wrong", "eligibility.wrong"),
        ),
        summary=verdict.rule[:150],
    )


def rule(turn: Turn, _: Args) -> None:
    """The programme's own lines on who may take part."""
    facts = turn.the_programme.facts_about("eligibility")
    lines = [line for fact in facts for line in fact.verbatim]
    source = turn.the_programme.source_of(facts[0]).title if facts else turn.the_programme.title
    parts = (*(Text(line, "quote") for line in lines), Text(f"Source: {source}", "quiet"))
    turn.say(
        Card(title="The rule", parts=parts, actions=(Action("My record is wrong", "eligibility.wrong"),))
    )


def wrong(turn: Turn, _: Args) -> None:
    """The roster has it wrong: staff are told, with what it says now; nothing changes by itself."""
    memory = turn.talk.memory
    if memory.get("record_wrong"):
        turn.say("The team knows already. They will write to you here.", Action("Home", "home"))
        return
    turn.talk = replace(turn.talk, memory={**memory, "record_wrong": True})
    attributes = turn.membership.attributes if turn.membership else {}
    level = attributes.get("level", "nothing")
    words = f'{turn.person.name} says that the roster is wrong about them. It says now: level "{level}".'
    for staff, _membership in turn.unit.people.having(turn.scope, "staff"):
        turn.notify(
            staff.id,
            Card(title="A record to check", parts=(Text(words),), summary=words[:80]),
            key=f"record:{turn.person.id}:{turn.activity.id}:{staff.id}",
            why="You are on the staff of this programme and can correct the roster.",
        )
    turn.record("record disputed", f"person:{turn.person.id}")
    turn.say(
        "I have asked the programme team to check your record. They will write to you here.",
        Action("Home", "home"),
    )
