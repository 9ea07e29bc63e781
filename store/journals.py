"""Journals, their entries, and the copies that were submitted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, ForeignKey, Index

from bot.programme.journals import Entry, Journal, Submission
from bot.programme.people import Scope
from store.metadata import Id
from store.records import Records, Shape

JOURNALS = Shape(
    "journals",
    Journal,
    Column("student", Id, ForeignKey("people.id"), nullable=False),
    Column("placement", Id, ForeignKey("placements.id"), nullable=False),
    indexes=[Index("uq_journals_placement", "organisation", "programme", "placement", unique=True)],
)
ENTRIES = Shape(
    "journal_entries",
    Entry,
    Column("student", Id, ForeignKey("people.id"), nullable=False),
    Column("placement", Id, ForeignKey("placements.id"), nullable=False),
    indexes=[Index("ix_journal_entries_placement", "organisation", "programme", "placement")],
)
SUBMISSIONS = Shape(
    "journal_submissions",
    Submission,
    Column("journal", Id, ForeignKey("journals.id"), nullable=False),
    indexes=[Index("ix_journal_submissions_journal", "organisation", "programme", "journal")],
)
OF_PLACEMENT = JOURNALS.by("placement")
ALL = JOURNALS.by()
ENTRIES_OF = ENTRIES.by("placement")
SUBMISSIONS_OF = SUBMISSIONS.by("journal")


class SqlJournals(Records):
    """The port `Journals`."""

    def get(self, scope: Scope, journal: int) -> Journal | None:
        return self.single(JOURNALS, JOURNALS.get, scope, id=journal)

    def of_placement(self, scope: Scope, placement: int) -> Journal | None:
        return self.single(JOURNALS, OF_PLACEMENT, scope, placement=placement)

    def all(self, scope: Scope) -> Sequence[Journal]:
        return self.found(JOURNALS, ALL, scope)

    def add(self, journal: Journal) -> int:
        return self.must_put_in(JOURNALS, journal)

    def save(self, journal: Journal) -> None:
        self.save_in(JOURNALS, journal)

    def entry(self, scope: Scope, entry: int) -> Entry | None:
        return self.single(ENTRIES, ENTRIES.get, scope, id=entry)

    def entries(self, scope: Scope, placement: int) -> Sequence[Entry]:
        return self.found(ENTRIES, ENTRIES_OF, scope, placement=placement)

    def add_entry(self, entry: Entry) -> int:
        return self.must_put_in(ENTRIES, entry)

    def save_entry(self, entry: Entry) -> None:
        self.save_in(ENTRIES, entry)

    def drop_entry(self, scope: Scope, entry: int) -> None:
        self.drop_from(ENTRIES, scope, entry)

    def submissions(self, scope: Scope, journal: int) -> Sequence[Submission]:
        return self.found(SUBMISSIONS, SUBMISSIONS_OF, scope, journal=journal)

    def add_submission(self, submission: Submission) -> int:
        return self.must_put_in(SUBMISSIONS, submission)
