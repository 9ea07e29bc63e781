"""Words of danger: help at once, then a named human, in the order and with the care that the programme's file says.

The writer is told that somebody has it only once that message is delivered. What is written in private (a journal, a
text that is not sent yet) is passed on only after a yes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal, TypeAlias

from bot.activities import Args
from bot.cards import Action, Card, Part, Text
from bot.errors import ClosedError, NotAllowedError, NotFoundError
from bot.ports import Outgoing, UnitOfWork
from bot.programme.definition import Programme, SafetyContact
from bot.programme.people import Person, Scope
from bot.programme.safety import Alert, Kind, next_contacts, to_leave_out, wait
from bot.turn import Turn
from bot.understanding.reader import Reading

SENT_TO_THE_TEAM = frozenset({"check_in", "check_in_note", "problem"})
"""Dialogs whose answers the team reads anyway; every other one is private until it is sent."""
CARE = "I am glad you told me. I am a program and cannot help as a person can, but people can."
PERHAPS = "If this is more than a hard day, for you or for somebody else, it need not be carried alone."
UNTOLD = "I have not told anybody."
NOBODY = (
    "I could not reach any of the people named for this. Please do not wait for them: use the numbers above."
)
LONGEST = 2000
TAKE = "I am taking care of this"
Standing: TypeAlias = Literal["open", "taken", "not yours"]


def danger(turn: Turn, text: str, reading: Reading) -> None:
    """Show help to the writer at once, and pass it on; ask first where the words are private.

    Where danger is only suspected, a hard day is the likelier meaning: help is shown, and nobody is told unless asked.
    """
    kind: Kind = "crisis" if reading.intent == "crisis" else "safeguarding"
    programme = turn.the_programme
    if reading.otherwise is not None:
        ways = (_offers(kind)[0], Action("Home", "home"))
        turn.say(_help(programme, kind, Text(UNTOLD, "quiet"), *ways, lead=PERHAPS))
        return
    turn.record(f"danger: {kind}", f"person:{turn.person.id}")
    if _is_private(turn, text):
        turn.say(_help(programme, kind, Text("I have not told anybody. Shall I?"), *_offers(kind)))
        return
    alert = _open(turn, kind, text)
    named = _passing(programme, alert) if alert.told else _nobody_left(programme, alert)
    turn.say(_help(programme, kind, Text(named), Action("Home", "home")))


def danger_in_public(turn: Turn, text: str, reading: Reading) -> None:
    """The same for words that were said where others read: what it leads to is told to the writer alone."""
    before = len(turn.said)
    danger(turn, text, reading)
    for number, card in enumerate(turn.said[before:]):
        key = f"danger:{turn.activity.id}:{number}"
        turn.notify(turn.person.id, card, key=key, why="You wrote of danger.", kind="safety")
    del turn.said[before:]


def ask_to_pass(turn: Turn, args: Args) -> None:
    """The writer of private words wants somebody to get in touch; the words themselves stay private."""
    kind: Kind = "safeguarding" if args.get("kind") == "safeguarding" else "crisis"
    alert = _open(turn, kind, "")
    turn.say(_passing(turn.the_programme, alert) if alert.told else _nobody_left(turn.the_programme, alert))


def take(turn: Turn, args: Args) -> None:
    """A contact takes it up: nobody else is alerted, and those alerted before are told."""
    programme = turn.unit.programmes.get(args.get("programme", ""))
    if programme is None:
        raise NotFoundError
    turn.programme = programme
    contacts = programme.safety.contacts
    alert = turn.unit.alerts.get(turn.scope, int(args.get("alert", "0")))
    if alert is None or not _was_told(programme, alert, turn.person):
        raise NotAllowedError
    if alert.taken_by is not None:
        taker = turn.unit.people.get(alert.taken_by)
        raise ClosedError(f"{taker.name or taker.email} has taken this up already.")
    turn.unit.alerts.save(replace(alert, taken_by=turn.person.id, taken_at=turn.now, next_at=None))
    turn.record("took up a safety alert", f"alert:{alert.id}")
    turn.replace(Card(parts=(Text("You have taken this up. Nobody else is alerted."),)))
    for place in alert.told:
        person = _person(turn.unit, turn.scope, contacts[place])
        if person.id != turn.person.id:
            words = f"{turn.person.name or turn.person.email} has taken this up."
            card = Card(parts=(Text(words),), ref=f"safety:{alert.id}")
            _send(
                turn.unit, turn.scope, person.id, card, f"safety:{alert.id}:taken:{person.id}", turn.now, {}
            )


def standing(unit: UnitOfWork, programme: str, number: int, person: int) -> Standing:
    """How an alert stands for somebody who was sent it."""
    found = unit.programmes.get(programme)
    alert = unit.alerts.get(Scope(found.organisation.key, found.key), number) if found else None
    if found is None or alert is None or not _was_told(found, alert, unit.people.get(person)):
        return "not yours"
    return "open" if alert.taken_by is None else "taken"


def _was_told(programme: Programme, alert: Alert, person: Person) -> bool:
    address = person.email.casefold()
    return any(programme.safety.contacts[place].email.casefold() == address for place in alert.told)


def escalate(unit: UnitOfWork, now: datetime) -> int:
    """Alert the next contact wherever nobody has taken an alert up in time; returns how many alerts moved on."""
    moved = 0
    for alert in unit.alerts.due(now):
        programme = unit.programmes.get(alert.scope.programme)
        if programme is not None:
            pass_on(unit, programme, alert, now)
            moved += 1
    return moved


def pass_on(unit: UnitOfWork, programme: Programme, alert: Alert, now: datetime) -> Alert:
    """Alert whoever is next; where nobody is left, the writer is told so, once."""
    places = next_contacts(programme.safety, alert, now)
    writer = unit.people.get(alert.writer)
    moved = replace(
        alert, told=(*alert.told, *places), next_at=now + wait(programme.safety) if places else None
    )
    unit.alerts.save(moved)
    for place in places:
        contact = programme.safety.contacts[place]
        card = _alert_card(programme, alert, writer)
        about = {"safety": alert.id, "contact": place}
        _send(
            unit,
            alert.scope,
            _person(unit, alert.scope, contact).id,
            card,
            f"safety:{alert.id}:{place}",
            now,
            about,
        )
    return moved


def aftermath(unit: UnitOfWork, outgoing: Outgoing, state: str, now: datetime) -> None:
    """An alert was delivered: now the writer may be told. It was not: the next contact is alerted at once."""
    if outgoing.scope is None or "safety" not in outgoing.about:
        return
    alert = unit.alerts.get(outgoing.scope, int(outgoing.about["safety"]))
    programme = unit.programmes.get(outgoing.scope.programme)
    if alert is None or programme is None:
        return
    contact = programme.safety.contacts[int(outgoing.about["contact"])]
    if state == "delivered":
        words = f"I have passed this to {contact.name}, {contact.role}."
        _send(unit, alert.scope, alert.writer, Card(parts=(Text(words),)), f"{outgoing.key}:told", now, {})
        return
    after = pass_on(unit, programme, alert, now)
    if after.told == alert.told and alert.taken_by is None and not _one_arrived(unit, alert):
        card = _help(programme, alert.kind, Text(NOBODY))
        _send(unit, alert.scope, alert.writer, card, f"safety:{alert.id}:nobody", now, {})


def _one_arrived(unit: UnitOfWork, alert: Alert) -> bool:
    """Whether at least one contact has got it."""
    return any(unit.schedule.state_of(f"safety:{alert.id}:{place}") == "delivered" for place in alert.told)


def _open(turn: Turn, kind: Kind, words: str) -> Alert:
    programme = turn.the_programme
    meant = _meant(turn, words)
    alert = Alert(
        0, turn.scope, turn.person.id, kind, words[:LONGEST], turn.now,
        left_out=to_leave_out(programme.safety, words, turn.person, meant),
    )  # fmt: skip
    kept = replace(alert, id=turn.unit.alerts.add(alert))
    return pass_on(turn.unit, programme, kept, turn.now)


def _meant(turn: Turn, words: str) -> set[str]:
    """The addresses of a supervisor or host that the words speak of without a name."""
    said = words.casefold()
    found = set()
    for one in turn.unit.placements.of_student(turn.scope, turn.person.id):
        people = [one.programme_supervisor, one.host_supervisor]
        if any(
            word in said
            for word in ("supervisor", "host", "manager", "boss", "coordinator", "adviser", "advisor")
        ):
            found |= {turn.unit.people.get(person).email for person in people if person}
    return found


def _is_private(turn: Turn, text: str) -> bool:
    """Whether the words stand in something that nobody else reads yet."""
    flow = (turn.talk.active or {}).get("flow")
    return text.casefold().lstrip().startswith("journal") or (
        flow is not None and flow not in SENT_TO_THE_TEAM
    )


def _help(programme: Programme, kind: Kind, *after: Part | Action, lead: str = CARE) -> Card:
    """The lines to show at once: care, the numbers, the route."""
    safety = programme.safety
    parts: list[Part] = [Text(lead)]
    if kind == "crisis":
        lines = safety.crisis_lines
        parts += [Text(f"{line.name}: {line.number} ({line.where}, {line.when})", "strong") for line in lines]
    if safety.safeguarding and kind == "safeguarding":
        parts.append(Text(safety.safeguarding))
    parts += [one for one in after if not isinstance(one, Action)]
    actions = tuple(one for one in after if isinstance(one, Action))
    return Card(parts=tuple(parts), actions=actions, summary="Help is there for you now")


def _offers(kind: Kind) -> tuple[Action, ...]:
    return (
        Action("Ask somebody to get in touch", "safety.pass", {"kind": kind}),
        Action("No", "safety.no", {"kind": kind}),
    )


def keep_private(turn: Turn, args: Args) -> None:
    """The writer does not want anybody told."""
    again = Action("Ask somebody to get in touch", "safety.pass", dict(args))
    turn.say("All right, it stays with you. This button works whenever you want it.", again)


def _passing(programme: Programme, alert: Alert) -> str:
    first = programme.safety.contacts[alert.told[0]]
    return f"I am passing this to {first.name}, {first.role}, now. I will write here as soon as they have it."


def _nobody_left(programme: Programme, alert: Alert) -> str:
    if alert.left_out:
        return (
            "I have not passed this to anybody, because the only people named for this are the ones you speak of. "
            f"{programme.safety.safeguarding or ''}"
        ).strip()
    return "This programme has named nobody whom I could tell. Please use the numbers, or tell somebody you trust."


def _alert_card(programme: Programme, alert: Alert, writer: Person) -> Card:
    who = f"{writer.name or writer.email} ({writer.email})"
    what = "may be in danger" if alert.kind == "crisis" else "speaks of harm or pressure"
    parts: list[Part] = [Text(f"{who} {what}. It came to {programme.title} through Foothold.", "strong")]
    if alert.words:
        parts.append(Text(alert.words, "quote"))
    else:
        parts.append(
            Text("They wrote in private and ask somebody to get in touch. I do not pass their words on.")
        )
    parts.append(
        Text("Tell nobody who does not have to know. If you do not take it up, the next person is alerted.")
    )
    args = {"alert": str(alert.id), "programme": programme.key}
    return Card(
        title="Safety: somebody needs you",
        parts=tuple(parts),
        actions=(Action(TAKE, "safety.take", args, "primary"),),
        summary="Safety: somebody needs you now",
        ref=f"safety:{alert.id}",
    )


def _person(unit: UnitOfWork, scope: Scope, contact: SafetyContact) -> Person:
    """The contact as somebody who can be written to; safety contacts need no role in the programme."""
    found = unit.people.by_email(scope.organisation, contact.email)
    return found or unit.people.get(
        unit.people.add(scope.organisation, contact.email, contact.name, None, None)
    )


def _send(
    unit: UnitOfWork, scope: Scope, person: int, card: Card, key: str, now: datetime, about: dict[str, int]
) -> None:
    unit.outbox.add(
        Outgoing(
            key=key, person=person, card=card, due_at=now, kind="safety", scope=scope,
            why="You are named in this programme's safety plan." if about else "You wrote of danger.",
            about=about,
        )
    )  # fmt: skip
