"""Reports: counts against counts made by hand, and the files that they become."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.activities import Press
from bot.cards import Attachment, Facts, Image
from bot.programme import reporting
from bot.programme.reporting import HostLine
from tests.staff.conftest import PRIYA, QM, YAN, Staffed, cards, words


def funnel(turn) -> dict[str, str]:
    return dict(next(part for part in cards(turn)[0].parts if isinstance(part, Facts)).pairs)


def test_the_funnel_counts_what_is_there(staffed: Staffed):
    def save(unit):
        amara = unit.people.by_email("queen_mary", "amara.okafor@qm.sample.example").id
        for key in ("qm-map", "qm-events"):
            unit.opportunities.mark(QM, amara, unit.opportunities.by_key(QM, key).id, saved=True)

    staffed.read(save)
    whole = funnel(staffed.say(PRIYA, "report"))
    assert whole == {
        "Saved": "2", "Draft": "4", "Submitted": "4", "With host": "3", "Offered": "0", "Accepted": "0", "Placed": "0",
    }  # fmt: skip
    assert funnel(staffed.say(PRIYA, "how is summer going"))["Saved"] == "1"
    assert funnel(staffed.say(PRIYA, "how's spring looking so far?"))["Submitted"] == "4"
    assert "Saved" not in funnel(staffed.say(YAN, "show me the funnel"))


@pytest.mark.parametrize(
    "said",
    [
        "how is Amara doing",
        "did it reach everyone",
        "delivery report",
        "report a problem",
        "how is the weather looking",
    ],
)
def test_other_words_are_no_report(staffed: Staffed, said: str):
    assert "[As Excel]" not in words(staffed.say(PRIYA, said))


def test_a_student_sees_no_report(staffed: Staffed):
    assert "[As Excel]" not in words(staffed.say("amara.okafor@qm.sample.example", "report"))
    assert "Only the programme team" in words(staffed.act("amara.okafor@qm.sample.example", Press("report")))


def test_a_report_of_another_programme_is_out_of_reach(staffed: Staffed):
    turn = staffed.act(PRIYA, Press("programme.choose", {"programme": "hku_u21_2025"}))
    assert "U21" not in words(turn)
    assert "Queen Mary" in words(staffed.say(PRIYA, "report"))


def test_the_files_hold_the_same_figures(staffed: Staffed):
    turn = staffed.say(PRIYA, "report")
    picture = staffed.press(PRIYA, turn, "As a picture")
    image = next(part for part in cards(picture)[0].parts if isinstance(part, Image))
    assert staffed.store.files.get(image.file_id).startswith(b"\x89PNG")
    assert "submitted: 4" in image.alt
    excel = kept(staffed, staffed.press(PRIYA, turn, "As Excel"))
    sheet = load_workbook(BytesIO(excel))["Funnel"]
    assert [cell.value for cell in sheet[4]] == ["submitted", 4]
    table = kept(staffed, staffed.press(PRIYA, turn, "As CSV")).decode("utf-8-sig")
    assert "Funnel,submitted,Number,4\r\n" in table
    assert kept(staffed, staffed.press(PRIYA, turn, "On one page")).startswith(b"%PDF-")
    events = staffed.read(lambda unit: unit.audit.about(QM, "programme:queen_mary_2024"))
    assert [one.kind for one in events] == ["exported a report"] * 3


def kept(staffed: Staffed, turn) -> bytes:
    found = next(part for part in cards(turn)[0].parts if isinstance(part, Attachment))
    return staffed.store.files.get(found.file_id)


def test_a_host_that_is_slow_is_named_from_the_day_it_was_sent(staffed: Staffed):
    assert "3 applications wait, the longest for 14 days" in words(staffed.say(PRIYA, "report"))
    staffed.act(PRIYA, Press("hosts.send"))
    staffed.at("2024-02-11T10:00+00:00")
    assert "Mapworks" not in words(staffed.say(PRIYA, "report"))
    staffed.at("2024-02-12T10:01+00:00")
    assert "Mapworks (sample)\n1 application waits, the longest for 7 days" in words(
        staffed.say(PRIYA, "report")
    )


def test_slow_hosts_come_worst_first():
    found = reporting.slow_hosts({"A": [1, 6], "B": [7, 20]}, {"A": 2, "C": 0})
    assert found == [HostLine("B", 2, 20, 0), HostLine("A", 0, 0, 2)]
