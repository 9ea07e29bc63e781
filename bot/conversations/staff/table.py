"""Who handles what for staff: the part of the assistant's tables about questions, decisions and hosts."""

from __future__ import annotations

from collections.abc import Callable

from bot.activities import Args
from bot.cards import Action
from bot.conversations import guardians, offers
from bot.conversations.dialog import Dialog
from bot.conversations.home import Gather
from bot.conversations.staff import (
    column_words,
    dates,
    decide,
    facts,
    holding,
    hosts,
    imports,
    log,
    no_show,
    packs,
    questions,
    quotas,
    rehearsing,
    reports,
    responses,
    rights,
    today,
    undecidable,
    waiting_lists,
)
from bot.conversations.staff.adding import doing as adding
from bot.conversations.staff.adding import undoing
from bot.conversations.staff.changing import cancelling, leaving, looking, opportunity
from bot.conversations.staff.changing import doing as changing
from bot.conversations.staff.for_one import doing as for_one
from bot.conversations.staff.roster import record, standing
from bot.turn import Turn

DIALOGS: tuple[Dialog, ...] = (
    adding.ADD,
    questions.ANSWER,
    facts.FACT,
    standing.STANDING,
    changing.CHANGE,
    leaving.LEAVE,
    for_one.FOR_ONE,
    quotas.QUOTA,
    cancelling.CANCEL,
)
NEEDS: tuple[Gather, ...] = (today.needs, holding.needs, undecidable.needs)
STAFF: tuple[Action, ...] = (
    Action("Decide", "decide"),
    Action("To the hosts", "hosts"),
    Action("Report", "report"),
    Action("Add one by hand", "add"),
    Action("On offer", "opportunities"),
)
ACTIONS: dict[str, Callable[[Turn, Args], None]] = {
    "question.answer": questions.begin,
    "question.dismiss": questions.dismiss,
    "question.reopen": questions.reopen,
    "facts": facts.show,
    "fact.add": facts.add,
    "fact.withdraw": facts.withdraw,
    "task.done": today.done,
    "task.reopen": today.reopen,
    "guardian.agreed": guardians.agreed,
    "guardian.undo": guardians.undo,
    "dates.move": dates.move,
    "decide": decide.show,
    "decide.stage": decide.stage,
    "decide.staged": decide.staged,
    "decide.announce": decide.announce,
    "queues": waiting_lists.show,
    "queues.close": waiting_lists.close,
    "undecidable": undecidable.show,
    "undecidable.settle": undecidable.settle,
    "undecidable.all": undecidable.settle_all,
    "hosts": hosts.show,
    "hosts.send": hosts.send,
    "hosts.pack": packs.download,
    "add": adding.ask,
    "add.begin": adding.start,
    "add.undo": undoing.undo,
    "columns": column_words.show,
    "column.say": column_words.say,
    "column.drop": column_words.drop,
    "waiting": holding.show,
    "waiting.write": holding.write,
    "import.how": imports.how,
    "import.look": imports.look,
    "import.do": imports.do,
    "import.cancel": imports.cancel,
    "report": reports.show,
    "report.plot": reports.plot,
    "report.csv": reports.as_csv,
    "report.excel": reports.as_excel,
    "report.page": reports.page,
    "response": responses.show,
    "response.plot": responses.plot,
    "report.questions": lambda turn, _: facts.unanswered(turn, ""),
    "rehearse": rehearsing.begin,
    "rehearsal": rehearsing.show,
    "rehearsal.changes": rehearsing.changes,
    "rehearsal.csv": rehearsing.as_csv,
    "rehearsal.plot": rehearsing.plot,
    "person": record.show,
    "person.write": record.write,
    "application": for_one.show,
    "application.do": for_one.do,
    "quotas": quotas.show,
    "quota.set": quotas.ask,
    "opportunities": looking.listed,
    "opportunity": opportunity.show,
    "opportunity.people": opportunity.people,
    "opportunity.cancel": cancelling.ask,
    "opportunity.back": cancelling.back,
    "person.off": leaving.ask,
    "person.back": leaving.back,
    "change": changing.start,
    "change.undo": changing.undo,
    "standing": standing.show,
    "standing.change": standing.change,
    "roles": rights.show,
    "role.ask": rights.ask,
    "role.change": rights.change,
    "log": log.show,
    "log.csv": log.as_csv,
    "offer.accept": offers.accept,
    "offer.decline": offers.decline,
    "offer.others": offers.withdraw_others,
}
INTENTS: dict[str, Callable[[Turn, str], None]] = {
    "change_deadline": dates.heard,
    "set_fact": facts.heard,
    "change_rule": facts.change_rule,
    "analytics_unanswered": facts.unanswered,
    "report_no_show": no_show.heard,
    "host_decision": hosts.heard,
    "accept_offer": lambda turn, _: offers.accept(turn, {}),
    "decline_offer": lambda turn, _: offers.decline(turn, {}),
    "waitlist_promote": hosts.promote,
    "rehearse_cycle": rehearsing.heard,
}
