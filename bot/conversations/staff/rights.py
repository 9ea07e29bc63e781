"""Roles: an owner gives and takes them, after a yes; the person is told, and the log keeps both."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.activities import Args
from bot.cards import Action, Card, Row, Text
from bot.conversations.placement import mine
from bot.conversations.staff.role_words import Wish
from bot.conversations.staff.today import HOME
from bot.errors import NotAllowedError, OutdatedError
from bot.programme import names
from bot.programme.people import ROLES, Membership, Person, Role
from bot.turn import Turn

MEANS: dict[Role, str] = {
    "staff": "They then see every application and submitted journal of this programme, and can write to everybody.",
    "network_staff": "They then decide where the network decides, and see what staff see.",
    "owner": "They then give and take roles, too.",
    "host_supervisor": "They are then asked about the students of theirs.",
    "programme_supervisor": "They then look after the students who are theirs.",
}


def heard(turn: Turn, wish: Wish) -> None:
    """A wish in words: by address, or by a name that one person on the roster has."""
    must_be_owner(turn)
    if "@" in wish.who:
        ask_first(turn, wish)
        return
    if re.search(r",| and |&", wish.who):
        turn.say("One at a time, please: whose role shall I change first?", roles_button(), HOME)
        return
    found = names.who(wish.who, turn.unit.people.names(turn.scope), slips=True)
    if len(found) == 1:
        ask_first(turn, replace(wish, who=found[0].email))
        return
    could = ", ".join(f"{one.name} ({one.email})" for one in found[:5])
    turn.say(
        f"That could be {could}. Please say it with the e-mail address."
        if found
        else f"I find nobody called “{wish.who}” on the roster. Please say it with their e-mail address, such as "
        "“make ada@example.ac.uk staff”.",
        roles_button(),
        HOME,
    )


def ask_first(turn: Turn, wish: Wish) -> None:
    """Who it is and what it means, before anything is changed."""
    must_be_owner(turn)
    person = turn.unit.people.by_email(turn.scope.organisation, wish.who)
    has = person is not None and turn.unit.people.membership(turn.scope, person.id, wish.role) is not None
    who = f"{person.name} ({wish.who})" if person and person.name else wish.who
    if has == wish.give:
        state = "is" if has else "is not"
        turn.say(
            f"{who} {state} {named(wish.role)} of this programme{' already' if has else ''}.",
            roles_button(),
            HOME,
        )
        return
    if not wish.give and wish.role == "owner" and len(turn.unit.people.having(turn.scope, "owner")) == 1:
        turn.say(
            f"{who} is the only owner, and somebody must be. Make another person owner first.",
            roles_button(),
            HOME,
        )
        return
    args = {"email": wish.who, "role": wish.role, "do": "give" if wish.give else "take"}
    label = f"Make them {named(wish.role)}" if wish.give else "Take it away"
    turn.remember(pending={"action": "role.change", "args": args, "label": label})
    new = "" if person else " They are not on the roster yet, and are added to it."
    words = (
        f"Make {who} {named(wish.role)} of {turn.the_programme.title}? {MEANS[wish.role]}{new}"
        if wish.give
        else (
            f"Is {who} to be {named(wish.role)} of {turn.the_programme.title} no longer? "
            "What they wrote and decided stays."
        )
    )
    turn.say(words, Action(label, "role.change", args, "primary"), Action("Leave it as it is", "home"))


def change(turn: Turn, args: Args) -> None:
    """Give or take the role, by the state of now."""
    must_be_owner(turn)
    role = next((one for one in ROLES if one == args.get("role") and one in MEANS), None)
    if role is None or args.get("do") not in {"give", "take"}:
        raise OutdatedError
    wish = Wish(args["email"], role, args["do"] == "give")
    turn.remember(pending=None)
    person = turn.unit.people.by_email(turn.scope.organisation, wish.who)
    has = person is not None and turn.unit.people.membership(turn.scope, person.id, role) is not None
    last = role == "owner" and len(turn.unit.people.having(turn.scope, "owner")) == 1
    if has == wish.give or (not wish.give and last):
        ask_first(turn, wish)
        return
    if wish.give:
        person = person or turn.unit.people.get(
            turn.unit.people.add(turn.scope.organisation, wish.who, "", None, None)
        )
        turn.unit.people.join(Membership(person.id, turn.scope, role))
    elif person:
        turn.unit.people.leave(turn.scope, person.id, role)
    if person is None:
        raise OutdatedError
    kind = "gave a role" if wish.give else "took a role"
    turn.record(kind, f"person:{person.id}", before={role: has}, after={role: wish.give})
    tell(turn, person, wish)
    back = {**args, "do": "take" if wish.give else "give"}
    state = "now" if wish.give else "no longer"
    turn.say(
        f"{person.name or wish.who} is {state} {named(role)} of this programme, and is told.",
        Action("Undo", "role.change", back), roles_button(), HOME,
    )  # fmt: skip


def tell(turn: Turn, person: Person, wish: Wish) -> None:
    """The person hears it from the bot, with who did it."""
    state = "now" if wish.give else "no longer"
    words = (
        f"You are {state} {named(wish.role)} of {turn.the_programme.title}; {turn.person.name} changed it."
    )
    turn.notify(
        person.id,
        Card(parts=(Text(words),), actions=(Action("Home", "home"),), summary=words[:150]),
        key=f"role:{turn.activity.id}:{person.id}",
        why="Your role in this programme has changed.",
    )


def show(turn: Turn, _: Args) -> None:
    """Who has which role of staff here."""
    mine.must_be_staff(turn)
    owner = turn.membership is not None and turn.membership.role == "owner"
    rows = []
    listed: tuple[Role, ...] = ("owner", "network_staff", "staff")
    for role in listed:
        for person, _membership in turn.unit.people.having(turn.scope, role):
            args = {"email": person.email, "role": role, "do": "take"}
            buttons = (Action("Take the role away", "role.ask", args),) if owner else ()
            rows.append(Row(person.name or person.email, f"{named(role)} · {person.email}", buttons))
    hint = "Say, for example, “make ada@example.ac.uk staff”." if owner else "An owner gives and takes roles."
    turn.say(Card(title="Who has which role", parts=(*rows[:40], Text(hint, "quiet")), actions=(HOME,)))


def ask(turn: Turn, args: Args) -> None:
    """The button beside a name."""
    role = next((one for one in ROLES if one == args.get("role") and one in MEANS), None)
    if role is None:
        raise OutdatedError
    ask_first(turn, Wish(args["email"], role, give=False))


def must_be_owner(turn: Turn) -> None:
    """Raises NotAllowedError for everybody else, with the names of those who can."""
    if turn.membership is not None and turn.membership.role == "owner":
        return
    mine.must_be_staff(turn)
    owners = [person.name or person.email for person, _ in turn.unit.people.having(turn.scope, "owner")]
    who = (
        f"Please ask {' or '.join(owners[:3])}."
        if owners
        else "None is named yet; whoever runs this installation can name one."
    )
    raise NotAllowedError(f"Only an owner gives and takes roles. {who}")


def named(role: str) -> str:
    """A role in a sentence."""
    return {
        "owner": "an owner",
        "host_supervisor": "a host supervisor",
        "programme_supervisor": "a programme supervisor",
    }.get(role, role.replace("_", " "))


def roles_button() -> Action:
    """To the list."""
    return Action("Who has which role", "roles")
