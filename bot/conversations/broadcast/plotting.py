"""A message as a picture: how many had it, minute by minute, and how the rest ended."""

from __future__ import annotations

from bot.activities import Args
from bot.cards import Action, Card, Image
from bot.conversations.broadcast.common import ident, meant
from bot.conversations.broadcast.report import EVERY, answer
from bot.programme.broadcasts import DELIVERY_WORDS
from bot.turn import Turn


def show(turn: Turn, args: Args) -> None:
    """The picture, with its figures in words for those who cannot see it."""
    one = meant(turn, args)
    sums = dict(turn.unit.broadcasts.sums(one))
    bars = [(DELIVERY_WORDS[state], sums[state]) for state in EVERY if sums.get(state)]
    words = "; ".join(f"{label}: {number:,}" for label, number in bars)
    parts = [Image(turn.documents.bars(f"What became of {sum(sums.values()):,} messages", bars), words)]
    if one.started_at and (moments := turn.unit.broadcasts.moments(one)):
        minutes = [
            ((at - one.started_at).total_seconds() / 60, number) for number, at in enumerate(moments, 1)
        ]
        picture = turn.documents.steps("Who had it, and when", minutes, "minutes after it began", "people")
        last = f"The first had it after {minutes[0][0]:.1f} minutes, the last after {minutes[-1][0]:.1f}."
        parts.append(Image(picture, last))
    turn.say(
        Card(
            title=answer(one, sums, sum(sums.values())),
            parts=tuple(parts),
            actions=(Action("Report", "broadcast.report", ident(one)),),
        )
    )
