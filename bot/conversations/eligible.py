"""May I take part? Yes; no with the rule and where to go instead; or not settled, with the way to a human."""

from __future__ import annotations

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations.placement import mine
from bot.programme.eligibility import Verdict, check
from bot.turn import Turn


def verdict_of(turn: Turn) -> Verdict:
    """What the rules say of this person, by what the roster holds; silence there is unknown, never no."""
    return check(turn.the_programme, turn.membership.attributes if turn.membership else {})


def show(turn: Turn, args: Args) -> None:
    """The answer, with its reason and one next step."""
    verdict = verdict_of(turn)
    if verdict.answer == "no":
        turn.say(refusal(turn, verdict))
    elif verdict.answer == "yes":
        turn.say(
            Card(
                parts=(Text("Yes, by what the roster says of you, you may take part."), Text(verdict.rule)),
                actions=(onward(turn, args), Action("Show me the rule", "eligibility.rule")),
                summary="Yes, you may take part",
            )
        )
    else:
        turn.say(
            Card(
                parts=(
                    Text("I cannot tell for certain."),
                    Text(verdict.rule),
                    Text(doubt(verdict)),
                ),
                actions=(onward(turn, args), Action("Show me the rule", "eligibility.rule")),
                summary="Whether you may take part is not settled",
            )
        )


def onward(turn: Turn, args: Args) -> Action:
    """To the application for what was asked about, else to the list."""
    if turn.the_programme.application.target == "programme":
        return Action("Apply", "apply", style="primary")
    seen = args.get("opportunity") or turn.talk.memory.get("opportunity")
    one = turn.unit.opportunities.get(turn.scope, int(seen)) if seen else None
    if one is None:
        return Action("Browse", "browse", style="primary")
    return Action(f"Apply to {one.host}"[:60], "apply", {"opportunity": str(one.id)}, "primary")


def doubt(verdict: Verdict) -> str:
    """Why it is not settled, and what one can do: applying is never barred by what nobody knows."""
    ask = verdict.route or "the programme team"
    return f"{verdict.doubt} You can apply all the same; to be sure, ask {ask}.".strip()


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
    """The roster has it wrong: a task for staff, with what it says now; nothing changes by itself."""
    attributes = turn.membership.attributes if turn.membership else {}
    level = attributes.get("level", "nothing")
    words = f'{turn.person.name} says that the roster is wrong about them. It says now: level "{level}".'
    if not mine.hand_over(turn, "record", f"person:{turn.person.id}", words):
        turn.say("The team knows already. The answer comes here.", Action("Home", "home"))
        return
    turn.record("record disputed", f"person:{turn.person.id}")
    turn.say(
        "I have asked the programme team to check your record. The answer comes here.", Action("Home", "home")
    )
