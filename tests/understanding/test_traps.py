"""The traps of the five pages (T1 to T36), each as the answer that a careless reader would get wrong."""

from __future__ import annotations

import pytest

from tests.understanding.asking import HKU, IDP, IX, OX, QM, said

# trap, programme, instant (empty: usual), role, question, intent, outcome, must say, must not say
ROWS = [
    ("T1", QM, "2024-04-15T10:00+01:00", "student", "when is the HEAR journal due? i did spring", "ask_journal", "answer",
     ["Sunday 11 August 2024", "does not say it separately for spring"], ["summer only", "10 April"]),
    ("T1", QM, "2024-07-15T10:00+01:00", "student", "journal deadline for summer?", "ask_journal", "answer", ["Sunday 11 August 2024"], []),
    ("T2", QM, "", "student", "when does the spring placement start?", "ask_dates", "answer",
     ["week beginning Monday 4 March 2024"], ["on Monday 4 March"]),
    ("T3", QM, "", "student", "how many weeks is it?", "ask_duration", "answer", ["five weeks"], ["four weeks", "4 weeks"]),
    ("T4", QM, "2024-03-20T10:00+00:00", "staff", "message all spring students at 01:30 on 31 march", "broadcast_schedule", "clarify",
     ["There is no 01:30", "00:59", "02:00"], []),
    ("T5", QM, "", "student", "when are applications sent to the employers in summer?", "ask_dates", "answer", ["Wednesday 29 May 2024"], []),
    ("T6", QM, "", "student", "when is the pre-internship training for spring?", "ask_training", "answer", ["Wednesday 28 February 2024"], []),
    ("T7", QM, "", "student", "is the post-internship workshop compulsory?", "ask_training", "answer", ["Yes.", "compulsory", "Wednesday 10 April 2024"], []),
    ("T8", HKU, "2025-11-14T23:30+08:00", "student", "am i too late to apply?", "ask_deadline", "answer",
     ["Friday 14 November 2025", "no hour and no time zone", "Apply now"], ["Yes", "No.", "too late"]),
    ("T8", HKU, "2025-11-15T01:00+08:00", "student", "am i too late to apply?", "ask_deadline", "handoff",
     ["Friday 14 November 2025", "Apply now", "HKU International Affairs Office"], ["Yes", "No.", "too late"]),
    ("T9", HKU, "", "student", "whose time zone counts?", "ask_time_zone", "not_stated", [], ["19"]),
    ("T10", HKU, "", "student", "when is the live session?", "ask_training", "not_stated", ["2.5 hours"], ["GMT"]),
    ("T11", OX, "", "student", "when is the spring cycle?", "ask_dates", "answer",
     ["Monday 11 to Friday 15 March 2024", "Monday 18 to Friday 22 March 2024", "two alternative weeks"], []),
    ("T11", OX, "", "student", "who chooses which of the two weeks i do?", "ask_dates", "not_stated", ["does not say"], []),
    ("T12", OX, "", "student", "how long does a placement last?", "ask_duration", "answer", ["Two to five days"], []),
    ("T12", OX, "", "student", "is there a mid-way check-in?", "ask_check_in", "not_stated", [], ["March 2024"]),
    ("T13", OX, "", "student", "is lunch counted in the 37.5 hours?", "ask_hours", "not_stated", [], ["one hour", "42.5", " 7.5"]),
    ("T14", OX, "", "student", "when is the Michaelmas one?", "ask_dates", "answer", ["8 December 2023"], ["March", "June"]),
    ("T15", OX, "", "student", "when is the deadline?", "ask_deadline", "not_stated",
     ["Careers Service news page", "Internship Alerts", "CareerConnect", "micro-internships@careers.ox.ac.uk"], []),
    ("T16", QM, "2026-11-23T10:00+00:00", "student", "when does it start?", "ask_dates", "answer", ["2024 dates", "they have passed", "no later dates"], []),
    ("T16", HKU, "2026-11-23T10:00+08:00", "student", "can i still apply?", "ask_deadline", "answer", ["No.", "2025 dates"], []),
    ("T17", IX, "", "student", "how long does it take?", "ask_duration", "answer", ["8 hours", "four weeks"], []),
    ("T18", IDP, "", "student", "are they online?", "ask_mode", "answer", ["November 2020", "20 November 2020"], ["are virtual now"]),
    ("T19", HKU, "", "student", "how many hours a week?", "ask_time_commitment", "answer", ["5.5 hours per week"], ["4.5"]),
    ("T19", HKU, "", "student", "how many hours in total?", "ask_hours", "answer", ["9 to 11 hours", "worked out"], []),
    ("T20", HKU, "", "staff", "promote the next student from the waiting list", "waitlist_promote", "refuse", ["U21"], []),
    ("T20", HKU, "", "student", "who runs the waiting list?", "ask_waitlist", "answer", ["U21"], ["HKU runs"]),
    ("T21", HKU, "", "student", "how old must i be?", "ask_eligibility", "not_stated", [], ["18"]),
    ("T22", QM, "", "student", "i study drama at queen mary, can i apply?", "ask_eligibility", "handoff", ["list is missing"], ["Yes", "maths"]),
    ("T22", QM, "", "student", "who can apply?", "ask_eligibility", "answer", ["undergraduate and postgraduate"], ["all Queen Mary students can"]),
    ("T23", QM, "", "student", "is my supervisor from the company?", "ask_programme", "answer", ["Queen Mary internships team"], []),
    ("T23", QM, "", "student", "who answers the mid-way check-in?", "ask_check_in", "not_stated", [], []),
    ("T24", QM, "", "student", "is it paid?", "ask_pay", "not_stated", [], ["unpaid", "voluntary"]),
    ("T24", QM, "", "student", "do they pay for travel?", "ask_expenses", "not_stated", [], ["unless"]),
    ("T25", IX, "", "student", "how do i sign up?", "apply_start", "act", ["parent or guardian"], ["university email", "university address"]),
    ("T26", IX, "", "student", "is it paid?", "ask_pay", "not_stated", [], ["some are paid", "voluntary"]),
    ("T27", OX, "", "student", "do we work alone or in groups?", "ask_group", "not_stated", [], ["group of students"]),
    ("T28", IDP, "", "student", "is it paid?", "ask_pay", "answer", ["mostly paid"], ["always paid"]),
    ("T29", IDP, "", "student", "do i need CPT?", "ask_work_authorisation", "handoff", ["CPT, OPT or a work visa", "international office"], ["you need"]),
    ("T30", IDP, "", "student", "will i get a mentor?", "ask_programme", "answer", ["limited guidance"], ["you will have a mentor"]),
    ("T31", IDP, "", "student", "do i need a 2:2?", "ask_eligibility", "not_stated", [], ["minimum", "Bachelors"]),
    ("T32", OX, "", "student", "is the bus to London paid?", "ask_expenses", "answer",
     ["bus journeys between Oxford and London", "receipts", "required to travel"], []),
    ("T32", OX, "", "student", "will they refund my train fare?", "ask_expenses", "handoff", ["does not mention trains"], []),
    ("T33", OX, "", "student", "i'm on the emba, can i apply?", "ask_eligibility", "answer", ["No.", "Saïd Business School Careers Service"], []),
    ("T33", OX, "", "student", "i'm a visiting student, can i apply?", "ask_eligibility", "answer", ["No.", "isiting"], ["access the Saïd"]),
    ("T34", OX, "", "student", "are the workshops compulsory?", "ask_training", "answer", ["CareerConnect"], ["Yes", "both"]),
    ("T35", OX, "", "student", "i have an offer but have not matriculated, can i apply?", "ask_eligibility", "answer", ["No.", "matriculated"], []),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]}-{row[1][:2]}-{at}" for at, row in enumerate(ROWS)])
