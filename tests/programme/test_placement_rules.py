"""Hours, expenses, sessions, deliverables, completion, credentials, exports, retention: the rules alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.errors import TransitionError, UnclearReplyError
from bot.programme import completion, credentials, deliverables, expenses, exports, hours, privacy, sessions
from bot.programme.completion import Chance, Evidence
from bot.programme.deliverables import HandedIn
from bot.programme.hours import HoursEntry
from bot.programme.journals import Entry, Mark
from bot.programme.people import Person, Scope
from tests.programme.shipped import placement, programme

SCOPE = Scope("org", "p")
AT = datetime(2024, 3, 20, 12, tzinfo=UTC)
QUEEN_MARY = programme("queen_mary_2024")
OXFORD = programme("oxford_mip_2023_24")
U21 = programme("hku_u21_2025")
IDP = programme("idp_generic_2020")
LAUNCHPAD = programme("ixperience_launchpad")


def logged(day, minutes, **changed):
    return HoursEntry(0, SCOPE, 1, 1, date.fromisoformat(day), minutes, "", AT, **changed)


WEEK_3 = [logged("2024-03-04", 16 * 60), logged("2024-03-11", 16 * 60), logged("2024-03-18", 4 * 60)]


@pytest.mark.parametrize(
    ("day", "minutes", "trouble", "room"),
    [
        ("2024-03-19", 4 * 60, None, None),
        ("2024-03-19", 4 * 60 + 1, "over_all", 4 * 60),
        ("2024-03-21", 60, "future", None),
        ("2024-03-18", 21 * 60, "day_full", 20 * 60),
        ("2024-03-19", 25 * 60, "too_long", None),
        ("2024-02-26", 60, "before_start", None),
    ],
)
def test_hours_are_checked_before_they_are_kept(day, minutes, trouble, room):
    found = hours.check(
        WEEK_3,
        date.fromisoformat(day),
        minutes,
        hours.cap_of(QUEEN_MARY),
        date(2024, 3, 20),
        date(2024, 3, 4),
    )
    assert (found.trouble, found.room) == (trouble, room)


def test_a_weekly_cap_counts_monday_to_sunday():
    """T13: Oxford's 37.5 counted hours a week, whatever the clock span of a day is."""
    cap = hours.cap_of(OXFORD)
    four_days = [logged(f"2023-12-0{day}", 8 * 60) for day in (4, 5, 6, 7)]
    assert cap == hours.Cap(None, 2250)
    assert hours.check(four_days, date(2023, 12, 8), 330, cap, date(2023, 12, 8)).trouble is None
    assert hours.check(four_days, date(2023, 12, 8), 331, cap, date(2023, 12, 8)).trouble == "over_week"
    assert hours.check(four_days, date(2023, 12, 11), 480, cap, date(2023, 12, 11)).trouble is None


def test_what_was_taken_back_does_not_count():
    assert hours.total([*WEEK_3, logged("2024-03-19", 60, removed=True)]) == 36 * 60


def test_the_guard_speaks_once_at_38_of_40_hours():
    cap = hours.cap_of(QUEEN_MARY)
    steps = ((30, 36), (36, 37), (37, 38), (38, 40), (32, 40))
    reached = [hours.guard_reached(before * 60, after * 60, cap) for before, after in steps]
    assert reached == [False, False, True, False, True]
    assert not hours.guard_reached(0, 10_000, hours.Cap())


@pytest.mark.parametrize(
    ("minutes", "said"), [(60, "1 hour"), (150, "2 hours 30 minutes"), (45, "45 minutes"), (0, "0 hours")]
)
def test_minutes_in_words(minutes, said):
    assert hours.words(minutes) == said


@pytest.mark.parametrize(
    ("kind", "what", "receipt", "answer"),
    [
        ("in_person", "bus to London", True, "covered"),
        ("in_person", "lunch", True, "covered"),
        ("required_travel", "the coach", True, "covered"),
        ("in_person", "lunch", False, "needs_receipt"),
        ("remote", "lunch", True, "not_covered"),
        ("remote", "train to London", True, "not_covered"),
        ("in_person", "train to London", True, "human"),
        ("required_travel", "a taxi", True, "human"),
        ("in_person", "new shoes", True, "human"),
    ],
)
def test_oxfords_rule_day_by_day(kind, what, receipt, answer):
    """T32: the wider rule with its condition; what is not mentioned goes to a human; nothing when remote."""
    verdict = expenses.decide(OXFORD, kind, what, receipt=receipt)
    assert verdict.answer == answer
    assert verdict.reason


def test_a_remote_day_says_why():
    assert expenses.decide(OXFORD, "remote", "lunch", receipt=True).reason == (
        "The day was remote. If the placement is completed remotely from home, the host will not cover any expenses."
    )


