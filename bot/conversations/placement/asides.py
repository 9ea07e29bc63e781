"""What a student on a placement, or with an offer, says in passing: cannot come, done, who is in my group."""

from __future__ import annotations

import re

from bot.cards import Action
from bot.conversations.placement import glance, hours_slips, mine, sessions
from bot.programme.applications import Application
from bot.turn import Turn
from bot.understanding.normalise import clean

HOME = Action("Home", "home")
_LEAD = r"(?:(?:so|and|ok|but|hi|hey|wait|also) )*"
IF_NO = re.compile(
    rf"{_LEAD}what (?:happens )?if i (?:say no|decline|turn it down|don'?t (?:accept|take it|want it))[?.! ]*$"
)
HOW_LONG = re.compile(
    rf"{_LEAD}(?:how long|until when|till when|by when|when) (?:do|must|can|have|should) i (?:have|need|got|to)?\b ?"
    r"(?:to )?(?:decide|answer|accept|reply|think(?: about it)?|say|respond|let you know)?[?.! ]*$"
)
GROUP = re.compile(
    rf"{_LEAD}who(?:'s| is| are|se| am i| will i be)?(?: else)? (?:is |are )?(?:in|on|working with|working on)"
    r"(?: (?:my|our|the))?(?: (?:group|team|it|this))?(?: with me)?[?.! ]*$|"
    rf"{_LEAD}who (?:are|is) my (?:group|team|partners?|members?)\b.*"
)
HANDS_IN = re.compile(
    rf"{_LEAD}(?:where|how) (?:do|can|should|shall) (?:i|we) (?:hand|send|submit|upload|give|put|turn)\b"
    r"(?!.*\b(?:appl|cv|hours|receipt|claim|journal|review|letter|money)\w*)"
    r"|(?:(?:i|we)(?:'ve| have)?|i'm|we're) (?:just |finally |all )?(?:finished|done with|completed) "
    r"(?:the|my|our) (?!placement|internship|application|journal|hours|degree|course)\w+[!. ]*$"
)
ABSENT = re.compile(
    rf"{_LEAD}(?=.*\b(?:can'?t|cannot|won'?t|will not|couldn'?t|not able to|unable to)\b(?: be able to)? "
    r"(?:come|make|attend|be there|do|join))(?=.*\b(?:sessions?|training|workshop|meeting|live)\b)(?!.*\?)"
)
DIRECTLY = re.compile(
    rf"{_LEAD}(?:can|could|may|should) (?:i|we|\w+|the \w+|my \w+) (?:just )?(?:text|call|phone|message|msg|dm|email|"
    r"add|follow|snap|whatsapp|have my (?:number|phone|insta\w*|snap\w*|email)|get my (?:number|phone)|meet)\b"
)


def heard(turn: Turn, text: str) -> bool:
    """Do what such words want; False where they are something else, or there is no offer and no placement."""
    said = clean(text)
    if hours_slips.heard(turn, text) or _of_offer(turn, said):
        return True
    if not turn.the_programme.minors.direct_contact and DIRECTLY.match(said):
        turn.say(
            "Here, grown-ups and students write to each other through the team, not directly. Tell me what it is "
            "about, and the team passes it on.",
            Action("Tell the team", "problem"), HOME,
        )  # fmt: skip
        return True
    placement = next(iter(mine.placements(turn)), None)
    if placement is None:
        return False
    if GROUP.match(said):
        words = (
            glance.group_words(turn, placement)
            if placement.group
            else "No group is named for your placement yet."
        )
        turn.say(words, Action("My placement", "placement"), HOME)
    elif HANDS_IN.match(said):
        if turn.the_programme.deliverables:
            turn.go("deliverables")
        else:
            turn.say(
                "The programme's page names nothing to hand in here. What your host wants goes to your host; a picture "
                "or a file can go into your journal, too.",
                Action("My placement", "placement"), HOME,
            )  # fmt: skip
    elif ABSENT.match(said) and sessions.takings(turn, placement):
        turn.say("Thank you for saying so. Open the session that you mean, and say “I cannot come” there.")
        turn.go("sessions")
    else:
        return False
    return True


def _of_offer(turn: Turn, said: str) -> bool:
    """What is asked while an offer waits for an answer."""
    if not (IF_NO.match(said) or HOW_LONG.match(said)):
        return False
    one = offered(turn)
    if one is None:
        return False
    if IF_NO.match(said):
        turn.say(
            "That is all right. The place goes to the next on the list, and a no to an offer is final. Nothing is "
            "decided before you say so.",
            Action("See the offer", "status.one", {"application": str(one.id)}), HOME,
        )  # fmt: skip
    else:
        turn.go("status.one", application=str(one.id))
    return True


def offered(turn: Turn) -> Application | None:
    """The offer that waits for this student's answer."""
    found = turn.unit.applications.of_student(turn.scope, turn.person.id)
    return next((one for one in found if one.state == "offered"), None)
