"""How it is going, for staff: funnel, check-ins, journals and hours, what waits; as a card, a plot, a table, a page."""

from __future__ import annotations

from dataclasses import replace

from bot.activities import Args
from bot.cards import Action, Attachment, Card, Facts, Image, Part, Row, Table, Text
from bot.conversations.checkin.words import plan_name
from bot.conversations.placement import mine
from bot.conversations.staff import responses
from bot.conversations.staff.gathering import Report, gather
from bot.conversations.staff.today import HOME
from bot.documents import Block, Document, Sheet
from bot.programme.dates import say_day
from bot.programme.definition.cycles import Cycle
from bot.programme.hours import words as hours_words
from bot.programme.reporting import cycle_in
from bot.turn import Turn

MOST_HOSTS = 8
MOST_ON_A_PAGE = 6
"""Rows of each part, so that the page stays one."""


def show(turn: Turn, args: Args) -> None:
    """The report as a card; `cycle` names one cycle, else it is on the programme as a whole."""
    mine.must_be_staff(turn)
    cycle = turn.the_programme.cycle(args["cycle"]) if args.get("cycle") else None
    found = gather(turn, cycle)
    ident = {"cycle": cycle.key} if cycle else {}
    parts: list[Part] = [
        Text(headline(found)),
        Facts(tuple((name.capitalize(), f"{count:,}") for name, count in found.funnel)),
    ]
    parts.append(
        Text("Each counts as far as it has come; what was withdrawn counts up to submitted.", "quiet")
    )
    if found.check_ins:
        parts.append(Table(CHECK_INS, check_in_rows(turn, found)))
    parts += [Text(words) for words in progress_words(turn, found)]
    for one in found.slow[:MOST_HOSTS]:
        parts.append(Row(one.host, host_words(one.waiting, one.days, one.silent)))
    actions = [
        Action("As a picture", "report.plot", ident),
        Action("As CSV", "report.csv", ident),
        Action("As Excel", "report.excel", ident),
        Action("On one page", "report.page", ident),
        Action("How people responded", "response", ident),
    ]
    if found.questions:
        actions.append(Action("Unanswered questions", "report.questions"))
    if found.slow:
        actions.append(Action("To the hosts", "hosts"))
    cycles = turn.the_programme.cycles
    if len(cycles) > 1:
        others = [one for one in cycles if one != cycle]
        actions += [Action(one.name, "report", {"cycle": one.key}) for one in others[:4]]
        if cycle:
            actions.append(Action("All together", "report"))
    turn.say(
        Card(title=title(turn, cycle), parts=tuple(parts), actions=(*actions, HOME), summary=headline(found))
    )


def heard(turn: Turn, text: str) -> None:
    """Words such as "how is spring going"."""
    cycle = cycle_in(turn.the_programme, text)
    show(turn, {"cycle": cycle.key} if cycle else {})


def plot(turn: Turn, args: Args) -> None:
    """The funnel, and the check-ins, as pictures with their figures in words."""
    found, cycle = asked(turn, args)
    words = "; ".join(f"{name}: {count:,}" for name, count in found.funnel)
    parts: list[Part] = [Image(turn.documents.bars(title(turn, cycle), found.funnel), words)]
    if found.check_ins:
        shares = [(f"{plan}, {role}", int(done)) for plan, role, _, done, _, _ in check_in_rows(turn, found)]
        said = "; ".join(
            f"{label}: {done} of {one.asked}"
            for (label, done), one in zip(shares, found.check_ins, strict=True)
        )
        parts.append(Image(turn.documents.bars("Check-ins answered", shares), said))
    parts += responses.pictures(turn, found.responses)
    turn.say(Card(title=headline(found), parts=tuple(parts), actions=(back(cycle), HOME)))


def as_csv(turn: Turn, args: Args) -> None:
    """Every figure in one table."""
    found, cycle = asked(turn, args)
    rows = [(sheet.name, *row[:1], column, cell) for sheet in sheets(turn, found) for row in sheet.rows
            for column, cell in zip(sheet.columns[1:], row[1:], strict=True)]  # fmt: skip
    give(turn, cycle, turn.documents.table(("part", "of", "what", "figure"), rows, name(turn, cycle, "csv")))


def as_excel(turn: Turn, args: Args) -> None:
    """Every figure, a sheet for each part."""
    found, cycle = asked(turn, args)
    give(turn, cycle, turn.documents.workbook(sheets(turn, found), name(turn, cycle, "xlsx")))


def page(turn: Turn, args: Args) -> None:
    """The report on one page."""
    found, cycle = asked(turn, args)
    today = say_day(turn.now.astimezone(turn.zone).date())
    blocks = [Block("text", headline(found))]
    for sheet in sheets(turn, found, most=MOST_ON_A_PAGE):
        blocks.append(Block("heading", sheet.name))
        for row in sheet.rows:
            pairs = [f"{column} {cell}" for column, cell in zip(sheet.columns[1:], row[1:], strict=True)]
            blocks.append(Block("bullet", f"{row[0]}: {', '.join(pairs) if len(pairs) > 1 else row[1]}"))
    document = Document(
        title(turn, cycle), (f"As of {today}",), tuple(blocks), foot=turn.the_programme.title,
        author=turn.the_programme.organisation.name,
    )  # fmt: skip
    give(turn, cycle, turn.documents.text(document, name(turn, cycle, "pdf"), "pdf"))


