"""The audit log, readable in the chat: who did what to which, the latest first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Part, Row, Text
from bot.conversations.phrases import moment
from bot.conversations.placement import mine
from bot.conversations.staff.today import HOME
from bot.errors import NotFoundError
from bot.ports import AuditEvent
from bot.turn import Turn

A_PAGE = 12
MOST_EXPORTED = 20_000
LONGEST = 60
DAYS: dict[str, int] = {"today": 0, "week": 7, "fortnight": 14, "month": 31, "ever": 36500}
ASKED = re.compile(
    r"\baudit\b|\b(?:change|activity) (?:log|history)\b|^(?:the )?log$|^history$"
    r"|\bwhat (?:was|has been|were|got|did (?:we|you|they|somebody|someone|anyone)) chang(?:ed?|e)\b"
    r"|\bwhat (?:has )?changed\b(?! (?:in|about) (?:the )?(?:eligib|rule))"
    r"|\bwho (?:changed|moved|exported|decided|did) (?:what|which|the|it|this|that)\b"
)


def heard(turn: Turn, said: str) -> None:
    """Words such as "what was changed this week"."""
    span = next((word for word in DAYS if re.search(rf"\b{word}\b", said)), "week")
    show(turn, {"span": span})


def show(turn: Turn, args: Args) -> None:
    """One page of the log."""
    mine.must_be_staff(turn)
    span, offset = span_of(args), int(args.get("offset", "0") or 0)
    found = turn.unit.audit.since(turn.scope, begins(turn, span), limit=A_PAGE + 1, offset=offset)
    if not found:
        turn.say(
            f"Nothing was written down {words_of(span)}.", Action("Everything", "log", {"span": "ever"}), HOME
        )
        return
    parts: list[Part] = [
        Row(title(turn, one), f"{moment(turn, one.at)}{detail(one)}") for one in found[:A_PAGE]
    ]
    parts.append(Text("The latest first. Only ever added to.", "quiet"))
    actions = [Action("As CSV", "log.csv", {"span": span}), Action("Who has which role", "roles"), HOME]
    if len(found) > A_PAGE:
        actions.insert(0, Action("Older", "log", {"span": span, "offset": str(offset + A_PAGE)}))
    turn.say(Card(title=f"What was done {words_of(span)}", parts=tuple(parts), actions=tuple(actions)))


def as_csv(turn: Turn, args: Args) -> None:
    """The log as a table; that it was taken out is a line of the log itself."""
    mine.must_be_staff(turn)
    span = span_of(args)
    found = turn.unit.audit.since(turn.scope, begins(turn, span), limit=MOST_EXPORTED)
    rows = [
        (one.at.isoformat(), actor(turn, one), one.kind, one.subject, *changed(one))
        for one in reversed(found)
    ]
    columns = ("at", "who", "what", "subject", "before", "after")
    attachment = turn.documents.table(columns, rows, f"{turn.scope.programme}-log.csv")
    turn.record("exported the log", f"programme:{turn.scope.programme}", after={"lines": len(rows)})
    turn.say(Card(title=f"What was done {words_of(span)}", parts=(attachment,), actions=(HOME,)))


def title(turn: Turn, one: AuditEvent) -> str:
    """Who did what to which, in a line."""
    return f"{actor(turn, one)}: {one.kind.replace('.', ' ')}, {subject(turn, one.subject)}"


def actor(turn: Turn, one: AuditEvent) -> str:
    """Who did it; nobody is the clock or the command line."""
    return known(turn, one.actor) if one.actor is not None else "By itself"


def subject(turn: Turn, words: str) -> str:
    """What it was done to, by name where that is known."""
    kind, _, ident = words.partition(":")
    if not ident.isdigit():
        return words.replace(":", " ")
    number = int(ident)
    if kind == "person":
        return known(turn, number)
    if kind == "application":
        application = turn.unit.applications.get(turn.scope, number)
        return (
            f"application {number} of {known(turn, application.student)}"
            if application
            else f"application {number}"
        )
    if kind == "opportunity":
        opportunity = turn.unit.opportunities.get(turn.scope, number)
        return f"{opportunity.title}, {opportunity.host}" if opportunity else f"opportunity {number}"
    if kind == "placement":
        placement = turn.unit.placements.get(turn.scope, number)
        return f"placement of {known(turn, placement.student)}" if placement else f"placement {number}"
    return f"{kind.replace('_', ' ')} {number}"


def known(turn: Turn, person: int) -> str:
    """A person by name; one who was deleted by number."""
    try:
        found = turn.unit.people.get(person)
    except NotFoundError:
        return f"person {person}, who is deleted"
    return found.name or found.email


def detail(one: AuditEvent) -> str:
    """What was before and is after, shortly."""
    before, after = changed(one)
    if before and after:
        return f" · {before} → {after}"
    return f" · {after or before}" if after or before else ""


def changed(one: AuditEvent) -> tuple[str, str]:
    """Before and after in words; the answer of a check-in is for those alone who were named when it was asked."""
    if one.subject.startswith("check_in:"):
        return "", ""
    return values(one.before), values(one.after)


def values(found: Mapping[str, Any] | None) -> str:
    """A few values in words."""
    return ", ".join(f"{key.replace('_', ' ')}: {short(value)}" for key, value in (found or {}).items())


def short(value: Any) -> str:
    """One value, not too long."""
    words = "none" if value is None else "yes" if value is True else "no" if value is False else str(value)
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"


def span_of(args: Args) -> str:
    """The span that a button names."""
    return args["span"] if args.get("span") in DAYS else "week"


def begins(turn: Turn, span: str) -> datetime:
    """From when on: midnight on the reader's own clock."""
    day = turn.now.astimezone(turn.zone).date() - timedelta(days=min(DAYS[span], 365 * 20))
    return datetime.combine(day, time(), turn.zone)


def words_of(span: str) -> str:
    """A span in a sentence."""
    return {
        "today": "today",
        "week": "in the last 7 days",
        "fortnight": "in the last 14 days",
        "month": "in the last month",
    }.get(span, "so far")
