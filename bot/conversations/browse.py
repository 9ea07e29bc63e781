"""Browsing what is on offer: the list, its filters and pages, the details, and what one saved."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from bot.activities import Args
from bot.cards import Action, Card, Facts, Part, Row, Text
from bot.conversations.eligible import verdict_of
from bot.conversations.phrases import hours_text, mode_name, pay_text, window_name, window_text
from bot.conversations.placement import mine
from bot.errors import NotFoundError
from bot.programme import availability
from bot.programme.bounds import LATEST
from bot.programme.opportunities import Mode, Opportunity, Search
from bot.turn import Turn

A_PAGE = 5
MOST_VALUES = 20
FILTERS: tuple[Literal["theme", "sector", "mode", "location", "window"], ...] = (
    "theme",
    "sector",
    "mode",
    "location",
    "window",
)


def show(turn: Turn, args: Args) -> None:
    """A page of what is open now and fits the filters in `args` (as `pack` makes them)."""
    search = unpack(turn, args)
    offset = max(0, int(args.get("offset", "0") or 0))
    opportunities = turn.unit.opportunities
    total = opportunities.count(turn.scope, search)
    if total == 0:
        nothing(turn, args, search)
        return
    found = opportunities.search(turn.scope, search, limit=A_PAGE, offset=offset)
    if not found:
        show(turn, {**args, "offset": "0"})
        return
    look_again(turn, args)
    heading = (
        f"{total} {turn.the_programme.vocabulary.name('placement', many=total != 1)}{describe(turn, search)}"
    )
    parts: list[Part] = (
        [Text(f"{offset + 1} to {offset + len(found)} of {total}", "quiet")] if total > A_PAGE else []
    )
    parts += [row(turn, one) for one in found]
    actions: list[Action] = []
    if offset + len(found) < total:
        actions.append(Action("More", "browse", {**args, "offset": str(offset + A_PAGE)}, "primary"))
    if offset:
        actions.append(Action("Previous", "browse", {**args, "offset": str(max(0, offset - A_PAGE))}))
    actions.append(Action("Filter", "browse.filters", args))
    if _without(args, "offset"):
        actions.append(Action("Show all", "browse"))
    actions.append(
        Action("All on offer", "opportunities") if mine.is_staff(turn) else Action("Saved", "browse.saved")
    )
    card = Card(title=heading, parts=tuple(parts), actions=tuple(actions), summary=heading)
    turn.replace(card) if "offset" in args else turn.say(card)


def row(turn: Turn, one: Opportunity) -> Row:
    """One opportunity in a list."""
    saved = turn.unit.opportunities.is_saved(turn.scope, turn.person.id, one.id)
    facts = [
        mode_name(one.mode),
        one.location,
        hours_text(one.hours),
        one.sector or theme_name(turn, one.theme),
    ]
    known = " · ".join(fact for fact in (*facts, window_name(turn.the_programme, one.window)) if fact)
    keep = (
        Action("Saved", "browse.unsave", ident(one)) if saved else Action("Save", "browse.save", ident(one))
    )
    look = Action("Details", "browse.details", ident(one))
    return Row(f"{one.title}, {one.host}", known, (look,) if mine.is_staff(turn) else (look, keep))


def details(turn: Turn, args: Args) -> None:
    """Everything about one opportunity, and what one can do about it now; staff see it their own way."""
    one = wanted(turn, args)
    if mine.is_staff(turn):
        turn.go("opportunity", **ident(one))
        return
    status = availability.of(turn.the_programme, one, turn.now, turn.zone)
    skills = ", ".join(one.skills)
    pairs = [
        ("Host", one.host),
        ("Where", ", ".join(filter(None, (mode_name(one.mode), one.location)))),
        ("When", window_text(turn.the_programme, one.window)),
        ("Length", one.duration),
        ("Hours", hours_text(one.hours)),
        ("Sector", one.sector),
        ("Theme", theme_name(turn, one.theme)),
        ("Places", str(one.places) if one.places is not None else ""),
        ("Skills", skills),
        ("Pay", pay_text(turn.the_programme, paid=one.paid)),
        ("Applications", status.words),
    ]
    parts: list[Part] = [Text(one.summary)] if one.summary else []
    parts.append(Facts(tuple(pair for pair in pairs if pair[1])))
    own = [
        found
        for found in turn.unit.applications.of_student(turn.scope, turn.person.id)
        if found.opportunity == one.id and not found.ended
    ]
    actions: list[Action] = []
    if own:
        label = "Go on with my draft" if own[0].state == "draft" else "My application"
        name = "apply" if own[0].state == "draft" else "status.one"
        actions.append(Action(label, name, {"application": str(own[0].id), **ident(one)}, "primary"))
    elif not status.can_apply or verdict_of(turn).answer == "no":
        pass  # "May I apply?" says why not, and where to go instead
    elif turn.the_programme.application.target == "opportunity":
        actions.append(Action(f"Apply to {one.host}"[:60], "apply", ident(one), "primary"))
    else:
        actions.append(Action("Apply to the programme", "apply", {}, "primary"))
    saved = turn.unit.opportunities.is_saved(turn.scope, turn.person.id, one.id)
    actions.append(
        Action(
            "Remove from saved" if saved else "Save", "browse.unsave" if saved else "browse.save", ident(one)
        )
    )
    actions.append(Action("May I apply?", "eligibility", ident(one)))
    actions.append(Action("Back to the list", "browse", dict(turn.talk.memory.get("browse", {}))))
    turn.remember(memory={**turn.talk.memory, "opportunity": one.id})
    turn.say(
        Card(title=one.title, parts=tuple(parts), actions=tuple(actions), summary=f"{one.title}, {one.host}")
    )


def filters(turn: Turn, args: Args) -> None:
    """What the list can be narrowed by: only values that occur."""
    parts: list[Part] = []
    for name in FILTERS:
        values = [value for value in turn.unit.opportunities.distinct(turn.scope, name) if value][
            :MOST_VALUES
        ]
        if len(values) < 2 and not args.get(name):
            continue
        labels = {value: label_of(turn, name, value) for value in values}
        actions = tuple(
            Action(labels[value][:70], "browse", {**_without(args, "offset"), name: value})
            for value in values
        )
        if args.get(name):
            actions = (*actions, Action(f"Any {name}", "browse", _without(args, "offset", name)))
        parts.append(
            Row(
                name.capitalize(),
                f"now: {label_of(turn, name, args[name])}" if args.get(name) else "",
                actions,
            )
        )
    parts.append(Text('Or say it in your own words, such as "remote data work".', "quiet"))
    turn.say(Card(title="Show only", parts=tuple(parts), actions=(Action("Show all", "browse"),)))


def nothing(turn: Turn, args: Args, search: Search) -> None:
    """An empty list says why, and which filter to drop to see something."""
    programme = turn.the_programme
    if not search.named() or (set(search.named()) == {"window"} and not args.get("window")):
        status = availability.of_programme(programme, turn.now, turn.zone)
        closed = replace(search, windows=(), opened_by=None, not_closed_by=None)
        total = turn.unit.opportunities.count(turn.scope, closed)
        actions = [Action("Show the closed ones", "browse", {"closed": "yes"})] if total else []
        turn.say(
            f"Nothing is open to apply for. {status.words}",
            *actions,
            Action("Dates", "dates"),
            Action("Home", "home"),
        )
        return
    ways = []
    for name in [name for name in search.named() if args.get(name)]:
        rest = _without(args, "offset", name)
        if count := turn.unit.opportunities.count(turn.scope, unpack(turn, rest)):
            ways.append(Action(f"Without {name}: {count}", "browse", rest))
    advice = "Dropping one filter shows more." if ways else "Nothing that is open fits any part of that."
    turn.say(f"Nothing is open{describe(turn, search)}. {advice}", *ways, Action("Show all", "browse"))


def new_since(turn: Turn, _: Args) -> None:
    """What was added since one looked last."""
    seen = int(turn.talk.memory.get("seen", 0))
    newest = turn.unit.opportunities.newest(turn.scope)
    if newest <= seen:
        turn.say("Nothing new since you last looked.", Action("Browse all", "browse"))
        return
    show(turn, {"added_after": str(seen)})


def look_again(turn: Turn, args: Args) -> None:
    """Remember the list that is on screen, and up to where this person has seen what is new."""
    memory = {
        **turn.talk.memory,
        "browse": _without(args, "offset"),
        "seen": turn.unit.opportunities.newest(turn.scope),
    }
    turn.remember(memory=memory)


def wanted(turn: Turn, args: Args) -> Opportunity:
    """The opportunity that arguments name; raises NotFoundError."""
    found = turn.unit.opportunities.get(turn.scope, int(args.get("opportunity", "0") or 0))
    if found is None:
        raise NotFoundError
    return found


def ident(one: Opportunity) -> Args:
    """Arguments that name an opportunity."""
    return {"opportunity": str(one.id)}


def unpack(turn: Turn, args: Args) -> Search:
    """Filters as a search; without `closed`, only in windows that are open now."""
    mode: Mode | None = next(
        (mode for mode in ("in_person", "remote", "hybrid") if mode == args.get("mode")), None
    )
    open_only = args.get("closed") != "yes"
    windows = tuple(args["window"].split(",")) if args.get("window") else ()
    if open_only:
        now_open = availability.open_windows(turn.the_programme, turn.now, turn.zone)
        windows = tuple(key for key in windows if key in now_open) or (
            ("",) if windows else now_open or ("",)
        )
    return Search(
        words=args.get("words", ""),
        theme=args.get("theme", ""),
        sector=args.get("sector", ""),
        mode=mode,
        location=args.get("location", ""),
        windows=windows,
        skill=args.get("skill", ""),
        paid={"paid": True, "unpaid": False}.get(args.get("pay", "")),
        most_hours=float(args["hours"]) if args.get("hours") else None,
        opened_by=turn.now.astimezone(turn.zone).date() if open_only else None,
        not_closed_by=turn.now.astimezone(LATEST).date() if open_only else None,
        added_after=int(args["added_after"]) if args.get("added_after") else None,
    )


def describe(turn: Turn, search: Search) -> str:
    """The filters that are set, as the end of a heading."""
    named = {name: value for name, value in search.named().items() if name != "window"}
    words = named.pop("words", "")
    said = ", ".join(theme_name(turn, value) if name == "theme" else value for name, value in named.items())
    return (f": {said}" if said else "") + (f' for "{words}"' if words else "")


def label_of(turn: Turn, name: str, value: str) -> str:
    """A filter's value as people read it."""
    if name == "mode":
        return mode_name(next((mode for mode in ("in_person", "remote", "hybrid") if mode == value), None))
    if name == "window":
        return window_name(turn.the_programme, value) or value
    return theme_name(turn, value) if name == "theme" else value


def theme_name(turn: Turn, key: str) -> str:
    """A theme as the programme names it."""
    themes = turn.the_programme.themes
    return next((one.name for one in themes.items if one.key == key), key) if themes else key


def _without(args: Args, *names: str) -> Args:
    return {key: value for key, value in args.items() if key not in names}
