"""The traps of the five pages that are about money, eligibility, roles and structure; each test names its number."""

from __future__ import annotations

from functools import cache

import pytest

from bot.programme.definition import TOPICS, NeedsSession
from bot.programme.eligibility import check
from bot.programme.loading import ProgrammeFileError, load_programme, shipped


@cache
def programme(key):
    return load_programme(shipped()[key], key)


QUEEN_MARY = "queen_mary_2024"
HKU = "hku_u21_2025"
OXFORD = "oxford_mip_2023_24"
LAUNCHPAD = "ixperience_launchpad"
IDP = "idp_generic_2020"


def said(key):
    """Everything that may be said of a programme as its own fact."""
    return " ".join(fact.text for fact in programme(key).facts.values() if fact.sayable).lower()


def silent(key, topic):
    """Whether the programme is silent on a topic, and says so with a route."""
    facts = [fact for fact in programme(key).facts_about(topic) if fact.topic == topic and fact.answers]
    return bool(facts) and all(fact.status == "unknown" and fact.route for fact in facts)


def test_t19_five_and_a_half_hours_are_quoted_and_the_total_is_derived():
    load = programme(HKU).load
    assert (load.per_week.least, load.per_week.most, load.per_week.approximate) == (5.5, 5.5, True)
    assert load.per_week.standing == "stated"
    assert [(part.least, part.most) for part in load.parts] == [(2.5, 2.5), (2, 3)]
    assert (load.in_all.least, load.in_all.most, load.in_all.standing) == (9, 11, "derived")
    assert programme(HKU).facts["in_all"].status == "derived"
    assert programme(IDP).load.in_all.standing == "derived"


def test_t20_u21_runs_the_waiting_list_and_owns_the_places():
    decisions = programme(HKU).decisions
    assert [link.role for link in programme(HKU).owner_chain] == ["network", "institution", "office", "host"]
    assert (decisions.decided_by, decisions.decided_by_name) == ("network", "U21")
    assert (decisions.quota.scope, decisions.quota.number) == ("institution", None)
    assert (decisions.waiting_list.operator, decisions.waiting_list.operator_name) == ("network", "U21")
    assert decisions.waiting_list.rule == "not_stated"


def test_t21_no_rule_on_age_or_level_is_imported():
    assert "18" not in said(HKU)
    verdict = check(programme(HKU), {"institution": "HKU", "level": "high school", "age": "16"})
    assert verdict.answer == "yes"
    assert programme(HKU).facts["level_unknown"].status == "unknown"
    assert programme(HKU).participants.levels == ()


@pytest.mark.parametrize("level", ["UG", "MSc", "PhD"])
def test_t22_the_missing_list_is_never_everybody_and_never_mathematics(level):
    verdict = check(
        programme(QUEEN_MARY), {"level": level, "institution": "Queen Mary", "school": "Mathematics"}
    )
    assert verdict.answer == "unknown"
    assert verdict.route == "the Queen Mary internships team"
    assert "list" in verdict.rule
    assert verdict.source == ("Open to undergraduate and postgraduate Queen Mary students from:",)


def test_t23_the_supervisor_of_queen_mary_is_on_the_universitys_side():
    (supervisor,) = programme(QUEEN_MARY).supervisors
    assert (supervisor.role, supervisor.side) == ("programme_supervisor", "university")
    check_in = programme(QUEEN_MARY).check_in("midway")
    assert check_in.standing == "stated"
    assert check_in.asked_status == "assumed"
    assert [side.role for side in check_in.asked] == ["student", "programme_supervisor"]
    assert programme(QUEEN_MARY).facts["check_in_who"].status == "unknown"


@pytest.mark.parametrize("topic", ["pay", "expenses", "mode", "contact", "cost"])
def test_t24_what_queen_mary_does_not_state_is_said_to_be_not_stated(topic):
    assert silent(QUEEN_MARY, topic)
    assert programme(QUEEN_MARY).pay.answer == "not_stated"
    assert programme(QUEEN_MARY).contact.email is None
    assert programme(QUEEN_MARY).facts["hours_average"].status == "derived"


def test_t25_no_university_address_is_asked_of_a_high_school_student():
    one = programme(LAUNCHPAD)
    assert (one.minors.participants, one.minors.guardian_consent) == ("yes", True)
    assert not one.minors.ask_university_email
    assert not one.minors.direct_contact
    assert "university email" not in said(LAUNCHPAD)
    assert any("university email" in line for ignored in one.ignored for line in ignored.verbatim)
    assert any(step.kind == "guardian_consent" and step.required for step in one.application.steps)


def test_t26_pay_in_the_field_is_not_pay_at_launchpad():
    fact = programme(LAUNCHPAD).facts["field_pay"]
    assert (fact.about, fact.sayable) == ("field", False)
    assert silent(LAUNCHPAD, "pay")
    assert silent(LAUNCHPAD, "cost")
    assert programme(LAUNCHPAD).pay.answer == "not_stated"


def test_t27_what_one_page_quotes_of_another_programme_is_no_fact_of_either():
    quoted = programme(LAUNCHPAD).facts["oxford_quoted"]
    assert (quoted.about, quoted.sayable) == ("elsewhere", False)
    assert silent(OXFORD, "group")
    assert programme(OXFORD).grouping.kind == "not_stated"


