"""The wording of every planned message: what, by when, what to do next, and why it came.

A message is worded from the state of the moment at which it is sent, so it never speaks of what has changed since.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.cards import Action, Card, Part, Row, Text
from bot.conversations.checkin import student as checkin
from bot.conversations.checkin import supervisor as supervise
from bot.conversations.checkin.handed import handed_by
from bot.conversations.checkin.words import said_again
from bot.conversations.journal.prompts import prompt
from bot.ports import UnitOfWork
from bot.programme.applications import Application
from bot.programme.calendar import journal_date, opening_together
from bot.programme.checkin_plan import span
from bot.programme.checkins import CheckIn
from bot.programme.date_changes import Change
from bot.programme.dates import Day, Week, say_both, say_date, say_day, say_list
from bot.programme.definition import Cycle, Programme
from bot.programme.opportunities import Opportunity
from bot.programme.people import Scope
from bot.programme.planned import Planned, Snapshot, Topic

Made = tuple[Card, str]
NO_HOUR = "The programme gives no hour, so do it early rather than late."


@dataclass(frozen=True)
class Wording:
    """What the wording of one message is made from."""

    unit: UnitOfWork
    state: Snapshot
    planned: Planned

    @property
    def programme(self) -> Programme:
        return self.state.programme

    @property
    def scope(self) -> Scope:
        return Scope(self.programme.organisation.key, self.programme.key)

    @property
    def cycle(self) -> Cycle | None:
        return self.programme.cycle(self.planned.cycle) if self.planned.cycle else None

    @property
    def day(self) -> str:
        return say_day(date.fromisoformat(self.planned.day))

    @property
    def zone(self) -> str:
        person = self.state.people[self.planned.person]
        return str(person.zone(self.programme.clock.zone))

    def opportunity(self, number: int | None) -> Opportunity | None:
        return self.unit.opportunities.get(self.scope, number) if number else None

    def application(self, number: int) -> Application | None:
        return self.unit.applications.get(self.scope, number)

    def word(self, term: str, *, many: bool = False) -> str:
        locale = self.state.people[self.planned.person].locale
        return self.programme.vocabulary.name(term, many=many, locale=locale)


def word(unit: UnitOfWork, state: Snapshot, planned: Planned) -> Made | None:
    """The card and the reason of a planned message; None where there is nothing left to say."""
    return WORDINGS[planned.topic](Wording(unit, state, planned))


def _opens(told: Wording) -> Made | None:
    cycle = told.cycle
    if cycle is None:
        return None
    together = opening_together(told.programme, cycle)
    names = say_list([one.name for one in together])
    name = "Applications" if len(together) == len(told.programme.cycles) else f"{names} applications"
    closes = f" The deadline is {say_date(cycle.closes)}." if cycle.closes.last else ""
    words = f"{name} for {told.programme.title} are open from {told.day}.{closes}"
    actions = (Action("Browse", "browse"), Action("All dates", "dates"))
    return _card(words, *actions), f"You are on the roster of {told.programme.title}, and applications open."


def _deadline(told: Wording) -> Made | None:
    rows: list[Part] = []
    mine = told.unit.applications.of_student(told.scope, told.planned.person)
    drafts = {one.opportunity: one for one in mine if one.state == "draft"}
    for number in told.planned.subjects:
        one = told.opportunity(number)
        if one is None:
            continue
        args = {"opportunity": str(number)}
        title = f"{one.title}, {one.host}"
        if number in drafts:
            go_on = Action(
                "Go on with the draft", "apply", {**args, "application": str(drafts[number].id)}, "primary"
            )
            rows.append(Row(title, "Your draft is not submitted.", (go_on,)))
        else:
            rows.append(
                Row(title, "You saved it and have not applied.", (Action("Details", "browse.details", args),))
            )
    if None in drafts:
        args = {"application": str(drafts[None].id)}
        rows.insert(
            0,
            Row(
                "Your application",
                "It is not submitted.",
                (Action("Go on with the draft", "apply", args, "primary"),),
            ),
        )
    many = len(rows)
    if not many:
        return None
    hour = _no_hour(told)
    what = "application is" if many == 1 else "applications are"
    words = f"The deadline is {told.day}: {many} {what} not submitted.{hour}"
    card = Card(title=told.programme.title, parts=(Text(words), *rows), summary=words[:150])
    return card, "You have begun or saved this, and it is not submitted."


def _no_hour(told: Wording) -> str:
    cycle = told.cycle
    closes = cycle.closes if cycle else None
    return (
        f" {NO_HOUR}"
        if isinstance(closes, Day) and closes.at is None and closes.basis == "unspecified"
        else ""
    )


def _sent_to_hosts(told: Wording) -> Made | None:
    mine = [one for number in told.planned.subjects if (one := told.application(number))]
    chosen = [told.opportunity(one.opportunity) for one in mine]
    titles = [f"{one.title}, {one.host}" for one in chosen if one]
    what = " and ".join(titles) if len(titles) <= 2 else f"{len(titles)} applications"
    hosts = told.word("host", many=True)
    words = (
        f"{told.day} is the day on which applications are sent to {hosts}. Yours: {what or 'your application'}. "
        "From now on it cannot be edited; you can still withdraw."
    )
    return _card(
        words, Action("My applications", "status")
    ), f"You have applied, and applications are sent to {hosts}."


def _offer(told: Wording) -> Made | None:
    one = told.application(told.planned.subjects[0])
    if one is None or one.expires_at is None:
        return None
    opportunity = told.opportunity(one.opportunity)
    what = f"{opportunity.title}, {opportunity.host}" if opportunity else told.programme.title
    until = say_both(one.expires_at, told.programme.clock.zone, told.zone)
    words = f"Your offer for {what} is open until {until}. Without an answer it passes to the next person."
    see = Action("See the offer", "status.one", {"application": str(one.id)}, "primary")
    return _card(words, see), "You have an offer that has not been answered."


def _session(told: Wording) -> Made | None:
    session = told.programme.session(told.planned.what)
    if session is None:
        return None
    meets = told.state.meetings.get((session.key, told.planned.cycle))
    dated = session.dates.get(told.planned.cycle)
    known = dated is not None and dated.first is not None
    when = (
        say_both(meets, told.programme.clock.zone, told.zone)
        if meets
        else say_date(dated)
        if dated and known
        else ""
    )
    must = " It is compulsory." if session.compulsory == "yes" else ""
    args = {"session": session.key, "window": told.planned.cycle}
    actions = (
        Action("I am coming", "session.yes", args, "primary"), Action("I cannot come", "session.no", args),
        Action("Details and calendar", "session", args),
    )  # fmt: skip
    if told.planned.topic == "invitations":
        at = f" on {when}" if when else ""
        words = f"You are invited to the {session.name}{at}.{must}"
        return _card(
            words, *actions
        ), f"You have a {told.word('placement')}, and the {session.name} belongs to it."
    return _card(
        f"The {session.name} is on {when}.{must}", *actions
    ), f"You have a {told.word('placement')}, and the {session.name} is near."


def _begins(told: Wording) -> Made | None:
    return _edge(told, "begins")


def _ends(told: Wording) -> Made | None:
    return _edge(told, "ends")


def _edge(told: Wording, edge: str) -> Made | None:
    """First or last day: a day where it is known, else the published week, never its Monday (T2)."""
    placement = told.unit.placements.get(told.scope, told.planned.subjects[0])
    cycle = told.programme.cycle(placement.window) if placement else None
    if placement is None or cycle is None:
        return None
    own_day = placement.starts if edge == "begins" else placement.ends
    published = cycle.begins if edge == "begins" else cycle.ends
    known = span(told.programme, placement)
    when = f"in the {say_date(published)}" if isinstance(published, Week) and not own_day else ""
    if not when:
        day = own_day or (known[0 if edge == "begins" else 1] if known else None)
        when = f"on {say_day(day)}" if day else ""
    one = told.opportunity(placement.opportunity)
    what = f"{one.title}, {one.host}" if one else told.programme.title
    stint = told.word("placement")
    if edge == "begins":
        agree = (
            " If you have not agreed the day yet, write to your host today." if when.startswith("in") else ""
        )
        return _card(
            f"Your {stint} begins {when}: {what}.{agree}", Action("Home", "home")
        ), f"Your {stint} begins."
    left = "Home shows what is still open: hours, sessions and the journal."
    return _card(f"Your {stint} ends {when}: {what}. {left}", Action("Home", "home")), f"Your {stint} ends."


def _journal(told: Wording) -> Made | None:
    journal = told.programme.journal
    placement = told.unit.placements.get(told.scope, told.planned.subjects[0])
    cycle = told.programme.cycle(placement.window) if placement else None
    if journal is None or cycle is None:
        return None
    day = say_date(journal_date(told.programme, cycle.key))
    words = f"The deadline for the {journal.name} is {day}; yours is not submitted."
    if cycle.key in journal.deadline.not_separately_for:
        words += f" It is the only one published, and not said separately for {cycle.name.casefold()}."
    return _card(
        words, Action("Open my journal", "journal", style="primary")
    ), f"Your {journal.name} is not submitted yet."


def _write(told: Wording) -> Made | None:
    return prompt(told.programme, told.planned.what, told.planned.subjects[0])


def _check_in(told: Wording) -> Made | None:
    found = [one for number in told.planned.subjects if (one := told.unit.check_ins.get(told.scope, number))]
    if not found:
        return None
    first = found[0]
    again = "You have not answered yet. " if told.planned.topic == "check_in_reminder" else ""
    if first.role == "student":
        card = _asked_again(told, first, checkin.card(told.unit, told.programme, first))
        stint = told.word("placement")
        why = f"{again}You have a {stint}, and this programme asks how it is going at this point."
        return card, why
    mine = [
        one
        for one in told.unit.check_ins.of_asked(told.scope, told.planned.person)
        if one.plan == first.plan and one.is_open(told.state.now)
    ]
    whom = "this student" if len(mine) == 1 else "these students"
    own = f"You supervise {whom}, and this programme asks at this point."
    why = f"{again}{handed_by(told.unit, mine or found).strip() or own}"
    return _asked_again(told, first, supervise.card(told.unit, told.programme, mine or found)), why


def _asked_again(told: Wording, first: CheckIn, card: Card) -> Card:
    if told.planned.topic != "check_in_reminder":
        return card
    return said_again(card, last=first.reminders + 1 >= told.programme.nudges.reminders)


def moved(programme: Programme, change: Change) -> Made:
    """A date that was moved: old, new, and why it is told."""
    words = (
        f"A date of {programme.title} has changed. {change.label[0].upper()}{change.label[1:]}: it was {change.old}, "
        f"and now it is {change.new}. {change.why}"
    ).strip()
    why = "The programme team has changed this date, and it affects something of yours."
    return _card(words, Action("All dates", "dates"), Action("Home", "home")), why


def _card(words: str, *actions: Action) -> Card:
    return Card(parts=(Text(words),), actions=actions, summary=words[:150])


WORDINGS: dict[Topic, Callable[[Wording], Made | None]] = {
    "opens": _opens, "deadline": _deadline, "sent_to_hosts": _sent_to_hosts, "offer": _offer, "invitations": _session,
    "session": _session, "begins": _begins, "ends": _ends, "journal": _journal, "write": _write,
    "check_in": _check_in,
    "check_in_again": _check_in, "check_in_reminder": _check_in,
}  # fmt: skip
