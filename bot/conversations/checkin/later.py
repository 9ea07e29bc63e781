"""Putting a check-in off to a time in words, and handing it over to a colleague."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.activities import Args
from bot.cards import Action, text
from bot.conversations import dialog
from bot.conversations.checkin.words import closes, go_to_programme, is_staff, open_ones, plan_name
from bot.conversations.dialog import Dialog, Subject
from bot.errors import NotAllowedError, UnclearReplyError
from bot.flow import Answers, Flow, Step
from bot.programme import checkins
from bot.programme.checkins import CheckIn
from bot.programme.dates import next_working_day, say_both
from bot.programme.people import Membership, Person, Role
from bot.programme.quiet import on_clock, out_of_quiet, wishes
from bot.programme.sessions import match_names
from bot.programme.tasks import StaffTask
from bot.prompts import Confirm, ShortText
from bot.turn import Turn
from bot.understanding.dates import Ambiguous, Impossible, When, read_when

A_WHILE = timedelta(hours=3)
LATEST_TODAY, MORNING = time(18), time(9, 30)
NOW = re.compile(r"\bnow\b|\bat the moment\b")
REFUSES = re.compile(r"\b(?:not|no|busy|can(?:'|’)?t|cannot|won(?:'|’)?t|away|off)\b")
"""Words that say when somebody cannot: what is left of that time is no answer to when to ask again."""
SPOKEN = (
    (re.compile(r"\b(?:after|back from|past) (?:my )?lunch\b", re.IGNORECASE), "at 14:00"),
    (re.compile(r"\b(?:at |over |by )?lunch(?: ?time)?\b", re.IGNORECASE), "at 12:30"),
    (re.compile(r"\b(?:at |by )?(?:the )?end of (?:the |my )?day\b", re.IGNORECASE), "at 17:00"),
)
"""Times that somebody at work speaks of, and what they stand for."""
COLLEAGUES: tuple[Role, ...] = ("host_supervisor", "programme_supervisor", "staff")


def waiting(turn: Turn, args: Args) -> list[CheckIn]:
    """What is open and not answered yet, of the plan named or of the one that closes first."""
    go_to_programme(turn, args)
    mine = open_ones(turn.unit, turn.scope, turn.person.id, turn.now, args.get("plan"))
    mine = [one for one in mine if one.word is None]
    first = min(mine, key=lambda one: (one.closes_at, one.plan), default=None)
    return [one for one in mine if first and one.plan == first.plan]


def later(turn: Turn, args: Args) -> None:
    """The button: in three hours, or in the morning of the next working day where that would be the evening."""
    mine = waiting(turn, args)
    if not mine:
        nothing_open(turn)
        return
    at = turn.now + A_WHILE
    local, today = at.astimezone(turn.zone), turn.now.astimezone(turn.zone).date()
    if local.time() > LATEST_TODAY or local.date() != today:
        at = morning_after(turn, today)
    put_off(turn, mine, at)


def morning_after(turn: Turn, day: date) -> datetime:
    """Half past nine on the working day that follows."""
    working = next_working_day(day + timedelta(days=1), turn.the_programme.clock.holidays)
    return on_clock(working, MORNING, turn.zone)


def later_in_words(turn: Turn, text: str) -> None:
    """A time in words: "in meetings, come back to me at half 3 tomorrow"."""
    mine = waiting(turn, {})
    if not mine:
        nothing_open(turn)
        return
    for spoken, meant in SPOKEN:
        text = spoken.sub(meant, text)
    match read_when(text, turn.now, turn.zone, future=True):
        case None:
            later(turn, {"plan": mine[0].plan})
        case Impossible(why=why, nearest=nearest):
            last = mine[0].closes_at.astimezone(turn.zone).date()
            ahead = [one for one in nearest if not one.over(turn.now) and one.first <= last]
            offer = f" Did you mean {ahead[0].say()}?" if ahead else " When shall I ask again?"
            turn.say(f"{why}{offer} Nothing is put off yet.")
        case Ambiguous(candidates=candidates, why=why):
            options = " or ".join(one.say() for one in candidates)
            turn.say(f"{why} Do you mean {options}? Nothing is put off yet.")
        case When() as when:
            at = when.at or on_clock(when.first, MORNING, turn.zone)
            today = turn.now.astimezone(turn.zone).date()
            if at <= turn.now and NOW.search(text.casefold()):
                later(turn, {"plan": mine[0].plan})
                return
            if at <= turn.now and when.first <= today:
                if REFUSES.search(text.casefold()):
                    at = morning_after(turn, when.last)
                elif when.precision == "week":  # "later this week"
                    at = morning_after(turn, today)
            put_off(turn, mine, at)


def put_off(turn: Turn, mine: list[CheckIn], at: datetime) -> None:
    """Ask again then, outside quiet hours and before the window closes; the instant is said in full."""
    programme = turn.the_programme
    at = out_of_quiet(
        at, wishes(turn.person, programme.nudges, programme.clock.zone), before=mine[0].closes_at
    )
    if at >= mine[0].closes_at or at <= turn.now:
        last = f"its last day is {closes(mine[0], turn.zone)}"
        why = "is over already" if at <= turn.now else f"is after this check-in closes; {last}"
        other = "a later" if at <= turn.now else "an earlier"
        turn.say(
            f"That {why}. Please name {other} time, or answer now: it takes about 20 seconds.",
            Action("Show the check-in", "checkin.open", {"plan": mine[0].plan, "programme": programme.key}),
        )
        return
    for one in mine:
        turn.unit.check_ins.save(
            checkins.snooze(checkins.sent(one, turn.now) if one.state in {"scheduled", "due"} else one, at)
        )
    turn.say(f"I will ask you again on {say_both(at, programme.clock.zone, str(turn.zone))}.")


def nothing_open(turn: Turn) -> None:
    """There is nothing to put off or to hand over."""
    turn.say("No check-in is waiting for your answer now.", Action("Home", "home"))


def delegate(turn: Turn, args: Args, name: str = "") -> None:
    """Ask somebody else: first who, then a confirmation."""
    mine = [one for one in waiting(turn, args) if one.role != "student"]
    if not mine:
        nothing_open(turn)
        return
    subject = {"plan": mine[0].plan, "programme": turn.the_programme.key}
    turn.unit.drafts.drop(turn.person.id, DELEGATE.name, subject)
    given: dict[str, Any] = {}
    if name:
        found = [one for line in match_names(name, colleagues(turn)) for one in line.people]
        given = {"who": str(found[0].id)} if len(found) == 1 else {}
    dialog.start(turn, DELEGATE, subject, given)


def colleagues(turn: Turn) -> list[Person]:
    """Who can be asked instead: everybody on the roster who supervises or is on the staff, but oneself."""
    found = {
        person.id: person for role in COLLEAGUES for person, _ in turn.unit.people.having(turn.scope, role)
    }
    found.pop(turn.person.id, None)
    return list(found.values())


@dataclass(frozen=True, kw_only=True)
class Colleague(ShortText):
    """A name or an address: the id of a person on the roster, else an address that staff are to approve."""

    roster: list[Person] = field(default_factory=list)

    def parse(self, text: str) -> str:
        words = super().parse(text)
        found = match_names(words, self.roster)
        people = list({person.id: person for line in found for person in line.people}.values())
        if len(people) == 1:
            return str(people[0].id)
        if people:
            names = ", ".join(f"{one.name} ({one.email})" for one in people[:5])
            raise UnclearReplyError(f"That could be {names}. Please type the e-mail address.")
        if "@" in words and " " not in words.strip():
            return words.strip().casefold()
        raise UnclearReplyError(
            "I found nobody of that name on the roster. Please type their e-mail address; for somebody new I will ask "
            "the programme team first."
        )

    def show(self, value: Any) -> str:
        return next((f"{one.name} ({one.email})" for one in self.roster if str(one.id) == value), str(value))


def build(turn: Turn, subject: Subject) -> Flow:
    """Who, and the yes."""
    prompt = Colleague(
        question="Who should I ask instead? A name or an e-mail address.",
        label="Instead of you",
        longest=120,
        roster=colleagues(turn),
    )
    mine = waiting(turn, dict(subject))
    many = f"{len(mine)} {'student' if len(mine) == 1 else 'students'}"

    def sure(answers: Answers) -> Confirm:
        new = "@" in answers["who"]
        who = prompt.show(answers["who"])
        return Confirm(
            question=f"Shall I ask the programme team whether {who} may answer for you about {many}?" if new
            else f"Shall I ask {who} about {many} instead of you? They will see the students' names and placements.",
            do="Ask the team" if new else f"Ask {who.split()[0]}",
        )  # fmt: skip

    return Flow("Somebody else answers", (Step("who", prompt), Step("sure", sure)))


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Hand over what is still unanswered; somebody new waits for the staff's yes."""
    mine = [one for one in waiting(turn, dict(subject)) if one.role != "student"]
    if not mine:
        nothing_open(turn)
        return
    name = plan_name(turn.the_programme, mine[0].plan)
    if "@" in answers["who"]:
        address = answers["who"]
        turn.unit.tasks.add(
            StaffTask(
                id=0,
                scope=turn.scope,
                kind="delegate",
                subject=f"delegate:{turn.person.id}:{address}",
                about=turn.person.id,
                made_at=turn.now,
                text=f"{turn.person.name} asks to have {address} answer the {name.casefold()} about "
                f"{len(mine)} {'student' if len(mine) == 1 else 'students'}. This address is not on the roster.",
                context={"email": address, "check_ins": [one.id for one in mine], "role": mine[0].role},
            )
        )
        turn.say(
            f"I have asked the programme team about {address}. Until they agree, the check-in stays with you."
        )
        return
    hand_over(turn, mine, int(answers["who"]))
    turn.say(f"{turn.unit.people.get(int(answers['who'])).name} is asked instead of you. Thank you.")