def test_the_trap_is_answered(row):
    trap, key, now, role, text, intent, outcome, must, must_not = row
    found = said(key, text, now, role)
    told = f"{trap} {found}"
    assert (found["intent"], found["outcome"]) == (intent, outcome), told
    for one in must:
        assert one in found["answer"], told
    for one in must_not:
        assert one not in found["answer"], told


@pytest.mark.parametrize("key", [HKU, QM, IX, IDP, OX])
def test_t36_page_furniture_is_never_said(key):
    for text in (
        "what is this?",
        "tell me everything",
        "lorem ipsum",
        "how do i apply?",
        "who can apply?",
        "contact",
    ):
        answer = said(key, text)["answer"]
        for noise in ("Lorem", "Oops", "skipToContent", "⬆️", "2:2"):
            assert noise not in answer


@pytest.mark.parametrize("key", [HKU, QM, IX, IDP, OX])
def test_every_line_of_a_source_is_a_line_of_the_programme(key):
    from bot.understanding.answers import TOPICS
    from tests.understanding.asking import programme

    lines = {
        line for fact in programme(key).facts.values() for line in fact.verbatim if fact.about == "programme"
    }
    for text in (
        "is it paid?",
        "when is it?",
        "who can apply?",
        "hours a week?",
        "is there a badge?",
        "what themes are there?",
    ):
        found = said(key, text)
        assert set(found["sources"]) <= lines
    assert "ask_pay" in TOPICS
