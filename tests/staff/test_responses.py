"""Who acted soon after which message: counted from the log, by message and by the hour on the reader's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from bot.activities import Place, Press
from bot.cards import Attachment, text
from bot.ports import AuditEvent, Outgoing
from bot.programme.loading import load_programme, shipped
from bot.programme.questions import OpenQuestion
from bot.programme.responses import Act, Reached, Response, best, by_hour, by_message, followed, of_cycle
from tests.staff.conftest import PRIYA, QM, Staffed, cards, words

PROGRAMME = load_programme(shipped()["queen_mary_2024"], "q")
AT = datetime(2024, 1, 27, 12, tzinfo=UTC)
EVE = "nudge:queen_mary_2024:deadline:spring:eve:2024-01-28:{}"
DAY = "nudge:queen_mary_2024:deadline:spring:day:2024-01-28:{}"


def test_only_the_act_that_was_asked_for_counts_and_only_within_48_hours():
    messages = [Reached(number, EVE.format(number), AT) for number in range(1, 6)]
    acts = [
        Act(1, "application submitted", AT + timedelta(hours=1)),
        Act(2, "application submitted", AT + timedelta(hours=48)),
        Act(3, "application submitted", AT + timedelta(hours=48, seconds=1)),
        Act(4, "journal submitted", AT + timedelta(hours=1)),
        Act(5, "application submitted", AT - timedelta(hours=1)),
    ]
    assert [acted for _, acted in followed(messages, acts)] == [True, True, False, False, False]


def test_what_only_informs_is_left_out_and_a_message_of_the_team_may_ask_for_anything():
    messages = [
        Reached(1, "nudge:queen_mary_2024:begins:spring:4:day:2024-03-04:1", AT),
        Reached(1, "broadcast:7:1", AT),
        Reached(1, "offer:3:2024", AT),  # a notice with a key like that of a reminder
    ]
    found = followed(messages, [Act(1, "expense claimed", AT + timedelta(hours=1))])
    assert [(one.key, acted) for one, acted in found] == [("broadcast:7:1", True)]


def test_by_message_and_by_the_hour_of_the_reader():
    messages = [
        *(Reached(number, EVE.format(number), AT) for number in (1, 2)),
        Reached(3, DAY.format(3), AT + timedelta(hours=3)),
        Reached(4, "broadcast:7:4", AT),
    ]
    acts = [Act(number, "application submitted", AT + timedelta(hours=4)) for number in (1, 3)]
    found = followed(messages, acts)
    assert by_message(found, {"7": "Please look"}) == [
        Response("reminder of a deadline, on the day", 1, 1),
        Response("reminder of a deadline, the day before", 2, 1),
        Response("“Please look”", 1, 0),
    ]
    zones = {
        1: ZoneInfo("Europe/London"),
        2: ZoneInfo("Asia/Tokyo"),
        3: ZoneInfo("Europe/London"),
        4: ZoneInfo("UTC"),
    }
    assert by_hour(found, zones) == [
        Response("12:00", 2, 1), Response("15:00", 1, 1), Response("21:00", 1, 0),
    ]  # fmt: skip


def test_few_messages_have_no_share():
    assert Response("x", 4, 4).share == "–"
    assert Response("x", 8, 2).share == "25 %"
    assert best([Response("x", 4, 4)]) is None
    assert best([Response("x", 10, 2), Response("y", 5, 4)]) == Response("y", 5, 4)


def test_a_cycle_has_the_messages_to_its_people_that_are_about_no_other():
    summer = "nudge:queen_mary_2024:opens:summer:day:2024-05-13:1"
    check_in = "nudge:queen_mary_2024:check_in:midway:day:2024-03-18:1"
    messages = [Reached(1, key, AT) for key in (EVE.format(1), summer, check_in)] + [
        Reached(2, EVE.format(2), AT)
    ]
    found = of_cycle(PROGRAMME, messages, PROGRAMME.cycle("spring"), [1])
    assert [one.key for one in found] == [EVE.format(1), check_in]
    assert of_cycle(PROGRAMME, messages, None, []) == messages


def deliver(staffed: Staffed, number: int, hour: int, *, acts: bool) -> None:
    """A reminder has reached Dina, and she has submitted after it or not."""

    def work(unit):
        dina = unit.people.by_email("queen_mary", "dina.haddad@qm.sample.example").id
        at = datetime.combine(date(2024, 1, number), datetime.min.time(), UTC).replace(hour=hour)
        key = f"nudge:queen_mary_2024:deadline:spring:eve:2024-01-{number}:{dina}"
        unit.outbox.add(Outgoing(key, dina, text("Soon"), at, "nudge", QM))
        (row,) = unit.deliveries.claim(at, 1)
        return row, dina, at

    row, dina, at = staffed.read(work)

    def arrived(unit):
        assert unit.deliveries.sending([row.id], now=at)
        unit.deliveries.delivered([(row.id, f"m{number}", Place("test", "T", "c"))], now=at)
        if acts:
            later = at + timedelta(hours=2)
            unit.audit.add(AuditEvent(later, dina, "application submitted", "application:4", QM))

    staffed.read(arrived)


def test_staff_ask_in_words_and_see_what_was_counted(staffed: Staffed):
    for number in range(2, 23, 4):
        deliver(staffed, number, 12, acts=number in {2, 10, 18})
    said = words(staffed.say(PRIYA, "which reminders worked best?"))
    assert "After 3 of 6 messages, the reader acted within 48 hours." in said
    assert "reminder of a deadline, the day before (50 %)" in said
    again = words(staffed.say(PRIYA, "how did people respond by hour in spring?"))
    assert "By hour: at 12:00 (50 %)" in again
    assert "2 of" not in words(staffed.say(PRIYA, "which messages worked in summer?"))
    assert (
        words(staffed.say("dina.haddad@qm.sample.example", "which messages worked best?")).count("Acted") == 0
    )


def test_the_files_hold_it_and_the_page_stays_one(staffed: Staffed):
    for number in range(8, 14):
        deliver(staffed, number, 12, acts=True)

    def many(unit):
        for number in range(30):
            asked = OpenQuestion(QM, None, f"May I bring my dog number {number} to the office?", "other", AT)
            unit.questions.add(asked)

    staffed.read(many)
    turn = staffed.act(PRIYA, Press("report.excel", {"cycle": "spring"}))
    (file,) = [part for part in cards(turn)[0].parts if isinstance(part, Attachment)]
    book = load_workbook(BytesIO(staffed.store.files.get(file.file_id)))
    assert [cell.value for cell in book["Response by message"][2]] == [
        "Reminder of a deadline, the day before", 6, 6, "100 %",
    ]  # fmt: skip
    assert book["Questions nobody has answered"].max_row == 31
    turn = staffed.act(PRIYA, Press("report.page", {"cycle": "spring"}))
    (file,) = [part for part in cards(turn)[0].parts if isinstance(part, Attachment)]
    pages = PdfReader(BytesIO(staffed.store.files.get(file.file_id))).pages
    assert len(pages) == 1
    assert "Response by hour" in pages[0].extract_text()


@pytest.mark.parametrize(
    "said", ["which message should I send?", "did my message work out", "what is the best placement"]
)
def test_other_words_ask_for_no_comparison(staffed: Staffed, said: str):
    assert "nothing to compare" not in words(staffed.say(PRIYA, said))
