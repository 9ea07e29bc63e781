"""What a host is given: a ZIP per placement with one PDF of all applications, a CSV for their choices, and the CVs."""

from __future__ import annotations

from datetime import timedelta

from bot.activities import Args
from bot.cards import Action, Card, Part, Text
from bot.conversations.placement import mine
from bot.conversations.staff.today import HOME
from bot.documents import Block, Content, Document, Kept, Sheet
from bot.errors import NotFoundError
from bot.programme.applications import Application
from bot.programme.dates import say_day
from bot.programme.opportunities import Opportunity
from bot.programme.packs import (
    DECISION_COLUMNS,
    Held,
    ending_of,
    file_name,
    given,
    gives_to_hosts,
    held_back,
    packed_states,
    shared_steps,
)
from bot.turn import Turn

DAYS = 7
"""How long the link for the host opens the pack."""


def download(turn: Turn, args: Args) -> None:
    """Make the pack of one placement; who is left out is said with the reason, and the export is on record."""
    mine.must_be_staff(turn)
    one = turn.unit.opportunities.get(turn.scope, int(args.get("opportunity", "0") or 0))
    if one is None:
        raise NotFoundError
    if not gives_to_hosts(turn.the_programme):
        turn.say(
            "The programme does not say that anything of an application goes to a host, so I make no pack. "
            "If it should, it is a line in the programme's file.",
            HOME,
        )
        return
    able, held = sorted_out(turn, one)
    if not able:
        turn.say(nothing_to_pack(held), Action("To the hosts", "hosts"), HOME)
        return
    attachment = turn.documents.pack(contents(turn, one, able), file_name(one.host, one.title, ending="zip"))
    turn.record(
        "exported applications",
        f"opportunity:{one.id}",
        after={"applications": [found.id for found in able], "held back": len(held), "to": one.host},
    )
    values = {"id": attachment.file_id, "name": attachment.name, "type": attachment.media_type}
    link = turn.documents.link("file", values, reader=0, days=DAYS)
    parts: list[Part] = [Text(f"{len(able)} in one PDF, with a CSV for the host's choices."), attachment]
    actions = [Action("To the hosts", "hosts"), HOME]
    if link:
        until = say_day((turn.now + timedelta(days=DAYS)).astimezone(turn.zone).date())
        parts.append(
            Text(
                f"The link for the host needs no account, so give it to nobody else; it runs out on {until}."
            )
        )
        actions.insert(0, Action("Link for the host", url=link))
    parts += [Text(words, "warning") for words in held_words(held)]
    parts.append(Text("When the CSV comes back filled in, drop it here: I stage what it says.", "quiet"))
    turn.say(Card(title=f"{one.title}, {one.host}", parts=tuple(parts), actions=tuple(actions)))


def sorted_out(turn: Turn, one: Opportunity) -> tuple[list[Application], list[Held]]:
    """What has been sent to this host and may be given, in the order of submission; and what is held back."""
    able, held = [], []
    states = packed_states(turn.the_programme)
    for found in turn.unit.applications.for_opportunity(turn.scope, one.id):
        if found.state not in states:
            continue
        kept = held_back(turn.the_programme, found, guardian=mine.may_share(turn, found.student))
        if kept is None:
            able.append(found)
        else:
            held.append(kept)
    able.sort(key=lambda found: (found.submitted_at is None, found.submitted_at, found.id))
    return able, held


def contents(turn: Turn, one: Opportunity, able: list[Application]) -> list[tuple[str, Content]]:
    """The files of a pack."""
    steps = shared_steps(turn.the_programme)
    names = {found.id: turn.unit.people.get(found.student).name for found in able}
    blocks: list[Block] = []
    uploads: list[tuple[str, Content]] = []
    rows = []
    for found in able:
        blocks.append(Block("heading", f"{names[found.id]} (application {found.id})"))
        for step in steps:
            blocks += [
                Block("label", step.label),
                Block("text", given(step, found.answers) or "nothing given"),
            ]
            value = found.answers.get(step.key)
            if isinstance(value, dict) and value.get("file_id"):
                name = file_name(
                    str(found.id), names[found.id], step.key, ending=ending_of(str(value.get("name", "")))
                )
                uploads.append((name, Kept(str(value["file_id"]))))
        cells = (given(step, found.answers) for step in steps)
        rows.append((str(found.id), names[found.id], *cells, *("" for _ in DECISION_COLUMNS)))
    today = turn.now.astimezone(turn.zone).date()
    document = Document(
        title=f"{one.title}, {one.host}",
        lines=(turn.the_programme.title, f"{len(able)} applications" if len(able) > 1 else "1 application"),
        blocks=tuple(blocks),
        foot=f"{turn.the_programme.title} · made on {say_day(today)} · for {one.host} alone",
        author=turn.the_programme.organisation.name,
    )
    columns = ("application", "name", *(step.label for step in steps), *DECISION_COLUMNS)
    return [
        ("applications.pdf", document),
        ("applications.csv", Sheet("Applications", columns, tuple(rows))),
        *uploads,
    ]


def nothing_to_pack(held: list[Held]) -> str:
    """Why there is no pack."""
    if held:
        return f"Nothing can be given to this host yet: {'; '.join(held_words(held))}"
    return (
        "Nothing of this placement is with its host now. Send the applications first; then there is a pack."
    )


def held_words(held: list[Held]) -> list[str]:
    """How many are left out, by reason."""
    reasons = dict.fromkeys(one.reason for one in held)
    return [f"{sum(1 for one in held if one.reason == reason)} left out: {reason}." for reason in reasons]


def button(one: Opportunity) -> Action:
    """The button on everything that shows a placement with its applications."""
    return Action("Download the pack", "hosts.pack", {"opportunity": str(one.id)})
