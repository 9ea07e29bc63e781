"""Which placement is meant, whose it is, and who may see it: the first thing that everything about placements asks."""

from __future__ import annotations

from datetime import date

from bot.activities import Args
from bot.cards import Action
from bot.errors import NotAllowedError, NotFoundError
from bot.programme.minors import guardian_agreed
from bot.programme.people import STAFF, Person
from bot.programme.placements import Placement
from bot.programme.tasks import StaffTask
from bot.turn import Turn

OF_ALL = (
    Action("Sessions and attendance", "attendance"),
    Action("Journals", "journal.all"),
    Action("Expenses for hosts", "expense.export"),
    Action("Who could not complete?", "completion.staff"),
    Action("What needs me today", "home"),
)
"""What staff have in the place of a student's own pages."""
LEFT = frozenset({"cancelled_before", "ended_early"})


def placements(turn: Turn) -> list[Placement]:
    """The student's own placements in this programme that were not broken off, the newest first."""
    found = turn.unit.placements.of_student(turn.scope, turn.person.id)
    return sorted(
        (one for one in found if one.state not in LEFT), key=lambda one: (one.starts or date.min, one.id)
    )[::-1]


def current(turn: Turn, args: Args | None = None) -> Placement | None:
    """The placement that `args` name, else the newest of the student's own; None after saying that there is none."""
    if args and args.get("placement"):
        return own(turn, int(args["placement"]))
    found = placements(turn)
    if found:
        return found[0]
    if is_staff(turn):
        turn.say(
            "That is a student's own page. Say a student's name to see their placement, hours and journal; for all "
            "of them there are these.",
            *OF_ALL,
        )
        return None
    turn.say(
        "You have no placement in this programme yet. Once an offer is accepted, it stands here.",
        Action("My applications", "status"),
        Action("Browse", "browse"),
    )
    return None


def own(turn: Turn, placement: int) -> Placement:
    """A placement of this student; raises NotFoundError for anybody else's."""
    found = turn.unit.placements.get(turn.scope, placement)
    if found is None or found.student != turn.person.id:
        raise NotFoundError
    return found


def supervised(turn: Turn, placement: int) -> Placement:
    """A placement that staff, or one of its two supervisors, may see; raises NotFoundError for everybody else."""
    found = turn.unit.placements.get(turn.scope, placement)
    if found is None or not (
        is_staff(turn) or turn.person.id in {found.host_supervisor, found.programme_supervisor}
    ):
        raise NotFoundError
    return found


def is_staff(turn: Turn) -> bool:
    """Whether the person acts as staff here."""
    return turn.membership is not None and turn.membership.role in STAFF


def must_be_staff(turn: Turn) -> None:
    """Raises NotAllowedError for everybody else."""
    if not is_staff(turn):
        raise NotAllowedError(
            "Only the programme team can do that. If you need it, say what you need and I will ask them."
        )


def title_of(turn: Turn, placement: Placement) -> str:
    """The placement by the name of its opportunity and host."""
    one = turn.unit.opportunities.get(turn.scope, placement.opportunity) if placement.opportunity else None
    return f"{one.title}, {one.host}" if one else turn.the_programme.title


def student_of(turn: Turn, placement: Placement) -> Person:
    """The student of a placement."""
    return turn.unit.people.get(placement.student)


def supervisors_of(placement: Placement) -> list[int]:
    """Who looks after the student of a placement, each once."""
    both = (placement.host_supervisor, placement.programme_supervisor)
    return list(dict.fromkeys(one for one in both if one is not None))


def group_of(turn: Turn, placement: Placement) -> list[Placement]:
    """The placements of the same group, this one among them; those who left are no longer in it."""
    if not placement.group:
        return [placement]
    return [
        one
        for one in turn.unit.placements.all(turn.scope)
        if one.group == placement.group and one.window == placement.window and one.state not in LEFT
    ]


def may_share(turn: Turn, student: int) -> bool:
    """Whether something of this student's may go to a host: for minors a guardian's consent is on record (T25)."""
    if not turn.the_programme.minors.guardian_consent:
        return True
    membership = turn.unit.people.membership(turn.scope, student, "student")
    return membership is not None and guardian_agreed(membership.attributes)


def hand_over(turn: Turn, kind: str, subject: str, text: str, **context: str) -> bool:
    """Put something before a human as a staff task; False where the same one is open already."""
    made = turn.unit.tasks.add(
        StaffTask(
            id=0,
            scope=turn.scope,
            kind=kind,
            subject=subject,
            text=text,
            made_at=turn.now,
            about=turn.person.id,
            context=context,
        )
    )
    return made is not None


def team(turn: Turn) -> str:
    """What this programme calls its staff, for a sentence."""
    programme = turn.the_programme
    terms = programme.vocabulary.terms
    called = terms["staff"].one if "staff" in terms else programme.contact.office
    return called if called.casefold().startswith("the ") else f"the {called}"


def first(words: str) -> str:
    """Words at the start of a sentence: the first letter large, the others as they are."""
    return words[:1].upper() + words[1:]
