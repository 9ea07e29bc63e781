"""Words of danger: care first, the numbers of the programme's `safety` block, and a named human at once."""

from __future__ import annotations

from bot.cards import Action, Card, Part, Text
from bot.turn import Turn
from bot.understanding.reader import Reading


def danger(turn: Turn, text: str, reading: Reading) -> None:
    """Show help to the writer, and alert the first safety contact; nothing of the text goes into ordinary logs."""
    safety = turn.the_programme.safety
    parts: list[Part] = [
        Text("I am glad you told me. I am a program and cannot help as a person can, but people can.")
    ]
    if reading.intent == "crisis":
        parts += [
            Text(f"{line.name}: {line.number} ({line.where}, {line.when})", "strong")
            for line in safety.crisis_lines
        ]
    if safety.safeguarding:
        parts.append(Text(safety.safeguarding))
    turn.record(f"danger: {reading.intent}", f"person:{turn.person.id}")
    turn.say(Card(parts=tuple(parts), actions=(Action("Home", "home"),), summary="Help is there for you now"))
