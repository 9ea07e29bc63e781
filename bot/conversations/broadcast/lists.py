"""People by name: pasted addresses and names, and lists that staff keep under a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations import dialog
from bot.conversations.broadcast.common import meant, people_words
from bot.conversations.dialog import Dialog, Subject
from bot.errors import UnclearReplyError
from bot.flow import Flow, Step
from bot.programme.audiences import EVERYBODY, Audience, Condition
from bot.programme.broadcasts import SavedList
from bot.programme.names import who
from bot.programme.people import Person, Role
from bot.programme.sessions import Matched, match_names
from bot.prompts import ShortText
from bot.turn import Turn

MOST_KEPT = 100_000
MOST_NAMED = 4
LONGEST_NAME = 60
LARGEST_ROSTER = 5_000
ADDRESS = re.compile(r"[\w.+'-]+@[\w.-]+\w")
ROLES: tuple[Role, ...] = ("student", "host_supervisor", "programme_supervisor", "staff")


@dataclass(frozen=True, kw_only=True)
class ListName(ShortText):
    """A name that no list has yet."""

    taken: frozenset[str]
    longest: int = LONGEST_NAME

    def parse(self, text: str) -> str:
        name = super().parse(text)
        if name.casefold() in self.taken:
            raise UnclearReplyError(f"There is a list called “{name}” already. Please choose another name.")
        return name


def pasted(turn: Turn, words: str) -> Audience | None:
    """The people whose addresses stand in the words; raises UnclearReplyError for one whom nobody knows."""
    addresses = list(dict.fromkeys(found.casefold() for found in ADDRESS.findall(words)))
    if not addresses:
        return None
    roster = (person for role in ROLES for person, _ in turn.unit.people.having(turn.scope, role))
    members = {person.email.casefold(): person for person in roster}
    unknown = [one for one in addresses if one not in members]
    if unknown:
        raise UnclearReplyError(
            f"Not on the roster of this programme: {', '.join(unknown[:5])}. Leave "
            f"{'it' if len(unknown) == 1 else 'them'} out, or add them to the roster first."
        )
    return of_people([members[one] for one in addresses])


def named(turn: Turn, words: str) -> Audience | None:
    """The people whose names these are, first and last; None where one of them could be somebody else."""
    roster = {person.id: person for role in ROLES for person, _ in turn.unit.people.having(turn.scope, role)}
    if len(roster) > LARGEST_ROSTER:
        return None
    matched = match_names(words, list(roster.values()))
    if not matched or not all(one.sure or _plainly(one) for one in matched):
        return None
    return of_people([one.people[0] for one in matched])


def _plainly(one: Matched) -> bool:
    """Whether only one person fits, and every word that was typed, two at least, is a word of their name."""
    typed = set(one.line.casefold().split())
    return len(one.people) == 1 and len(typed) > 1 and typed <= set(one.people[0].name.casefold().split())


TO = re.compile(
    r"(?:please |pls |can you |could you )*"
    r"(?:write|send (?:an? )?(?:message|note|line|reminder|e-?mail)|message|e-?mail"
    r"|text|dm|ping|tell|ask|remind|nudge|let|drop(?: an? (?:line|note))?)(?: to)? "
    r"(?P<who>[^\s:,.?!]+(?: [^\s:,.?!]+){0,2}?)"
    r"(?:'s)?(?=\s*(?:[:,]|$| (?:that|to|about|know|how|when|if|now|today|tomorrow|at|on|for)\b))",
    re.IGNORECASE,
)


def addressed(turn: Turn, said: str) -> Audience | None:
    """The one person whom an order names ("write to amara: …"); None where it is nobody, or could be several."""
    found = TO.match(" ".join(said.split()))
    people = who(found["who"], turn.unit.people.names(turn.scope), slips=False) if found else []
    return of_people([turn.unit.people.get(people[0].person)]) if len(people) == 1 else None


def of_people(people: list[Person]) -> Audience:
    """Just these people, whatever their role."""
    names = [person.name or person.email for person in people]
    rest = len(names) - MOST_NAMED
    said = ", ".join(names[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
    numbers = tuple(str(person.id) for person in people)
    return Audience(EVERYBODY, (Condition("person", states=numbers, name=said),))


def keep(turn: Turn, args: Args) -> None:
    """Keep the people of a plan, as they are today, under a name."""
    one = meant(turn, args)
    dialog.start(turn, KEEP, {"broadcast": str(one.id)})


def build(turn: Turn, _: Subject) -> Flow:
    """One question: what the list is called."""
    return name_flow(turn)


def name_flow(turn: Turn, hint: str = "") -> Flow:
    """The question for a name that no list has yet."""
    taken = frozenset(saved.name.casefold() for saved in turn.unit.broadcasts.lists(turn.scope))
    name = ListName(question="What shall the list be called?", label="Name", hint=hint, taken=taken)
    return Flow("Keep a list", (Step("name", name),))


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Save the list; it can be named in every later message."""
    one = meant(turn, subject)
    people = turn.unit.broadcasts.people(turn.the_programme, one.audience, MOST_KEPT) if one.audience else []
    name = str(answers["name"])
    numbers = tuple(person.id for person in people)
    turn.unit.broadcasts.add_list(SavedList(0, turn.scope, name, turn.person.id, turn.now, numbers))
    turn.record("list kept", f"list:{name}", after={"number": len(people)})
    turn.say(
        Card(
            parts=(
                Text(
                    f"Kept “{name}”: {people_words(len(people))} as they are today. Say its name to write to them."
                ),
            ),
            actions=(Action("Back to the plan", "broadcast.open", {"broadcast": str(one.id)}),),
        )
    )


KEEP = Dialog("broadcast.list", build, finish, left="No list was kept.")
