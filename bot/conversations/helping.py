"""Help, greetings and thanks: what one can do here, by role."""

from __future__ import annotations

import re

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations.ask import role_of
from bot.turn import Turn

STUDENT = """
You can look for placements, apply step by step, see where your applications stand, and ask about dates, pay, hours or
eligibility, in your own words. While answering questions, "back", "skip", "cancel", "start again" and "what did I say?"
work everywhere.
"""
SUPERVISOR = """
I ask you a short question at the check-in; it takes about twenty seconds. You can answer with the buttons or in words,
put it off ("tomorrow at 9"), or pass it to a colleague.
"""
STAFF = """
You can see what needs you today, write to many people with a plan shown first, record decisions, change dates and
answer what I could not. Say a name to see where somebody stands, or ask "who has applied". Drop a CSV or an Excel file
of people, opportunities, placements or decisions here to import it, or say "add a student" for one by hand; ask "how is
it going" for a report, or "what was changed this week" for the log. "Rehearse spring with 60 students" plays a whole
cycle with people who do not exist. Say it in your own words; nothing is sent or changed before you have seen it.
"""
THANKS = re.compile(
    r"\b(?:th?a?n?x+|thank\w*|tha\w*ks?|ta|ty\w*|cheers|merci|grateful|appreciate\w*|star|legend)\b",
    re.IGNORECASE,
)
WAYS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "student": (
        STUDENT,
        (("Browse", "browse"), ("My applications", "status"), ("Dates", "dates"), ("Settings", "settings")),
    ),
    "supervisor": (SUPERVISOR, (("My students", "home"), ("Settings", "settings"))),
    "staff": (STAFF, (("What needs me today", "home"), ("Settings", "settings"))),
}


def show(turn: Turn, _: Args) -> None:
    """What one can do here."""
    words, ways = WAYS[role_of(turn)]
    actions = tuple(Action(label, name) for label, name in ways)
    turn.say(Card(title="What I can do", parts=(Text(" ".join(words.split())),), actions=actions))


def greet(turn: Turn, _: Args) -> None:
    """A hello is answered with a hello and what needs the person now."""
    turn.say(f"Hello {turn.person.first_name}.")
    turn.go("home")


def thanks(turn: Turn, text: str) -> None:
    """A thank-you needs no list; an "ok" is no thank-you."""
    words = "You're welcome." if THANKS.search(text) else "All right. I am here when you need me."
    turn.say(words, Action("Home", "home"))


def file_received(turn: Turn, _: Args) -> None:
    """A file that nothing asked for is not kept."""
    turn.say(
        "Nothing is waiting for a file now, so I have not kept it. Start what it is for, and send it when I ask.",
        Action("Home", "home"),
        Action("Help", "help"),
    )


def nothing_open(turn: Turn, _: Args) -> None:
    """A yes, a "back" or a "skip" with no question before it; where an offer waits, that is what is shown."""
    found = turn.unit.applications.of_student(turn.scope, turn.person.id) if turn.programme else []
    if offer := next((one for one in found if one.state == "offered"), None):
        turn.go("status.one", application=str(offer.id))
        return
    waiting = (Action("Go on where I was", "dialog.parked", style="primary"),) if turn.talk.parked else ()
    turn.say(
        "No question is open between us just now.", *waiting, Action("Home", "home"), Action("Help", "help")
    )
