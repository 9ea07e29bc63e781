"""Who handles what of messages to many: the part of the assistant's tables that belongs to broadcasts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.activities import Args
from bot.cards import Action
from bot.conversations.broadcast import (
    afterwards,
    begin,
    changing,
    deciding,
    lists,
    outstanding,
    plan,
    plotting,
    preview,
    report,
    saved_lists,
    uploaded,
)
from bot.conversations.dialog import Dialog
from bot.conversations.home import Need
from bot.programme.broadcasts import NOT_REACHED, say_when
from bot.turn import Turn

DIALOGS: tuple[Dialog, ...] = (begin.BROADCAST, afterwards.CORRECT, lists.KEEP, uploaded.KEEP)

ACTIONS: dict[str, Callable[[Turn, Args], None]] = {
    "broadcast": plan.overview,
    "broadcast.new": begin.new,
    "broadcast.open": plan.show,
    "broadcast.edit": begin.edit,
    "broadcast.time": partial(begin.edit, part="when"),
    "broadcast.whom": partial(begin.edit, part="audience"),
    "broadcast.undo": changing.take_back,
    "broadcast.people": plan.people,
    "broadcast.keep": lists.keep,
    "broadcast.preview": preview.show,
    "broadcast.schedule": deciding.schedule,
    "broadcast.approve": deciding.approve,
    "broadcast.refuse": deciding.refuse,
    "broadcast.test": deciding.test,
    "broadcast.ack": deciding.ack,
    "broadcast.cancel": deciding.cancel,
    "broadcast.report": report.show,
    "broadcast.latest": report.latest,
    "broadcast.missed": report.missed,
    "broadcast.write": outstanding.write,
    "broadcast.gotit": afterwards.got_it,
    "broadcast.resend": afterwards.resend,
    "broadcast.failed": lambda turn, args: afterwards.resend(turn, {**args, "states": "failed,unreachable"}),
    "broadcast.unknown": lambda turn, args: afterwards.resend(turn, {**args, "states": "unknown"}),
    "broadcast.follow": afterwards.follow,
    "broadcast.recall": afterwards.ask_recall,
    "broadcast.recall.sure": afterwards.recall,
    "broadcast.correct": afterwards.correct,
    "broadcast.csv": afterwards.as_csv,
    "broadcast.plot": plotting.show,
    "lists": saved_lists.show,
    "list.received": uploaded.received,
    "list.look": uploaded.look,
    "list.use": uploaded.use,
    "list.write": saved_lists.write,
    "list.forget": saved_lists.forget,
    "list.forget.sure": saved_lists.forget_sure,
}

INTENTS: dict[str, Callable[[Turn, str], None]] = {
    "broadcast_schedule": begin.from_words,
    "broadcast_cancel": afterwards.heard_cancel,
    "report_delivery": report.heard,
}

COMMANDS: dict[str, str] = {
    **dict.fromkeys(("messages", "broadcasts", "all messages"), "broadcast"),
    **dict.fromkeys(("new message", "new broadcast", "write to many"), "broadcast.new"),
    **dict.fromkeys(
        ("schedule it", "send it", "schedule the message", "schedule this"), "broadcast.schedule"
    ),
    **dict.fromkeys(("edit text", "edit the text", "change the text", "change text"), "broadcast.edit"),
    **dict.fromkeys(("change time", "change the time", "another time"), "broadcast.time"),
    **dict.fromkeys(("change audience", "change the audience"), "broadcast.whom"),
    **dict.fromkeys(
        ("send to myself first", "test it", "send it to me first", "send it to me"), "broadcast.test"
    ),
    **dict.fromkeys(
        ("preview", "see it as they will", "preview it", "show it as they will"), "broadcast.preview"
    ),
    **dict.fromkeys(("see the list", "show the list", "who gets it"), "broadcast.people"),
    **dict.fromkeys(("call it off", "stop sending"), "broadcast.cancel"),
    **dict.fromkeys(("recall it", "unsend it"), "broadcast.recall"),
    **dict.fromkeys(("correct it",), "broadcast.correct"),
    **dict.fromkeys(("lists", "saved lists", "my lists", "lists of people"), "lists"),
    **dict.fromkeys(("delivery report",), "broadcast.latest"),
    **dict.fromkeys(("who was not reached",), "broadcast.missed"),
    **dict.fromkeys(("resend to the failed", "send again to the failed"), "broadcast.failed"),
    **dict.fromkeys(("resend to the unknown", "send again to the unknown"), "broadcast.unknown"),
}

STAFF: tuple[Action, ...] = (Action("Write to many", "broadcast.new"), Action("Messages", "broadcast"))


def needs(turn: Turn) -> list[Need]:
    """On the staff's home: what waits for an approval, what could not be delivered, what is under way."""
    found: list[Need] = []
    for one in turn.unit.broadcasts.in_states(
        turn.scope, ("draft", "rehearsed", "sending", "scheduled", "partly_failed")
    ):
        here = {"broadcast": str(one.id)}
        opens = (Action("Open", "broadcast.open", here),)
        if one.wanted and one.author != turn.person.id:
            found.append(
                Need(
                    f"Approve a message: {one.name}",
                    "A colleague asks for a second look.",
                    "upcoming",
                    opens,
                    one.made_at,
                )
            )
        elif one.state == "scheduled":
            words = say_when(one, turn.the_programme, str(turn.zone))
            found.append(Need(f"Planned message: {one.name}", words, "done", opens, one.at))
        elif one.state in {"sending", "partly_failed"}:
            sums = turn.unit.broadcasts.sums(one)
            missed = sum(sums.get(state, 0) for state in NOT_REACHED)
            if missed:
                words = f"{missed:,} of {sum(sums.values()):,} could not be reached."
                found.append(Need(f"Not reached: {one.name}", words, "upcoming", opens, one.started_at))
    return found
