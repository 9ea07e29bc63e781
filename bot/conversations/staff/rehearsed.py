"""What a rehearsal has shown, in words: the load, the night, what was held back, what has no end, what has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.activities import Args
from bot.cards import Action, Card, Facts, Image, Part, Row, Table, Text
from bot.conversations.phrases import listed
from bot.conversations.staff.today import HOME
from bot.programme.comparing import what_changed
from bot.programme.dates import say_day, say_instant
from bot.programme.definition import Programme
from bot.programme.loading import load_programme
from bot.programme.rehearsal_figures import Difference, Figures, compare, figures
from bot.programme.rehearsals import DeadEnd, Held, Message, Order, Record, Rehearsal

MOST_TOPICS = 14
MOST_CHANGES = 5
MOST_DIFFERENCES = 8
MOST_WARNINGS = 5
COLUMNS = (
    "instant (UTC)",
    "on the reader's clock",
    "reader",
    "role",
    "zone",
    "topic",
    "kind",
    "what became of it",
    "words",
)


def card(programme: Programme, one: Rehearsal, before: Rehearsal | None) -> Card:
    """The report of one rehearsal, with what differs from the one before."""
    record = one.record
    if record is None:
        return Card(parts=(Text("This rehearsal is not finished yet."),), actions=(HOME,))
    found = figures(record, programme.clock.zone)
    lead = headline(record, found)
    parts: list[Part] = [Text(lead, "strong"), *(Text(words, "warning") for words in record.broken)]
    parts.append(Facts(tuple(load(programme, record, found))))
    rows = tuple(
        (topic.capitalize(), f"{sent:,}", f"{people:,}") for topic, sent, people in found.topics[:MOST_TOPICS]
    )
    if rows:
        parts.append(Table(("Message", "Sent", "People"), rows))
    parts += [Text(words) for words in held_words(found)]
    parts += dead_ends(record.dead_ends)
    if record.assumed:
        parts.append(
            Text(f"Made up, because the programme gives no date: {listed(record.assumed)}.", "quiet")
        )
    if record.warnings:
        more = len(record.warnings) - MOST_WARNINGS
        parts.append(Text("Remarks on the programme file", "strong"))
        parts += [Text(words) for words in record.warnings[:MOST_WARNINGS]]
        parts += [Text(f"and {more} more: foothold programme check", "quiet")] if more > 0 else []
    if before is not None:
        parts += [
            Text("Compared with the last rehearsal", "strong"),
            *(Text(words) for words in compared(programme, one, before)),
        ]
    args = {"rehearsal": str(one.id)}
    actions = [
        Action("Every message as CSV", "rehearsal.csv", args),
        Action("As a picture", "rehearsal.plot", args),
    ]
    if before is not None:
        actions.append(Action("What is different", "rehearsal.changes", args))
    actions.append(Action("Rehearse again", "rehearse", ident(one.order)))
    return Card(
        title=f"Rehearsal: {name(programme, one.order)}", parts=tuple(parts), actions=(*actions, HOME), summary=lead
    )  # fmt: skip


def headline(record: Record, found: Figures) -> str:
    """The answer first: how much, and whether anything is wrong."""
    ends = sum(one.count for one in record.dead_ends)
    night = "nobody is written to at night" if not any(one.quiet for one in record.sent) else "some at night"
    loose = (
        f"{ends:,} things have no end"
        if ends > 1
        else "1 thing has no end"
        if ends
        else "everything comes to an end"
    )
    return f"{found.sent:,} messages to {record.people} people in {record.zones} zones: {night}, {loose}."


def load(programme: Programme, record: Record, found: Figures) -> list[tuple[str, str]]:
    """The load in label and value."""
    zone = programme.clock.zone
    pairs = [
        ("Simulated", f"{say_day(local(record.began, zone))} to {say_day(local(record.ended, zone))}"),
        ("Messages nobody asked for", f"{found.sent:,}"),
        ("Answers to what people did", f"{found.answers:,}"),
    ]
    if found.busiest_day:
        pairs.append(("Busiest day", f"{say_day(found.busiest_day[0])}: {found.busiest_day[1]:,}"))
    if found.busiest_hour:
        pairs.append(
            ("Busiest hour", f"from {say_instant(found.busiest_hour[0], zone)}: {found.busiest_hour[1]:,}")
        )
    if found.fullest_minute:
        at, number = found.fullest_minute
        takes = listed([f"{seconds_words(seconds)} on {where}" for where, seconds in found.waits])
        pairs.append(("Fullest minute", f"{say_instant(at, zone)}: {number:,}; sending takes {takes}"))
    if found.most_nudges:
        who, number = found.most_nudges
        pairs.append(
            ("Most nudges in a week", f"{number} to {who}; the limit is {programme.nudges.per_week}")
        )
    return pairs


def seconds_words(seconds: float) -> str:
    """How long, roughly enough."""
    if seconds < 1:
        return "under a second"
    return f"{seconds:.0f} seconds" if seconds < 90 else f"{seconds / 60:.0f} minutes"


def held_words(found: Figures) -> list[str]:
    """What waited, and what was not sent."""
    said = []
    if found.waited:
        said.append(f"Held back for a while: {counts(found.waited)}.")
    if found.dropped:
        said.append(f"Not sent: {counts(found.dropped)}.")
    return said


def counts(reasons: Sequence[tuple[str, int]]) -> str:
    """Reasons with their numbers."""
    return "; ".join(f"{number:,} because {reason}" for reason, number in reasons)


def dead_ends(found: Sequence[DeadEnd]) -> list[Part]:
    """What has no end, each with an example."""
    if not found:
        return []
    rows = [Row(f"{one.count:,} × {one.what}", f"For example {one.example}.") for one in found]
    return [Text("With no end when the cycle is over", "strong"), *rows]


def compared(programme: Programme, one: Rehearsal, before: Rehearsal) -> list[str]:
    """What has changed in the file, and what that does to the messages."""
    said = []
    if (one.order.cohort, one.order.seed) != (before.order.cohort, before.order.seed):
        said.append(
            f"That one was with {before.order.cohort} students and seed {before.order.seed}, so the people differ too."
        )
    changed = what_changed(
        load_programme(before.text, programme.key), load_programme(one.text, programme.key)
    )
    said += [change.in_words for change in changed[:MOST_CHANGES]]
    if len(changed) > MOST_CHANGES:
        said.append(f"and {len(changed) - MOST_CHANGES} more changes in the file")
    if not changed:
        said.append("The programme file has not changed.")
    found = differences(one, before)
    said += [difference_words(difference) for difference in found[:MOST_DIFFERENCES]]
    if not found:
        said.append("Every message is the same as before.")
    return said


def differences(one: Rehearsal, before: Rehearsal) -> list[Difference]:
    """The differences between two records."""
    return compare(before.record, one.record) if before.record and one.record else []


def difference_words(found: Difference) -> str:
    """One topic: how many are new, gone, moved, reworded."""
    numbers = (
        (found.new, "new"), (found.gone, "no longer sent"), (found.moved, "at another time"),
        (found.reworded, "in other words"),
    )  # fmt: skip
    return f"{found.topic.capitalize()}: {', '.join(f'{number:,} {what}' for number, what in numbers if number)}."


def changes_card(programme: Programme, one: Rehearsal, before: Rehearsal) -> Card:
    """The differences with examples."""
    rows: list[Part] = [
        Row(difference_words(found).rstrip("."), " ".join(example(*pair) for pair in found.examples))
        for found in differences(one, before)
    ]
    rows = rows or [Text("Every message is the same as before.")]
    return Card(
        title=f"What is different: {name(programme, one.order)}", parts=tuple(rows), actions=(back(one), HOME)
    )  # fmt: skip


def example(was: Message | None, now: Message | None) -> str:
    """One message before and after."""
    if was is None and now is not None:
        return f"New: {now.reader}, {when(now)}."
    if now is None and was is not None:
        return f"Gone: {was.reader}, {when(was)}."
    if was is None or now is None:
        return ""
    if was.at != now.at:
        return f"{now.reader}: {when(was)} → {when(now)}."
    return f"{now.reader}: “{was.words}” → “{now.words}”."


def when(one: Message) -> str:
    """Its instant on the clock of its reader."""
    return say_instant(one.at, one.zone)


def table(one: Rehearsal) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Every message and everything that was held back, in the order of the instants."""
    record = one.record
    if record is None:
        return COLUMNS, []
    rows: list[tuple[str, ...]] = [
        (found.at.isoformat(timespec="minutes"), clock(found), found.reader, found.role.replace("_", " "), found.zone,
         found.topic, found.kind, "delivered", found.words)
        for found in record.sent
    ]  # fmt: skip
    rows += [held_row(held) for held in record.held]
    return COLUMNS, sorted(rows)


