"""One person's record as staff see it: who they are, how to reach them, where everything of theirs stands.

A look at it is a line of the audit log. A journal is private until it is submitted, and who may read the answers of a
check-in was said when it was asked: neither is shown here, only how far it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.activities import Args
from bot.cards import Action, Card, Facts, Part, Row, Text
from bot.conversations import apply
from bot.conversations.broadcast import outstanding
from bot.conversations.checkin.words import plan_name
from bot.conversations.journal import glance as journal
from bot.conversations.journal import staff as journals_of_all
from bot.conversations.phrases import listed, moment
from bot.conversations.placement import glance, hours_total, mine
from bot.conversations.staff.today import HOME
from bot.errors import NotFoundError
from bot.programme import checkins
from bot.programme.applications import Application, words_for
from bot.programme.audiences import Audience, Condition
from bot.programme.broadcasts import Broadcast
from bot.programme.deciding import UNDECIDED
from bot.programme.journals import Journal
from bot.programme.people import STAFF, SUPERVISORS, Membership, Person, Scope
from bot.programme.placements import Placement
from bot.turn import Turn

MOST_STUDENTS = 20
MAIL = "email"
"""The one surface that is no chat."""


def show(turn: Turn, args: Args) -> None:
    """The record of somebody on this programme's roster; raises NotFoundError for anybody else."""
    mine.must_be_staff(turn)
    person, roles = on_the_roster(turn, args)
    parts: list[Part] = [
        Facts(tuple(about(turn, person, roles))),
        *applications(turn, person),
        *placements(turn, person),
    ]
    if any(one.role in SUPERVISORS for one in roles):
        parts.append(Text(students_of(turn, person)))
    undecided = any(
        one.state in UNDECIDED for one in turn.unit.applications.of_student(turn.scope, person.id)
    )
    decide = (Action("Decide", "decide"),) if undecided else ()
    ident = {"person": str(person.id)}
    turn.record("record looked at", f"person:{person.id}")
    turn.say(
        Card(
            title=person.name or person.email,
            parts=tuple(parts),
            actions=(
                *decide,
                Action("Write to them", "person.write", ident),
                Action("Change it", "change", {"kind": "person", "id": str(person.id)}),
                Action("Take off the roster", "person.off", ident),
                HOME,
            ),
        )
    )


def on_the_roster(turn: Turn, args: Args) -> tuple[Person, list[Membership]]:
    """Who is meant, and what they are in this programme."""
    person = turn.unit.people.get(int(args.get("person", "0") or 0))
    roles = [one for one in turn.unit.people.memberships(person.id) if one.scope == turn.scope]
    if not roles:
        raise NotFoundError("That person is no longer on this programme's roster.")
    return person, roles


def roles_words(memberships: Sequence[Membership], scope: Scope) -> str:
    """What somebody is in one programme."""
    said = listed([one.role.replace("_", " ") for one in memberships if one.scope == scope])
    return said[:1].upper() + said[1:]


def about(turn: Turn, person: Person, roles: Sequence[Membership]) -> Iterator[tuple[str, str]]:
    """Who it is, their own time, how they are reached and what they have asked of us."""
    yield "Role", roles_words(roles, turn.scope)
    yield "Address", person.email
    zone = person.zone(turn.the_programme.clock.zone)
    yield (
        "Their time",
        f"{turn.now.astimezone(zone):%H:%M} in {str(zone).rpartition('/')[2].replace('_', ' ')}",
    )
    ways = {one.surface for one, _ in turn.unit.people.identities(person.id)}
    seen = [*(["chat"] if ways - {MAIL} else []), *(["e-mail"] if MAIL in ways else [])]
    yield (
        "Reached by",
        listed(seen) or "nothing yet: they have not written here",
    )
    if person.stopped:
        yield "Messages", "stopped by them; only answers reach them"
    elif person.paused_until and person.paused_until > turn.now:
        yield "Messages", f"paused by them until {moment(turn, person.paused_until)}"


