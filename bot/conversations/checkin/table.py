"""Who handles what of check-ins, message settings and safety: a part of the assistant's tables."""

from __future__ import annotations

from collections.abc import Callable

from bot.activities import Args
from bot.cards import Action
from bot.conversations import held, safety, settings, stopping
from bot.conversations.checkin import heard as checkin_heard
from bot.conversations.checkin import later as checkin_later
from bot.conversations.checkin import reached as checkin_reached
from bot.conversations.checkin import student as checkin
from bot.conversations.checkin import supervisor as supervise
from bot.conversations.checkin import switch as checkin_switch
from bot.conversations.checkin import tasks as checkin_tasks
from bot.conversations.dialog import Dialog
from bot.turn import Turn

DIALOGS: tuple[Dialog, ...] = (
    checkin.CHECK_IN,
    checkin_later.DELEGATE,
    supervise.NOTE,
    settings.QUIET,
    settings.ZONE,
)
STAFF: tuple[Action, ...] = (Action("Check-ins", "checkin.plans"), Action("Held back", "held"))
ACTIONS: dict[str, Callable[[Turn, Args], None]] = {
    "checkin.begin": checkin.begin,
    "checkin.show": checkin.show,
    "checkin.open": checkin_heard.show,
    "checkin.answer": supervise.answer,
    "checkin.page": checkin_heard.page,
    "checkin.later": checkin_later.later,
    "checkin.delegate": checkin_later.delegate,
    "checkin.instead": checkin_later.instead,
    "checkin.approve": checkin_later.approve,
    "checkin.sides": checkin_heard.sides,
    "checkin.task": checkin_tasks.show,
    "checkin.handled": checkin_tasks.handled,
    "checkin.reopen": checkin_tasks.reopen,
    "checkin.link": checkin_tasks.link,
    "checkin.plans": checkin_switch.show,
    "checkin.reached": checkin_reached.report,
    "checkin.switch": checkin_switch.ask_first,
    "checkin.switch.sure": checkin_switch.switch,
    "held": held.show,
    "safety.pass": safety.ask_to_pass,
    "safety.no": safety.keep_private,
    "safety.take": safety.take,
    "settings": settings.show,
    "settings.why": settings.why,
    "settings.pause": settings.pause,
    "settings.stop": settings.stop,
    "settings.start": settings.start,
    "settings.fewer": settings.fewer,
    "settings.more": settings.more,
    "settings.quiet": settings.quiet,
    "settings.zone": settings.zone,
}
INTENTS: dict[str, Callable[[Turn, str], None]] = {
    "check_in_submit": checkin_heard.submit,
    "check_in_snooze": checkin_heard.snooze,
    "delegate_check_in": checkin_heard.handed_over,
    "set_quiet_hours": settings.in_words,
    "opt_out": stopping.in_words,
}
