"""What would happen: sentences of staff and supervisors become a plan that is shown before anything is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.programme.dates import say_instant, say_list
from bot.programme.definition import Fact
from bot.understanding.answering import Answer, Question, sentences
from bot.understanding.broadcast_words import Order, read_order
from bot.understanding.dates import Ambiguous, Impossible, When, read_when

UNDONE = "Nothing is sent yet."


def staff_only(a: Question) -> Answer | None:
    """Refuse what only staff may do."""
    if a.role == "staff":
        return None
    who = a.programme.contact.office
    return a.answer(
        "refuse",
        f"Only staff of the programme can do this, so I will not. I can pass a message on to {who} for you.",
    )


def when_of(a: Question, *, future: bool = True) -> When | Ambiguous | Impossible | None:
    """The date or time in the message: on the programme's clock for staff, as plans are made for that clock."""
    return read_when(
        a.text, a.now, ZoneInfo(a.programme.clock.zone) if a.role == "staff" else a.zone, future=future
    )


def both_clocks(a: Question, when: When) -> str:
    """Say a time on its own clock, and on the asker's or the programme's where that differs."""
    said = when.say()
    if when.at is None:
        return said
    for other in (ZoneInfo(a.programme.clock.zone), a.zone):
        if (
            other.utcoffset(when.at.astimezone(other).replace(tzinfo=None))
            != when.at.astimezone(when.zone).utcoffset()
        ):
            return f"{said}, which is {say_instant(when.at, str(other))}"
    return said


def impossible(a: Question, read: Impossible | Ambiguous) -> Answer:
    """A time that cannot be, or that contradicts itself: asked about before anything is planned."""
    near = read.nearest if isinstance(read, Impossible) else read.candidates
    offered = (
        f" Do you mean {say_list([one.say() for one in near], 'or')}?" if near else " Which time do you mean?"
    )
    return a.answer(
        "clarify", f"{read.why}{offered} {UNDONE}", (), {"candidates": [one.iso() for one in near]}
    )


def _unclear(read: object) -> bool:
    return isinstance(read, Impossible) or (isinstance(read, Ambiguous) and read.contradiction)


def _time(a: Question, order: Order) -> tuple[str, dict[str, Any], list[str]]:
    """The line on when, its slots, and the open points."""
    read = order.when
    if isinstance(read, When):
        slots = {"when": read.iso()}
        if read.at is None:
            day = (
                "On which day, and at what time?" if read.precision in ("week", "range") else "At what time?"
            )
            return both_clocks(a, read), slots, [day]
        return both_clocks(a, read), slots, _night(a, read)
    if isinstance(read, Ambiguous):
        chosen = [both_clocks(a, one) for one in read.candidates]
        return (
            say_list(chosen, "or"),
            {"when": [one.iso() for one in read.candidates]},
            [f"Which of these? {read.why}"],
        )
    if order.at_once:
        said = f"now, once you say yes ({say_instant(a.now, a.programme.clock.zone)})"
        return said, {"when": a.now.isoformat()}, []
    return "not said yet", {}, ["When should it go out? Now, or at a time you name?"]


def _night(a: Question, when: When) -> list[str]:
    local = when.at.astimezone(when.zone).time() if when.at else dt.time(12)
    quiet = a.programme.nudges
    if local >= quiet.quiet_from or local < quiet.quiet_to:
        return [
            (
                f"That is within quiet hours ({quiet.quiet_from:%H:%M} to {quiet.quiet_to:%H:%M}): it would wait "
                f"until {quiet.quiet_to:%H:%M} on each reader's own clock."
            )
        ]
    return []