CHECK_INS = ("Check-in", "Side", "Asked", "Answered", "Waiting", "No answer")


def sheets(turn: Turn, found: Report, most: int | None = None) -> list[Sheet]:
    """The report as tables, with at most so many rows in those that grow."""
    done = found.progress
    figures = [
        ("Placements", done.placements), ("Journals handed in", done.handed_in), ("Journals begun", done.begun),
        ("Hours reached", done.hours_reached), ("Hours begun", done.hours_begun),
        ("Hours logged", round(done.minutes / 60)), ("Unanswered questions", len(found.questions)),
    ]  # fmt: skip
    made = [Sheet("Funnel", ("Stage", "Number"), tuple((one, str(count)) for one, count in found.funnel))]
    if found.check_ins:
        rows = tuple((f"{row[0]}, {row[1]}", *row[2:]) for row in check_in_rows(turn, found))
        made.append(Sheet("Check-ins", ("Check-in", *CHECK_INS[2:]), rows))
    made.append(Sheet("Progress", ("What", "Number"), tuple((one, str(count)) for one, count in figures)))
    if found.slow:
        slow = tuple((one.host, str(one.waiting), str(one.days), str(one.silent)) for one in found.slow)
        made.append(
            Sheet("Slow hosts", ("Host", "applications waiting", "days", "check-ins without an answer"), slow)
        )
    if found.questions:
        asked_by = tuple((text, str(number)) for text, number in found.questions)
        made.append(Sheet("Questions nobody has answered", ("Question", "people asked"), asked_by))
    made += responses.sheets(found.responses)
    grows = {"Slow hosts", "Questions nobody has answered", "Response by message", "Response by hour"}
    return [replace(one, rows=one.rows[:most]) if one.name in grows else one for one in made]


def check_in_rows(turn: Turn, found: Report) -> tuple[tuple[str, ...], ...]:
    """The matrix in words."""
    return tuple(
        (plan_name(turn.the_programme, one.plan), one.role.replace("_", " "), str(one.asked), str(one.answered),
         str(one.waiting), str(one.silent))
        for one in found.check_ins
    )  # fmt: skip


def headline(found: Report) -> str:
    """The answer first."""
    counts = dict(found.funnel)
    one = "application" if counts["submitted"] == 1 else "applications"
    return f"{counts['submitted']:,} {one} submitted, {counts['accepted']:,} accepted, {counts['placed']:,} placed."


def progress_words(turn: Turn, found: Report) -> list[str]:
    """Journals, hours and questions in sentences; what the programme does not have is left out."""
    done = found.progress
    said = []
    if done.placements and turn.the_programme.journal:
        said.append(f"Journals: {done.handed_in} of {done.placements} handed in, {done.begun} begun.")
    if done.placements and turn.the_programme.hours:
        said.append(
            f"Hours: {done.hours_reached} of {done.placements} have reached theirs, {done.hours_begun} have begun; "
            f"{hours_words(done.minutes)} logged in all."
        )
    if found.questions:
        number = len(found.questions)
        said.append(
            "1 question waits for an answer." if number == 1 else f"{number} questions wait for an answer."
        )
    return said


def host_words(waiting: int, days: int, silent: int) -> str:
    """Why a host is on the list."""
    said = []
    if waiting:
        said.append(
            f"{waiting} {'application waits' if waiting == 1 else 'applications wait'}, the longest for {days} days"
        )
    if silent:
        said.append(f"{silent} {'check-in' if silent == 1 else 'check-ins'} without an answer")
    return "; ".join(said)


def asked(turn: Turn, args: Args) -> tuple[Report, Cycle | None]:
    """The report that a button is about."""
    mine.must_be_staff(turn)
    cycle = turn.the_programme.cycle(args["cycle"]) if args.get("cycle") else None
    return gather(turn, cycle), cycle


def give(turn: Turn, cycle: Cycle | None, attachment: Attachment) -> None:
    """The file, and a line in the audit log that it was taken out."""
    turn.record("exported a report", f"programme:{turn.scope.programme}", after={"file": attachment.name})
    turn.say(Card(title=title(turn, cycle), parts=(attachment,), actions=(back(cycle), HOME)))


def back(cycle: Cycle | None) -> Action:
    """To the card."""
    return Action("Report", "report", {"cycle": cycle.key} if cycle else {})


def title(turn: Turn, cycle: Cycle | None) -> str:
    """What the report is on."""
    return f"{turn.the_programme.title}: {cycle.name}" if cycle else turn.the_programme.title


def name(turn: Turn, cycle: Cycle | None, ending: str) -> str:
    """The name of the file."""
    return f"{turn.scope.programme}{f'-{cycle.key}' if cycle else ''}-report.{ending}"
