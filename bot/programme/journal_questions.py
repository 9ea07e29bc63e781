"""The questions of a journal: three short turns, Gibbs, STAR; the second turn picks up the writer's own words.

Frameworks: Driscoll (What? So what? Now what?), Gibbs, STAR (notes/evidence.md, reflection).
"""

from __future__ import annotations

import re

from bot.programme.journals import EntryKind, sentences

LONGEST_ECHO = 110
# Words with which people mark what mattered to them: a turn, a difficulty, a feeling, a surprise.
TURNS = re.compile(
    r"\b(but|however|although|unfortunately|finally|suddenly|until|instead|struggl\w+|difficult\w*|hard|stuck|wrong|"
    r"mistake\w*|nervous|worried|afraid|anxious|confus\w+|surpris\w+|proud|happy|pleased|angry|frustrat\w+|learn\w*|"
    r"realis\w+|realiz\w+|noticed|changed|first time|never|nobody|no one|didn't|did not|couldn't|could not|failed|"
    r"worked|best|worst|felt|hung up|late)\b",
    re.IGNORECASE,
)

QUESTIONS: dict[EntryKind, dict[str, str]] = {
    "three_turns": {
        "what": "What happened? One moment is enough: who was there, what did you do?",
        "so_what": "So what: what did that show you, or why did it matter to you?",
        "now_what": "Now what: what will you do the same way, or differently, next time?",
    },
    "gibbs": {
        "description": "What happened?",
        "feelings": "What were you thinking and feeling?",
        "evaluation": "What was good about it, and what was not?",
        "analysis": "Why did it go that way?",
        "conclusion": "What else could you have done?",
        "action_plan": "If it came up again, what would you do?",
    },
    "star": {
        "situation": "Situation: where were you, and what was going on?",
        "task": "Task: what were you asked, or did you set out, to do?",
        "action": "Action: what did you do yourself, step by step?",
        "result": "Result: what came of it? A number or somebody's words help.",
    },
    "note": {"text": "What would you like to note down?"},
}
ASKED_ABOUT = {"so_what": "what", "feelings": "description", "action": "task"}


def question(kind: EntryKind, part: str, texts: dict[str, str]) -> str:
    """The question for one part; it quotes what was written before, where the turn builds on it."""
    words = QUESTIONS[kind][part]
    echo = picked_up(texts.get(ASKED_ABOUT.get(part, ""), ""))
    return f"You wrote: “{echo}” {words}" if echo else words


def picked_up(text: str) -> str:
    """The part of a text that most seems to matter to its writer, word by word; empty where there is none.

    The sentence with most words of turning, difficulty or feeling; among equals the last. A long one is cut at the
    start of a clause or after a whole word, and the cut is shown.
    """
    found = sentences(text)
    if not found:
        return ""
    best = max(enumerate(found), key=lambda one: (len(TURNS.findall(one[1])), one[0]))[1]
    if len(best) <= LONGEST_ECHO:
        return best
    clauses = [clause.strip() for clause in re.split(r"(?<=[,;:–—])\s+", best)]
    telling = max(enumerate(clauses), key=lambda one: (len(TURNS.findall(one[1])), one[0]))[1]
    if len(telling) > LONGEST_ECHO:
        telling = telling[:LONGEST_ECHO].rsplit(" ", 1)[0]
    telling = telling.rstrip(",;:–— ")
    before = "" if best.startswith(telling) else "… "
    after = "" if best.endswith(telling) else " …"
    return f"{before}{telling}{after}"