def broadcast(a: Question) -> Answer:
    """A message to many: whom, when, what, what is open; nothing before a yes."""
    no = staff_only(a)
    if no is not None:
        return no
    order = read_order(a.text, a.programme, a.now, ZoneInfo(a.programme.clock.zone))
    if isinstance(order.when, Impossible | Ambiguous) and _unclear(order.when):
        return impossible(a, order.when)
    when, slots, open_points = _time(a, order)
    audience = order.whom.audience
    if audience is None:
        whom = (
            "To whom? Name the people, such as all students, those with a draft, or the hosts of one cycle."
        )
        return a.answer("clarify", f"{whom} {UNDONE}", (), slots)
    who = audience.say(a.programme)
    slots = {**slots, "audience": who, **({"text": order.text} if order.text else {})}
    if not order.text:
        open_points.append("What should it say?")
    open_points += [
        f"I did not understand “{one}” in whom it is for." for one in order.whom.unclear if " " in one
    ]
    if audience.everyone:
        open_points.append("This goes to everyone in the programme. Is that meant?")
    if a.programme.minors.guardian_consent and "student" in audience.roles:
        open_points.append(
            "Participants count as minors: only those with a guardian's consent on record get it."
        )
    facts = _facts_mentioned(a)
    lines = [
        f"Here is what would happen. {UNDONE}",
        f"To: {who}; the list is worked out again at sending.",
        f"When: {when}.",
        f"Text: “{order.text}”"
        if order.text
        else f"Text: about {order.topic}."
        if order.topic
        else "Text: not said yet.",
        *([f"On record: {sentences(facts)}"] if facts else []),
        *open_points,
        "Say yes to schedule it, or change any line.",
    ]
    return a.answer("confirm", "\n\n".join(lines), facts, slots)


def _facts_mentioned(a: Question) -> list[Fact]:
    """The programme's own date where the message speaks of one, so that a wrong one is seen before it is sent."""
    if a.says("journals?") and a.programme.journal:
        return [one for one in a.facts("journal") if one.topic == "journal"]
    if a.says("deadline|closes?|closing"):
        return [one for one in a.facts("deadline") if one.topic == "deadline"]
    return []


def cancel_broadcast(a: Question) -> Answer:
    """Cancel what is planned."""
    no = staff_only(a)
    if no is not None:
        return no
    read = when_of(a, future=False)
    which = f" for {both_clocks(a, read)}" if isinstance(read, When) else ""
    slots = {"when": read.iso()} if isinstance(read, When) else {}
    return a.answer(
        "confirm",
        f"I show you what is planned{which} and cancel it once you say yes. What has not gone out stays "
        f"unsent; what was delivered can be recalled.",
        (),
        slots,
    )


def looked_up(what: str) -> Callable[[Question], Answer]:
    """Make the answer of something that is looked up and reported at once, for staff."""

    def reported(a: Question) -> Answer:
        return staff_only(a) or a.answer("act", what, (), cycle_slots(a))

    return reported


def outstanding(a: Question) -> Answer:
    """Who has not done it; a supervisor sees only their own students, a student their own tasks."""
    topic = next(
        (
            one
            for one in ("journal", "check-in", "application", "hours", "training", "decision")
            if a.says(
                one + "s?|mid-way"
                if one == "check-in"
                else one + "s?|drafts?"
                if one == "application"
                else one + "s?"
            )
        ),
        "",
    )
    what = {"check-in": "check-in", "": "tasks"}.get(topic, topic)
    slots = {**cycle_slots(a), **({"task": topic} if topic else {})}
    if a.role == "student":
        return a.answer(
            "act",
            "I list what you still have to do, with its dates. What others have done I show to nobody.",
            (),
            slots,
        )
    mine = "of your own students " if a.role == "supervisor" else ""
    of_cycle = f" in {say_list([one.name for one in a.cycles])}" if a.cycles else ""
    facts = (
        [one for one in a.facts("journal") if one.topic == "journal"]
        if topic == "journal"
        else a.facts("check_in")
        if topic == "check-in"
        else []
    )
    return a.answer(
        "act",
        f"I list {mine}everyone who has not done it ({what}){of_cycle}, as of now. {sentences(facts)}",
        facts,
        slots,
    )


def cycle_slots(a: Question) -> dict[str, Any]:
    """The cycles that were named."""
    return {"cycle": [one.key for one in a.cycles]} if a.cycles else {}


def slots_of(when: When | Ambiguous | Impossible | None) -> Mapping[str, Any]:
    """The slot for a time that was read."""
    return {"when": when.iso()} if isinstance(when, When) else {}
