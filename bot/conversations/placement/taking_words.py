"""“Download it”, “my journal as a pdf”, “all my data”: which file is meant; where that is not said, it is asked."""

from __future__ import annotations

import re

from bot.cards import Action, Card, Text
from bot.conversations.placement import mine
from bot.turn import Turn

_TAKE = r"(?:download|export|save|print|get|have|take|keep|send|give|put)"
_KIND = r"(?:files?|pdf|word|docx?|csv|excel|xlsx|spreadsheet)"
_THAT = r"(?:(?:it|this|that|them|these|those|a copy)\b[, ]*)+"
_AS = rf"(?:as|in|into|to) (?:an? )?{_KIND}(?: (?:file|format|document))?"
IT = re.compile(
    r"(?:(?:please|pls|can i|could i|may i|can you|could you|i want to|i'd like to|let me) )*"
    rf"(?:{_TAKE}(?: me)? {_THAT}(?:away |out |down |off )?(?:{_AS})?|{_AS})"
    r"(?: (?:please|pls|now))?[.!?]*$",
    re.IGNORECASE,
)
"""What is on screen is meant."""
FILE = re.compile(rf"\b(?:download|export|print|copy|{_KIND})\b", re.IGNORECASE)
EXCEL = re.compile(r"\b(?:excel|xlsx)\b", re.IGNORECASE)
WHOLE = re.compile(
    r"\b(?:data|datas|everything|personal|gdpr|subject access|s?ar|dsar|right of access|article 15|takeout)\b"
    r"|\b(?:about|on|from) me\b|\bmy (?:own )?(?:stuff|things|info\w*|records?|files?|history|profile)\b"
    r"|\b(?:what|all|info\w*|records?)\b.*\b(?:you|is)\b.*\b(?:ha(?:ve|s)|hold|held|kept?|keep|stored?|know|collect\w*)\b",
    re.IGNORECASE,
)
"""Everything that is kept about the asker is meant, and said."""
OF_MINE = re.compile(
    r"\b(?:(?:about|on|of) me|my (?:own )?(?:data|personal|info\w*|records?|stuff|things))\b", re.IGNORECASE
)
"""The same from staff, who have files of much else."""
HOME = Action("Home", "home")
DATA = Action("Everything kept about me", "privacy.export")
FOR_STUDENTS = (
    (r"journals?|reflections?|diary|entries", Action("My journal (Word, PDF)", "journal.export")),
    (r"star\b", Action("STAR bullets", "exports.star")),
    (r"cv\b|r[eé]sum[eé]", Action("CV line", "exports.cv")),
    (r"certificate|badge|credential", Action("Credential", "credential")),
    (r"calendar|ics\b|dates", Action("My calendar", "calendar.feed")),
)
FOR_STAFF = (
    (r"attend\w*|register", Action("Attendance", "attendance")),
    (r"expenses?|receipts?|claims?", Action("Expenses for hosts", "expense.export")),
    (r"log\b|audit", Action("The log", "log.csv")),
    (r"report|numbers|figures|statistics|stats", Action("The report", "report.csv")),
)
FOR_SUPERVISORS = ((r"expenses?|receipts?|claims?", Action("Expenses", "expense.export")),)
ON_SCREEN = (
    ("journal", "journal.export"),
    ("report", "report.csv"),
    ("expense", "expense.export"),
    ("log", "log.csv"),
)
"""What is taken away where buttons of that kind are on screen, and none of them is the file itself."""
SHOWS_MORE = {"help", "placement", "hours", "sessions", "exports"}
"""The buttons of cards that lead to several things, of which "it" may be any."""


def it(turn: Turn, text: str) -> bool:
    """Take away what is on screen; False where nothing is, or the words may say something else ("save it")."""
    action = _shown(turn, text) if FILE.search(text) else None
    if action is not None:
        turn.go(action.name, **action.args)
    return action is not None


def said(turn: Turn, text: str) -> None:
    """Words that want a file."""
    if (OF_MINE if mine.is_staff(turn) else WHOLE).search(text):
        turn.go("privacy.export")
        return
    if IT.match(text) and it(turn, text):
        return
    ways = _ways(turn)
    named = [action for words, action in ways if re.search(rf"\b(?:{words})", text, re.IGNORECASE)]
    if len(named) == 1:
        as_excel = named[0].name == "report.csv" and EXCEL.search(text)
        turn.go("report.excel" if as_excel else named[0].name)
        return
    takes_away = (Action("What I can take with me", "exports"),)
    offered = takes_away if ways is FOR_STUDENTS else tuple(action for _, action in ways)
    turn.say(
        Card(parts=(Text("Which file do you mean? Nothing is made yet."),), actions=(*offered, DATA, HOME))
    )


def _ways(turn: Turn) -> tuple[tuple[str, Action], ...]:
    """The files that this person can have, by the words that name them."""
    if mine.is_staff(turn):
        return FOR_STAFF
    if turn.membership is not None and turn.membership.role != "student":
        return FOR_SUPERVISORS
    return FOR_STUDENTS if mine.placements(turn) else ()


def _shown(turn: Turn, text: str) -> Action | None:
    """The file of what is on screen: its button, in the form that was named, else the one of its kind."""
    names = {str(one["action"]): dict(one["args"]) for one in turn.talk.shown}
    if "help" not in names and any(name.startswith("journal.") for name in names):
        return Action("", "journal.export")
    if SHOWS_MORE & names.keys():
        return None
    wanted = (".excel", ".csv", ".export") if EXCEL.search(text) else (".csv", ".export")
    files = [name for ending in wanted for name in names if name.endswith(ending)]
    if files:
        return Action("", files[0], names[files[0]])
    of_kind = [file for kind, file in ON_SCREEN if any(name.split(".")[0] == kind for name in names)]
    return Action("", of_kind[0]) if of_kind else None
