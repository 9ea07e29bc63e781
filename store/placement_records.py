"""What happens on a placement: hours, sessions, expenses, deliverables, confirmations, credentials, staff tasks."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, ForeignKey, Index, String, select

from bot.programme.completion import Confirmation
from bot.programme.credentials import Issued
from bot.programme.deliverables import Feedback, HandedIn
from bot.programme.expenses import Claim
from bot.programme.hours import HoursEntry
from bot.programme.people import Scope
from bot.programme.sessions import Attendance, Meeting
from bot.programme.tasks import StaffTask
from store.metadata import Id
from store.records import Records, Shape


def _student() -> Column[int]:
    return Column("student", Id, ForeignKey("people.id"), nullable=False)


def _placement() -> Column[int]:
    return Column("placement", Id, ForeignKey("placements.id"), nullable=False)


def _index(table: str, *columns: str, unique: bool = False) -> Index:
    kind = "uq" if unique else "ix"
    return Index(f"{kind}_{table}_{'_'.join(columns)}", "organisation", "programme", *columns, unique=unique)


HOURS = Shape("hours", HoursEntry, _student(), _placement(), indexes=[_index("hours", "placement")])
MEETINGS = Shape(
    "meetings",
    Meeting,
    Column("key", String, nullable=False),
    Column("window", String, nullable=False),
    indexes=[_index("meetings", "key", "window", unique=True)],
)
ATTENDANCE = Shape(
    "attendance",
    Attendance,
    Column("key", String, nullable=False),
    Column("window", String, nullable=False),
    _student(),
    indexes=[_index("attendance", "key", "window", "student", unique=True), _index("attendance", "student")],
)
CLAIMS = Shape("claims", Claim, _student(), _placement(), indexes=[_index("claims", "placement")])
CONFIRMATIONS = Shape(
    "confirmations", Confirmation, _placement(), indexes=[_index("confirmations", "placement")]
)
HANDED_IN = Shape(
    "handed_in", HandedIn, _placement(), Column("by", Id, ForeignKey("people.id"), nullable=False)
)
FEEDBACK = Shape("feedback", Feedback, _placement(), indexes=[_index("feedback", "placement", unique=True)])
ISSUED = Shape(
    "credentials",
    Issued,
    _student(),
    _placement(),
    Column("uid", String, nullable=False),
    indexes=[Index("uq_credentials_uid", "uid", unique=True), _index("credentials", "placement")],
)
TASKS = Shape(
    "staff_tasks",
    StaffTask,
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("about", Id),
    Column("state", String, nullable=False),
    indexes=[_index("staff_tasks", "state"), _index("staff_tasks", "subject")],
)
Index(
    "uq_staff_tasks_open",
    TASKS.table.c.organisation,
    TASKS.table.c.programme,
    TASKS.table.c.kind,
    TASKS.table.c.subject,
    unique=True,
    postgresql_where=TASKS.table.c.state == "open",
    sqlite_where=TASKS.table.c.state == "open",
)

HOURS_OF = HOURS.by("placement")
MEETINGS_ALL, MEETING = MEETINGS.by(), MEETINGS.by("key", "window")
ATTENDING, ATTENDED_BY = ATTENDANCE.by("key", "window"), ATTENDANCE.by("student")
ATTENDANCE_ONE = ATTENDANCE.by("key", "window", "student")
CLAIMS_OF, CLAIMS_ALL = CLAIMS.by("placement"), CLAIMS.by()
CONFIRMED = CONFIRMATIONS.by("placement")
HANDED_IN_ALL, FEEDBACK_OF = HANDED_IN.by(), FEEDBACK.by("placement")
ISSUED_FOR, ISSUED_ALL = ISSUED.by("placement"), ISSUED.by()
ISSUED_UID = select(ISSUED.table)
TASKS_IN, TASKS_ON = TASKS.by("state"), TASKS.by("subject")


class SqlHoursLog(Records):
    """The port `HoursLog`."""

    def get(self, scope: Scope, entry: int) -> HoursEntry | None:
        return self.single(HOURS, HOURS.get, scope, id=entry)

    def add(self, entry: HoursEntry) -> int:
        return self.must_put_in(HOURS, entry)

    def save(self, entry: HoursEntry) -> None:
        self.save_in(HOURS, entry)

    def of_placement(self, scope: Scope, placement: int) -> Sequence[HoursEntry]:
        return self.found(HOURS, HOURS_OF, scope, placement=placement)


class SqlSessions(Records):
    """The port `Sessions`."""

    def meetings(self, scope: Scope) -> Sequence[Meeting]:
        return self.found(MEETINGS, MEETINGS_ALL, scope)

    def put_meeting(self, meeting: Meeting) -> None:
        self.put_only(MEETINGS, MEETING, meeting, key=meeting.key, window=meeting.window)

    def attendance(self, scope: Scope, key: str, window: str) -> Sequence[Attendance]:
        return self.found(ATTENDANCE, ATTENDING, scope, key=key, window=window)

    def of_student(self, scope: Scope, student: int) -> Sequence[Attendance]:
        return self.found(ATTENDANCE, ATTENDED_BY, scope, student=student)

    def put(self, attendance: Attendance) -> None:
        self.put_only(
            ATTENDANCE,
            ATTENDANCE_ONE,
            attendance,
            key=attendance.key,
            window=attendance.window,
            student=attendance.student,
        )


class SqlClaims(Records):
    """The port `Claims`."""

    def get(self, scope: Scope, claim: int) -> Claim | None:
        return self.single(CLAIMS, CLAIMS.get, scope, id=claim)

    def add(self, claim: Claim) -> int:
        return self.must_put_in(CLAIMS, claim)

    def save(self, claim: Claim) -> None:
        self.save_in(CLAIMS, claim)

    def of_placement(self, scope: Scope, placement: int) -> Sequence[Claim]:
        return self.found(CLAIMS, CLAIMS_OF, scope, placement=placement)

    def all(self, scope: Scope) -> Sequence[Claim]:
        return self.found(CLAIMS, CLAIMS_ALL, scope)


class SqlConfirmations(Records):
    """The port `Confirmations`."""

    def add(self, confirmation: Confirmation) -> int:
        return self.must_put_in(CONFIRMATIONS, confirmation)

    def of_placement(self, scope: Scope, placement: int) -> Sequence[Confirmation]:
        return self.found(CONFIRMATIONS, CONFIRMED, scope, placement=placement)


class SqlDeliverables(Records):
    """The port `Deliverables`."""

    def add(self, handed_in: HandedIn) -> int:
        return self.must_put_in(HANDED_IN, handed_in)

    def save(self, handed_in: HandedIn) -> None:
        self.save_in(HANDED_IN, handed_in)

    def all(self, scope: Scope) -> Sequence[HandedIn]:
        return self.found(HANDED_IN, HANDED_IN_ALL, scope)

    def add_feedback(self, feedback: Feedback) -> int:
        return self.must_put_in(FEEDBACK, feedback)

    def feedback(self, scope: Scope, placement: int) -> Feedback | None:
        return self.single(FEEDBACK, FEEDBACK_OF, scope, placement=placement)


class SqlCredentials(Records):
    """The port `Credentials`."""

    def add(self, issued: Issued) -> int:
        return self.must_put_in(ISSUED, issued)

    def save(self, issued: Issued) -> None:
        self.save_in(ISSUED, issued)

    def of_placement(self, scope: Scope, placement: int) -> Issued | None:
        return self.single(ISSUED, ISSUED_FOR, scope, placement=placement)

    def by_uid(self, uid: str) -> Issued | None:
        row = self.one(ISSUED_UID.where(ISSUED.table.c.uid == uid), {})
        return None if row is None else ISSUED.entity(row)

    def all(self, scope: Scope) -> Sequence[Issued]:
        return self.found(ISSUED, ISSUED_ALL, scope)


class SqlTasks(Records):
    """The port `Tasks`."""

    def get(self, scope: Scope, task: int) -> StaffTask | None:
        return self.single(TASKS, TASKS.get, scope, id=task)

    def add(self, task: StaffTask) -> int | None:
        return self.put_in(TASKS, task)

    def save(self, task: StaffTask) -> None:
        self.save_in(TASKS, task)

    def open(self, scope: Scope) -> Sequence[StaffTask]:
        return self.found(TASKS, TASKS_IN, scope, state="open")

    def of_subject(self, scope: Scope, subject: str) -> Sequence[StaffTask]:
        return self.found(TASKS, TASKS_ON, scope, subject=subject)
