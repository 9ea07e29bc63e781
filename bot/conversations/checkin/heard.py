"""Check-ins in typed words, for both sides; and what of them stands on home."""

from __future__ import annotations

import re
from datetime import datetime

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations import which_times
from bot.conversations.checkin import later as checkin_later
from bot.conversations.checkin import student as checkin
from bot.conversations.checkin import supervisor as supervise
from bot.conversations.checkin.flagging import side_by_side
from bot.conversations.checkin.handed import handed_on
from bot.conversations.checkin.words import closes, go_to_programme, is_staff, open_ones, plan_name, scope_of
from bot.conversations.home import Need
from bot.conversations.journal import reminding, unasked
from bot.errors import NotAllowedError, NotFoundError
from bot.ports import UnitOfWork
from bot.programme.checkins import WORDS, may_read
from bot.programme.comparison import compare
from bot.programme.definition import Programme
from bot.programme.people import SUPERVISORS, Person
from bot.turn import Turn
from bot.understanding import guards
from bot.understanding.normalise import clean

HOME = Action("Home", "home")
PUT_OFF = re.compile(
    r"\b(?:later|not|no time|can'?t|cannot|busy|again|asks?|remind\w*|nudge|ping|snooze\w*|wait|tomorrow|today|tonight|"
    r"next|back|another|moment|min(?:ute)?s?|hours?|days?|weeks?|come|call|hold|postpone|until|till|when i|soon)\b"
)
"""Words that put something off, rather than name times."""
NAME = re.compile(
    r"(?P<mail>[\w.+'-]+@[\w.-]+\w)|\b(?:ask|to|get|let|have)\s+(?P<name>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)*)"
)

THANKS = frozenset(
    {
        "ok",
        "okay",
        "ok thanks",
        "okay thanks",
        "great",
        "great thanks",
        "good",
        "fine",
        "perfect",
        "lovely",
        "thanks",
    }
)


def submit(turn: Turn, text: str) -> None:
    """An answer in words: "first two great, the third went quiet", or a student's own."""
    if supervises(turn):
        supervise.reply(turn, text)
    elif checkin.reply(turn, text):
        return
    elif checkin.open_card(turn) is not None or "check" in text.casefold():
        show(turn, {})
    elif not unasked.offered(turn, text):
        turn.say(
            "Nothing waits for an answer from you now. If the team should know this, I can take it to them.",
            Action("Tell the team", "problem"), HOME,
        )  # fmt: skip


def changes(turn: Turn, text: str) -> bool:
    """An answer that is to be changed is that of a check-in where the words say so, or where it is the only thing."""
    given = [one for one in open_ones(turn.unit, turn.scope, turn.person.id, turn.now) if one.word]
    applied = any(not one.ended for one in turn.unit.applications.of_student(turn.scope, turn.person.id))
    if not given or (applied and not re.search(r"\bcheck[\s-]?ins?\b", text.casefold())):
        return False
    show(turn, {"plan": given[-1].plan})
    return True


def offered(turn: Turn, text: str) -> bool:
    """Whether words that could mean anything are an answer to the card that a supervisor has on screen."""
    on_screen = any(one["action"] == "checkin.answer" for one in turn.talk.shown)
    if not on_screen or clean(text).strip(" .") in THANKS or guards.danger(text):
        return False
    return supervises(turn) and supervise.typed(turn, text)


def show(turn: Turn, args: Args) -> None:
    """The open card of whoever asks."""
    go_to_programme(turn, args)
    if supervises(turn):
        supervise.show(turn, args)
        return
    card = checkin.open_card(turn)
    if card is not None:
        turn.say(card)
        return
    turn.say(
        "No check-in is open for you now. When one is for you to answer, it comes to you here.",
        Action("Home", "home"),
    )


def page(turn: Turn, args: Args) -> None:
    """What was sent in on the one-page form."""
    go_to_programme(turn, args)
    if supervises(turn):
        supervise.answer_page(turn, args)
    else:
        checkin.answer_page(turn, args)


