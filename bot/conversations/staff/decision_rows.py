"""A file of decisions: shown person by person, staged with the file as the source, announced together."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from bot.cards import Action, Card, Part, Text
from bot.conversations import apply, placing
from bot.conversations.staff import decide, dropped
from bot.conversations.staff.today import HOME
from bot.errors import ConflictError
from bot.imports import Dropped, Rows
from bot.programme.applications import LIVE, Application
from bot.programme.bad_rows import Bad
from bot.programme.dates import say_day
from bot.programme.deciding import HOLDING_A_PLACE, WORDS
from bot.programme.decision_files import Candidate, Decided, Taken, take
from bot.turn import Turn

MOST = 15


def look(turn: Turn, file: Dropped) -> None:
    """What would be staged; nothing is."""
    rows = turn.importer.decisions(turn.unit, file, turn.the_programme)
    taken = read(turn, rows)
    if taken is None or taken.bad or not taken.decided:
        refuse(turn, file, rows, taken)
        return
    lines = [line(turn, one) for one in taken.decided[:MOST]]
    if len(taken.decided) > MOST:
        lines.append(f"and {len(taken.decided) - MOST:,} more")
    parts: list[Part] = [Text(counts(taken)), Text("\n".join(lines))]
    parts += [Text(words, "quiet") for words in dropped.read_words(rows.read_as, rows.notes)]
    if taken.empty:
        parts.append(Text(f"{taken.empty:,} without a decision are left as they are.", "quiet"))
    ident = {"kind": "decisions", "file": file.file_id}
    turn.remember(pending={"action": "import.do", "args": ident, "label": "Stage them"})
    turn.say(
        Card(
            title=f"{file.name}: decisions",
            parts=(*parts, Text("Nothing is staged yet, and nobody is told.", "strong")),
            actions=(
                Action("Stage them", "import.do", ident, "primary"),
                Action("Cancel", "import.cancel", {"file": file.file_id}),
            ),
            summary=f"{file.name}: {counts(taken)}"[:150],
        )
    )


def stage(turn: Turn, file: Dropped) -> bool:
    """Stage all of them, by the state of now; False where the file can no longer be taken as it is."""
    decide.must_be_able(turn)
    rows = turn.importer.decisions(turn.unit, file, turn.the_programme)
    taken = read(turn, rows)
    if taken is None or taken.bad or not taken.decided:
        refuse(turn, file, rows, taken)
        return False
    today = say_day(turn.now.astimezone(turn.zone).date())
    for one in taken.decided:
        found = one.candidate.application
        source = f"{file.name}, line {one.line}, sent by {turn.person.name} on {today}"
        try:
            decide.keep(turn, found, one.choice, reason=one.reason, source=source)
        except ConflictError as problem:
            raise ConflictError(
                "Somebody changed one of these applications a moment ago, so nothing was staged. "
                "Please send the file again."
            ) from problem
    turn.say(
        f"Staged: {counts(taken)} The source of each is “{file.name}”. Nobody is told yet.",
        Action("Announce all that is staged", "decide.staged", style="primary"),
        HOME,
    )
    return True


def read(turn: Turn, rows: Rows) -> Taken | None:
    """What the rows say, with more offers than places among the problems; None where the file cannot be read."""
    decide.must_be_able(turn)
    if rows.refused:
        return None
    taken = take(rows.rows, candidates(turn))
    return replace(taken, bad=(*taken.bad, *too_many(turn, taken)))


def candidates(turn: Turn) -> list[Candidate]:
    """Every application that was ever sent in and is not over, with what a row may call it."""
    found = turn.unit.applications.in_states(turn.scope, sorted(LIVE - {"draft"}))
    people = {person.id: person for person, _ in turn.unit.people.having(turn.scope, "student")}
    made = []
    for one in found:
        person = people.get(one.student) or turn.unit.people.get(one.student)
        about = turn.unit.opportunities.get(turn.scope, one.opportunity) if one.opportunity else None
        called = (about.key, about.title, about.host) if about else ()
        made.append(Candidate(one, person.email, person.name, called))
    return made


def too_many(turn: Turn, taken: Taken) -> list[Bad]:
    """Offers beyond the places that there are; what the same file takes back frees its place."""
    after = {one.candidate.application.id: one.choice for one in taken.decided}
    groups: dict[tuple[int | None, str], list[Decided]] = {}
    for one in taken.decided:
        if one.choice == "offered":
            groups.setdefault(group(turn, one.candidate.application), []).append(one)
    bad = []
    for offers in groups.values():
        first = offers[0].candidate.application
        limit = placing.limit(turn, first)
        if limit is None:
            continue
        held = sum(
            1
            for other in placing.rivals(turn, first)
            if other.state in HOLDING_A_PLACE or (other.id not in after and other.pending == "offered")
        )
        free = max(limit - held, 0)
        for one in offers[free:]:
            places = "1 place is" if free == 1 else f"{free} places are"
            where = apply.name_of(turn, one.candidate.application)
            bad.append(
                Bad(
                    one.line, "decision", f"only {places} free for {where}; write waiting list for the others"
                )
            )
    return bad


def group(turn: Turn, one: Application) -> tuple[int | None, str]:
    """What the places are shared by: the placement, or the quota."""
    return one.opportunity, "" if one.opportunity else placing.quota_for(turn, one)


def refuse(turn: Turn, file: Dropped, rows: Rows, taken: Taken | None) -> None:
    """Why nothing was staged."""
    if taken is not None and not taken.bad:
        words = (
            f"No row of “{file.name}” holds a decision yet. Fill in the column decision, and send it again."
        )
        dropped.say_refused(turn, file, words, (), 0, [])
        return
    bad = taken.bad if taken else ()
    words_read = dropped.read_words(rows.read_as, rows.notes)
    dropped.say_refused(turn, file, rows.refused, bad, len(rows.rows), words_read)


def counts(taken: Taken) -> str:
    """How many of each."""
    of = Counter(one.choice for one in taken.decided)
    said = ", ".join(f"{of[choice]} × {words}" for choice, words in WORDS.items() if of[choice])  # type: ignore[index]
    same = sum(1 for one in taken.decided if not one.is_new)
    return f"{said}{f'; {same} staged so already' if same else ''}."


def line(turn: Turn, one: Decided) -> str:
    """One decision in a line, with the reason that is given."""
    why = f" ({one.reason})" if one.reason else ""
    told = "; the student is told this reason" if one.reason and one.choice == "unsuccessful" else ""
    return f"{one.candidate.name}, {apply.name_of(turn, one.candidate.application)}: {WORDS[one.choice]}{why}{told}"
