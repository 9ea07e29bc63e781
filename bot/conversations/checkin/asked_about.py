"""Questions about a check-in that is open: until when it can be answered, and who reads the answer."""

from __future__ import annotations

import re

from bot.cards import Action
from bot.conversations.checkin.words import closes, open_ones, readers
from bot.turn import Turn
from bot.understanding import guards

IT = r"(?:it|this|that|they|the card|(?:my|the|these|those) (?:answers?|check-?ins?|card|form|questions?))"
UNTIL = re.compile(
    rf"(?:until|till|by) when\b.*|when (?:does|do|is|are|will|must|should) (?:i )?(?:answer )?{IT}\b.*"
    r"\b(?:close|closed|due|end|shut|over|open|answered|in)\b.*|how long (?:do i have|is it open)\b.*"
    rf"|when (?:do|must|should) i (?:have to )?answer(?: {IT})?(?: by)?"
)
READ = re.compile(
    rf"who (?:sees|reads|gets|receives|(?:will|can) (?:see|read|get)) {IT}\b.*"
    rf"|what (?:happens|do you do|will you do) (?:with|to|after) {IT}\b.*|who (?:is|are) {IT} (?:for|sent to)"
    rf"|(?:is|are) {IT} (?:anonymous|confidential|private|shared)\b.*|where (?:do|does) {IT} go\b.*"
)
BEFORE = re.compile(r"^(?:(?:and|so|but|ok|okay|wait|sorry|hi|hello) )+")
LONGEST = 90


def heard(turn: Turn, text: str) -> bool:
    """Whether the words ask about the check-in that this person has open, and were answered."""
    said = BEFORE.sub("", " ".join(re.sub(r"[.!?,]+", " ", text).casefold().split()))
    asks_until, asks_who = UNTIL.fullmatch(said), READ.fullmatch(said)
    if len(said) > LONGEST or not (asks_until or asks_who) or guards.danger(text):
        return False
    on_screen = any(str(one["action"]).startswith("checkin.") for one in turn.talk.shown)
    mine = open_ones(turn.unit, turn.scope, turn.person.id, turn.now)
    if not mine or not (on_screen or re.search(r"check-?in|answer", said)):
        return False
    one = mine[-1]
    if asks_until:
        words = f"You can answer, and change your answer, until {closes(one, turn.zone)}."
    else:
        words = (
            f"What you answer goes to {readers(turn.the_programme, one.seen_by)} only. If you ask for a word, or "
            "somebody has not turned up, they are told at once."
        )
    turn.say(words, Action("Answer", "checkin.open", style="primary"), Action("Home", "home"))
    return True
