"""what happens on a placement."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meetings",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("window", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index(
            "uq_meetings_key_window", ["organisation", "programme", "key", "window"], unique=True
        )

    op.create_table(
        "staff_tasks",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("about", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_tasks")),
    )
    with op.batch_alter_table("staff_tasks", schema=None) as batch_op:
        batch_op.create_index("ix_staff_tasks_state", ["organisation", "programme", "state"], unique=False)
        batch_op.create_index(
            "ix_staff_tasks_subject", ["organisation", "programme", "subject"], unique=False
        )
        batch_op.create_index(
            "uq_staff_tasks_open",
            ["organisation", "programme", "kind", "subject"],
            unique=True,
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "attendance",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("window", sa.String(), nullable=False),
        sa.Column("student", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["student"], ["people.id"], name=op.f("fk_attendance_student_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index("ix_attendance_student", ["organisation", "programme", "student"], unique=False)
        batch_op.create_index(
            "uq_attendance_key_window_student",
            ["organisation", "programme", "key", "window", "student"],
            unique=True,
        )

    op.create_table(
        "privacy_requests",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_privacy_requests_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_requests")),
    )
    with op.batch_alter_table("privacy_requests", schema=None) as batch_op:
        batch_op.create_index(
            "ix_privacy_requests_state", ["organisation", "programme", "state"], unique=False
        )

    op.create_table(
        "claims",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("student", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("placement", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["placement"], ["placements.id"], name=op.f("fk_claims_placement_placements")
        ),
        sa.ForeignKeyConstraint(["student"], ["people.id"], name=op.f("fk_claims_student_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
    )
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.create_index("ix_claims_placement", ["organisation", "programme", "placement"], unique=False)

    op.create_table(
        "confirmations",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("placement", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["placement"], ["placements.id"], name=op.f("fk_confirmations_placement_placements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmations")),
    )
    with op.batch_alter_table("confirmations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_confirmations_placement", ["organisation", "programme", "placement"], unique=False
        )

    op.create_table(
        "credentials",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("student", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("placement", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["placement"], ["placements.id"], name=op.f("fk_credentials_placement_placements")
        ),
        sa.ForeignKeyConstraint(["student"], ["people.id"], name=op.f("fk_credentials_student_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credentials")),
    )
    with op.batch_alter_table("credentials", schema=None) as batch_op:
        batch_op.create_index(
            "ix_credentials_placement", ["organisation", "programme", "placement"], unique=False
        )
        batch_op.create_index("uq_credentials_uid", ["uid"], unique=True)

    op.create_table(
        "feedback",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("placement", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["placement"], ["placements.id"], name=op.f("fk_feedback_placement_placements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(
            "uq_feedback_placement", ["organisation", "programme", "placement"], unique=True
        )

    op.create_table(
        "handed_in",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("placement", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_handed_in_by_people")),
        sa.ForeignKeyConstraint(
            ["placement"], ["placements.id"], name=op.f("fk_handed_in_placement_placements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handed_in")),
    )
    op.create_table(
        "hours",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("student", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("placement", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["placement"], ["placements.id"], name=op.f("fk_hours_placement_placements")),
        sa.ForeignKeyConstraint(["student"], ["people.id"], name=op.f("fk_hours_student_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours")),
    )
    with op.batch_alter_table("hours", schema=None) as batch_op:
        batch_op.create_index("ix_hours_placement", ["organisation", "programme", "placement"], unique=False)

    op.create_table(
        "journal_entries",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("student", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("placement", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["placement"], ["placements.id"], name=op.f("fk_journal_entries_placement_placements")
        ),
        sa.ForeignKeyConstraint(["student"], ["people.id"], name=op.f("fk_journal_entries_student_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entries")),
    )
    with op.batch_alter_table("journal_entries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_journal_entries_placement", ["organisation", "programme", "placement"], unique=False
        )

    op.create_table(
        "journals",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("student", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("placement", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["placement"], ["placements.id"], name=op.f("fk_journals_placement_placements")
        ),
        sa.ForeignKeyConstraint(["student"], ["people.id"], name=op.f("fk_journals_student_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journals")),
    )
    with op.batch_alter_table("journals", schema=None) as batch_op:
        batch_op.create_index(
            "uq_journals_placement", ["organisation", "programme", "placement"], unique=True
        )

    op.create_table(
        "journal_submissions",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("journal", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["journal"], ["journals.id"], name=op.f("fk_journal_submissions_journal_journals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_submissions")),
    )
    with op.batch_alter_table("journal_submissions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_journal_submissions_journal", ["organisation", "programme", "journal"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("journal_submissions", schema=None) as batch_op:
        batch_op.drop_index("ix_journal_submissions_journal")

    op.drop_table("journal_submissions")
    with op.batch_alter_table("journals", schema=None) as batch_op:
        batch_op.drop_index("uq_journals_placement")

    op.drop_table("journals")
    with op.batch_alter_table("journal_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_journal_entries_placement")

    op.drop_table("journal_entries")
    with op.batch_alter_table("hours", schema=None) as batch_op:
        batch_op.drop_index("ix_hours_placement")

    op.drop_table("hours")
    op.drop_table("handed_in")
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.drop_index("uq_feedback_placement")

    op.drop_table("feedback")
    with op.batch_alter_table("credentials", schema=None) as batch_op:
        batch_op.drop_index("uq_credentials_uid")
        batch_op.drop_index("ix_credentials_placement")

    op.drop_table("credentials")
    with op.batch_alter_table("confirmations", schema=None) as batch_op:
        batch_op.drop_index("ix_confirmations_placement")

    op.drop_table("confirmations")
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.drop_index("ix_claims_placement")

    op.drop_table("claims")
    with op.batch_alter_table("privacy_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_privacy_requests_state")

    op.drop_table("privacy_requests")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index("uq_attendance_key_window_student")
        batch_op.drop_index("ix_attendance_student")

    op.drop_table("attendance")
    with op.batch_alter_table("staff_tasks", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_staff_tasks_open",
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index("ix_staff_tasks_subject")
        batch_op.drop_index("ix_staff_tasks_state")

    op.drop_table("staff_tasks")
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_index("uq_meetings_key_window")

    op.drop_table("meetings")