def page_card(
    unit: UnitOfWork, programme: Programme, person: Person, plan: str, now: datetime
) -> Card | None:
    """The card that the one-page form is made of; None where nothing is open for this person."""
    mine = open_ones(unit, scope_of(programme), person.id, now, plan)
    if not mine:
        return None
    if mine[0].role == "student":
        return checkin.card(unit, programme, mine[-1])
    return supervise.card(unit, programme, mine)


def outstanding(turn: Turn) -> bool:
    """Which of a supervisor's own students are still open; False where this person has none to answer for."""
    mine = supervise.of_plan(turn) if supervises(turn) else []
    if not mine and not handed_on(turn):
        return False
    if mine and all(one.word for one in mine):
        turn.say("None: all of yours are answered.")
    supervise.show(turn, {})
    return True


def snooze(turn: Turn, text: str) -> None:
    """A time in words: "ask me tomorrow at 3"; of the journal, of the check-in that waits, or of neither."""
    if reminding.heard(turn, text):
        return
    if checkin_later.waiting(turn, {}):
        checkin_later.later_in_words(turn, text)
    elif which_times.TIMES.search(clean(text)) and not PUT_OFF.search(clean(text)):
        which_times.ask(turn, text)
    elif not reminding.offered(turn, text):
        turn.say("All right. No check-in is waiting for your answer now; home shows what is open.", HOME)


def handed_over(turn: Turn, text: str) -> None:
    """A colleague in words: "ask Priya instead"."""
    found = NAME.search(text)
    name = (found["mail"] or found["name"]) if found else ""
    if not name:
        words = {
            one.name.split()[0].casefold(): one.name for one in checkin_later.colleagues(turn) if one.name
        }
        name = next((words[said] for said in re.findall(r"\w+", text.casefold()) if said in words), "")
    checkin_later.delegate(turn, {}, name)


def supervises(turn: Turn) -> bool:
    """Whether the person is asked as a supervisor here."""
    if turn.membership and turn.membership.role in SUPERVISORS:
        return True
    return any(one.role != "student" for one in open_ones(turn.unit, turn.scope, turn.person.id, turn.now))


def sides(turn: Turn, args: Args) -> None:
    """Both sides of a check-in, for those who may read them."""
    placement = turn.unit.placements.get(turn.scope, int(args.get("placement", "0")))
    if placement is None:
        raise NotFoundError
    found = [
        one
        for one in turn.unit.check_ins.of_placement(turn.scope, placement.id)
        if one.plan == args.get("plan")
    ]
    readable = [one for one in found if may_read(one, placement, turn.person.id, turn.memberships)]
    if not readable:
        raise NotAllowedError
    student = turn.unit.people.get(placement.student)
    compared = compare(readable)
    flags = tuple(Text(f"{flag.words[0].upper()}{flag.words[1:]}.") for flag in compared.flags)
    actions = (Action("Mark as handled", "checkin.handled", dict(args)),) if is_staff(turn) else ()
    turn.say(
        Card(
            title=f"{student.name or student.email}: {plan_name(turn.the_programme, args.get('plan', '')).casefold()}",
            parts=(side_by_side(compared), *flags), actions=(*actions, Action("Home", "home")),
        )
    )  # fmt: skip


def needs(turn: Turn) -> list[Need]:
    """What of check-ins stands on this person's home."""
    found: list[Need] = []
    mine = open_ones(turn.unit, turn.scope, turn.person.id, turn.now)
    for plan in dict.fromkeys(one.plan for one in mine):
        some = [one for one in mine if one.plan == plan]
        left = [one for one in some if one.word is None]
        name = plan_name(turn.the_programme, plan)
        until = f"Open until {closes(some[0], turn.zone)}"
        args = {"plan": plan, "programme": turn.the_programme.key}
        if left:
            many = "" if some[0].role == "student" else f", {len(left)} of {len(some)} open"
            answer = Action("Answer", "checkin.open", args, "primary")
            found.append(Need(f"{name}{many}", until, "upcoming", (answer,), some[0].closes_at))
        else:
            said = WORDS[some[0].word] if len(some) == 1 and some[0].word else "all answered"
            found.append(
                Need(
                    f"{name}, {said}",
                    until,
                    "done",
                    (Action("Change", "checkin.open", args),),
                    some[0].closes_at,
                )
            )
    return found
