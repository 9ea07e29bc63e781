"""Who handles what on a placement: the part of the assistant's tables from the accepted offer to the credential."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.activities import Args
from bot.cards import Action
from bot.conversations import files, task_answers
from bot.conversations.dialog import Dialog
from bot.conversations.home import Gather
from bot.conversations.journal import glance as journal
from bot.conversations.journal import marks as journal_marks
from bot.conversations.journal import read as journal_read
from bot.conversations.journal import reminding as journal_reminding
from bot.conversations.journal import staff as journal_staff
from bot.conversations.journal import submit as journal_submit
from bot.conversations.journal import switch as journal_switch
from bot.conversations.journal import unasked as journal_unasked
from bot.conversations.journal import write as journal_write
from bot.conversations.placement import (
    attendance,
    attendance_lists,
    attendance_record,
    completing,
    completing_all,
    credential,
    deliverables,
    expense_claims,
    expenses,
    hear_line,
    host_feedback,
    hours,
    hours_total,
    meetings,
    mine,
    sessions,
    supervised,
    taking_away,
    taking_words,
)
from bot.conversations.placement import glance as placement
from bot.conversations.privacy import decisions as privacy_decisions
from bot.conversations.privacy import requests as privacy_requests
from bot.turn import Turn

DIALOGS: tuple[Dialog, ...] = (
    journal_write.WRITE,
    journal_write.ATTACH,
    journal_read.EDIT,
    journal_read.SEARCH,
    journal_marks.MARK,
    journal_staff.RETURN,
    journal_staff.EXTEND,
    hours.LOG,
    expenses.CLAIM,
    expense_claims.RECEIPT,
    attendance_record.RECORD,
    meetings.MEETING,
    placement.PROBLEM,
    deliverables.HAND_IN,
    host_feedback.FEEDBACK,
    hear_line.HEAR,
    credential.REVOKE,
    task_answers.ANSWER,
    privacy_requests.ERASE,
    privacy_decisions.REFUSE,
)

ACTIONS: dict[str, Callable[[Turn, Args], None]] = {
    "placement": placement.show,
    "students": supervised.show,
    "problem": placement.problem,
    "journal": journal.show,
    "journal.write": journal_write.start,
    "journal.keep": journal_unasked.keep,
    "journal.tell": journal_unasked.tell,
    "journal.remind": journal_reminding.remind,
    "journal.gibbs": lambda turn, args: journal_write.start(turn, {**args, "kind": "gibbs"}),
    "journal.attach": journal_write.attach,
    "journal.decline": journal_write.decline_to_write,
    "journal.read": journal_read.show,
    "journal.entry": journal_read.one,
    "journal.edit": journal_read.edit,
    "journal.settle": journal_read.settle,
    "journal.delete": journal_read.delete,
    "journal.delete.sure": journal_read.delete_now,
    "journal.search": journal_read.search,
    "journal.skills": journal_marks.show,
    "journal.mark": journal_marks.mark,
    "journal.mark.other": journal_marks.other,
    "journal.mark.choose": journal_marks.choose,
    "journal.submit": journal_submit.ask,
    "journal.submit.sure": journal_submit.submit,
    "journal.extension": journal_submit.extension,
    "journal.export": taking_away.journal_files,
    "journal.plan": journal_switch.show,
    "journal.plan.switch": journal_switch.switch,
    "task.open": task_answers.show,
    "task.answer": task_answers.answer,
    "journal.all": journal_staff.show,
    "journal.submitted": journal_staff.submitted,
    "journal.accept": journal_staff.accept,
    "journal.return": journal_staff.give_back,
    "journal.extend": journal_staff.extend,
    "hours": hours_total.show,
    "hours.ask": hours.ask,
    "hours.fit": hours.fit,
    "hours.over": hours.over,
    "hours.undo": hours.undo,
    "hours.correct": hours.correct,
    "sessions": sessions.show,
    "session": sessions.one,
    "session.yes": sessions.yes,
    "session.no": sessions.no,
    "session.make_up": sessions.make_up,
    "calendar.feed": sessions.feed,
    "attendance": attendance.show,
    "attendance.list": attendance.listing,
    "attendance.mark": attendance.mark,
    "attendance.record": attendance_record.record,
    "attendance.which": attendance_record.which,
    "attendance.file": attendance_record.file,
    "attendance.absent": attendance_lists.absent,
    "attendance.export": attendance_lists.export,
    "attendance.meeting": meetings.meeting,
    "completion": completing.show,
    "completion.staff": completing_all.staff,
    "completion.confirm": completing_all.confirm,
    "completion.close": completing_all.close,
    "expenses": expenses.show,
    "expense.claim": expenses.claim,
    "expense.receipt": expense_claims.receipt,
    "expense.withdraw": expense_claims.withdraw,
    "expense.decide": expense_claims.decide,
    "expense.export": expense_claims.export,
    "deliverables": deliverables.show,
    "deliverable.hand_in": deliverables.hand_in,
    "deliverables.received": deliverables.received,
    "feedback": host_feedback.feedback,
    "feedback.read": host_feedback.read_feedback,
    "exports": taking_away.show,
    "exports.star": taking_away.star,
    "exports.cv": taking_away.cv,
    "exports.hear": hear_line.hear,
    "exports.hear.send": hear_line.hear_send,
    "exports.hear.lines": hear_line.hear_lines,
    "exports.hear.confirm": hear_line.hear_confirm,
    "exports.hear.change": hear_line.hear_change,
    "credential": taking_away.credential,
    "credentials": credential.show,
    "credential.issue": credential.issue,
    "credential.revoke": credential.revoke,
    "privacy.export": privacy_requests.export,
    "privacy.erase": privacy_requests.erase,
    "privacy.requests": privacy_decisions.waiting,
    "privacy.decide": privacy_decisions.decide,
    "privacy.refuse": privacy_decisions.refuse,
    "file.received": files.received,
    "file.journal": files.to_journal,
    "file.hand_in": files.to_hand_in,
    "file.forget": files.forget,
}


def student_only(action: str) -> Callable[[Turn, str], None]:
    """An intent that leads a student to a button's place, and staff to their own view of the same thing."""
    for_staff = {"journal": "journal.all", "journal.read": "journal.all", "exports": "credentials"}

    def go(turn: Turn, _: str) -> None:
        turn.go(for_staff.get(action, action) if mine.is_staff(turn) else action)

    return go


