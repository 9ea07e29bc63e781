"""What a message is about, by its key, as staff read it in a report."""

from __future__ import annotations

NAMES: dict[str, str] = {
    "opens": "applications open",
    "deadline": "reminder of a deadline",
    "sent_to_hosts": "applications go to hosts",
    "invitations": "invitations to a session",
    "begins": "placement begins",
    "ends": "placement ends",
    "journal": "journal due",
    "write": "prompt to write",
    "check_in": "check-in",
    "check_in_again": "check-in, asked again",
    "check_in_reminder": "check-in reminder",
    "session": "session tomorrow",
    "with host": "application is with the host",
    "for host": "applications have come for a host",
    "offer": "offer",
    "waiting": "on the waiting list",
    "unsuccessful": "not successful",
    "list closed": "waiting list closed",
    "lists closed": "waiting lists closed, to the team",
    "lapsed": "offer has run out",
    "lapsed draft": "draft not submitted in time",
    "accepted": "offer accepted, to the team",
    "declined": "offer declined, to the team",
    "withdrawn": "application withdrawn, to the host",
    "undecidable": "submitted in the undecidable hours, to the team",
    "in time": "counts as in time",
    "hours-guard": "hours nearly used up",
    "completed": "placement complete",
    "moved": "a date was moved",
    "broadcast": "message of the team",
    "reply": "answer",
}


def kind_of(key: str) -> str:
    """The kind of message that a key belongs to: `deadline` for `nudge:KEY:deadline:…`, else its first word."""
    parts = key.split(":")
    return parts[2] if parts[0] == "nudge" and len(parts) > 2 else parts[0]


def name_of(key: str) -> str:
    """What the message with this key is about."""
    kind = kind_of(key)
    if key.startswith("nudge:") and kind == "offer":
        return "reminder of an offer"
    return NAMES.get(kind, kind.replace("_", " ").replace("-", " "))
