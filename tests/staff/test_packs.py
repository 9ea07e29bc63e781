"""The pack of a host: what it holds, what it never holds, and that the export is on record."""

from __future__ import annotations

import csv
import zipfile
from io import BytesIO, StringIO

from pypdf import PdfReader

from adapters.documents import packs
from adapters.links import Links
from bot.activities import Press
from bot.cards import Attachment
from bot.documents import Kept, Sheet
from tests.placement.conftest import ADDRESS, SECRET
from tests.staff.conftest import CV, PRIYA, QM, Staffed, button, cards, words


def unpacked(staffed: Staffed, turn) -> tuple[Attachment, zipfile.ZipFile]:
    found = next(part for part in cards(turn)[0].parts if isinstance(part, Attachment))
    return found, zipfile.ZipFile(BytesIO(staffed.store.files.get(found.file_id)))


def test_a_pack_holds_what_was_sent_and_agreed_to_and_nothing_else(staffed: Staffed):
    turn = staffed.press(PRIYA, staffed.act(PRIYA, Press("hosts")), "Download the pack")
    attachment, packed = unpacked(staffed, turn)
    assert attachment.name == "Three Loaves (sample) Customer survey for a bakery.zip"
    assert sorted(packed.namelist()) == [
        "1 Amara Okafor (sample) cv.pdf",
        "applications.csv",
        "applications.pdf",
    ]
    assert packed.read("1 Amara Okafor (sample) cv.pdf") == CV
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(packed.read("applications.pdf"))).pages)
    assert "I like bread & questions." in text
    assert not [words for words in ("Statistics", "Maps", "@qm.sample") if words in text]
    rows = list(csv.DictReader(StringIO(packed.read("applications.csv").decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == ["Amara Okafor (sample)", "Chen Wei (sample)"]
    assert [(row["decision"], row["reason"]) for row in rows] == [("", ""), ("", "")]
    assert rows[1]["Why this placement"] == "'=1+1 is what I count."
    assert "1 left out: no consent to share is on record." in words(turn)


def test_the_link_for_the_host_runs_out_and_the_export_is_on_record(staffed: Staffed):
    turn = staffed.press(PRIYA, staffed.act(PRIYA, Press("hosts")), "Download the pack")
    url = button(turn, "Link for the host").url
    token = url.rpartition("/")[2]
    link = Links(SECRET, ADDRESS, lambda: staffed.now).read(token)
    assert (link.kind, link.values["type"]) == ("file", "application/zip")
    assert "it runs out on Monday 12 February 2024" in words(turn)
    bakery = staffed.read(lambda unit: unit.opportunities.by_key(QM, "qm-survey").id)
    events = staffed.read(lambda unit: unit.audit.about(QM, f"opportunity:{bakery}"))
    assert [(one.kind, one.after["applications"], one.after["held back"]) for one in events] == [
        ("exported applications", [1, 2], 1)
    ]


def test_what_was_not_sent_is_in_no_pack(staffed: Staffed):
    def work(unit):
        return unit.opportunities.by_key(QM, "qm-map").id

    turn = staffed.act(PRIYA, Press("hosts.pack", {"opportunity": str(staffed.read(work))}))
    assert "Send the applications first" in words(turn)


def test_a_student_gets_no_pack(staffed: Staffed):
    turn = staffed.act("amara.okafor@qm.sample.example", Press("hosts.pack", {"opportunity": "1"}))
    assert "Only the programme team" in words(turn)


def test_two_files_of_one_name_stay_two():
    sheet = Sheet("a", ("x",), (("1",),))
    content = packs.render(
        [("A.csv", sheet), ("a.csv", sheet), ("b.pdf", Kept("7"))], {"7": b"7"}.__getitem__
    )
    assert zipfile.ZipFile(BytesIO(content)).namelist() == ["A.csv", "a 2.csv", "b.pdf"]
