"""One unit of work: a transaction with every repository in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from sqlalchemy import Connection, TextClause, text

from bot import ports
from bot.programme.broadcasts import Broadcasts
from bot.programme.checkins import CheckIns
from bot.programme.column_meanings import ColumnMeanings
from bot.programme.completion import Confirmations
from bot.programme.credentials import Credentials
from bot.programme.deciding import WaitingList
from bot.programme.deliverables import Deliverables
from bot.programme.expenses import Claims
from bot.programme.hours import HoursLog
from bot.programme.journals import Journals
from bot.programme.known_facts import KnownFacts
from bot.programme.planned import Schedule
from bot.programme.privacy import Requests
from bot.programme.questions import Questions
from bot.programme.rehearsals import Rehearsals
from bot.programme.safety import Alerts
from bot.programme.sessions import Sessions
from bot.programme.tasks import Tasks
from store.accounts import SqlAccounts
from store.applications import SqlApplications
from store.audit import SqlAudit
from store.broadcasts import SqlBroadcasts
from store.check_ins import SqlCheckIns
from store.column_meanings import SqlColumnMeanings
from store.deliveries import Leases, SqlDeliveries
from store.drafts import SqlDrafts
from store.encryption import Cipher
from store.inbox import SqlInbox
from store.journals import SqlJournals
from store.known_facts import SqlKnownFacts
from store.opportunities import SqlOpportunities
from store.outbox import SqlOutbox
from store.people import SqlPeople
from store.person_data import SqlRequests
from store.placement_records import (
    SqlClaims,
    SqlConfirmations,
    SqlCredentials,
    SqlDeliverables,
    SqlHoursLog,
    SqlSessions,
    SqlTasks,
)
from store.placements import SqlPlacements
from store.prepared import prepared
from store.programmes import SqlProgrammes
from store.questions import SqlQuestions
from store.rehearsals import SqlRehearsals
from store.safety import SqlAlerts
from store.schedule import SqlSchedule
from store.secrets import SqlSecrets
from store.talks import SqlTalks
from store.waiting import SqlWaitingList

R = TypeVar("R")

SAVEPOINT = text("SAVEPOINT attempt")
UNDO = text("ROLLBACK TO SAVEPOINT attempt")
RELEASE = text("RELEASE SAVEPOINT attempt")


@dataclass
class Shared:
    """What all units of work of one store share. `name` tells this store from those of other processes."""

    cipher: Callable[[str], Cipher]
    name: str
    leases: Leases = field(default_factory=Leases)


class Made(Generic[R]):
    """A repository that is made when it is first asked for: a unit has thirty, and most need four of them."""

    def __init__(self, make: Callable[[Unit], R]) -> None:
        self._make = make

    def __set_name__(self, _: type, name: str) -> None:
        self._name = name

    def __get__(self, unit: Unit, _: type) -> R:
        made = unit.__dict__[self._name] = self._make(unit)
        return made

    if TYPE_CHECKING:

        def __set__(self, unit: Unit, value: R) -> None: ...


class Unit:
    """`bot.ports.UnitOfWork`; for the host also `inbox`, `deliveries`, `accounts`, `secrets`, `queue` (with fan-out).

    It lives as long as its transaction and belongs to one thread.
    """

    connection: Connection
    shared: Shared
    after_commit: list[Callable[[], None]]
    has_news: bool

    people = Made[ports.People](lambda unit: SqlPeople(unit.connection))
    programmes = Made[ports.Programmes](lambda unit: SqlProgrammes(unit.connection))
    opportunities = Made[ports.Opportunities](lambda unit: SqlOpportunities(unit.connection))
    applications = Made[ports.Applications](lambda unit: SqlApplications(unit.connection))
    placements = Made[ports.Placements](lambda unit: SqlPlacements(unit.connection))
    drafts = Made[ports.Drafts](lambda unit: SqlDrafts(unit.connection))
    talks = Made[ports.Talks](lambda unit: SqlTalks(unit.connection))
    queue = Made[SqlOutbox](lambda unit: SqlOutbox(unit.connection, unit.news))
    outbox = Made[ports.Outbox](lambda unit: unit.queue)
    audit = Made[ports.Audit](lambda unit: SqlAudit(unit.connection))
    questions = Made[Questions](lambda unit: SqlQuestions(unit.connection))
    check_ins = Made[CheckIns](lambda unit: SqlCheckIns(unit.connection))
    schedule = Made[Schedule](lambda unit: SqlSchedule(unit.connection))
    alerts = Made[Alerts](lambda unit: SqlAlerts(unit.connection))
    tasks = Made[Tasks](lambda unit: SqlTasks(unit.connection))
    journals = Made[Journals](lambda unit: SqlJournals(unit.connection))
    hours = Made[HoursLog](lambda unit: SqlHoursLog(unit.connection))
    sessions = Made[Sessions](lambda unit: SqlSessions(unit.connection))
    claims = Made[Claims](lambda unit: SqlClaims(unit.connection))
    confirmations = Made[Confirmations](lambda unit: SqlConfirmations(unit.connection))
    deliverables = Made[Deliverables](lambda unit: SqlDeliverables(unit.connection))
    credentials = Made[Credentials](lambda unit: SqlCredentials(unit.connection))
    requests = Made[Requests](lambda unit: SqlRequests(unit.connection))
    broadcasts = Made[Broadcasts](lambda unit: SqlBroadcasts(unit.connection, unit.news))
    known_facts = Made[KnownFacts](lambda unit: SqlKnownFacts(unit.connection))
    rehearsals = Made[Rehearsals](lambda unit: SqlRehearsals(unit.connection))
    columns = Made[ColumnMeanings](lambda unit: SqlColumnMeanings(unit.connection))
    waiting = Made[WaitingList](lambda unit: SqlWaitingList(unit.connection))
    inbox = Made[SqlInbox](lambda unit: SqlInbox(unit.connection))
    accounts = Made[SqlAccounts](lambda unit: SqlAccounts(unit.connection))
    deliveries = Made[SqlDeliveries](
        lambda unit: SqlDeliveries(unit.connection, unit.shared.leases, unit.after_commit.append)
    )
    secrets = Made[SqlSecrets](
        lambda unit: SqlSecrets(unit.connection, lambda: unit.shared.cipher("secrets"))
    )

    def __init__(self, connection: Connection, shared: Shared) -> None:
        """`connection` is in a transaction that somebody else begins and ends."""
        self.connection = connection
        self.shared = shared
        self.after_commit = []
        self.has_news = False

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A savepoint: an error that leaves it undoes what was done in it."""
        self._do(SAVEPOINT)
        try:
            yield
        except BaseException:
            if not self.connection.invalidated:  # else there is nothing left to undo
                self._do(UNDO)
                self._do(RELEASE)
            raise
        self._do(RELEASE)

    def _do(self, statement: TextClause) -> None:
        prepared(statement, self.connection, {}).change(self.connection, {})

    def news(self) -> None:
        """Something was queued: the courier is woken after the commit."""
        self.has_news = True


def _is_a_unit_of_work(unit: Unit) -> ports.UnitOfWork:
    """For the type checker alone."""
    return unit
