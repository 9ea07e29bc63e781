"""Who has not done it: a rule in words, its count and names, and a message to just those in one press."""

from __future__ import annotations

from dataclasses import replace

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations.broadcast import begin, plan
from bot.conversations.broadcast.common import meant, people_words
from bot.conversations.broadcast.drafting import draft_text
from bot.programme.audiences import Audience, Condition
from bot.programme.broadcasts import Broadcast
from bot.programme.people import STAFF
from bot.turn import Turn
from bot.understanding.recipients import read_audience

MOST_NAMED = 20
A_RECORD = "Say a name to see that person's record."


def heard(turn: Turn, text: str) -> bool:
    """The people of whom the words speak, and what can be done about them; False for who is not on the staff."""
    if turn.membership is None or turn.membership.role not in STAFF:
        return False
    audience = read_audience(text, turn.the_programme, attributes=begin.known(turn)).audience
    if audience is None or not audience.conditions:
        audience = _guessed(turn, text)
    listed(turn, audience)
    return True


def listed(turn: Turn, audience: Audience) -> None:
    """How many they are and who, with a message to just those in one press."""
    count = turn.unit.broadcasts.count(turn.the_programme, audience)
    words = audience.say(turn.the_programme)
    if count == 0:
        turn.say(f"Nobody: there are no {words}.", Action("Home", "home"))
        return
    some = turn.unit.broadcasts.people(turn.the_programme, audience, MOST_NAMED)
    lines = "\n".join(person.name or person.email for person in some)
    draft = Broadcast(
        id=0, scope=turn.scope, author=turn.person.id, made_at=turn.now, audience=audience,
        changed_by=turn.person.id,
    )  # fmt: skip
    text_for, remark = draft_text(turn.the_programme, audience, "", turn.now)
    draft = replace(draft, text=text_for, assumed=(remark,) if remark else ())
    number = turn.unit.broadcasts.add(draft)
    turn.record("people looked at", f"broadcast:{number}", after={"rule": words, "number": count})
    more = Text(f"and {count - len(some):,} more", "quiet")
    turn.say(
        Card(
            title=f"{people_words(count)}: {words}",
            parts=(Text(lines), *((more,) if count > len(some) else ()), Text(A_RECORD, "quiet")),
            actions=(
                Action(
                    f"Write to the {count:,}" if count > 1 else "Write to them",
                    "broadcast.write",
                    {"broadcast": str(number)},
                    "primary",
                ),
                Action("Home", "home"),
            ),
        )
    )


def _guessed(turn: Turn, text: str) -> Audience:
    """Words too short to be a rule ("who's left?"): what is due now decides."""
    if "appl" in text.casefold() or not turn.unit.placements.all(turn.scope):
        return Audience(("student",), (Condition("application", ("draft",)),))
    if "journal" in text.casefold() or not turn.the_programme.check_ins:
        return Audience(("student",), (Condition("placement"), Condition("journal", opposite=True)))
    one = turn.the_programme.check_ins[0]
    return Audience(
        ("student", "host_supervisor", "programme_supervisor"),
        (Condition("check_in", key=one.key, name=one.name),),
    )


def write(turn: Turn, args: Args) -> None:
    """Go on from the list to a plan; what has no words yet is given them first."""
    if meant(turn, args).text:
        plan.show(turn, args)
    else:
        begin.edit(turn, args)
