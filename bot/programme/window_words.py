"""A window in words: the answer, the reason, one next step; never "too late" or "fine" where neither is known."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.programme.calendar import over
from bot.programme.dates import (
    AnyDate,
    Day,
    Instant,
    PublishedElsewhere,
    say_both,
    say_date,
    say_list,
    say_zone,
)
from bot.programme.definition import Cycle, Programme
from bot.programme.window_state import WindowStatus


def say_window(
    programme: Programme, cycle: Cycle, status: WindowStatus, now: dt.datetime, person_zone: str | None
) -> WindowStatus:
    """Return the status with `why` and `next_step` in words."""
    words = _Words(programme, cycle, status, now, person_zone)
    return replace(status, why=words.why(), next_step=words.next_step())


class _Words:
    def __init__(
        self,
        programme: Programme,
        cycle: Cycle,
        status: WindowStatus,
        now: dt.datetime,
        person_zone: str | None,
    ) -> None:
        self.programme = programme
        self.cycle = cycle
        self.status = status
        self.now = now
        self.reader = person_zone
        self.what = _what(programme, cycle, status.event)
        self.contact = programme.contact.email or programme.contact.office

    def why(self) -> str:
        if self.status.event == "journal":
            return self._window() + self._not_separately()
        return self._window() if self.status.event == "applications" else self._plain()

    def _window(self) -> str:
        status = self.status
        match status.state:
            case "open":
                return f"{self._subject()} until {self._date(status.closes)}.{self._silence(status.closes)}"
            case "closing":
                return (
                    f"{self._subject()} until {self._date(status.closes)}{self._near()}."
                    f"{self._silence(status.closes)}"
                )
            case "closed":
                return self._closed()
            case "not_yet":
                return f"{self.what} open on {self._date(status.opens)}.{self._silence(status.opens)}"
            case "undecidable":
                subject = (
                    f"{self.what} open on"
                    if status.edge == "opens"
                    else f"The deadline for {self._inner()} is"
                )
                return f"{subject} {self._date(status.date)}{self._near()}.{self._silence(status.date)}"
            case _:
                silent = f"The programme's page gives no deadline for {self._inner()}"
                if isinstance(status.closes, PublishedElsewhere):
                    return f"{silent}; it is announced on {say_list(status.closes.published_elsewhere)}."
                return f"{silent}."

    def _closed(self) -> str:
        closes = self.status.closes
        if closes.last is None:
            return f"These placements ({say_date(self.cycle.placements)}) are over."
        said = f"The deadline for {self._inner()} was {self._date(closes)}"
        return f"{said}." if _exact(closes) else f"{said}, and that day is over everywhere."

    def _subject(self) -> str:
        if self.status.event == "journal":
            return f"The {self.what} can be handed in"
        return f"{self.what} can be sent"

    def _not_separately(self) -> str:
        """Say for which cycles the one published deadline is not given separately (T1)."""
        journal = self.programme.journal
        if journal is None or self.cycle.key not in journal.deadline.not_separately_for:
            return ""
        return f" The page gives this one date, and does not say it separately for {self.cycle.name}."

    def _plain(self) -> str:
        """Say a thing that is no window for handing in: a session, a week, the placements."""
        date = self.status.date
        if date.first is None:
            if isinstance(date, PublishedElsewhere):
                return f"{self.what}: the date is announced on {say_list(date.published_elsewhere)}."
            return f"{self.what}: the programme's page gives no date."
        if self.status.event == "placements":
            return f"{self.what}: {say_date(self.cycle.placements)}."
        preposition = {"day": "on ", "instant": "on ", "week": "in the "}.get(date.precision, "")
        return f"{self.what}: {preposition}{self._date(date)}."

    def _inner(self) -> str:
        return f"the {self.what}" if self.status.event == "journal" else self.what[0].lower() + self.what[1:]

    def _date(self, date: AnyDate) -> str:
        if isinstance(date, Instant):
            return say_both(date.moment, date.zone, self.reader)
        if isinstance(date, Day) and date.basis != "unspecified":
            return f"{say_date(date)} ({self._basis(date)})"
        return say_date(date)

    def _basis(self, date: Day) -> str:
        zone = say_zone(self.programme.clock.zone, self.now)
        return {
            "programme_zone": f"by the clock of {zone}",
            "student_day": "by your own clock",
            "anywhere_on_earth": "until the day has ended everywhere on Earth",
        }[date.basis]

    def _near(self) -> str:
        words = {0: "today", 1: "tomorrow", -1: "yesterday"}
        word = words.get(self.status.days_left if self.status.days_left is not None else 99)
        if word is None:
            return ""
        zone = self.reader or self.programme.clock.zone
        verb = "was" if word == "yesterday" else "is"
        return f", which {verb} {word} by the clock of {say_zone(zone, self.now)}"

    def _silence(self, date: AnyDate) -> str:
        if not isinstance(date, Day) or date.basis != "unspecified":
            return ""
        if date.at is not None:
            return " The page gives no time zone."
        return " The page gives no hour and no time zone."

    def next_step(self) -> str:
        status = self.status
        if status.event not in ("applications", "journal"):
            return ""
        verb = "Hand it in" if status.event == "journal" else "Apply"
        match status.state:
            case "undecidable" if status.edge == "closes":
                if status.phase == "day_after":
                    return (
                        f"{verb} now: it is taken and marked, and {self.contact} decides whether it counts."
                    )
                return f"{verb} now rather than later, or ask {self.contact} which hour counts."
            case "undecidable":
                return f"Look at what is on offer now, or ask {self.contact} from which hour."
            case "open" | "closing":
                return f"{verb} before then."
            case "not_yet":
                return "Look at what is on offer now, and apply from that day."
            case "published_elsewhere" | "not_published":
                return f"Ask {self.contact} for the date."
            case _:
                return self._after_the_end()

    def _after_the_end(self) -> str:
        if self.status.event == "applications":
            ahead = [
                one for one in self.programme.cycles
                if one.key != self.cycle.key and one.opens.first and one.opens.first > self.now.date()
            ]  # fmt: skip
            if ahead:
                soonest = min(ahead, key=lambda one: one.opens.first or dt.date.max)
                return f"The next applications ({soonest.name}) open on {say_date(soonest.opens)}."
        ended = over(self.programme, self.now)
        if ended.over:
            return f"{ended.why} Ask {self.contact} about the next ones."
        return f"Ask {self.contact} what is still possible."


def _what(programme: Programme, cycle: Cycle, event: str) -> str:
    if event == "applications":
        return "Applications" if _same_for_all(programme) else f"Applications for {cycle.name}"
    if event == "placements":
        return f"Placements of {cycle.name}" if len(programme.cycles) > 1 else "Placements"
    if event == "journal":
        return programme.journal.name if programme.journal else "journal"
    kind, _, key = event.partition(":")
    session = programme.session(key)
    check_in = programme.check_in(key)
    if kind == "invitations" and session:
        return f"Invitations to the {session.name}"
    if session:
        return session.name
    return check_in.name if check_in else "Applications sent to hosts"


def _same_for_all(programme: Programme) -> bool:
    """Whether one applies to the programme as a whole, in one window, so that no cycle needs naming."""
    windows = {(one.opens, one.closes) for one in programme.cycles}
    whole = programme.application.target == "programme" and len(windows) == 1
    return whole or len(programme.cycles) == 1


def _exact(date: AnyDate) -> bool:
    """Tell whether a closing date has one end, whoever reads it."""
    return isinstance(date, Instant) or (isinstance(date, Day) and date.basis != "unspecified")
