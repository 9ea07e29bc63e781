"""The words that are commands and controls, and how sure a reading must be."""

from __future__ import annotations

import re

from bot.conversations.broadcast import table as broadcasts
from bot.conversations.placement import table as placement_tables

SURE = 0.6
UNSURE = 0.22
CERTAIN = 0.9
FEW_WORDS = 6
A_QUESTION = 25
SHORT_QUESTION = 12
PLAIN_QUESTION = re.compile(
    r"(do|am|can|could|may) i\b|(is|are) (it|there|we|they|this)\b|how (long|much|many|do|does|is)\b"
    r"|(when|what|who|where) (is|are|do|does)\b|(whats|whens|whos|wheres|hows)\b"
)
BEGINS_TO_APPLY = re.compile(r"(?:i(?:'d| would)? (?:want|like|wanna) (?:to )?|let me )?apply\b(?! online)")
APPLY_TO = re.compile(r"apply (?:to|for)\b")
MEANT = {
    "back": "back",
    "cancel": "cancel",
    "start_again": "restart",
    "what_did_i_say": "review",
    "help": "help",
}
REPLIES = {
    *MEANT,
    "yes",
    "no",
    "skip",
    "thanks",
    "check_in_submit",
    "give_feedback",
    "log_hours",
    "journal_write",
}
"""What is said rather than asked: within a dialog, an answer that was not understood, and nothing in between."""
NARROWING = {
    "browse",
    "ask_pay",
    "ask_mode",
    "ask_themes",
    "ask_dates",
    "ask_hours",
    "ask_time_commitment",
    "ask_skills",
}
LOOKED_FOR = {"browse", "unknown", "off_topic", "greet", "legal_advice"}
"""What few words that only name something are taken for, where they are no question."""
LOOKS_FOR = re.compile(r"(?:any|anything|something|sth|got any|find|show|looking for|look for|search)\b")
"""How somebody begins who looks for placements, though the words could be a question about them, too."""
ONES = re.compile(
    r"(?:so |ok |and |but |hi |hey )*"
    r"(?:which (?:ones?|placements|internships|projects|of (?:them|those|these)) (?:are|is|have|has)"
    r"|(?:is|are) there (?:one|ones)|(?:do you have|have you got|got) (?:one|ones))\b(?! (?:best|easiest|paid))"
)
"""How somebody asks which of those on offer are so."""
ASIDE = re.compile(
    r"(wait|hold on|sorry|quick question|hang on|btw|by the way|when|what|who|where|how|is it|is there|am i|can i|do i"
    r"|do we|does)\b"
)
TO_THE_END = {"submit", "submit it", "send it in", "submit my application", "apply"}
"""Typed before every question is answered: no answer, but a wish to be done."""
CONTROLS: dict[str, str] = {
    "back": "back",
    "go back": "back",
    "previous": "back",
    "undo": "back",
    "undo that": "back",
    "cancel": "cancel",
    "stop this": "cancel",
    "quit": "cancel",
    "exit": "cancel",
    "never mind": "cancel",
    "nevermind": "cancel",
    "save and stop": "cancel",
    "later": "cancel",
    "not now": "cancel",
    "start again": "restart",
    "start over": "restart",
    "restart": "restart",
    "begin again": "restart",
    "what did i say": "review",
    "what have i said": "review",
    "show my answers": "review",
    "my answers": "review",
    "review": "review",
    "what did i write": "review",
    "change an answer": "review",
    "change": "review",
    "help": "help",
    "help me": "help",
    "what can i do": "help",
    "what can i say": "help",
    "what can i say here": "help",
    "what can i do here": "help",
}
COMMANDS = {
    **placement_tables.COMMANDS,
    **broadcasts.COMMANDS,
    "announce": "decide.staged",
    "announce all": "decide.staged",
    "rights": "roles",
    "roles": "roles",
    "home": "home",
    "menu": "home",
    "start": "home",
    "help": "help",
    "status": "status",
    "browse": "browse",
    "list": "browse",
    "the list": "browse",
    "dates": "dates",
    "all dates": "dates",
    "my applications": "status",
    "my application": "status",
    "what did i write": "status",
    "saved": "browse.saved",
    "new": "browse.new",
    "anything new": "browse.new",
    "what's new": "browse.new",
    "whats new": "browse.new",
    "continue": "dialog.parked",
    "go on": "dialog.parked",
    "carry on": "dialog.parked",
    "go": "dialog.parked",
    "go on then": "dialog.parked",
    "resume": "dialog.parked",
}
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
