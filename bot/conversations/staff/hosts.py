"""Hosts: sending them their applications on the batch day, and recording whom they take."""

from __future__ import annotations

import re
from collections import defaultdict

from rapidfuzz import fuzz

from bot.activities import Args
from bot.cards import Action, Card, Row, Text
from bot.conversations import apply
from bot.conversations.phrases import listed
from bot.conversations.placement import mine
from bot.conversations.staff import decide, packs, undecidable
from bot.conversations.staff.today import HOME
from bot.programme.applications import Application, move
from bot.programme.deciding import WORDS, Decision, may_decide, possible
from bot.programme.opportunities import Opportunity
from bot.programme.packs import WITH_THE_HOST
from bot.programme.windows import batch_closed
from bot.turn import Turn

ALIKE = 82.0
SENT = "sent to its host"
TAKES = re.compile(r"\b(takes?|taking|wants?|chooses?|chose|picks?|picked|accepts?|goes with)\b")
RESERVE = re.compile(r"\b(reserve|reserves|waiting list|waitlist|backup|second choice|alternate)\b")
NOT = re.compile(r"\b(not|no to|reject|rejects|decline|declines|turn down|turned down)\b")


def show(turn: Turn, _: Args) -> None:
    """What is ready to go to hosts, by placement, with what is held back and why."""
    mine.must_be_staff(turn)
    ready = by_placement(turn)
    sent = with_hosts(turn)
    if not ready and not sent:
        turn.say("No submitted application waits to be sent to a host.", Action("Decide", "decide"), HOME)
        return
    rows, held = [], 0
    for one, applications in ready:
        able = [found for found in applications if mine.may_share(turn, found.student)]
        held += len(applications) - len(able)
        due = is_due(turn, able[0]) if able else False
        when = "the day for sending has come" if due else "the day for sending has not come yet"
        button = Action(f"Send {len(able)} to {one.host}"[:60], "hosts.send", {"opportunity": str(one.id)})
        open_ones = sum(1 for found in able if found.undecidable)
        doubt = f"; {open_ones} from the undecidable hours" if open_ones else ""
        rows.append(
            Row(f"{one.title}, {one.host}", f"{len(able)} ready; {when}{doubt}", (button,) if able else ())
        )
    notes = (Text(f"{held} held back: a guardian has not agreed yet.", "warning"),) if held else ()
    due_all = sum(
        1 for _, found in ready for one in found if is_due(turn, one) and mine.may_share(turn, one.student)
    )
    everything = (Action(f"Send all {due_all} that are due", "hosts.send", {}, "primary"),) if due_all else ()
    rows += [
        Row(f"{one.title}, {one.host}", f"{count} with the host", (packs.button(one),)) for one, count in sent
    ]
    turn.say(Card(title="To the hosts", parts=(*rows, *notes), actions=(*everything, HOME)))


def send(turn: Turn, args: Args) -> None:
    """Send: editing ends, the students are told, the host hears how many there are (T5)."""
    mine.must_be_staff(turn)
    wanted = args.get("opportunity")
    sent: dict[str, int] = defaultdict(int)
    gone: list[Application] = []
    for one, applications in by_placement(turn):
        if wanted and str(one.id) != wanted:
            continue
        for found in applications:
            if mine.may_share(turn, found.student) and (wanted or is_due(turn, found)):
                hand_to_host(turn, one, found)
                sent[one.host] += 1
                gone.append(found)
        if sent[one.host]:
            tell_host(turn, one, sent[one.host])
    total = sum(sent.values())
    if not total:
        turn.say(
            "Nothing was left to send; somebody may have done it a moment ago.",
            Action("Decide", "decide"),
            HOME,
        )
        return
    turn.record("sent to hosts", f"programme:{turn.scope.programme}", after=dict(sent))
    undecidable.bring_up_to_date(turn, gone)
    said = listed([f"{count} to {host}" for host, count in sent.items() if count])
    turn.say(
        f"Sent: {said}. The students have been told.",
        Action("Packs for the hosts", "hosts"),
        Action("Record their choices", "decide"),
        HOME,
    )


def hand_to_host(turn: Turn, one: Opportunity, found: Application) -> None:
    """One application goes to its host."""
    turn.unit.applications.save(move(found, "with_host"))
    turn.record(SENT, f"application:{found.id}", before={"state": found.state}, after={"host": one.host})
    words = (
        f"Your application for {one.title} is with {one.host} now. You can still withdraw, but not change it."
    )
    turn.notify(
        found.student,
        apply.news(found, words),
        key=f"with host:{found.id}:{found.version}",
        why="You applied, and applications have been sent to hosts.",
    )


def tell_host(turn: Turn, one: Opportunity, count: int) -> None:
    """The host's supervisor hears that applications have come."""
    email = one.host_supervisor_email
    host = turn.unit.people.by_email(turn.scope.organisation, email) if email else None
    if host is None:
        return
    words = f"{count} {'application' if count == 1 else 'applications'} for {one.title} have come for you."
    turn.notify(
        host.id,
        Card(
            parts=(Text(words), Text("The programme team sends you what the students wrote.")), summary=words
        ),
        key=f"for host:{one.id}:{turn.activity.id}",
        why="You supervise this placement.",
    )


