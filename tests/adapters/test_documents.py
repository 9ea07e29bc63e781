"""What people take away is opened by readers that know nothing of us: Word, PDF, calendar, CSV, a badge verifier."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO

import icalendar
import jwt
import pytest
from docx import Document as Word
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier
from pypdf import PdfReader

from adapters.documents.calendars import render as calendar
from adapters.documents.making import documents_for
from adapters.documents.pdf import render as pdf
from adapters.documents.signing import Signer
from adapters.documents.tables import render as table
from adapters.documents.word import render as word
from adapters.links import Links
from bot.documents import Block, CalendarEntry, Document
from bot.errors import FootholdError
from bot.programme import credentials
from bot.programme.people import Scope
from tests.programme.shipped import programme

SECRET = "s" * 40
ADDRESS = "https://foothold.example.ac.uk"
AT = datetime(2025, 12, 1, 12, tzinfo=UTC)
U21 = programme("hku_u21_2025")
JOURNAL = Document(
    "HEAR Journal",
    ("Zoë Ångström", "Street map, Tea Charity"),
    (
        Block("heading", "Friday 8 March 2024 · Reflection"),
        Block("label", "What happened"),
        Block("text", "I rang six shops.\nTwo <b>hung up</b> & left.\n\nThen я ξανά 王小明 tried."),
        Block("bullet", "I rang six shops."),
        Block("quiet", "SHA-256 of the submitted text: abc"),
    ),
    "Queen Mary micro internships 2024",
    "Zoë Ångström",
)


def test_the_word_document_has_every_word_under_real_headings():
    made = Word(BytesIO(word(JOURNAL)))
    styles = [(one.style.name, one.text) for one in made.paragraphs]
    assert ("Title", "HEAR Journal") in styles
    assert ("Heading 2", "Friday 8 March 2024 · Reflection") in styles
    assert ("Heading 3", "What happened") in styles
    assert ("Normal", "I rang six shops.\nTwo <b>hung up</b> & left.") in styles
    assert ("Normal", "Then я ξανά 王小明 tried.") in styles
    assert ("List Bullet", "I rang six shops.") in styles
    assert (made.core_properties.author, made.sections[0].footer.paragraphs[0].text) == (
        "Zoë Ångström",
        JOURNAL.foot,
    )


def test_what_xml_cannot_hold_does_not_spoil_the_document():
    odd = replace(JOURNAL, blocks=(Block("text", "a\x0bb\ufffec\x00d"),))
    assert "abcd" in [one.text for one in Word(BytesIO(word(odd))).paragraphs]


def test_the_pdf_says_the_same_and_reads_no_markup():
    made = PdfReader(BytesIO(pdf(JOURNAL)))
    text = "\n".join(page.extract_text() for page in made.pages)
    for words in (
        "HEAR Journal",
        "Zoë Ångström",
        "What happened",
        "Two <b>hung up</b> & left.",
        "я ξανά",
        "王小明",
        "abc",
    ):
        assert words in text
    assert (made.metadata.title, made.metadata.author) == ("HEAR Journal", "Zoë Ångström")


def test_a_long_journal_has_numbered_pages_and_a_foot_on_each():
    long = replace(
        JOURNAL, blocks=tuple(Block("text", f"Paragraph {number}. " + "word " * 120) for number in range(40))
    )
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf(long))).pages]
    assert len(pages) > 5
    assert all(JOURNAL.foot in page and str(number) in page.split() for number, page in enumerate(pages, 1))
    assert all(any(f"Paragraph {number}." in page for page in pages) for number in range(40))


WEEK = CalendarEntry("w@f", "placements begin", date(2024, 3, 4), date(2024, 3, 10), "Europe/London")
TRAINING = CalendarEntry(
    "t@f", "Pre-Internship training", date(2024, 2, 28), date(2024, 2, 28), "Europe/London"
)
LIVE = CalendarEntry(
    "l@f", "Live session", datetime(2024, 4, 2, 14, tzinfo=UTC), datetime(2024, 4, 2, 16, 30, tzinfo=UTC), "Asia/Hong_Kong",
    "Room 1; or, link", "About\nit", 3,
)  # fmt: skip


def test_a_week_is_a_week_and_a_time_is_an_instant():
    """T2: a `w/c` date is seven days, never the Monday."""
    made = icalendar.Calendar.from_ical(calendar([WEEK, TRAINING, LIVE]))
    found = {str(event["uid"]): event for event in made.walk("VEVENT")}
    assert (found["w@f"]["dtstart"].dt, found["w@f"]["dtend"].dt) == (date(2024, 3, 4), date(2024, 3, 11))
    assert (found["t@f"]["dtstart"].dt, found["t@f"]["dtend"].dt) == (date(2024, 2, 28), date(2024, 2, 29))
    assert found["l@f"]["dtend"].dt - found["l@f"]["dtstart"].dt == timedelta(hours=2, minutes=30)
    assert found["l@f"]["dtstart"].dt == LIVE.starts
    assert (str(found["l@f"]["location"]), str(found["l@f"]["description"]), found["l@f"]["sequence"]) == (
        "Room 1; or, link",
        "About\nit",
        3,
    )
    assert made.errors == []


def test_a_table_opens_as_it_is_and_runs_nothing():
    content = table(("name", "note"), [("Bo, Björk", 'a "quote"'), ("=1+1", "-2")])
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(StringIO(content.decode("utf-8-sig")))) == [
        ["name", "note"], ["Bo, Björk", 'a "quote"'], ["'=1+1", "'-2"],
    ]  # fmt: skip


SIGNER = Signer(lambda: SECRET)


def issued(number=1, **changed):
    uid = f"{number:012x}" + "0" * 20
    place = credentials.place_on_list(uid, [])
    badge = credentials.achievement(U21, uid, place, "Mei Chan", "mei@hku.example", AT, ADDRESS)
    made = credentials.Issued(
        number, Scope("u21", U21.key), 1, 1, uid, badge["name"], AT, SIGNER.sign(badge), place
    )
    return replace(made, **changed)


def world(*given):
    """What the installation serves, by address: the key, and the list of revocations."""
    base = credentials.base_of(U21, ADDRESS)
    pages = {
        f"{base}/did.json": SIGNER.did_document(credentials.issuer_of(U21, ADDRESS)),
        f"{base}/revoked": SIGNER.sign(credentials.revocations(U21, given, AT, ADDRESS)),
    }

    def download(url):
        import json

        found = pages[url]
        return (found if isinstance(found, str) else json.dumps(found)).encode()

    return download


def test_an_independent_verifier_takes_the_credential_by_the_name_of_its_issuer_alone():
    one = issued()
    did = credentials.issuer_of(U21, ADDRESS)
    assert did == "did:web:foothold.example.ac.uk:l:credentials:hku_u21_2025"
    download = world(one)
    found = OB3Verifier.for_issuer_did(did, download).verify(one.token, check_status=True, download=download)
    assert (found.issuer.name, found.achievement.name) == ("U21", "Leading Change Micro-credential")
    assert (
        found.achievement.criteria_narrative == "Successful completion of the programme and all activities."
    )
    hashed = next(one.to_dict() for one in found.identifiers if one.to_dict()["hashed"])
    known = hashlib.sha256(f"mei@hku.example{hashed['salt']}".encode()).hexdigest()
    assert hashed["identityHash"] == f"sha256${known}"


def test_a_credential_that_was_taken_back_is_refused_and_its_neighbour_is_not():
    gone, kept = issued(1, revoked="Issued by mistake."), issued(2)
    download = world(gone, kept)
    verifier = OB3Verifier.for_issuer_did(credentials.issuer_of(U21, ADDRESS), download)
    with pytest.raises(OB3VerificationError, match="revocation"):
        verifier.verify(gone.token, check_status=True, download=download)
    verifier.verify(kept.token, check_status=True, download=download)


def test_a_changed_credential_and_a_strange_key_are_refused():
    one = issued()
    verifier = OB3Verifier(SIGNER.public_pem)
    head, body, signature = one.token.split(".")
    with pytest.raises(OB3VerificationError):
        verifier.verify(f"{head}.{body[:-4]}AAAA.{signature}")
    with pytest.raises(OB3VerificationError):
        OB3Verifier(Signer(lambda: "other" * 10).public_pem).verify(one.token)
    assert jwt.get_unverified_header(one.token)["alg"] == "EdDSA"


def test_places_on_the_list_never_meet():
    taken = set()
    for number in range(300):
        place = credentials.place_on_list(f"{number % 7:032x}", taken)
        assert place not in taken
        taken.add(place)


class Memory:
    def __init__(self):
        self.kept = {}

    def put(self, content):
        self.kept[str(len(self.kept))] = content
        return str(len(self.kept) - 1)

    def get(self, file_id):
        return self.kept[file_id]

    def delete(self, file_id):
        self.kept.pop(file_id, None)


def test_what_is_made_is_kept_and_can_be_forgotten():
    files = Memory()
    made = documents_for(files, SECRET, None, ADDRESS, lambda: AT)
    one = made.text(JOURNAL, "journal.pdf", "pdf")
    assert (one.name, one.media_type, files.get(one.file_id)[:5]) == (
        "journal.pdf",
        "application/pdf",
        b"%PDF-",
    )
    assert made.data({"a": "ü"}, "a.json").media_type == "application/json"
    made.forget([one.file_id])
    assert one.file_id not in files.kept
    link = made.link("calendar", {"programme": "p"}, reader=7, days=400)
    read = Links(SECRET, ADDRESS, lambda: AT + timedelta(days=399)).read(link.rpartition("/")[2])
    assert (read.kind, read.reader) == ("calendar", 7)


def test_without_a_secret_nothing_is_signed_in_silence(tmp_path):
    made = documents_for(Memory(), "", tmp_path, "http://127.0.0.1:3978", lambda: AT)
    assert made.link("calendar", {}, reader=1, days=1) == ""
    badge = credentials.achievement(U21, "0" * 32, 0, "A", "a@example.org", AT, made.address)
    with pytest.raises(FootholdError, match="FOOTHOLD_SECRET_KEY"):
        made.sign(badge)
    (tmp_path / "foothold.key").write_text("k" * 40)
    assert made.sign(badge).count(".") == 2