INTENTS: dict[str, Callable[[Turn, str], None]] = {
    "journal_write": journal_unasked.said,
    "journal_read": student_only("journal.read"),
    "log_hours": hours.said,
    "claim_expense": expenses.said,
    "request_extension": journal_submit.said_extension,
    "report_problem": journal_unasked.problem,
    "record_attendance": attendance_record.said,
    "export_data": taking_words.said,
    "data_erasure": privacy_requests.said,
}

# Words so plain that they need no reading: an amount of time at the start, "claim" with an amount of money.
PLAIN: tuple[tuple[re.Pattern[str], Callable[[Turn, str], bool]], ...] = (
    (
        re.compile(
            r"(?:log |add |i (?:worked|did) )?\d+(?:[.,]\d+)?\s*(?:h|hrs?|hours?)\b(?!.*\?)", re.IGNORECASE
        ),
        hours.worked,
    ),
    (
        re.compile(
            r"(?:please |i(?:'d like to| want to| would like to) )?claim\b(?=.*\d)(?!.*\?)", re.IGNORECASE
        ),
        expenses.claimed,
    ),
    (taking_words.IT, taking_words.it),
    (journal_reminding.REMIND, journal_reminding.said),
    (journal_read.SEARCHED, journal_read.said_search),
    (journal_read.SEARCH_HERE, journal_read.search_here),
)
NEEDS: tuple[Gather, ...] = (sessions.needs, deliverables.needs, journal.needs, placement.needs)
HOST_NEEDS: tuple[Gather, ...] = (host_feedback.needs,)
STUDENT: tuple[Action, ...] = (Action("My placement", "placement"), Action("Journal", "journal"))
STAFF: tuple[Action, ...] = (
    Action("Journals", "journal.all"),
    Action("Sessions and attendance", "attendance"),
    Action("Who could not complete?", "completion.staff"),
    Action("Expenses for hosts", "expense.export"),
    Action("Requests for deletion", "privacy.requests"),
)
HOST: tuple[Action, ...] = (
    Action("My students", "students"),
    Action("Expenses", "expense.export"),
    Action("What was handed in", "deliverables.received"),
)
COMMANDS: dict[str, str] = {
    "placement": "placement",
    "my placement": "placement",
    "my students": "students",
    "students": "students",
    "journal": "journal",
    "my journal": "journal",
    "read my journal": "journal.read",
    "show my journal": "journal.read",
    "gibbs": "journal.gibbs",
    "write with gibbs": "journal.gibbs",
    "hours": "hours",
    "my hours": "hours",
    "log hours": "hours.ask",
    "sessions": "sessions",
    "calendar": "calendar.feed",
    "my calendar": "calendar.feed",
    "expenses": "expenses",
    "skills": "journal.skills",
    "submit my journal": "journal.submit",
    "submit journal": "journal.submit",
    "what is missing": "completion",
    "what is still missing": "completion",
    "what's missing": "completion",
    "whats missing": "completion",
    "problem": "problem",
    "raise a problem": "problem",
    "hand in": "deliverables",
    "handed in": "deliverables",
    "star": "exports.star",
    "cv line": "exports.cv",
    "take it away": "exports",
    "take it with you": "exports",
    "download my journal": "journal.export",
    "export my journal": "journal.export",
    "who could not complete": "completion.staff",
    "who couldn't complete": "completion.staff",
    "attendance": "attendance",
    "credentials": "credentials",
    "journals": "journal.all",
    "journal reminders": "journal.plan",
    "journal plan": "journal.plan",
    "delete my data": "privacy.erase",
    "export my data": "privacy.export",
    "export everything you know about me": "privacy.export",
}
