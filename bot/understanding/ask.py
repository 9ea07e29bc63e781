"""One question, asked by nobody in particular: what is understood and what would be answered. Pure; writes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.programme.definition import Programme
from bot.understanding.answering import Answer
from bot.understanding.answers import compose
from bot.understanding.reader import read

NAMED = {
    "ask_other": "ask_programme",
    "ask_contact": "ask_programme",
    "my_applications": "ask_application_status",
}
"""Our own intents by the name under which the list of intents has them."""
_FRACTIONS = {
    330: "Asia/Kolkata", 345: "Asia/Kathmandu", 210: "Asia/Tehran", 270: "Asia/Kabul", 390: "Asia/Yangon",
    570: "Australia/Darwin",
    630: "Australia/Adelaide", -210: "America/St_Johns", -150: "America/St_Johns", -570: "Pacific/Marquesas",
    525: "Australia/Eucla",
    765: "Pacific/Chatham", 825: "Pacific/Chatham",
}  # fmt: skip


def zone_of(now: dt.datetime, programme: Programme) -> ZoneInfo:
    """Return the asker's zone as far as an offset tells it: the programme's where it agrees, else a fixed one."""
    own = ZoneInfo(programme.clock.zone)
    offset = now.utcoffset() or dt.timedelta()
    if now.astimezone(own).utcoffset() == offset:
        return own
    minutes = round(offset.total_seconds() / 60)
    if minutes % 60 == 0 and -12 <= minutes // 60 <= 14:
        hours = minutes // 60
        return ZoneInfo("Etc/UTC" if hours == 0 else f"Etc/GMT{'-' if hours > 0 else '+'}{abs(hours)}")
    return ZoneInfo(_FRACTIONS.get(minutes, programme.clock.zone))


def ask(
    programme: Programme,
    role: str,
    now: dt.datetime,
    text: str,
    zone: ZoneInfo | None = None,
    context: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Answer one message.

    `role` is student, supervisor or staff (ValueError otherwise); `now` is aware, and its offset is the asker's own
    clock unless `zone` says it. Returns intent, outcome, answer, sources (the page's lines) and slots.
    """
    if now.tzinfo is None:
        raise ValueError("An instant needs its offset, such as 2024-01-22T10:00+00:00.")
    reading = read(text, role, context)
    found = compose(text, reading, programme, role, now, zone or zone_of(now, programme))
    return {
        "intent": NAMED.get(found.intent, found.intent),
        "outcome": found.outcome,
        "answer": f"{found.text}{_way_on(found, programme)}",
        "sources": list(dict.fromkeys(line for one in found.sources for line in one.verbatim)),
        "slots": dict(found.slots),
    }


def _way_on(found: Answer, programme: Programme) -> str:
    """What would happen next in the chat, where a person is asked."""
    if found.outcome == "not_stated":
        return "\n\nIn the chat I put your question to the programme team and bring you the answer."
    if found.outcome == "handoff" and found.intent not in ("crisis", "safeguarding"):
        return f"\n\nIn the chat I pass this on, with your words, to {programme.contact.office}."
    return ""
