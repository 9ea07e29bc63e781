"""Hours: logged in words ("3h yesterday on interviews"), corrected, taken back, guarded before a cap is reached."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.activities import Args
from bot.cards import Action, Card, Part, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.placement import mine
from bot.conversations.placement.hours_total import cap_of, card, own_hours, total_words
from bot.conversations.placement.said_times import Worked, read_hours
from bot.flow import Flow, Step
from bot.programme import hours
from bot.programme.dates import say_day
from bot.programme.hours import Cap, Check, HoursEntry
from bot.programme.placements import Placement
from bot.prompts import ShortText
from bot.turn import Turn

CORRECTION = re.compile(
    r"(?:please |pls )?(?:change|correct|edit|make)\s+(?P<which>.+?)\s+(?:to|into)\s+(?P<to>.*\d.*)",
    re.IGNORECASE | re.DOTALL,
)
AMOUNT = re.compile(r"\b\d+(?:[.,]\d+)?\s*(?:h|hrs?|hours?|m|mins?|minutes?)\b", re.IGNORECASE)
EXAMPLE = "Say it in words, such as “3h yesterday on interviews” or “9 to 1 today”."


def ask(turn: Turn, args: Args) -> None:
    """Ask for hours in words."""
    placement = mine.current(turn, args)
    if placement is not None:
        dialog.start(turn, LOG, {"placement": str(placement.id)})


def said(turn: Turn, text: str) -> None:
    """Words that speak of hours worked, or ask how many there are."""
    placement = mine.current(turn)
    if placement is None:
        return
    if correction := CORRECTION.match(text):
        put_right(turn, placement, correction["which"], correction["to"])
        return
    found = read_hours(text, turn.now, turn.zone)
    if found:
        log(turn, placement, found)
    elif any(word in text.casefold() for word in ("how many", "left", "show", "total", "so far")):
        turn.say(card(turn, placement))
    else:
        ask(turn, {"placement": str(placement.id)})


def worked(turn: Turn, text: str) -> bool:
    """Take words that begin with an amount of time ("3h yesterday") as hours, where there is a placement to log on."""
    weekly = re.search(r"\b(?:a|per|each|every)\s+(?:day|week)\b", text, re.IGNORECASE)
    if weekly or mine.is_staff(turn) or not mine.placements(turn):
        return False
    said(turn, text)
    return True


def log(turn: Turn, placement: Placement, found: list[Worked]) -> None:
    """Keep each entry, or say why not and what would be possible."""
    actions: list[Action] = []
    parts: list[Part] = [Text(keep(turn, placement, one, actions)) for one in found]
    parts.append(Text(total_words(turn, placement)))
    actions += [Action("My hours", "hours", {"placement": str(placement.id)}), Action("Home", "home")]
    turn.say(Card(parts=tuple(parts), actions=tuple(actions)))


def keep(
    turn: Turn, placement: Placement, one: Worked, actions: list[Action], *, over_cap: bool = False
) -> str:
    """Check one entry and keep it; returns what to say, and adds the buttons that belong to it."""
    entries = turn.unit.hours.of_placement(turn.scope, placement.id)
    cap = cap_of(turn, placement)
    found = hours.check(
        entries,
        one.day,
        one.minutes,
        cap,
        turn.now.astimezone(turn.zone).date(),
        placement.starts,
        placement.ends,
    )
    if found.trouble and not (over_cap and found.trouble in {"over_all", "over_week"}):
        actions += remedies(placement, one, found)
        return why_not(turn, placement, one, found, cap)
    before = hours.total(entries)
    entry = HoursEntry(
        0,
        turn.scope,
        turn.person.id,
        placement.id,
        one.day,
        one.minutes,
        one.what,
        turn.now,
        over_cap=over_cap,
    )
    number = turn.unit.hours.add(entry)
    actions.append(Action("Undo", "hours.undo", {"entry": str(number)}))
    near = ""
    if hours.guard_reached(before, before + one.minutes, cap):
        near = f" {guard(turn, placement, before + one.minutes, cap)}"
    what = f" on {one.what}" if one.what else ""
    return f"Logged: {hours.words(one.minutes)}{what}, {say_day(one.day)}.{near}"


def why_not(turn: Turn, placement: Placement, one: Worked, found: Check, cap: Cap) -> str:
    """Why an entry is not kept as it is."""
    day, amount = say_day(one.day), hours.words(one.minutes)
    room = hours.words(found.room or 0)
    return {
        "future": f"Not logged: {day} is still to come. Log it when it is done.",
        "too_long": f"Not logged: {amount} is more than a day has. Did you mean several days?",
        "day_full": f"Not logged: with what is there already, {day} would have more than 24 hours; {room} fit.",
        "before_start": f"Not logged: your placement begins on {say_day(placement.starts or one.day)}, and "
        f"{day} is before.",
        "after_end": f"Not logged: your placement ended on {say_day(placement.ends or one.day)}, and {day} is after.",
        "over_all": (
            f"Not logged yet: {amount} would bring you over the {hours.words(cap.in_all or 0)} of this "
            f"placement; {room} fit. "
            "Hours beyond that are for the team to decide."
        ),
        "over_week": (
            f"Not logged yet: {amount} would bring that week over its {hours.words(cap.per_week or 0)}; {room} fit. "
            "Hours beyond that are for the team to decide."
        ),
    }[found.trouble or "future"]


def remedies(placement: Placement, one: Worked, found: Check) -> list[Action]:
    """What can be done about an entry that does not fit."""
    ident = {"placement": str(placement.id), "day": one.day.isoformat(), "what": one.what[:120]}
    if found.trouble in {"over_all", "over_week"}:
        less = (
            [Action(f"Log {hours.words(found.room)}", "hours.fit", {**ident, "minutes": str(found.room)})]
            if found.room
            else []
        )
        more = Action("Log all and tell the team", "hours.over", {**ident, "minutes": str(one.minutes)})
        return [*less, more]
    if found.trouble in {"before_start", "after_end"}:
        return [Action("My dates are wrong", "problem", {"about": "dates"})]
    return []


def fit(turn: Turn, args: Args) -> None:
    """Log what still fits."""
    again(turn, args, over_cap=False)


def over(turn: Turn, args: Args) -> None:
    """Log all of it; what lies beyond the cap goes to the team, who decide."""
    again(turn, args, over_cap=True)


def again(turn: Turn, args: Args, *, over_cap: bool) -> None:
    """An entry from a button."""
    placement = mine.own(turn, int(args["placement"]))
    one = Worked(date.fromisoformat(args["day"]), int(args["minutes"]), args.get("what", ""))
    actions: list[Action] = []
    words = keep(turn, placement, one, actions, over_cap=over_cap)
    if over_cap:
        text = (
            f"{turn.person.name} has logged {hours.words(one.minutes)} on {say_day(one.day)}, beyond the cap of "
            f"{mine.title_of(turn, placement)}. {total_words(turn, placement)}"
        )
        mine.hand_over(turn, "hours", f"placement:{placement.id}", text, placement=str(placement.id))
        words += f" {mine.first(mine.team(turn))} have been told and decide about what is beyond the limit."
    turn.say(f"{words}\n\n{total_words(turn, placement)}", *actions, Action("My hours", "hours"))


def guard(turn: Turn, placement: Placement, done: int, cap: Cap) -> str:
    """Both sides are told before the cap is reached, once; returns what the student reads."""
    left = (cap.in_all or 0) - done
    student = turn.person
    title = mine.title_of(turn, placement)
    host = placement.host_supervisor if mine.may_share(turn, placement.student) else None
    supervisors = sorted({one for one in (host, placement.programme_supervisor) if one is not None})
    for supervisor in supervisors:
        rest = f"{hours.words(left)} are left" if left > 0 else "these are all of its hours"
        words = f"{student.name} has logged {hours.against(done, cap.in_all or 0)} at {title}; {rest}."
        turn.notify(
            supervisor,
            Card(parts=(Text(words),), summary=words[:150]),
            key=f"hours-guard:{placement.id}:{supervisor}",
            why="You supervise this placement, and its hours are used up, or nearly.",
        )
    told = " Your supervisors have been told, so that nobody plans too much." if supervisors else ""
    if left <= 0:
        return f"These are all the hours of your placement.{told}"
    return f"You are near the end of your hours: {hours.words(left)} are left.{told}"


def undo(turn: Turn, args: Args) -> None:
    """Take an entry back, or put it back when it was taken back already."""
    entry = own_hours(turn, args)
    turn.unit.hours.save(replace(entry, removed=not entry.removed))
    placement = mine.own(turn, entry.placement)
    done = "Put back" if entry.removed else "Taken back"
    turn.say(
        f"{done}: {hours.words(entry.minutes)}, {say_day(entry.day)}. {total_words(turn, placement)}",
        Action("Undo", "hours.undo", {"entry": str(entry.id)}),
        Action("My hours", "hours"),
    )


def correct(turn: Turn, args: Args) -> None:
    """Say an entry anew."""
    entry = own_hours(turn, args)
    dialog.start(turn, LOG, {"placement": str(entry.placement), "instead": str(entry.id)})


def put_right(turn: Turn, placement: Placement, which: str, to: str) -> None:
    """Change the one entry of a day in words ("change yesterday to 2 hours"); several are shown to choose from."""
    found = read_hours(f"{to} {AMOUNT.sub(' ', which)}", turn.now, turn.zone)
    if len(found) != 1:
        turn.say(card(turn, placement))
        return
    of_day = [
        one
        for one in turn.unit.hours.of_placement(turn.scope, placement.id)
        if one.day == found[0].day and not one.removed
    ]
    if len(of_day) != 1:
        how_many = "Nothing is" if not of_day else f"{len(of_day)} entries are"
        turn.say(f"{how_many} logged for {say_day(found[0].day)}, so I have changed nothing.")
        turn.say(card(turn, placement))
        return
    turn.unit.hours.save(replace(of_day[0], removed=True))
    turn.say(f"Taken back: {hours.words(of_day[0].minutes)}, {say_day(of_day[0].day)}.")
    log(turn, placement, [replace(found[0], what=of_day[0].what)])


def build(turn: Turn, subject: Subject) -> Flow:
    """One question, in words."""
    question = "How many hours, when, and on what?"
    if subject.get("instead"):
        entry = own_hours(turn, {"entry": subject["instead"]})
        question = f"What should stand there instead of {hours.words(entry.minutes)}, {say_day(entry.day)}?"
    return Flow("Hours", (Step("said", HoursText(question=question, hint=EXAMPLE, label="Hours")),))


class HoursText(ShortText):
    """Words about hours worked."""

    def is_talkative(self) -> bool:
        return False


def finish(turn: Turn, subject: Subject, answers: dict[str, str]) -> None:
    """Read the words, and keep what they say."""
    placement = mine.own(turn, int(subject["placement"]))
    found = read_hours(answers["said"], turn.now, turn.zone)
    if not found:
        turn.say(
            f"I could not read an amount of time in that. {EXAMPLE}",
            Action("Try again", "hours.ask"),
            Action("Home", "home"),
        )
        return
    if subject.get("instead"):
        entry = own_hours(turn, {"entry": subject["instead"]})
        turn.unit.hours.save(replace(entry, removed=True))
    log(turn, placement, found)


LOG = Dialog(name="hours.log", build=build, finish=finish, keep=False)
