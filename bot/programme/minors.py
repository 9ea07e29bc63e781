"""Participants under age: what a record of a guardian's consent looks like (T25)."""

from __future__ import annotations

from collections.abc import Mapping

YES = frozenset({"yes", "y", "true", "1", "given"})


def guardian_agreed(attributes: Mapping[str, str]) -> bool:
    """Whether a guardian's consent is on record: `guardian_consent` yes, or "guardian" among the `consents`."""
    if attributes.get("guardian_consent", "").strip().casefold() in YES:
        return True
    return "guardian" in attributes.get("consents", "").casefold()
