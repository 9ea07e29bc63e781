"""Hours, expenses, sessions, hand-ins, feedback, credentials and rights, through the core: who may, who is told."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO

import icalendar
import pytest
from openbadgeslib.ob3.verifier import OB3Verifier
from sqlalchemy import select

from adapters.documents.signing import Signer
from bot.activities import Press
from bot.cards import Attachment
from bot.conversations.calendar_entries import entries_for
from bot.programme.people import Membership, Scope
from store.outbox_table import outbox
from tests.placement.conftest import BEN, DINA, PRIYA, QM, SECRET, button, cards, entries, words

ISLA, NOAH, OWEN = (
    "isla.morgan@ox.sample.example",
    "noah.evans@museum.sample.example",
    "owen.price@ox.sample.example",
)
SOFIA, WING, VERA, YAN = (
    "sofia.marin@hku.sample.example", "wing.chan@hku.sample.example", "vera.host@employer.sample.example", "yan.ho@hku.sample.example",
)  # fmt: skip
LILY, MAX, DAN = (
    "lily.brooks@launchpad.sample.example",
    "max.ortiz@launchpad.sample.example",
    "dan.teach@launchpad.sample.example",
)
NADIA, GRACE = "nadia.rahman@mapworks.sample.example", "grace.lin@qm.sample.example"
HKU = Scope("hku", "hku_u21_2025")


def cards_for(placed, person):
    """What was queued for somebody, as JSON, without the replies to them."""
    mine = (outbox.c.person == person) & outbox.c.key.not_like("reply:%")
    wanted = select(outbox.c.card).where(mine).order_by(outbox.c.id)
    return placed.read(lambda unit: [card for (card,) in unit.connection.execute(wanted)])


def sent(placed, email, organisation="queen_mary"):
    """What waits for somebody on the roster."""
    return cards_for(placed, placed.read(lambda unit: unit.people.by_email(organisation, email)).id)


def file_of(placed, turn, ending):
    """The content of the file on a card."""
    found = [
        part
        for card in cards(turn)
        for part in card.parts
        if isinstance(part, Attachment) and part.name.endswith(ending)
    ]
    return placed.store.files.get(found[0].file_id)


def hours_of(placed):
    def work(unit):
        person = unit.people.by_email("queen_mary", BEN)
        return unit.hours.of_placement(QM, unit.placements.of_student(QM, person.id)[0].id)

    return [(one.minutes, one.removed) for one in placed.read(work)]


def test_both_sides_are_told_once_before_the_cap_is_reached(placed):
    placed.at("2024-03-22T17:00+00:00")
    placed.say(BEN, "10h on monday", "10h on tuesday", "10h on wednesday", "5h on thursday")
    assert sent(placed, NADIA) == []
    turn = placed.say(BEN, "3h today")
    assert "2 hours are left" in words(turn)
    for supervisor in (NADIA, GRACE):
        assert ["has logged 38 of 40 hours" in card for card in sent(placed, supervisor)] == [True]
    placed.say(BEN, "1h today")
    assert len(sent(placed, NADIA)) == 1


def test_what_would_pass_the_cap_waits_for_a_choice_and_the_truth_can_still_be_logged(placed):
    placed.at("2024-03-22T17:00+00:00")
    placed.say(BEN, "10h on monday", "10h on tuesday", "10h on wednesday", "9h on thursday")
    turn = placed.say(BEN, "3h today on the last street")
    assert "Not logged yet" in words(turn)
    assert hours_of(placed)[-1] == (540, False)
    done = placed.press(BEN, turn, "Log all and tell the team")
    assert "decide about what is beyond the limit" in words(done)
    assert hours_of(placed)[-1] == (180, False)
    assert [one.kind for one in placed.read(lambda unit: unit.tasks.open(QM))] == ["hours"]


def test_hours_are_taken_back_put_back_and_corrected(placed):
    turn = placed.say(BEN, "3h today on calls")
    placed.press(BEN, turn, "Undo")
    assert hours_of(placed) == [(180, True)]
    placed.press(BEN, turn, "Undo")
    assert hours_of(placed) == [(180, False)]
    turn = placed.say(BEN, "my hours")
    placed.press(BEN, turn, "Correct")
    placed.say(BEN, "2.5h yesterday on calls")
    assert hours_of(placed) == [(180, True), (150, False)]
    entry = button(placed.say(BEN, "my hours"), "Take back")
    assert "no longer there" in words(placed.act(DINA, Press(entry.name, entry.args)))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("3h tomorrow", "still to come"),
        ("3h on 26 february", "begins on"),
        ("30h today", "more than a day has"),
    ],
)
def test_hours_that_cannot_be_are_refused_with_the_reason(placed, said, why):
    assert why in words(placed.say(BEN, said))
    assert hours_of(placed) == []


def claim(placed, what, kind, amount="5"):
    placed.at("2024-03-12T18:00+00:00")
    placed.press(ISLA, placed.say(ISLA, "expenses"), "Claim an expense")
    placed.say(ISLA, "today", kind, what, amount)
    turn = placed.say(ISLA, "", files=(placed.upload("receipt.pdf", media_type="application/pdf"),))
    return placed.say(ISLA, "yes"), turn


def test_staff_settle_what_the_rule_does_not_mention_and_the_student_hears_it(placed):
    """T32."""
    claim(placed, "train to Reading", "in person", "14")
    found = placed.read(lambda unit: unit.claims.all(Scope("oxford", "oxford_mip_2023_24")))[0]
    assert found.state == "with_staff"
    args = {"claim": str(found.id), "as": "approved"}
    assert "Only the programme team" in words(placed.act(ISLA, Press("expense.decide", args)))
    placed.act(OWEN, Press("expense.decide", args))
    assert "already" in words(placed.act(OWEN, Press("expense.decide", {**args, "as": "refused"})))
    assert any("is approved" in card for card in sent(placed, ISLA, "oxford"))


def test_the_host_gets_the_list_of_the_own_students_only(placed):
    claim(placed, "lunch", "in person", "8.40")
    content = file_of(placed, placed.act(NOAH, Press("expense.export")), ".csv").decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(content)))
    assert [(row["student"], row["amount"], row["what"]) for row in rows] == [
        ("Isla Morgan (sample)", "8.40", "lunch")
    ]
    assert "no expenses to pay back" in words(
        placed.act("tan.mei@harbour.sample.example", Press("expense.export"))
    )


def test_a_session_is_answered_changed_and_moved_with_old_and_new(placed):
    placed.at("2024-02-20T10:00+00:00")
    session = {"session": "pre_training", "window": "spring"}
    placed.act(BEN, Press("session.yes", session))
    declined = placed.act(BEN, Press("session.no", session))
    assert "does not say how Pre-Internship training can be made up" in words(declined)
    for when in ("28 February 2024, 14:00 to 16:00", "29 February 2024, 10:00 to 12:00"):
        placed.act(PRIYA, Press("attendance.meeting", session))
        turn = placed.say(PRIYA, when)
        if "On whose clock" in words(turn):
            placed.say(PRIYA, "Europe/London")
        placed.say(PRIYA, "Room 2")
    told = [card for card in sent(placed, BEN) if "Pre-Internship training" in card]
    assert "now has a time: Wednesday 28 February 2024, 14:00" in told[0]
    assert "has moved: from Wednesday 28 February 2024, 14:00 to Thursday 29 February 2024, 10:00" in told[1]
    assert not any("Pre-Internship training" in card for card in sent(placed, DINA))


def test_the_calendar_follows_every_change_and_keeps_weeks_as_weeks(placed):
    """T2: the check-in week is a week; a moved session keeps its name and counts its changes."""
    placed.at("2024-02-20T10:00+00:00")
    feed = placed.act(BEN, Press("calendar.feed"))
    assert "https://foothold.example/l/" in words(feed)
    before = {
        str(one["uid"]): one
        for one in icalendar.Calendar.from_ical(file_of(placed, feed, ".ics")).walk("VEVENT")
    }
    week = next(one for uid, one in before.items() if "check_in" in uid)
    assert (week["dtend"].dt - week["dtstart"].dt).days == 7
    session = {"session": "pre_training", "window": "spring"}
    for when in ("28 February 2024, 14:00 to 16:00", "29 February 2024, 10:00 to 12:00"):
        placed.act(PRIYA, Press("attendance.meeting", session))
        placed.say(PRIYA, when, "Europe/London", "skip")
    programme = placed.read(lambda unit: unit.programmes.get("queen_mary_2024"))
    now = placed.read(lambda unit: entries_for(unit, programme, unit.people.by_email("queen_mary", BEN)))
    training = next(one for one in now if one.title == "Pre-Internship training")
    assert training.uid in before
    assert (training.starts.isoformat(), training.sequence) == ("2024-02-29T10:00:00+00:00", 1)
    assert (
        placed.read(
            lambda unit: entries_for(
                unit, programme, unit.people.by_email("queen_mary", "amara.okafor@qm.sample.example")
            )
        )
        == []
    )


def test_who_was_absent_is_told_with_the_way_on(placed):
    placed.at("2024-03-01T10:00+00:00")
    placed.act(PRIYA, Press("attendance.absent", {"session": "pre_training", "window": "spring"}))
    assert any("noted as absent" in card for card in sent(placed, BEN))
    assert "the chance is over" in words(placed.say(BEN, "what is still missing"))
    listing = placed.act(PRIYA, Press("attendance.list", {"session": "pre_training", "window": "spring"}))
    placed.press(PRIYA, listing, "Made up")
    assert "Only the programme team" in words(
        placed.act(BEN, Press("attendance.list", {"session": "pre_training", "window": "spring"}))
    )
    content = file_of(
        placed,
        placed.act(PRIYA, Press("attendance.export", {"session": "pre_training", "window": "spring"})),
        ".csv",
    )
    assert b"Ben Carter (sample),ben.carter@qm.sample.example,made up," in content


def test_one_hand_in_counts_for_the_group_and_is_seen_only_by_those_named(placed):
    placed.at("2026-02-10T10:00+08:00")
    placed.press(SOFIA, placed.say(SOFIA, "hand in"), "Hand in")
    assert "starts with https://" in words(placed.say(SOFIA, "http://plain.example"))
    placed.say(SOFIA, "https://docs.example.org/blue")
    assert "Handed in by Sofia Marin" in words(placed.say(WING, "hand in"))
    assert "docs.example.org/blue" in words(placed.act(VERA, Press("deliverables.received")))
    assert "docs.example.org/blue" not in words(
        placed.act("uma.lee@hku.sample.example", Press("deliverables.received"))
    )


def test_a_member_who_leaves_does_not_strand_the_group(placed):
    placed.at("2026-02-10T10:00+08:00")
    placed.press(SOFIA, placed.say(SOFIA, "hand in"), "Hand in")
    placed.say(SOFIA, "https://docs.example.org/blue")

    def leave(unit):
        from bot.programme.placements import move

        person = unit.people.by_email("hku", SOFIA)
        one = unit.placements.of_student(HKU, person.id)[0]
        unit.placements.save(move(move(move(one, "ready"), "active"), "ended_early", reason="illness"))

    placed.read(leave)
    placed.press(WING, placed.say(WING, "hand in"), "Hand in")
    placed.say(WING, "https://docs.example.org/green")
    assert "green" in words(placed.act(YAN, Press("deliverables.received")))


def test_feedback_is_asked_once_and_read_only_with_the_hosts_consent(placed):
    def number(unit):
        return str(unit.placements.of_student(QM, unit.people.by_email("queen_mary", BEN).id)[0].id)

    args = {"placement": placed.read(number)}
    assert "no longer there" in words(
        placed.act("tom.ellis@teacharity.sample.example", Press("feedback", args))
    )
    placed.act(NADIA, Press("feedback", args))
    placed.say(NADIA, "Careful and kind on the telephone.", "Ask for help sooner.", "no")
    assert "no feedback for you to read" in words(placed.act(BEN, Press("feedback.read", args)))
    assert "already" in words(placed.act(NADIA, Press("feedback", args)))


def test_feedback_with_consent_reaches_the_student(placed):
    args = {
        "placement": placed.read(
            lambda unit: str(unit.placements.of_student(QM, unit.people.by_email("queen_mary", BEN).id)[0].id)
        )
    }
    placed.act(NADIA, Press("feedback", args))
    placed.say(NADIA, "Careful and kind on the telephone.", "skip", "yes")
    assert "Careful and kind" in words(placed.act(BEN, Press("feedback.read", args)))


def complete(placed):
    placed.at("2026-02-16T10:00+08:00")
    placed.press(SOFIA, placed.say(SOFIA, "hand in"), "Hand in")
    placed.say(SOFIA, "https://docs.example.org/blue")
    for key in ("live_1", "live_2"):
        placed.act(YAN, Press("attendance.record", {"session": key, "window": "1"}))
        placed.say(YAN, "all")
    turn = placed.act(YAN, Press("completion.staff"))
    confirm = [button(turn, "Confirm").args]
    placed.act(YAN, Press("completion.confirm", {**confirm[0], "sure": "yes"}))
    return placed.act(YAN, Press("credentials"))


def test_a_credential_is_issued_to_whom_the_rule_is_met_verified_and_taken_back(placed):
    turn = complete(placed)
    assert "Only the programme team" in words(placed.act(WING, Press("credential.issue")))
    placed.press(YAN, turn, "Issue 1")
    issued = placed.read(lambda unit: unit.credentials.all(HKU))
    assert len(issued) == 1
    badge = OB3Verifier(Signer(lambda: SECRET).public_pem).verify(issued[0].token)
    assert badge.achievement.name == "Leading Change Micro-credential"
    owner = placed.read(lambda unit: unit.people.get(issued[0].student).email)
    shown = placed.act(owner, Press("credential"))
    assert "Issued by U21" in words(shown)
    assert button(shown, "Add to my LinkedIn profile").url.startswith("https://www.linkedin.com/profile/add?")
    assert "Nobody new" in words(placed.act(YAN, Press("credential.issue")))
    placed.act(YAN, Press("credential.revoke", {"credential": issued[0].uid}))
    placed.say(YAN, "Issued by mistake.")
    assert "was taken back on" in words(placed.act(owner, Press("credential")))
    assert placed.read(lambda unit: unit.placements.get(HKU, issued[0].placement)).state == "revoked"


def test_nothing_of_a_minor_goes_to_a_host_without_a_guardians_consent(placed):
    """T25: Lily's guardian has agreed, Max's has not."""
    lp = placed.read(lambda unit: unit.programmes.get("ixperience_launchpad"))
    scope = Scope(lp.organisation.key, lp.key)
    for email, shared in ((LILY, True), (MAX, False)):

        def consent(unit, email=email):
            person = unit.people.by_email(scope.organisation, email)
            return unit.people.membership(scope, person.id, "student")

        from bot.programme.minors import guardian_agreed

        assert guardian_agreed(placed.read(consent).attributes) == shared
    placed.at("2024-07-10T10:00-04:00")
    seen = words(placed.say(LILY, "my placement"))
    assert "Dan Fields" in seen
    assert "dan.teach@" not in seen


def test_everything_about_me_is_mine_and_whole(placed):
    placed.say(BEN, "journal: My secret worry.", "3h today on calls")
    content = json.loads(file_of(placed, placed.act(BEN, Press("privacy.export")), ".json"))
    assert content["person"][0]["email"] == BEN
    assert "My secret worry." in json.dumps(content)
    assert content["people"]["hours"][0]["data"]["minutes"] == 180
    assert DINA not in json.dumps(content)


def test_erasing_needs_the_right_address_and_staff_and_leaves_what_must_be_kept(placed):
    placed.say(BEN, "journal: My secret worry.", files=(placed.upload("map.png"),))
    file_id = placed.read(entries)[0].files[0]["file_id"]
    placed.act(BEN, Press("privacy.erase"))
    assert "not the address" in words(placed.say(BEN, "someone@else.example"))
    placed.act(BEN, Press("privacy.erase"))
    placed.say(BEN, BEN)
    request = placed.read(lambda unit: unit.requests.open(QM)[0])
    args = {"request": str(request.id), "as": "approved"}
    assert "Only the programme team" in words(placed.act(BEN, Press("privacy.decide", args)))
    assert "cannot be brought back" in words(placed.act(PRIYA, Press("privacy.decide", args)))
    placed.act(PRIYA, Press("privacy.decide", {**args, "sure": "yes"}))
    kept = placed.read(lambda unit: unit.requests.collect(QM, request.person))
    assert "secret worry" not in str(kept)
    del kept["messages"]  # the last ones are still on their way, the receipt among them
    assert BEN not in str(kept)
    assert kept["audit"]["audit"] != []
    with pytest.raises(Exception, match="no longer there"):
        placed.store.files.get(file_id)
    receipts = [card for card in cards_for(placed, request.person) if "Your data has been deleted" in card]
    assert len(receipts) == 1
    assert "already" in words(placed.act(PRIYA, Press("privacy.decide", {**args, "sure": "yes"})))


def test_a_refusal_has_a_reason_and_a_way_on(placed):
    placed.act(BEN, Press("privacy.erase"))
    placed.say(BEN, BEN)
    request = placed.read(lambda unit: unit.requests.open(QM)[0])
    placed.act(PRIYA, Press("privacy.refuse", {"request": str(request.id)}))
    placed.say(PRIYA, "A case about your placement is still open.")
    assert any(
        "A case about your placement" in card and "to look again" in card for card in sent(placed, BEN)
    )


def test_a_file_that_nothing_asked_for_is_asked_about(placed):
    turn = placed.say(BEN, "", files=(placed.upload("map.png"),))
    assert "What is it for?" in words(turn)
    placed.press(BEN, turn, "Keep it with my journal")
    assert placed.read(entries)[0].files[0]["name"] == "map.png"
    upload = placed.upload("x.png")
    turn = placed.say(BEN, "", files=(upload,))
    placed.press(BEN, turn, "Nothing, forget it")
    with pytest.raises(Exception, match="no longer there"):
        placed.store.files.get(upload.file_id)


def test_the_exports_of_a_journal_open_and_hold_its_words(placed):
    from docx import Document
    from pypdf import PdfReader

    placed.say(BEN, "journal: I rang six shops.")
    turn = placed.act(BEN, Press("journal.export"))
    made = Document(BytesIO(file_of(placed, turn, ".docx")))
    assert "I rang six shops." in [one.text for one in made.paragraphs]
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(file_of(placed, turn, ".pdf"))).pages)
    assert "I rang six shops." in text
    assert "Friday 8 March 2024" in text


def test_the_hear_line_is_a_draft_until_staff_confirm_it(placed):
    placed.press(BEN, placed.say(BEN, "journal"), "Write a STAR entry")
    placed.say(
        BEN,
        "research",
        "The map was old.",
        "Check it.",
        "I walked the street twice.",
        "31 of 40 are right now.",
    )
    draft = placed.act(BEN, Press("exports.hear"))
    assert "I walked the street twice. 31 of 40 are right now." in words(draft)
    placed.press(BEN, draft, "Send it to the team")
    lines = placed.act(PRIYA, Press("exports.hear.lines"))
    placed.press(PRIYA, lines, "Change the wording")
    assert "there is room for 400" in words(placed.say(PRIYA, "x" * 401))
    placed.say(PRIYA, "Checked forty shops on a map; 31 entries corrected.")
    assert "Checked forty shops" in words(placed.act(BEN, Press("exports.hear")))


def test_staff_of_another_programme_see_nothing_here(placed):
    placed.say(BEN, "journal: My secret worry.")
    number = placed.read(
        lambda unit: str(unit.placements.of_student(QM, unit.people.by_email("queen_mary", BEN).id)[0].id)
    )
    for action in ("journal.submitted", "journal.accept", "feedback", "completion.confirm", "journal.extend"):
        assert "Ben Carter" not in words(placed.act(OWEN, Press(action, {"placement": number})))

    def both(unit):
        person = unit.people.by_email("oxford", OWEN)
        unit.people.join(Membership(person.id, Scope("oxford", "oxford_mip_2023_24"), "staff"))

    placed.read(both)
    assert placed.read(entries)[0].texts["text"] == "My secret worry."


@pytest.mark.parametrize(
    "key", ["queen_mary_2024", "oxford_mip_2023_24", "hku_u21_2025", "ixperience_launchpad"]
)
def test_reminders_to_write_are_switched_in_one_word_of_the_file(key):
    from bot.conversations.journal.switch import switched
    from bot.programme.loading import load_programme, shipped

    text = shipped()[key]
    on = switched(text, on=True)
    assert load_programme(on, key).journal.plan.on
    assert sum(one != other for one, other in zip(text.splitlines(), on.splitlines(), strict=True)) == 1
    assert switched(on, on=False) == text
    block = "journal:\n  kind: HEAR\n  plan:\n    every: week\n    on: no\ncredit:\n  on: no\n"
    assert switched(block, on=True) == block.replace("on: no", "on: yes", 1)


def test_staff_turn_reminders_on_and_students_cannot(placed):
    assert "Only the programme team" in words(placed.act(BEN, Press("journal.plan.switch", {"on": "yes"})))
    placed.press(PRIYA, placed.say(PRIYA, "journal reminders"), "Turn them on")
    assert placed.read(lambda unit: unit.programmes.get("queen_mary_2024")).journal.plan.on


def test_a_problem_reaches_staff_and_their_answer_the_student(placed):
    placed.say(BEN, "raise a problem", "My host has not written since Monday.")
    home = placed.say(PRIYA, "home")
    turn = placed.press(PRIYA, home, "Open")
    assert "My host has not written since Monday." in words(turn)
    placed.press(PRIYA, turn, "Answer")
    placed.say(PRIYA, "We have rung them; they will write today.")
    assert any("We have rung them" in card for card in sent(placed, BEN))
    assert placed.read(lambda unit: unit.tasks.open(QM)) == []


def test_a_host_is_asked_for_feedback_when_the_days_are_over(placed):
    placed.at("2024-04-05T10:00+01:00")
    assert "Feedback on" not in words(placed.say(NADIA, "home"))
    placed.at("2024-04-06T10:00+01:00")
    turn = placed.say(NADIA, "home")
    placed.press(NADIA, turn, "Give feedback")
    placed.say(NADIA, "Careful and kind.", "skip", "yes")
    assert "Feedback on" not in words(placed.say(NADIA, "home"))