def test_a_silent_programme_promises_nothing_and_a_contract_is_read_by_a_human():
    assert expenses.decide(QUEEN_MARY, "in_person", "bus", receipt=True).answer == "human"
    assert expenses.decide(IDP, "in_person", "local travel", receipt=True).answer == "human"


ROSTER = [
    Person(1, "org", "ann.lee@example.org", "Ann Lee"), Person(2, "org", "ann.lea@example.org", "Ann Lea"),
    Person(3, "org", "bo@example.org", "Bo Björk"), Person(4, "org", "c1@example.org", "Chris Day"),
    Person(5, "org", "c2@example.org", "Chris Day"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "ids", "sure"),
    [
        ("Ann Lee", [1], True),
        ("lee, ann", [1], True),
        ("ANN.LEE@example.org", [1], True),
        ("Chris Day", [4, 5], False),
        ("Chris", [4, 5], False),
        ("Bo Bjork", [3], True),  # a keyboard without the letter
        ("Bo Bjrok", [3], False),
        ("Ann", [1, 2], False),
        ("Zoltan Kiss", [], False),
        ("nobody@example.org", [], False),
    ],
)
def test_names_are_matched_and_never_guessed(line, ids, sure):
    found = sessions.match_names(f"{line}\nElse, Somebody", ROSTER)[0]
    assert (sorted(one.id for one in found.people), found.sure) == (ids, sure)


def test_a_paste_is_read_line_by_line_or_by_commas():
    assert sessions.names_in("1. Ann Lee\n2) Bo Björk\n\n- Lea, Ann\n") == ["Ann Lee", "Bo Björk", "Lea, Ann"]
    assert sessions.names_in("Ann Lee, Bo Björk and Chris Day") == ["Ann Lee", "Bo Björk", "Chris Day"]


def test_a_pasted_table_is_read_by_its_header_and_a_no_is_not_a_yes():
    assert sessions.names_in(
        "name,email,attended\nAnn Lee,ann.lee@example.org,yes\nBo,bo@example.org,no\n"
    ) == ["ann.lee@example.org"]
    assert sessions.names_in('Student;Attended\n"Lee, Ann";present\nBo Björk;absent\n') == ["Lee, Ann"]
    assert sessions.names_in("Name\temail\nAnn Lee\tann.lee@example.org\n") == ["ann.lee@example.org"]


def test_nothing_is_compulsory_that_is_not_called_so():
    """T34: Queen Mary's two are, Oxford's and U21's are not stated."""
    assert [one.compulsory for one in sessions.takings(QUEEN_MARY, "spring", [])] == [True, True]
    assert not any(one.compulsory for key in (OXFORD, U21) for one in sessions.takings(key, "winter/1", []))


def test_trainings_lie_outside_the_placement_window():
    """T6: before the begin week, and after the end week."""
    cycle = QUEEN_MARY.cycle("spring")
    before, after = (one.day for one in sessions.takings(QUEEN_MARY, "spring", []))
    assert before < cycle.placements.first
    assert after > cycle.placements.last


def test_attendance_moves_only_along_its_arrows():
    one = sessions.Attendance(1, SCOPE, "pre_training", "spring", 1)
    absent = sessions.move(one, "absent", AT, excused=True)
    assert sessions.move(absent, "made_up", AT).state in sessions.CAME
    with pytest.raises(TransitionError):
        sessions.move(one, "made_up", AT)


def done(**changed):
    return Evidence(
        **{
            "sessions": frozenset({"pre_training", "post_workshop"}), "minutes": 2400, "journal": "submitted",
            **changed,
        }
    )  # fmt: skip


def test_completion_is_the_expression_of_the_file():
    assert completion.standing(QUEEN_MARY, done()).met == "met"
    missing = completion.standing(QUEEN_MARY, done(minutes=2250, journal=""))
    assert (missing.met, [part.words for part in missing.missing]) == (
        "open", ["40 hours (37.5 logged)", "HEAR Journal submitted"],
    )  # fmt: skip
    assert completion.standing(OXFORD, done()) is None


def test_what_can_no_longer_be_done_is_lost_and_named():
    gone = completion.standing(
        QUEEN_MARY,
        done(
            sessions=frozenset({"post_workshop"}),
            chances={"session:pre_training": Chance(date(2024, 2, 28), over=True)},
        ),
    )
    assert (gone.met, [part.key for part in gone.missing]) == ("lost", ["session:pre_training"])


