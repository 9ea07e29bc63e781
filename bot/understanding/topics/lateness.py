"""“Am I too late?”, “is it still open?”: what is asked, and yes or no where the rules of a window know it."""

from __future__ import annotations

from bot.programme.window_state import WindowStatus
from bot.understanding.answering import Question

LATE = (
    r"too late|late|missed|miss|closed|over|shut|passed|finished|ended|gone|out of time|past it|sailed|expired|"
    r"2 late"
)
STILL = r"still|yet|time left|any time|in time|open|accepting|taking|left|chance|make it|make the|even"


def yes_or_no(a: Question, status: WindowStatus) -> str:
    """Yes or no first, where the rules know it; nothing where they do not."""
    asks_late, asks_still = a.says(LATE), a.says(STILL) and not a.says(r"too late|missed|miss")
    if status.state == "undecidable" or not (asks_late or asks_still):
        return ""
    if not a.says(
        r"am|are|is|have|has|did|can|could|may|do|does|will|would|too late|still|late|open|closed|any|missed|it's|its"
    ):
        return ""
    usable = status.state in ("open", "closing")
    if status.state == "not_yet":
        return "No. " if asks_late else "Not yet. "
    if asks_still:
        return "Yes. " if usable else "No. "
    return "No. " if usable else "Yes. "
