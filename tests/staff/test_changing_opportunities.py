"""Staff change what is on offer, in words or by buttons: shown first, and those who want it are told once."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from bot.activities import Press
from bot.programme.placements import Placement
from store.outbox_table import outbox
from tests.staff.conftest import PRIYA, QM, YAN, Staffed, applied, words, written

AMARA, BEN, CHEN, DINA, ELI = (
    f"{name}@qm.sample.example"
    for name in ("amara.okafor", "ben.carter", "chen.wei", "dina.haddad", "eli.novak")
)
NADIA = "nadia.rahman@mapworks.sample.example"
TOM = "tom.ellis@teacharity.sample.example"


def on_offer(staffed: Staffed, key: str):
    return staffed.read(lambda unit: unit.opportunities.by_key(QM, key))


def told(staffed: Staffed, key: str = "") -> dict[str, str]:
    """Who is to read what of an opportunity, beside the answers."""
    rows = select(outbox.c.person, outbox.c.card).where(outbox.c.key.like(f"opportunity:%{key}%"))

    def work(unit):
        return {unit.people.get(person).email: card for person, card in unit.connection.execute(rows)}

    return staffed.read(work)


def apply_for(staffed: Staffed, email: str, key: str, state: str) -> int:
    return staffed.read(lambda unit: applied(unit, QM, email, key, state, written("Yes."), "spring"))


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("change the number of places on qm-map to 4", "places", 4),
        ("Street map of small shops now has 4 places", "places", 4),
        ("add two more places to the street map", "places", 4),
        ("the street map placement is now hybrid", "mode", "hybrid"),
        ("extend the closing date of qm-map to 9 feb", "closes", date(2024, 2, 9)),
        ("qm-map closes on 2024-02-09", "closes", date(2024, 2, 9)),
        ("close qm-map", "closes", date(2024, 2, 5)),
        ("rename qm-map to Shops of Mile End", "title", "Shops of Mile End"),
        ("change the host of qm-map to Mapworks Ltd", "host", "Mapworks Ltd"),
        ("set qm-map's hours to 35", "hours", 35),
        ("the supervisor of qm-map is now tom ellis", "host_supervisor_email", TOM),
        (
            "update the summary of qm-map: Draw a map of four streets.",
            "summary",
            "Draw a map of four streets.",
        ),
    ],
)
def test_a_change_in_words_is_shown_before_it_is_made(staffed: Staffed, said: str, field: str, value: object):
    before = getattr(on_offer(staffed, "qm-map"), field)
    assert "Until now" in words(staffed.say(PRIYA, said))
    assert getattr(on_offer(staffed, "qm-map"), field) == before
    staffed.restart()
    done = staffed.say(PRIYA, "change it")
    assert "Changed." in words(done)
    assert getattr(on_offer(staffed, "qm-map"), field) == value
    assert "Change it" in words(staffed.press(PRIYA, done, "Undo"))
    staffed.say(PRIYA, "yes")
    assert getattr(on_offer(staffed, "qm-map"), field) == before


def test_those_who_want_it_are_told_once_and_a_new_text_tells_nobody(staffed: Staffed):
    staffed.say(ELI, "save qm-map", "save street map of small shops")
    seen = words(staffed.say(PRIYA, "change the hours of qm-map to 30"))
    assert "Told: Dina Haddad (sample), Eli Novak (sample)" in seen
    staffed.say(PRIYA, "yes")
    got = told(staffed)
    assert set(got) == {DINA, ELI}
    assert "Hours: now 30 (before: 40)" in got[DINA]
    assert "Told: nobody" in words(staffed.say(PRIYA, "change the summary of qm-map to Draw four streets."))


def test_more_places_move_the_waiting_list_in_the_same_step(staffed: Staffed):
    apply_for(staffed, ELI, "qm-survey", "offered")
    staffed.say(PRIYA, "decide", "put amara on the waiting list")
    staffed.act(PRIYA, Press("decide.announce", {}))
    assert staffed.states()["Amara"] == ("waitlisted", None)
    seen = words(staffed.say(PRIYA, "qm-survey has 2 places now"))
    assert "the first on the waiting list is offered a place" in seen
    staffed.say(PRIYA, "yes")
    assert staffed.states()["Amara"][0] == "offered"


def test_fewer_places_than_are_held_take_nobodys_place(staffed: Staffed):
    apply_for(staffed, ELI, "qm-map", "offered")
    apply_for(staffed, BEN, "qm-map", "accepted")
    seen = words(staffed.say(PRIYA, "change the places of qm-map to 1"))
    assert "2 are held already, and nobody loses theirs" in seen


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("cancel qm-survey because the owner is ill", "The owner is ill"),
        ("cancel the customer survey, the owner is ill", "The owner is ill"),
        ("the host of the customer survey has pulled out", "The host has pulled out"),
        ("qm-survey has been cancelled by the host", "Cancelled by the host"),
        ("delete qm-survey", ""),
    ],
)
def test_cancelled_with_a_reason_that_everybody_reads(staffed: Staffed, said: str, reason: str):
    staffed.say(ELI, "save customer survey for a bakery")
    turn = staffed.say(PRIYA, said)
    if not reason:
        turn, reason = staffed.say(PRIYA, "They have no time"), "They have no time"
    seen = words(turn)
    assert reason in seen
    assert "Applications that end: 3" in seen
    assert "4 students" in seen
    assert on_offer(staffed, "qm-survey").cancelled is None
    staffed.say(PRIYA, "cancel it and tell them")
    assert on_offer(staffed, "qm-survey").cancelled == reason
    assert {name: state for name, (state, _) in staffed.states().items() if name != "Dina"} == {
        "Amara": "unsuccessful", "Ben": "unsuccessful", "Chen": "unsuccessful",
    }  # fmt: skip
    got = told(staffed, "cancelled")
    assert set(got) == {AMARA, BEN, CHEN, ELI}
    assert all(reason in card for card in got.values())
    assert "Your application for it has ended" in got[AMARA]
    assert "Your application" not in got[ELI]


def test_offers_are_taken_back_drafts_kept_and_placements_called_off_or_left_to_a_word(staffed: Staffed):
    apply_for(staffed, ELI, "qm-map", "offered")

    def placed(unit):
        one = unit.opportunities.by_key(QM, "qm-map").id
        nadia = unit.people.by_email("queen_mary", NADIA).id
        student = lambda email: unit.people.by_email("queen_mary", email).id  # noqa: E731
        later, begun = date(2024, 3, 4), date(2024, 2, 1)
        unit.placements.add(
            Placement(0, QM, student(BEN), one, "spring", starts=later, host_supervisor=nadia)
        )
        unit.placements.add(Placement(0, QM, student(CHEN), one, "spring", "active", starts=begun))

    staffed.read(placed)
    seen = words(staffed.say(PRIYA, "cancel qm-map: no staff"))
    assert "Placements called off: 1" in seen
    assert "Placements under way: 1: say for each how it stands" in seen
    assert "the host's supervisor" in seen
    done = staffed.say(PRIYA, "yes")
    assert "Chen Wei (sample): how it stands" in words(done)
    every = staffed.read(lambda unit: [one.state for one in unit.placements.all(QM)])
    assert every == ["cancelled_before", "active"]
    ended = staffed.read(
        lambda unit: [one.state for one in unit.applications.in_states(QM, ["offer_rescinded"])]
    )
    assert ended == ["offer_rescinded"]
    got = told(staffed, "cancelled")
    assert set(got) == {BEN, CHEN, DINA, ELI, NADIA}
    assert "The team speaks with you" in got[CHEN]


def test_put_back_on_offer_tells_those_who_had_asked(staffed: Staffed):
    turn = staffed.say(PRIYA, "cancel qm-survey: a mistake", "yes")
    staffed.press(PRIYA, turn, "Put it back on offer")
    assert on_offer(staffed, "qm-survey").cancelled is None
    assert set(told(staffed, "back")) == {AMARA, BEN, CHEN}
    staffed.say(PRIYA, "cancel qm-survey: a mistake", "yes", "reopen qm-survey")
    assert on_offer(staffed, "qm-survey").cancelled is None


def test_a_wrong_value_is_asked_for_again_with_the_reason(staffed: Staffed):
    turn = staffed.say(PRIYA, "change the places of qm-map to many")
    assert "not a number" in words(turn)
    assert "Places: what should it be?" in words(turn)
    staffed.say(PRIYA, "3", "yes")
    assert on_offer(staffed, "qm-map").places == 3
    assert "closes on 2024-01-02, before it opens" in words(
        staffed.say(
            PRIYA, "set the opening date of qm-map to 2024-01-10", "yes", "close qm-map on 2024-01-02"
        )
    )


def test_what_is_so_already_and_what_somebody_else_did_meanwhile(staffed: Staffed):
    assert "That is so already: 2." in words(staffed.say(PRIYA, "qm-map has 2 places"))
    staffed.say(PRIYA, "cancel qm-map: no staff")
    one = on_offer(staffed, "qm-map")
    staffed.act(PRIYA, Press("opportunity.cancel", {"opportunity": str(one.id)}))
    staffed.say(PRIYA, "skip", "No staff", "yes")
    assert "cancelled already" in words(staffed.say(PRIYA, "cancel qm-map"))


def test_staff_see_what_is_on_offer_as_staff(staffed: Staffed):
    seen = words(staffed.say(PRIYA, "what opportunities do we have?"))
    assert "On offer: 10" in seen
    one = words(staffed.say(PRIYA, "show me the customer survey"))
    assert "Wanted by: 3 with the host" in one
    assert "May I apply?" not in one
    assert "Chen Wei (sample)" in words(staffed.say(PRIYA, "who has applied to qm-survey?"))


def test_only_staff_of_the_programme(staffed: Staffed):
    one = on_offer(staffed, "qm-map")
    for email in (AMARA, NADIA, YAN):
        staffed.say(email, "cancel qm-map: because I say so", "yes")
        for name, args in (
            ("opportunity.cancel", {"opportunity": str(one.id)}),
            ("opportunity.back", {"opportunity": str(one.id)}),
            ("change", {"kind": "opportunity", "id": str(one.id)}),
            ("opportunity.people", {"opportunity": str(one.id)}),
        ):
            staffed.act(email, Press(name, args))
    assert on_offer(staffed, "qm-map") == one
    assert told(staffed) == {}


def test_on_a_record_a_sentence_is_not_taken_for_a_button(staffed: Staffed):
    staffed.say(PRIYA, "find chen")
    assert "Places: 3" in words(staffed.say(PRIYA, "change the places of customer survey to 3"))
