"""A file that nothing asked for: what is it, a page of the journal, a receipt, something to hand in?"""

from __future__ import annotations

from bot.activities import Args, Message
from bot.cards import Action, Card, Text
from bot.conversations import dialog, helping
from bot.conversations.journal import write as journal_write
from bot.conversations.placement import mine
from bot.conversations.placement.deliverables import HAND_IN
from bot.conversations.staff import imports
from bot.prompts import File
from bot.turn import Turn


def received(turn: Turn, args: Args) -> None:
    """Ask what a file is for, where this person has a placement; else say what can be done."""
    body = turn.activity.body
    files = body.files if isinstance(body, Message) else ()
    if mine.is_staff(turn) and len(files) == 1:
        imports.received(turn, files[0])
        return
    placements = mine.placements(turn)
    if not files or not placements or len(files) > 1:
        helping.file_received(turn, args)
        return
    upload = files[0]
    value = File(question="", endings=(*journal_write.ENDINGS, "doc", "odt", "zip")).accept(upload)
    turn.remember(memory={**turn.talk.memory, "file": value})
    actions = []
    if turn.the_programme.journal:
        actions.append(Action("Keep it with my journal", "file.journal"))
    if turn.the_programme.expenses.answer != "none":
        actions.append(Action("It is a receipt", "expense.claim", {"with_file": "yes"}))
    actions += [
        Action(f"Hand it in: {one.name}", "file.hand_in", {"key": one.key})
        for one in turn.the_programme.deliverables
    ]
    actions.append(Action("Nothing, forget it", "file.forget"))
    turn.say(Card(parts=(Text(f"I have “{upload.name}”. What is it for?"),), actions=tuple(actions)))


def to_journal(turn: Turn, _: Args) -> None:
    """Keep the file as an entry of its own."""
    value = turn.talk.memory.get("file")
    placement = mine.current(turn) if value else None
    if value is None or placement is None:
        turn.say("That file is no longer here. Please send it again.", Action("My journal", "journal"))
        return
    drop(turn)
    turn.say(journal_write.kept(turn, journal_write.keep(turn, placement, "note", {}, files=(value,))))


def to_hand_in(turn: Turn, args: Args) -> None:
    """Hand the file in."""
    value = turn.talk.memory.get("file")
    placement = mine.current(turn) if value else None
    if value is None or placement is None:
        turn.say("That file is no longer here. Please send it again.", Action("Hand in", "deliverables"))
        return
    drop(turn)
    dialog.start(turn, HAND_IN, {"placement": str(placement.id), "key": args["key"]}, {"what": value})


def forget(turn: Turn, _: Args) -> None:
    """Do not keep it."""
    value = turn.talk.memory.get("file")
    if value:
        turn.documents.forget([str(value["file_id"])])
    drop(turn)
    turn.say("Forgotten.", Action("Home", "home"))


def drop(turn: Turn) -> None:
    """The file is no longer waiting."""
    turn.remember(memory={key: value for key, value in turn.talk.memory.items() if key != "file"})
