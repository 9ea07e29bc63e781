"""The one table: which intent is answered by which function; several questions get several answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from bot.programme.definition import Programme
from bot.understanding.answering import Answer, Question, Source, join
from bot.understanding.reader import Reading
from bot.understanding.topics import (
    about,
    changes,
    deadlines,
    eligible,
    events,
    files,
    moving,
    people,
    placement,
    plans,
    queue,
    safety,
    talk,
    terms,
    times,
    training,
)

__all__ = ["TOPICS", "Answer", "Source", "answer", "compose"]

Topic = Callable[[Question], Answer]
TOPICS: dict[str, Topic] = {
    "ask_programme": about.programme,
    "ask_other": about.other,
    "ask_contact": about.contact,
    "ask_dates": times.dates,
    "ask_deadline": deadlines.deadline,
    "ask_time_zone": deadlines.time_zone,
    "ask_duration": placement.duration,
    "ask_time_commitment": placement.time_commitment,
    "ask_hours": placement.hours,
    "ask_mode": placement.mode,
    "ask_training": training.training,
    "ask_check_in": placement.check_in,
    "ask_journal": placement.journal,
    "ask_eligibility": eligible.eligibility,
    "ask_work_authorisation": eligible.authorisation,
    "legal_advice": eligible.law,
    "ask_pay": terms.pay,
    "ask_cost": terms.cost,
    "ask_expenses": terms.expenses,
    "ask_equipment": terms.equipment,
    "ask_credit": terms.credit,
    "ask_credential": terms.credential,
    "ask_benefits": terms.benefits,
    "ask_themes": terms.themes,
    "ask_group": terms.group,
    "ask_waitlist": queue.waitlist,
    "ask_application_status": about.status,
    "ask_messages_consent": about.consent,
    "ask_identity": about.identity,
    "ask_other_people": safety.other_people,
    "ask_student_info": safety.student_info,
    "ask_prediction": safety.prediction,
    "apply_start": about.apply,
    "withdraw": people.withdraw,
    "request_extension": people.extension,
    "report_problem": people.problem,
    "report_no_show": people.no_show,
    "safeguarding": safety.safeguarding,
    "crisis": safety.crisis,
    "journal_ghostwrite": safety.ghostwrite,
    "prompt_injection": safety.injection,
    "check_in_submit": people.check_in_submit,
    "check_in_snooze": people.snooze,
    "delegate_check_in": people.delegate,
    "give_feedback": people.feedback,
    "host_decision": people.host_decision,
    "set_quiet_hours": people.quiet_hours,
    "opt_out": people.opt_out,
    "broadcast_schedule": plans.broadcast,
    "broadcast_cancel": plans.cancel_broadcast,
    "report_delivery": plans.looked_up(
        "I look it up now: for each person exactly one state (delivered, held back, failed, unreachable, "
        "unknown), adding up to all who were meant."
    ),
    "report_outstanding": plans.outstanding,
    "analytics_unanswered": plans.looked_up(
        "I list the questions that had no answer, with how often each was asked; any of them can be answered "
        "here and becomes a dated fact."
    ),
    "change_deadline": moving.change_deadline,
    "change_rule": changes.change_rule,
    "set_fact": changes.set_fact,
    "record_attendance": changes.attendance,
    "waitlist_promote": changes.promote,
    "rehearse_cycle": files.rehearse,
    "export_data": files.export,
    "data_erasure": files.erasure,
    "browse": talk.do_now(
        "I show you what is on offer, open ones only; say a word such as a theme, a week or “remote” to narrow it."
    ),
    "open_details": talk.do_now("I open it for you."),
    "saved_list": talk.do_now("I show what you saved."),
    "home": talk.do_now("I show what needs you now."),
    "settings": talk.do_now("I show your settings: time zone, quiet hours, messages."),
    "log_hours": talk.do_now("I add it to your hours and show the new total."),
    "claim_expense": talk.do_now(
        "I take the claim with its receipt and show what the rule says for that day."
    ),
    "journal_write": talk.do_now(
        "I keep it in your journal, word by word; it stays private until you submit it."
    ),
    "journal_read": talk.do_now("I show your own journal to you."),
    "accept_offer": talk.do_now("I look up your offer and accept it if it is still open."),
    "decline_offer": talk.do_now("I look up your offer and decline it once you say yes."),
    "help": talk.helping,
    "greet": talk.opening,
    "thanks": talk.thanks,
    "why_source": talk.why,
    "off_topic": talk.off_topic,
    "unknown": talk.unknown,
    **dict.fromkeys(
        ("yes", "no", "skip", "back", "cancel", "start_again", "what_did_i_say", "change_answer"),
        talk.nothing_waits,
    ),
}


def answer(question: Question) -> Answer:
    """Return the answer to one question. Raises KeyError for an intent that has no function."""
    found = events.unsaid(question) or TOPICS[question.intent](question)
    # Where a programme has no line for it, its age would be all that is said.
    says_nothing = found.text in {"", question.aged((), dated=True)}
    return question.silent("programme") if says_nothing else found


def compose(
    text: str,
    reading: Reading,
    programme: Programme,
    role: str,
    now: dt.datetime,
    zone: ZoneInfo,
    attributes: Mapping[str, str] | None = None,
) -> Answer:
    """Return the answer to a message as it was read.

    `role` is student, supervisor or staff; `now` an aware instant; `zone` the asker's own; `attributes` what the
    roster says of them. A message with several questions gets all their answers, under the first one's intent.
    """
    parts = [
        reading,
        *(
            one
            for one in reading.others
            if one.text and (one.text != reading.text or one.intent != reading.intent)
        ),
    ]
    several = len(parts) > 1
    made = [
        answer(
            Question(
                one.intent,
                one.text if several and one.text else text,
                programme,
                role,
                now,
                zone,
                attributes or {},
            )
        )
        for one in parts
    ]
    return join(made) if several else made[0]
