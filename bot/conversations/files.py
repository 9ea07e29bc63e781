"""A file that nothing asked for: what is it? And a file that was offered: is it wanted?"""

from __future__ import annotations

from bot.activities import Args, FileAnswer, Message
from bot.cards import Action, Attachment, Card, Text
from bot.conversations import dialog, helping
from bot.conversations.journal import write as journal_write
from bot.conversations.placement import mine
from bot.conversations.placement.deliverables import HAND_IN
from bot.conversations.staff import imports
from bot.ports import Outgoing
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
    if len(files) > 1 and (placements or mine.is_staff(turn)):
        turn.say(
            "Please send one file at a time, so that I can ask what each is for. I have kept none of them."
        )
        return
    if not files or not placements:
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


def answered(turn: Turn, answer: FileAnswer) -> None:
    """Put an offered file where its reader wants it, or leave it. The first answer to an offer counts."""
    if not _settled(turn):
        return
    if answer.reader != turn.person.id:
        turn.say(
            "This offer has run out, so nothing was saved. Please ask for the file again where you found it.",
            Action("Home", "home"),
        )
    elif answer.into:
        file = Attachment(answer.name, answer.media_type, answer.file_id, answer.into)
        turn.say(Card(parts=(file,), summary=f"{answer.name} is in your files."))
    else:
        turn.say(
            f"All right, {answer.name} is not saved in your files. The link that came with it still opens it, "
            "and you can ask for it again at any time.",
            Action("Home", "home"),
        )


def _settled(turn: Turn) -> bool:
    """Take the offer off the screen; False for one that was answered before."""
    place, offer = turn.activity.place, turn.activity.card
    if offer is None:
        return True
    return turn.unit.outbox.add(
        Outgoing(
            key=f"offer:{place.surface}:{place.workspace}:{place.conversation}:{offer}",
            person=turn.person.id,
            card=Card(),
            due_at=turn.now,
            place=place,
            op="delete",
            target=offer,
        )
    )


def drop(turn: Turn) -> None:
    """The file is no longer waiting."""
    turn.remember(memory={key: value for key, value in turn.talk.memory.items() if key != "file"})