def test_any_of_takes_the_ways_that_are_still_open_and_none_of_forbids():
    rule = completion.AnyOf(
        any_of=(completion.NeedsSession(session="pre_training"), completion.NeedsHours(hours=40))
    )
    either = QUEEN_MARY.model_copy(
        update={"completion": QUEEN_MARY.completion.model_copy(update={"rule": rule})}
    )
    lost_one = {"session:pre_training": Chance(over=True)}
    assert completion.standing(either, Evidence(minutes=2400)).met == "met"
    found = completion.standing(either, Evidence(chances=lost_one))
    assert (found.met, [part.key for part in found.missing]) == ("open", ["hours"])
    none = completion.NoneOf(none_of=(completion.NeedsStaff(confirmed="they left early"),))
    barred = QUEEN_MARY.model_copy(
        update={"completion": QUEEN_MARY.completion.model_copy(update={"rule": none})}
    )
    assert completion.standing(barred, Evidence()).met == "met"
    assert completion.standing(barred, Evidence(confirmed=frozenset({"they left early"}))).met == "lost"


def test_one_submission_counts_for_the_group_and_nobody_is_stranded():
    group = [placement(number, number, "1", group="Blue") for number in (1, 2, 3)]
    left = replace(group[2], state="ended_early")
    solution = deliverables.of_key(U21, "solution")
    assert deliverables.sharers(solution, group[0], [*group[:2], left]) == (1, 2)
    old = HandedIn(1, SCOPE, 1, "solution", 1, AT, link="https://a.example", replaced=True)
    new = HandedIn(2, SCOPE, 2, "solution", 2, AT, link="https://b.example")
    assert deliverables.in_force([old, new], "solution", (1, 2)) == new
    alone = solution.model_copy(update={"one_for_the_group": False})
    assert deliverables.sharers(alone, group[0], group) == (1,)


@pytest.mark.parametrize(
    "text", ["http://plain.example/x", "no link", "https://a.example https://b.example", "https://localhost"]
)
def test_a_link_is_one_https_address(text):
    assert deliverables.read_link("see https://docs.example.org/d/1.") == "https://docs.example.org/d/1"
    with pytest.raises(UnclearReplyError):
        deliverables.read_link(text)


def test_a_credential_says_what_the_programme_says():
    badge = credentials.achievement(U21, "a" * 32, 7, "Student A", "a@example.org", AT, "https://f.example")
    assert badge["issuer"]["name"] == "U21"
    assert badge["name"] == "Leading Change Micro-credential"
    assert badge["credentialSubject"]["achievement"]["criteria"]["narrative"] == (
        "Successful completion of the programme and all activities."
    )
    assert "a@example.org" not in str(badge)
    with pytest.raises(LookupError):
        credentials.achievement(LAUNCHPAD, "a" * 32, 7, "A", "a@example.org", AT, "https://f.example")


def test_the_linkedin_link_names_the_award_and_not_the_person():
    link = credentials.linkedin("Leading Change Micro-credential", "U21", AT, "u-1", "https://f.example/l/x")
    assert link == (
        "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&name=Leading+Change+Micro-credential"
        "&organizationName=U21&issueYear=2024&issueMonth=3&certId=u-1&certUrl=https%3A%2F%2Ff.example%2Fl%2Fx"
    )


def test_exports_are_the_students_own_words():
    star = Entry(
        1, SCOPE, 1, 1, "star", date(2024, 4, 1), AT,
        {"situation": "The map was empty", "task": "Fill it.", "action": "I rang 40 shops.", "result": "31 answered."},
    )  # fmt: skip
    assert exports.star_bullets([star]) == ["The map was empty. Fill it. I rang 40 shops. 31 answered."]
    note = Entry(
        2,
        SCOPE,
        1,
        1,
        "note",
        date(2024, 3, 1),
        AT,
        {"text": "x " * 300},
        marks=(Mark("y" * 390 + ".", "research"),),
    )
    line = exports.hear_draft("Micro internship at Tea Charity", [note, star])
    assert line == "Micro internship at Tea Charity. I rang 40 shops. 31 answered."


@pytest.mark.parametrize("size", [399, 400, 401, 2000])
def test_a_hear_line_never_has_more_than_400_characters(size):
    assert len(exports.hear_draft("word " * (size // 5), [])) <= 400


def test_retention_counts_from_the_last_day_that_the_programme_names():
    assert privacy.end_of_edition(QUEEN_MARY) == date(2024, 8, 11)
    assert "files" in privacy.due(QUEEN_MARY, date(2025, 2, 12))
    assert "files" not in privacy.due(QUEEN_MARY, date(2025, 2, 11))
    assert {one.kind for one in privacy.must_keep(QUEEN_MARY, date(2025, 1, 1))} == {"safety", "audit"}
    assert privacy.must_keep(QUEEN_MARY, date(2030, 1, 1)) == ()
    assert privacy.months_after(date(2024, 8, 31), 6) == date(2025, 2, 28)


def test_a_request_is_decided_once():
    asked = privacy.Request(1, SCOPE, 1, "erasure", AT)
    refused = privacy.move(asked, "refused", reason="an open case")
    with pytest.raises(TransitionError):
        privacy.move(refused, "approved")