def held_row(held: Held) -> tuple[str, ...]:
    """One line for what waited or was not sent."""
    until = held.until.isoformat(timespec="minutes") if held.until else ""
    became = f"waits until {until}: {held.reason}" if until else f"not sent: {held.reason}"
    return held.at.isoformat(timespec="minutes"), "", held.reader, "", "", held.topic, "", became, ""


def clock(found: Message) -> str:
    """What the reader's clock shows."""
    return f"{found.at.astimezone(ZoneInfo(found.zone)):%a %Y-%m-%d %H:%M}"


def picture(
    programme: Programme, one: Rehearsal, bars: Callable[[str, list[tuple[str, float]]], str]
) -> Card:
    """Messages that nobody asked for, week by week."""
    weeks: Counter[date] = Counter()
    for found in one.record.sent if one.record else ():
        day = local(found.at, programme.clock.zone)
        weeks[day - timedelta(days=day.weekday())] += not found.asked
    first, last = min(weeks, default=None), max(weeks, default=None)
    pairs: list[tuple[str, float]] = []
    while first is not None and last is not None and first <= last:
        pairs.append((f"{first.day} {first:%b}", weeks[first]))
        first += timedelta(days=7)
    words = "; ".join(f"week of {label}: {number:,.0f}" for label, number in pairs if number)
    title = f"Messages nobody asked for, by week: {name(programme, one.order)}"
    return Card(title=title, parts=(Image(bars(title, pairs), words),), actions=(back(one), HOME))


def name(programme: Programme, order: Order) -> str:
    """What is rehearsed, and with whom."""
    cycle = programme.cycle(order.cycle)
    what = cycle.name if cycle is not None and len(programme.cycles) > 1 else programme.title
    return f"{what} with {order.cohort} students, seed {order.seed}"


def ident(order: Order) -> Args:
    """The arguments of a button that orders the same again."""
    return {"cycle": order.cycle, "cohort": str(order.cohort), "seed": str(order.seed)}


def back(one: Rehearsal) -> Action:
    """To the report."""
    return Action("The rehearsal", "rehearsal", {"rehearsal": str(one.id)})


def file_name(one: Rehearsal, ending: str) -> str:
    """The name of a file of it."""
    return f"{one.scope.programme}-{one.order.cycle.replace('/', '-')}-rehearsal.{ending}"


def local(instant: datetime, zone: str) -> date:
    """The day of an instant on a clock."""
    return instant.astimezone(ZoneInfo(zone)).date()
