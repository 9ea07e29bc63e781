"""Words within a dialog that are said about it rather than as an answer: a wrong file, “no wait”, “do I need one?”."""

from __future__ import annotations

import re

from bot.cards import Action
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.prompts import Confirm, File, Prompt, is_no
from bot.prompts.reading import AROUND
from bot.turn import Turn

SHORT = 12
WORD = re.compile(r"[\w'?]+")
STOPS = frozenset({"stop", "stop it", "stop this", "stop that", "wait stop", "no stop"})
WRONG_FILE = re.compile(
    r"\b(?:wrong|not the right|not that|old|other)\b(?: \w+)? (?:file|one|cv|resume|document|doc|pdf|version|"
    r"attachment|upload|picture|photo)\b"
)
TAKES_BACK = re.compile(
    r"(?:(?:oh |ah |so |umm? |hmm+ )*(?:no,? wait|wait,? no|scrap that|(?:delete|undo|remove|scrap) (?:that|it|"
    r"this)$|i meant|no,? i meant?|sorry,? i meant?|"
    r"let me change that|wait,? (?:can|could|let|i)\b.*\b(?:change|redo|edit|fix)|"
    r"(?:can|could) i (?:change|redo|edit|fix) (?:that|it|my last|the last)))\b"
)
"""How somebody begins who takes back what was said just before, whatever is asked now."""
ADDS = re.compile(r"(?:oh |and )?(?:actually|also|sorry|oops)\b")
"""The same, where the question is answered with a button or a file."""
NEEDED = re.compile(
    r"(?:do|does|must|should|will) (?:i|we) (?:really |actually |even )?(?:need|have)(?: to)?\b(?P<what>.*)|"
    r"is (?P<it>.*?)\b(?:required|needed|necessary|mandatory|optional|compulsory)\b.*|"
    r"(?:can|could) i (?:leave|skip)\b(?P<left>.*)|"
    r"what if i (?:don'?t|do not|haven'?t) (?:have|got)\b(?P<none>.*)"
)
PUTS_IN = re.compile(
    r"(?:(?:oh |ok |wait |actually )*(?:can i |i (?:want|forgot) to )?)(?:add|attach|upload|send) (?:my|a|the)\b"
)
NONE = re.compile(
    r"(?:(?:sorry|oh|umm?|ok|so) )*"
    r"(?:no|i (?:don'?t|do not|haven'?t) (?:have|got)|i have no|got no) (?P<what>.*)"
)
"""How somebody begins who has nothing to give."""
_POINTS = """
    a an the my this that it one any here yet answer attach upload send add give fill fill in out write type say
    do blank empty out got to now for today question bit part
"""
POINTS = frozenset(_POINTS.split())
"""Words that point at the question itself."""
HOW_FAR = re.compile(
    r"(?:so |ok |and )?(?:is (?:that|this) (?:it|all|everything)|"
    r"(?:am i|are we) (?:nearly |almost )?(?:done|finished|there)|"
    r"what else|anything else|(?:is there|how much|how many|much)(?: questions?)? (?:more|longer|"
    r"left)(?: questions?)?|"
    r"how (?:many|much)(?: questions?| steps?)? (?:more|longer|left|are left|is left)|nearly done)\b"
)
MENDS = re.compile(
    r"\b(?:typo|mistake|change|fix|edit|redo|rewrite|correct|wrong|spelt|misspelled|messed up)\b"
)
_FILLERS = """
    hi hello hey ? lol haha ok okay k kk yes yeah yep yh hmm wait one sec moment brb oops thanks thx
"""
FILLERS = frozenset(_FILLERS.split())


def steered(turn: Turn, kind: Dialog, subject: Subject, said: str) -> bool:
    """Do what such words want; False where they are something else, an answer for instance."""
    prompt = dialog.asked_prompt(turn, kind, subject)
    words = WORD.findall(said)
    if prompt is None or len(words) > SHORT:
        return False
    if " ".join(word for word in words if word not in AROUND) in STOPS:
        dialog.cancel(turn, kind, Action("Stop all messages", "settings.stop"))
    elif WRONG_FILE.search(said) and _other_file(turn, kind, subject, prompt):
        pass
    elif HOW_FAR.match(said):
        lead = (
            "Yes, that is all." if isinstance(prompt, Confirm) else "Not yet: this is still to be answered."
        )
        dialog.ask(turn, kind, subject, lead=lead)
    elif prompt.optional and _has_none(prompt, said):
        dialog.reply(turn, kind, subject, "skip")
    elif _is_about(prompt, said):
        lead = "No, you can skip this one." if prompt.optional else "Yes, this one is needed to go on."
        dialog.ask(turn, kind, subject, lead=lead)
    elif TAKES_BACK.match(said) or (ADDS.match(said) and not prompt.is_talkative()):
        dialog.back(turn, kind, subject)
    elif (MENDS.match(said) or (PUTS_IN.match(said) and not prompt.is_talkative())) and (
        key := dialog.named_step(turn, kind, subject, said)
    ):
        dialog.change(turn, kind, subject, key)
    elif prompt.kind == "long_text" and _says_nothing(words):
        dialog.ask(turn, kind, subject, lead="Take your time; I wait for your words. “Cancel” stops here.")
    else:
        return False
    return True


def _says_nothing(words: list[str]) -> bool:
    """Whether a reply has no word that could be part of a text."""
    return bool(words) and all(word in FILLERS or set(word) == {"?"} or word in AROUND for word in words)


def _has_none(prompt: Prompt, said: str) -> bool:
    """Whether there is nothing to give: "no cv yet sorry", "i dont have one", "no thanks"."""
    found = NONE.fullmatch(said)
    return (is_no(said) and not prompt.is_talkative()) or (
        found is not None and _names_it(prompt, found["what"])
    )


def _is_about(prompt: Prompt, said: str) -> bool:
    """Whether it is asked if this question must be answered."""
    found = NEEDED.match(said)
    if found is None:
        return False
    return all(_names_it(prompt, part) for part in found.groups() if part)


def _names_it(prompt: Prompt, words: str) -> bool:
    """Whether words name what is asked for here, and nothing else."""
    named = set(WORD.findall(f"{prompt.label} {prompt.question}".casefold()))
    rest = [word.strip("?") for word in WORD.findall(words)]
    return all(word in named | POINTS | AROUND for word in rest if word)


def _other_file(turn: Turn, kind: Dialog, subject: Subject, prompt: Prompt) -> bool:
    """Ask for the file again: the one that is asked for now, or the last one that was taken."""
    if isinstance(prompt, File):
        dialog.ask(turn, kind, subject, lead="No harm done. Send the right one here.")
        return True
    key = dialog.last_file(turn, kind, subject)
    if key is not None:
        dialog.change(turn, kind, subject, key)
    return key is not None
