"""From what words were taken to mean to who does it."""

from __future__ import annotations

from bot.conversations import ask
from bot.conversations.tables import INTENTS, Heard
from bot.turn import Turn
from bot.understanding.reader import Reading


def intend(turn: Turn, text: str, reading: Reading) -> None:
    """Go where the intent leads; a question goes to the answers."""
    handler = INTENTS.get(reading.intent)
    if handler is None:
        ask.answer(turn, text, reading)
        return
    handler(turn, Heard(text, reading))
