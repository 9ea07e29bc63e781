"""What staff name with nothing else ("broadcast", "import people"): it is begun, and asked for what it needs."""

from __future__ import annotations

import re

from bot.turn import Turn

_START = r"(?:please |i want to |let'?s |let us )?(?:(?:do|start|begin|make|create|write|send|run|new|a|an|another) )*"
_MAIL = r"(?:mass|bulk|group) (?:message|mail|e-?mail|mailing)"
_ROWS = (
    r"(?:new )?(?:people|students?|supervisors?|hosts|opportunities|placements|projects|decisions|data|rows|roster|"
    r"file|csv|excel|list(?: of .{1,20})?)"
)
BEGINS = tuple(
    (re.compile(rf"{_START}(?:{words})(?: please)?"), action)
    for words, action in (
        (rf"broadcast|announcement|mailing|mailshot|{_MAIL}", "broadcast.new"),
        (r"rehears(?:e|al)|dry[- ]run|simulat(?:e|ion)", "rehearse"),
        (
            rf"(?:how (?:do|can) (?:i|we) |how to )?(?:bulk )?(?:import|upload)(?: (?:a|some|the|from))*(?: {_ROWS})?",
            "import.how",
        ),
    )
)


def heard(turn: Turn, said: str) -> bool:
    """Begin what is named; False where the words say more than that."""
    action = next((action for pattern, action in BEGINS if pattern.fullmatch(said)), None)
    if action is not None:
        turn.go(action)
    return action is not None