def instead(turn: Turn, args: Args) -> None:
    """The one-page form: the address of somebody to ask instead, who is told apart from others by it alone."""
    go_to_programme(turn, args)
    address = args.get("instead", "").strip().casefold()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", address) or address == turn.person.email.casefold():
        turn.say(
            "That is not the address of somebody else, so nothing was changed. Please type theirs in full."
        )
        return
    known = next((one for one in colleagues(turn) if one.email.casefold() == address), None)
    finish(turn, dict(args), {"who": str(known.id) if known else address})


def hand_over(turn: Turn, mine: list[CheckIn], to: int) -> None:
    """From here on the other person is asked; the planner sends them the card."""
    for one in mine:
        asked = checkins.sent(one, turn.now) if one.state in {"scheduled", "due"} else one
        turn.unit.check_ins.save(checkins.delegate(asked, to))
        turn.record(
            "handed over a check-in", f"check_in:{one.id}", before={"asked": one.asked}, after={"asked": to}
        )


def approve(turn: Turn, args: Args) -> None:
    """Staff let somebody new answer, or not; the one who asked is told either way."""
    if not is_staff(turn):
        raise NotAllowedError
    task = turn.unit.tasks.get(turn.scope, int(args.get("task", "0")))
    if task is None or task.state != "open" or task.kind != "delegate":
        turn.say("This has been decided already.", Action("Home", "home"))
        return
    context = dict(task.context)
    asker = task.about or 0
    if args.get("yes"):
        person = turn.unit.people.by_email(turn.scope.organisation, context["email"])
        number = (
            person.id
            if person
            else turn.unit.people.add(turn.scope.organisation, context["email"], "", None, None)
        )
        turn.unit.people.join(Membership(number, turn.scope, context["role"]))
        found = [turn.unit.check_ins.get(turn.scope, one) for one in context["check_ins"]]
        hand_over(turn, [one for one in found if one and one.word is None and one.is_open(turn.now)], number)
        words = f"{context['email']} is now asked instead of you."
    else:
        words = f"The programme team would rather have you answer than {context['email']}. The check-in is still yours."
    turn.unit.tasks.save(
        replace(
            task,
            state="done",
            handled_by=turn.person.id,
            handled_at=turn.now,
            outcome="approved" if args.get("yes") else "refused",
        )
    )
    turn.notify(
        asker, text(words), key=f"delegate:{task.id}", why="You asked to have somebody else answer for you."
    )
    turn.say("Done. They have been told.")


DELEGATE = Dialog("delegate", build, finish, keep=False)