def applications(turn: Turn, person: Person) -> Iterator[Part]:
    """Each application with its state, the newest first."""
    for one in sorted(turn.unit.applications.of_student(turn.scope, person.id), key=lambda one: -one.id):
        since = f", received {moment(turn, one.submitted_at)}" if one.submitted_at else ""
        change = Action("What can be done", "application", {"application": str(one.id)})
        yield Row(f"Application: {apply.name_of(turn, one)}", f"{state_of(one)}{since}.", (change,))


def state_of(one: Application) -> str:
    """The state as staff read it."""
    said = words_for(one.state).replace("by you", "by them")
    return said[:1].upper() + said[1:]


def placements(turn: Turn, person: Person) -> Iterator[Part]:
    """Each placement: its days, people, hours, journal and check-ins."""
    for one in turn.unit.placements.of_student(turn.scope, person.id):
        how = Action("How it stands", "standing", {"placement": str(one.id)})
        other = Action("Days and people", "change", {"kind": "placement", "id": str(one.id)})
        yield Row(
            f"Placement: {mine.title_of(turn, one)}",
            f"{glance.state_words(turn, one).capitalize()}.",
            (how, other),
        )
        pairs = [
            ("When", glance.when(turn, one)),
            *glance.people(turn, one),
            ("Hours", hours_total.total_words(turn, one)),
        ]
        yield Facts(tuple((label, words) for label, words in pairs if words))
        if turn.the_programme.journal is not None:
            book = turn.unit.journals.of_placement(turn.scope, one.id) or Journal(
                0, turn.scope, one.student, one.id
            )
            said = journals_of_all.state_words(turn, one, book)
            yield Row(
                mine.first(journal.name(turn)), f"{said.capitalize()}.", journals_of_all.ways(book, one)
            )
        yield from check_ins(turn, one)


def check_ins(turn: Turn, placement: Placement) -> Iterator[Part]:
    """How far each check-in is; both sides are shown to those who may read one."""
    found = [
        one
        for one in turn.unit.check_ins.of_placement(turn.scope, placement.id)
        if one.state not in {"scheduled", "cancelled"}
    ]
    for key in dict.fromkeys(one.plan for one in found):
        sides = [one for one in found if one.plan == key]
        said = listed(
            [f"{one.role.replace('_', ' ')}: {'answered' if one.word else 'no answer yet'}" for one in sides]
        )
        args = {"placement": str(placement.id), "plan": key}
        may = any(checkins.may_read(one, placement, turn.person.id, turn.memberships) for one in sides)
        yield Row(
            plan_name(turn.the_programme, key),
            f"{said[:1].upper()}{said[1:]}.",
            (Action("See both sides", "checkin.sides", args),) if may else (),
        )


def students_of(turn: Turn, person: Person) -> str:
    """Whom a supervisor looks after."""
    names = [
        mine.student_of(turn, one).name
        for one in turn.unit.placements.of_supervisor(turn.scope, person.id)
        if one.state not in mine.LEFT
    ]
    if not names:
        return "No student is theirs yet."
    more = f" and {len(names) - MOST_STUDENTS} more" if len(names) > MOST_STUDENTS else ""
    return f"Their students: {', '.join(names[:MOST_STUDENTS])}{more}."


def write(turn: Turn, args: Args) -> None:
    """A message to this one person: a plan, shown before anything is sent."""
    mine.must_be_staff(turn)
    person, roles = on_the_roster(turn, args)
    name = person.name or person.email
    audience = Audience(
        tuple(one.role for one in roles if one.role not in STAFF) or tuple(one.role for one in roles),
        (Condition("person", (str(person.id),), name=name),),
    )
    number = turn.unit.broadcasts.add(
        Broadcast(
            id=0, scope=turn.scope, author=turn.person.id, made_at=turn.now, audience=audience,
            changed_by=turn.person.id,
        )
    )  # fmt: skip
    outstanding.write(turn, {"broadcast": str(number)})
