"""Who handles what: every button, every intent and every dialog, in plain sight; nothing registers itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot.activities import Args
from bot.cards import Action
from bot.conversations import (
    apply,
    apply_words,
    arrive,
    ask,
    browse,
    browse_words,
    calendar,
    dialog,
    eligible,
    helping,
    home,
    reminders,
    saved,
    search,
    settings,
    status,
    withdraw,
)
from bot.conversations.broadcast import outstanding
from bot.conversations.broadcast import table as broadcasts
from bot.conversations.checkin import heard as checkin_heard
from bot.conversations.checkin import table as checkin_table
from bot.conversations.dialog import Dialog
from bot.conversations.placement import table as placement_tables
from bot.conversations.privacy import known as privacy
from bot.conversations.staff import table as staff
from bot.conversations.staff.roster import listing
from bot.errors import OutdatedError
from bot.turn import Turn
from bot.understanding.normalise import clean
from bot.understanding.reader import Reading

Handler = Callable[[Turn, Args], None]


@dataclass(frozen=True, slots=True)
class Heard:
    """Words that were said, and what they were taken to mean."""

    text: str
    reading: Reading


def named(*dialogs: Dialog) -> dict[str, Dialog]:
    """Dialogs by name; two of one name are refused at start-up."""
    table = {one.name: one for one in dialogs}
    if len(table) != len(dialogs):
        message = "two dialogs have the same name"
        raise ValueError(message)
    return table


DIALOGS: dict[str, Dialog] = named(
    apply.APPLY, reminders.REMIND, *checkin_table.DIALOGS, *placement_tables.DIALOGS,
    *broadcasts.DIALOGS, *staff.DIALOGS,
)  # fmt: skip


def of_dialog(do: Callable[[Turn, Dialog, Args], None]) -> Handler:
    """A button that belongs to a dialog: find the dialog, then do it."""

    def handler(turn: Turn, args: Args) -> None:
        kind = DIALOGS.get(args.get("flow", ""))
        if kind is None:
            raise OutdatedError
        do(turn, kind, args)

    return handler


def go_on(turn: Turn, _: Args) -> None:
    """Pick up the dialog that was interrupted last."""
    for one in reversed(turn.talk.parked):
        if one["flow"] in DIALOGS:
            dialog.start(turn, DIALOGS[one["flow"]], dict(one["subject"]))
            return
    turn.say("Nothing is waiting to be finished.", Action("Home", "home"))


HOMES: home.Homes = {
    "student": (
        (status.needs, checkin_heard.needs, *placement_tables.NEEDS),
        (
            Action("Browse", "browse"),
            Action("Saved", "browse.saved"),
            Action("My applications", "status"),
            *placement_tables.STUDENT,
            Action("Help", "help"),
        ),
    ),
    "supervisor": (
        (checkin_heard.needs, *placement_tables.HOST_NEEDS),
        (
            Action("Check-in", "checkin.open"),
            *placement_tables.HOST,
            Action("My message settings", "settings"),
            Action("Help", "help"),
        ),
    ),
    "staff": (
        (*staff.NEEDS, broadcasts.needs, checkin_heard.needs),
        (
            *broadcasts.STAFF,
            *staff.STAFF,
            *checkin_table.STAFF,
            *placement_tables.STAFF,
            Action("Help", "help"),
        ),
    ),
}

ACTIONS: dict[str, Handler] = {
    "home": partial(home.show, homes=HOMES),
    "home.more": partial(home.more, homes=HOMES),
    "help": helping.show,
    "greet": helping.greet,
    "nothing.open": helping.nothing_open,
    "programme.ask": lambda turn, _: arrive.ask_programme(turn),
    "programme.choose": arrive.choose_programme,
    "join.ask": arrive.ask_to_join,
    "join.decide": arrive.decide_join,
    "browse": browse.show,
    "browse.details": browse.details,
    "browse.save": saved.save,
    "browse.unsave": saved.unsave,
    "browse.saved": saved.show,
    "browse.filters": browse.filters,
    "browse.new": browse.new_since,
    "eligibility": eligible.show,
    "eligibility.rule": eligible.rule,
    "eligibility.wrong": eligible.wrong,
    "apply": apply.start,
    "apply.edit": apply.edit,
    "withdraw": withdraw.ask_first,
    "withdraw.sure": withdraw.now,
    "status": status.show,
    "status.one": status.one,
    "status.answers": status.answers,
    "dates": calendar.show,
    "ask.why": ask.why,
    "privacy.show": privacy.show,
    "reminder.cancel": reminders.cancel,
    **checkin_table.ACTIONS,
    "dialog.parked": go_on,
    "dialog.answer": of_dialog(dialog.press),
    "dialog.skip": of_dialog(dialog.press),
    "dialog.back": of_dialog(lambda turn, kind, args: dialog.back(turn, kind, dialog.subject_of(args))),
    "dialog.review": of_dialog(lambda turn, kind, args: dialog.review(turn, kind, dialog.subject_of(args))),
    "dialog.change": of_dialog(
        lambda turn, kind, args: dialog.change(turn, kind, dialog.subject_of(args), args.get("step", ""))
    ),
    "dialog.resume": of_dialog(dialog.resume),
    "dialog.form": of_dialog(dialog.resume),
    "dialog.cancel": of_dialog(lambda turn, kind, _: dialog.cancel(turn, kind)),
}
for more in (placement_tables.ACTIONS, broadcasts.ACTIONS, staff.ACTIONS):
    if twice := ACTIONS.keys() & more.keys():
        message = f"two handlers for {sorted(twice)}"
        raise ValueError(message)
    ACTIONS |= more
PUBLIC = frozenset({"programme.choose", "programme.ask", "join.ask"})


def to(action: str) -> Callable[[Turn, Heard], None]:
    """An intent that means the same as a button with no arguments."""
    return lambda turn, _: turn.go(action)


def of_words(do: Callable[[Turn, str], None]) -> Callable[[Turn, Heard], None]:
    """An intent whose handler wants the words alone."""
    return lambda turn, heard: do(turn, heard.text)


def or_answer(first: Callable[[Turn, Heard], bool]) -> Callable[[Turn, Heard], None]:
    """An intent that is answered from the programme where `first` finds nothing to do."""

    def handler(turn: Turn, heard: Heard) -> None:
        if not first(turn, heard):
            ask.answer(turn, heard.text, heard.reading)

    return handler


def for_students(name: str) -> Callable[[Turn, Heard], None]:
    """An intent that is a student's own business; anybody else gets an answer in words."""

    def handler(turn: Turn, heard: Heard) -> None:
        if ask.role_of(turn) == "student":
            turn.go(name)
        else:
            ask.answer(turn, heard.text, heard.reading)

    return handler


