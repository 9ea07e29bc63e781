"""One unit of work: a transaction with every repository in it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from sqlalchemy import Connection

from bot import ports
from bot.programme.broadcasts import Broadcasts
from bot.programme.checkins import CheckIns
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
from bot.programme.safety import Alerts
from bot.programme.sessions import Sessions
from bot.programme.tasks import Tasks
from store.accounts import SqlAccounts
from store.applications import SqlApplications
from store.audit import SqlAudit
from store.broadcasts import SqlBroadcasts
from store.check_ins import SqlCheckIns
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
from store.programmes import SqlProgrammes
from store.questions import SqlQuestions
from store.safety import SqlAlerts
from store.schedule import SqlSchedule
from store.secrets import SqlSecrets
from store.talks import SqlTalks
from store.waiting import SqlWaitingList


@dataclass
class Shared:
    """What all units of work of one store share. `name` tells this store from those of other processes."""

    cipher: Callable[[str], Cipher]
    name: str
    leases: Leases = field(default_factory=Leases)


class Unit:
    """`bot.ports.UnitOfWork`; for the host also `inbox`, `deliveries`, `accounts`, `secrets`, `queue` (with fan-out).

    It lives as long as its transaction and belongs to one thread.
    """

    def __init__(self, connection: Connection, shared: Shared) -> None:
        """`connection` is in a transaction that somebody else begins and ends."""
        self.connection = connection
        self.after_commit: list[Callable[[], None]] = []
        self.has_news = False
        self.people: ports.People = SqlPeople(connection)
        self.programmes: ports.Programmes = SqlProgrammes(connection)
        self.opportunities: ports.Opportunities = SqlOpportunities(connection)
        self.applications: ports.Applications = SqlApplications(connection)
        self.placements: ports.Placements = SqlPlacements(connection)
        self.drafts: ports.Drafts = SqlDrafts(connection)
        self.talks: ports.Talks = SqlTalks(connection)
        self.queue = SqlOutbox(connection, self._news)
        self.outbox: ports.Outbox = self.queue
        self.audit: ports.Audit = SqlAudit(connection)
        self.questions: ports.Questions = SqlQuestions(connection)
        self.check_ins: CheckIns = SqlCheckIns(connection)
        self.schedule: Schedule = SqlSchedule(connection)
        self.alerts: Alerts = SqlAlerts(connection)
        self.tasks: Tasks = SqlTasks(connection)
        self.journals: Journals = SqlJournals(connection)
        self.hours: HoursLog = SqlHoursLog(connection)
        self.sessions: Sessions = SqlSessions(connection)
        self.claims: Claims = SqlClaims(connection)
        self.confirmations: Confirmations = SqlConfirmations(connection)
        self.deliverables: Deliverables = SqlDeliverables(connection)
        self.credentials: Credentials = SqlCredentials(connection)
        self.requests: Requests = SqlRequests(connection)
        self.broadcasts: Broadcasts = SqlBroadcasts(connection, self._news)
        self.known_facts: KnownFacts = SqlKnownFacts(connection)
        self.waiting: WaitingList = SqlWaitingList(connection)
        self.inbox = SqlInbox(connection)
        self.accounts = SqlAccounts(connection)
        self.deliveries = SqlDeliveries(connection, shared.leases, self.after_commit.append)
        self.secrets = SqlSecrets(connection, lambda: shared.cipher("secrets"))

    def attempt(self) -> AbstractContextManager[object]:
        """A savepoint: an error that leaves it undoes what was done in it."""
        return self.connection.begin_nested()

    def _news(self) -> None:
        self.has_news = True


def _is_a_unit_of_work(unit: Unit) -> ports.UnitOfWork:
    """For the type checker alone."""
    return unit
