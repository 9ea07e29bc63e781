"""Staff turn a check-in on or off: only what no programme page states can be; it stays marked as our own setting."""

from __future__ import annotations

import re

from bot.activities import Args
from bot.cards import Action, Card, Row, Text
from bot.conversations.checkin.words import is_staff
from bot.errors import NotAllowedError, NotFoundError
from bot.programme.checkin_plan import day_of
from bot.programme.dates import say_day, say_list
from bot.programme.definition import ByDay, ByFraction, ByWeek, CheckIn
from bot.programme.loading import load_programme
from bot.programme.placements import OVER
from bot.turn import Turn


def show(turn: Turn, _: Args) -> None:
    """The check-ins of the programme, on or off, each with its plan in words."""
    if not is_staff(turn):
        raise NotAllowedError
    rows = []
    for one in turn.the_programme.check_ins:
        stated = "stated by the programme" if one.facts else "our own setting, not the programme's word"
        words = f"{'On' if one.on else 'Off'}. {plan_words(one)}; {stated}."
        label = "Turn off" if one.on else "Turn on"
        rows.append(Row(one.name, words, (Action(label, "checkin.switch", {"plan": one.key}),)))
    if not rows:
        turn.say("This programme's file has no check-in. One can be added there: see docs/programme-file.md.")
        return
    turn.say(Card(title="Check-ins", parts=tuple(rows), actions=(Action("Home", "home"),)))


def plan_words(one: CheckIn) -> str:
    """When it is asked, and whom."""
    when = one.when
    if isinstance(when, ByWeek):
        said = "in the published weeks"
    elif isinstance(when, ByFraction):
        said = f"after {when.fraction:.0%} of a placement"
    elif isinstance(when, ByDay):
        said = f"on day {when.day_of_placement} of a placement"
    else:
        said = f"in week {when.week_of_placement} of a placement"
    return f"Asked {said}: {say_list([asked.role.replace('_', ' ') for asked in one.asked])}"


def ask_first(turn: Turn, args: Args) -> None:
    """What would follow, before anything changes."""
    one = _wanted(turn, args)
    if one.on:
        turn.say(
            f"Turn off “{one.name}”? Nobody is asked any more; answers given so far stay.",
            Action("Turn it off", "checkin.switch.sure", {"plan": one.key}, "danger"),
            Action("Leave it on", "checkin.plans"),
        )
        return
    live = [placement for placement in turn.unit.placements.all(turn.scope) if placement.state not in OVER]
    days = sorted({day for placement in live if (day := day_of(one, turn.the_programme, placement))})
    ahead = [day for day in days if day >= turn.now.astimezone(turn.zone).date()]
    first = (
        f" The first would be asked on {say_day(ahead[0])}." if ahead else " Nobody would be asked for now."
    )
    many = "There is one placement" if len(live) == 1 else f"There are {len(live)} placements"
    card = Card(
        parts=(
            Text(f"Turn on “{one.name}”? {plan_words(one)}. {many}.{first}"),
            Text(
                "It stays marked as your own setting and is never spoken of as the programme's word.", "quiet"
            ),
        ),
        actions=(
            Action("Turn it on", "checkin.switch.sure", {"plan": one.key}, "primary"),
            Action("Leave it off", "checkin.plans"),
        ),
    )
    turn.say(card)


def switch(turn: Turn, args: Args) -> None:
    """Do it: the programme's file is changed in that one line, and loaded as a new version."""
    one = _wanted(turn, args)
    programme = turn.the_programme
    text = switched(turn.unit.programmes.text(programme.key), one.key, on=not one.on)
    turn.unit.programmes.put(load_programme(text, programme.key), text, turn.now)
    turn.programme = turn.unit.programmes.get(programme.key)
    turn.record(
        "switched a check-in", f"check_in_plan:{one.key}", before={"on": one.on}, after={"on": not one.on}
    )
    turn.say(
        f"“{one.name}” is {'off' if one.on else 'on'} now.",
        Action("Undo", "checkin.switch.sure", {"plan": one.key}),
    )


def switched(text: str, key: str, *, on: bool) -> str:
    """The programme file with `on` of that check-in changed, and nothing else; raises NotFoundError."""
    begins = re.search(r"(?m)^check_ins:", text)
    own = re.compile(
        rf"(?m)^(\s*-\s+key:\s*{re.escape(key)}\s*\n(?:(?!\s*-\s+key:)\s+.*\n)*?\s+on:\s*)(?:yes|no|true|false)\b"
    )
    found = own.search(text, begins.start()) if begins else None
    if found is None:
        raise NotFoundError(
            "I cannot find that check-in in the programme's file. It can be changed there by hand."
        )
    return f"{text[: found.start()]}{found[1]}{'yes' if on else 'no'}{text[found.end() :]}"


def _wanted(turn: Turn, args: Args) -> CheckIn:
    if not is_staff(turn):
        raise NotAllowedError
    one = turn.the_programme.check_in(args.get("plan", ""))
    if one is None:
        raise NotFoundError
    return one