def of_applications(turn: Turn, _: Heard) -> None:
    """Where applications stand: one's own, or for staff all that wait."""
    turn.go("decide" if ask.role_of(turn) == "staff" else "status")


def change_answer(turn: Turn, heard: Heard) -> None:
    """An answer to a check-in that is still open, else one of an application."""
    if not checkin_heard.changes(turn, heard.text):
        apply_words.change(turn, heard.text)


def left_to_do(turn: Turn) -> bool:
    """What a student still has to do; False for everybody else, who ask after others."""
    if ask.role_of(turn) != "student":
        return False
    on_placement = turn.unit.placements.of_student(turn.scope, turn.person.id)
    turn.go("completion" if on_placement else "home")
    return True


def own_place(turn: Turn, heard: Heard) -> bool:
    """“Am i on the waiting list?”: one's own applications say; False without one, and where the rule is asked for."""
    own = (
        re.search(r"\b(?:am i|where am i|i'?m on|my (?:place|position|number))\b", clean(heard.text))
        is not None
    )
    if not own or not turn.unit.applications.of_student(turn.scope, turn.person.id):
        return False
    turn.go("status")
    return True


INTENTS: dict[str, Callable[[Turn, Heard], None]] = {
    "home": to("home"),
    "help": to("help"),
    "greet": to("greet"),
    "thanks": of_words(helping.thanks),
    "browse": lambda turn, heard: search.from_words(turn, heard.text),
    "saved_list": to("browse.saved"),
    "settings": to("settings"),
    "ask_waitlist": or_answer(own_place),
    "my_applications": of_applications,
    "ask_application_status": of_applications,
    "ask_other_people": or_answer(lambda turn, _: listing.others(turn)),
    "apply_start": lambda turn, heard: apply_words.from_words(turn, heard.text),
    "withdraw": lambda turn, heard: apply_words.withdraw(turn, heard.text),
    "privacy_export": to("privacy.show"),
    "why_source": to("ask.why"),
    **{name: of_words(do) for name, do in checkin_table.INTENTS.items()},
    "journal_ghostwrite": for_students("journal.decline"),
    "ask_identity": or_answer(lambda turn, heard: settings.asked_why(turn, heard.text)),
    "report_outstanding": or_answer(
        lambda turn, heard: (
            left_to_do(turn) or outstanding.heard(turn, heard.text) or checkin_heard.outstanding(turn)
        )
    ),
    "open_details": lambda turn, heard: browse_words.details(turn, heard.text),
    "what_did_i_say": to("status"),
    "change_answer": change_answer,
    **{name: of_words(do) for name, do in placement_tables.INTENTS.items()},
    **{name: of_words(do) for name, do in broadcasts.INTENTS.items()},
    **{name: of_words(do) for name, do in staff.INTENTS.items()},
    **dict.fromkeys(("back", "cancel", "start_again", "skip", "yes", "no"), to("nothing.open")),
}