def test_t28_pay_has_more_than_two_answers():
    assert programme(IDP).pay.answer == "varies"
    assert programme(OXFORD).pay.answer == "unpaid"
    assert not programme(IDP).facts["headline"].answers
    (rule,) = programme(IDP).expenses.rules
    assert (rule.only_if_pay, rule.in_contract) == ("unpaid", True)


def test_t29_work_authorisation_is_quoted_and_handed_over():
    verdict = check(programme(IDP), {"campus": "off", "international": "yes", "visa": "OPT"})
    assert verdict.answer == "unknown"
    assert verdict.route == "your institution's international office"
    assert programme(IDP).work_authorisation.terms == ("CPT", "OPT", "work visa")
    assert programme(IDP).facts["work_authorisation"].text.startswith("The page says:")


def test_t30_mentoring_is_not_promised():
    (fact,) = [one for one in programme(IDP).facts_about("supervisor") if one.topic == "supervisor"]
    assert "limited guidance" in fact.text
    assert programme(IDP).supervisors == ()


def test_t31_an_answer_about_masters_courses_is_no_rule():
    assert "2:2" not in said(IDP)
    assert any("2:2" in line for one in programme(IDP).ignored for line in one.verbatim)
    assert check(programme(IDP), {"campus": "off", "international": "no", "degree": "third"}).answer == "yes"


def test_t32_the_wider_rule_of_expenses_with_its_condition_and_its_silence():
    expenses = programme(OXFORD).expenses
    (rule,) = expenses.rules
    assert expenses.per == "day"
    assert rule.days == ("in_person", "required_travel")
    assert rule.proof == "receipts"
    travel, lunch = rule.covers
    assert travel.includes == ("bus journeys between Oxford and London",)
    assert "train" in travel.not_mentioned
    assert lunch.name == "lunch"
    assert expenses.nothing_for[0].days == ("remote",)
    assert "train" not in said(OXFORD)


def test_t33_the_refusal_of_the_mba_has_a_redirect_and_that_of_visitors_has_none():
    mba = check(programme(OXFORD), {"level": "MBA", "matriculated": "yes"})
    assert mba.answer == "no"
    assert "Saïd Business School Careers Service" in mba.redirect
    visiting = check(programme(OXFORD), {"level": "visiting student", "matriculated": "yes"})
    assert (visiting.answer, visiting.redirect) == ("no", None)
    assert "Saïd" in " ".join(mba.source)


def test_t34_compulsory_is_stated_by_each_programme_and_has_no_default():
    assert {session.compulsory for session in programme(QUEEN_MARY).sessions} == {"yes"}
    assert {session.compulsory for session in programme(OXFORD).sessions} == {"not_stated"}
    with pytest.raises(ProgrammeFileError, match="`compulsory` is missing"):
        load_programme(shipped()[OXFORD].replace("    compulsory: not_stated\n", ""), "x")


def test_t35_matriculated_is_the_test():
    assert check(programme(OXFORD), {"level": "UG", "matriculated": "no"}).answer == "no"
    assert check(programme(OXFORD), {"level": "UG", "offer": "yes"}).answer == "unknown"
    assert check(programme(OXFORD), {"level": "UG", "matriculated": "yes"}).answer == "yes"


@pytest.mark.parametrize("furniture", ["lorem ipsum", "oops", "skiptocontent", "⬆", "hipchat", "log in here"])
def test_t36_page_furniture_is_no_fact(furniture):
    for key in shipped():
        lines = " ".join(line for fact in programme(key).facts.values() for line in fact.verbatim).lower()
        assert furniture not in lines
        assert furniture not in said(key)


def test_what_is_decided_here_is_marked_as_assumed():
    for key in shipped():
        one = programme(key)
        assert one.application.standing == "assumed"
        assert all(step.status == "assumed" for step in one.application.steps)
        assert one.clock.standing == "assumed"
        assert all(check_in.asked_status == "assumed" for check_in in one.check_ins)
        assert key == QUEEN_MARY or all(
            check_in.standing == "assumed" and not check_in.on for check_in in one.check_ins
        )
        assert not (one.journal and one.journal.plan.on)


def test_facts_of_one_cycle_are_left_out_of_anothers():
    facts = programme(QUEEN_MARY).facts_about("deadline", "summer")
    assert "deadline_summer" in {fact.key for fact in facts}
    assert "deadline_spring" not in {fact.key for fact in facts}
    assert {"deadline_spring", "deadline_summer"} <= {
        fact.key for fact in programme(QUEEN_MARY).facts_about("deadline")
    }


def test_stated_facts_come_before_silences():
    for key in shipped():
        for topic in TOPICS:
            unknown = [fact.status == "unknown" for fact in programme(key).facts_about(topic)]
            assert unknown == sorted(unknown)


def test_the_completion_rule_of_u21_is_all_activities():
    rule = programme(HKU).completion.rule
    assert programme(HKU).completion.standing == "stated"
    assert NeedsSession(session="live_1") in rule.all_of
    assert programme(QUEEN_MARY).completion.standing == "assumed"


def test_words_of_a_programme_with_plain_ones_where_it_has_none():
    words = programme(OXFORD).vocabulary
    assert words.name("host") == "internship host"
    assert words.name("host", many=True) == "internship hosts"
    assert words.name("programme", locale="en-US") == "program"
    assert (
        words.name("check_in", many=True) == "check-ins" or words.name("check_in", many=True) == "check ins"
    )
