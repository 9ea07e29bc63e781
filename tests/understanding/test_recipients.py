"""Whom a message is for, in staff's own shorthand: every rule, exceptions, and what is given back as not understood."""

from __future__ import annotations

import pytest

from bot.programme.loading import load_programme, shipped
from bot.understanding.recipients import read_audience

QM = load_programme(shipped()["queen_mary_2024"], "queen_mary_2024")
OXFORD = load_programme(shipped()["oxford_mip_2023_24"], "oxford_mip_2023_24")
KNOWN = {
    "level": ["undergraduate", "postgraduate"],
    "course": ["Geography", "Mathematics"],
    "fee_paid": ["yes"],
}
LISTS = {"4": "gold group"}


def said(text, programme=QM):
    heard = read_audience(text, programme, attributes=KNOWN, lists=LISTS)
    return heard.audience.say(programme) if heard.audience else None


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("nudge the summer lot with no journal in", "students with a placement in Summer, whose journal is not submitted"),
        ("those in spring who still owe us a reflection", "students with a placement in Spring, whose journal is not submitted"),
        ("summer people whose journal is done", "students with a placement in Summer, whose journal is submitted"),
        ("everybody with a half finished application", "students who have a draft application that is not submitted"),
        ("students who began an application but never sent it", "students who have a draft application that is not submitted"),
        ("undergrads who haven't applied", "students who have not begun an application, whose level is undergraduate"),
        ("spring applicants", "students who have applied for Spring"),
        ("all spring students", "students in Spring, placed or applied"),
        ("offer holders", "students who have an offer to answer"),
        ("anybody on the waitlist for summer", "students who are on the waiting list for Summer"),
        ("the unplaced ones", "students with no placement"),
        ("students with a placement", "students with a placement"),
        ("everyone in summer with a placement", "students with a placement in Summer"),
        ("students without a placement", "students with no placement"),
        ("students who haven't got a placement", "students with no placement"),
        ("people who are not on placement", "students with no placement"),
        ("hosts with spring placements", "host supervisors who supervise a placement in Spring"),
        ("hosts", "all host supervisors"),
        ("employers and careers consultants", "host supervisors and programme supervisors"),
        ("supervisors who haven't answered", "host supervisors and programme supervisors who have not answered the Mid-way check-in"),
        ("spring students who missed the pre-internship training",
         "students in Spring, placed or applied, who did not attend Pre-Internship training"),
        ("interns who didn't sign up for the post-internship workshop",
         "students who have not signed up for Post-Internship workshop"),
        ("all students except geography", "students whose course is not Geography"),
        ("everyone but hosts", "students, programme supervisors and staff"),
        ("the gold group", "people on the list “gold group”"),
        ("everyone", "everyone on the programme"),
        ("Queen Mary students", "all students"),
    ],
)  # fmt: skip
def test_what_is_understood(text, rule):
    assert said(text) == rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("students with no draft", "students who have no draft application"),
        ("anyone without an unfinished draft", "students who have no draft application"),
        ("students with no offer", "students who have no offer to answer"),
        ("students who haven't been offered a place", "students who have no offer to answer"),
        ("students who have not accepted yet", "students who have an offer to answer"),
        (
            "spring students who still have not accepted theirs",
            "students who have an offer to answer for Spring",
        ),
        ("students who are no longer on the waiting list", "students who are not on the waiting list"),
        ("students who weren't rejected", "students whose application was not unsuccessful"),
        ("students who have not yet withdrawn", "students who have not withdrawn an application"),
        ("students who never declined", "students who have not declined an offer"),
        ("students who didn't decline", "students who have not declined an offer"),
    ],
)
def test_a_no_turns_what_it_stands_before(text, rule):
    assert said(text) == rule


def test_a_week_of_a_cycle_by_its_number():
    assert (
        said("those placed in the second spring week", OXFORD)
        == "students with a placement in 18-22 March 2024"
    )


@pytest.mark.parametrize("text", ["send a reminder", "tomorrow at nine", "please", ""])
def test_nobody_is_named(text):
    assert said(text) is None


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("students who like jazz", "who like jazz"),
        ("students under 20", "under 20"),
        ("the lazy students", "lazy"),
        ("students but not the Tuesday crew", "not the tuesday crew"),
        ("all spring students", None),
        ("hosts with spring placements", None),
    ],
)
def test_a_rule_that_is_only_half_heard_is_given_back(text, unclear):
    heard = read_audience(text, QM, attributes=KNOWN)
    assert heard.unclear[:1] == ((unclear,) if unclear else ())