def by_placement(turn: Turn) -> list[tuple[Opportunity, list[Application]]]:
    """Submitted applications, by the placement they are for."""
    grouped: dict[int, list[Application]] = defaultdict(list)
    for one in turn.unit.applications.in_states(turn.scope, ["submitted"]):
        if one.opportunity is not None:
            grouped[one.opportunity].append(one)
    found = ((turn.unit.opportunities.get(turn.scope, key), some) for key, some in sorted(grouped.items()))
    return [(one, some) for one, some in found if one is not None]


def with_hosts(turn: Turn) -> list[tuple[Opportunity, int]]:
    """Placements whose host has applications to decide on, with their number."""
    counts: dict[int, int] = defaultdict(int)
    for one in turn.unit.applications.in_states(turn.scope, sorted(WITH_THE_HOST)):
        if one.opportunity is not None:
            counts[one.opportunity] += 1
    found = ((turn.unit.opportunities.get(turn.scope, key), count) for key, count in sorted(counts.items()))
    return [(one, count) for one, count in found if one is not None]


def is_due(turn: Turn, one: Application) -> bool:
    """Whether the day on which applications go to hosts has come; where none is published, staff choose the day."""
    cycle = turn.the_programme.cycle(one.cycle)
    if cycle is None or cycle.sent_to_hosts.first is None:
        return True
    return batch_closed(turn.the_programme, cycle.key, turn.now)


def heard(turn: Turn, text: str) -> None:
    """Words such as "Tea Charity takes Amara and Ben, Chen as reserve": staged; whoever is unclear is asked about."""
    decide.must_be_able(turn)
    if not may_decide(turn.the_programme, decide.role(turn)):
        decide.only_from_a_file(turn)
        return
    waiting = [one for one in decide.waiting(turn) if one.opportunity is not None]
    host_of = {one.id: turn.unit.opportunities.get(turn.scope, one.opportunity or 0) for one in waiting}
    here = [one for one in waiting if (where := host_of[one.id]) and names(where.host, text)]
    here = here or waiting
    staged: list[tuple[Application, Decision]] = []
    unclear: list[tuple[str, list[Application]]] = []
    for clause in re.split(r"[,;.]|\bbut\b", text):
        choice = meant(clause.casefold())
        for word in dict.fromkeys(re.findall(r"[A-Z][\w'-]+", clause)):
            fits = [one for one in here if names_person(turn.unit.people.get(one.student).name, word)]
            students = {one.student for one in fits}
            if len(students) == 1 and len(fits) == 1 and choice in possible(fits[0]):
                staged.append((fits[0], choice))
            elif len(fits) > 1:
                unclear.append((word, fits))
    if not staged and not unclear:
        turn.say(
            "I could not match any applicant in that. Please choose them here.", Action("Decide", "decide")
        )
        return
    for one, choice in staged:
        decide.keep(turn, one, choice)
    rows = [
        Row(
            f"{turn.unit.people.get(one.student).name}: {apply.name_of(turn, one)}",
            f"Staged: {WORDS[choice]}",
            (Action("Take back", "decide.stage", {"application": str(one.id), "as": ""}),),
        )
        for one, choice in staged
    ]
    for word, fits in unclear:
        buttons = tuple(
            Action(f"{turn.unit.people.get(one.student).name}, {apply.name_of(turn, one)}"[:70], "decide.stage",
                   {"application": str(one.id), "as": "offered"})
            for one in fits[:5]
        )  # fmt: skip
        rows.append(Row(f"Which {word} do you mean?", "", buttons))
    turn.say(
        Card(
            title="Staged; nobody is told yet",
            parts=tuple(rows),
            actions=(Action("Announce all that is staged", "decide.staged", style="primary"), HOME),
        )
    )


def speaks_of_a_choice(turn: Turn, text: str) -> bool:
    """Whether words say whom a host takes: a verb of choosing, and the name of a host with open applications."""
    if not TAKES.search(text.casefold()) or not mine.is_staff(turn):
        return False
    hosts = {one.opportunity for one in decide.waiting(turn)}
    found = (turn.unit.opportunities.get(turn.scope, key) for key in hosts if key is not None)
    return any(one is not None and names(one.host, text) for one in found)


def promote(turn: Turn, text: str) -> None:
    """Words about the waiting list: it moves by itself when a place is freed; without one, here are the decisions."""
    if TAKES.search(text.casefold()):
        heard(turn, text)
    elif turn.unit.applications.in_states(turn.scope, ["waitlisted"]):
        turn.go("queues")
    else:
        decide.show(turn, {})


def meant(clause: str) -> Decision:
    """What a clause says of the people in it; without other words it is a yes."""
    if NOT.search(clause):
        return "unsuccessful"
    return "waitlisted" if RESERVE.search(clause) else "offered"


def names(host: str, text: str) -> bool:
    """Whether a text names this host, typing slips allowed."""
    bare = re.sub(r"\(.*?\)", "", host).strip().casefold()
    return fuzz.partial_ratio(bare, text.casefold()) >= ALIKE


def names_person(name: str, word: str) -> bool:
    """Whether a capitalised word is one of a person's names."""
    parts = [part.casefold() for part in re.sub(r"\(.*?\)", "", name).split()]
    return any(fuzz.ratio(part, word.casefold()) >= ALIKE for part in parts)
