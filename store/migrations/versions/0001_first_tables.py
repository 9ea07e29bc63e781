"""First tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.metadata import Instant, Words

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 - every table
    op.create_table(
        "audit",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("programme", sa.String(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_subject", ["organisation", "programme", "subject"], unique=False)

    op.create_table(
        "inbox",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("answer", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inbox_closed_at"), ["closed_at"], unique=False)
        batch_op.create_index(
            "ix_inbox_due_at",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )

    op.create_table(
        "opportunities",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", Words(), nullable=False),
        sa.Column("host", Words(), nullable=False),
        sa.Column("summary", Words(), nullable=False),
        sa.Column("sector", Words(), nullable=False),
        sa.Column("theme", Words(), nullable=False),
        sa.Column("mode", sa.String(), nullable=True),
        sa.Column("location", Words(), nullable=False),
        sa.Column("window", sa.String(), nullable=False),
        sa.Column("duration", Words(), nullable=False),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("group_size", sa.Integer(), nullable=True),
        sa.Column("paid", sa.Boolean(), nullable=True),
        sa.Column("skills", Words(), nullable=False),
        sa.Column("host_supervisor_email", Words(), nullable=False),
        sa.Column("opens", sa.Date(), nullable=True),
        sa.Column("closes", sa.Date(), nullable=True),
        sa.Column("cancelled", Words(), nullable=True),
        sa.Column("attributes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("sector_folded", sa.String(), nullable=False),
        sa.Column("theme_folded", sa.String(), nullable=False),
        sa.Column("location_folded", sa.String(), nullable=False),
        sa.Column("skills_folded", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunities")),
    )
    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.create_index(
            "ix_opportunities_mode", ["organisation", "programme", "mode", "id"], unique=False
        )
        batch_op.create_index("ix_opportunities_scope", ["organisation", "programme", "id"], unique=False)
        batch_op.create_index(
            "ix_opportunities_sector", ["organisation", "programme", "sector_folded", "id"], unique=False
        )
        batch_op.create_index(
            "ix_opportunities_theme", ["organisation", "programme", "theme_folded", "id"], unique=False
        )
        batch_op.create_index(
            "ix_opportunities_window", ["organisation", "programme", "window", "id"], unique=False
        )
        batch_op.create_index("uq_opportunities_key", ["organisation", "programme", "key"], unique=True)

    op.create_table(
        "outbox",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("programme", sa.String(), nullable=True),
        sa.Column("key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=True),
        sa.Column("ref", sa.String(), nullable=True),
        sa.Column("why", Words(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("surface", sa.String(), nullable=True),
        sa.Column("workspace", sa.String(), nullable=True),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=True),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("pool", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("planned_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("delivered_to", sa.Text(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "CASE WHEN state IN ('queued', 'deferred', 'sending') THEN due_at IS NOT NULL"
            " WHEN state IN ('delivered', 'suppressed', 'failed', 'unreachable', 'unknown', 'cancelled', 'recalled')"
            " THEN due_at IS NULL ELSE FALSE END",
            name="ck_outbox_state",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_batch",
            ["organisation", "programme", "batch"],
            unique=False,
            sqlite_where=sa.text("batch IS NOT NULL"),
            postgresql_where=sa.text("batch IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outbox_due",
            ["pool", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outbox_order",
            ["person", "conversation", "id"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outbox_person",
            ["person", "ended_at"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outbox_ref",
            ["person", "ref"],
            unique=False,
            sqlite_where=sa.text("ref IS NOT NULL"),
            postgresql_where=sa.text("ref IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outbox_sending",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("state = 'sending'"),
            postgresql_where=sa.text("state = 'sending'"),
        )
        batch_op.create_index("uq_outbox_key", ["key"], unique=True)

    op.create_table(
        "paces",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("spent_until", sa.BigInteger(), nullable=False),
        sa.Column("paused_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_paces")),
    )
    op.create_table(
        "people",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("email", Words(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("quiet_from", sa.String(), nullable=True),
        sa.Column("quiet_to", sa.String(), nullable=True),
        sa.Column("weekly_nudges", sa.Integer(), nullable=True),
        sa.Column("paused_until", Instant(), nullable=True),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index("uq_people_organisation_email", ["organisation", "email"], unique=True)

    op.create_table(
        "programmes",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("loaded_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("programme", name=op.f("pk_programmes")),
    )
    op.create_table(
        "questions",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("asker", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text", Words(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", Words(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index("ix_questions_state", ["organisation", "programme", "state"], unique=False)

    op.create_table(
        "secrets",
        sa.Column("surface", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("surface", "workspace", "name", name=op.f("pk_secrets")),
    )
    op.create_table(
        "applications",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("student", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opportunity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("cycle", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", Instant(), nullable=True),
        sa.Column("submitted_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("undecidable", sa.Boolean(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.Column("pending", sa.String(), nullable=True),
        sa.Column("live", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity"], ["opportunities.id"], name=op.f("fk_applications_opportunity_opportunities")
        ),
        sa.ForeignKeyConstraint(["student"], ["people.id"], name=op.f("fk_applications_student_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
    )
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.create_index(
            "ix_applications_opportunity", ["organisation", "programme", "opportunity"], unique=False
        )
        batch_op.create_index("ix_applications_state", ["organisation", "programme", "state"], unique=False)
        batch_op.create_index(
            "ix_applications_student", ["organisation", "programme", "student"], unique=False
        )
        batch_op.create_index("uq_applications_live", ["organisation", "programme", "live"], unique=True)

    op.create_table(
        "connections",
        sa.Column("surface", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme"], ["programmes.programme"], name=op.f("fk_connections_programme_programmes")
        ),
        sa.PrimaryKeyConstraint("surface", "workspace", "programme", name=op.f("pk_connections")),
    )
    op.create_table(
        "drafts",
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_drafts_person_people")),
        sa.PrimaryKeyConstraint("person", "flow", "subject", name=op.f("pk_drafts")),
    )
    op.create_table(
        "identities",
        sa.Column("surface", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("conversation", sa.String(), nullable=True),
        sa.Column("thread", sa.String(), nullable=True),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_identities_person_people")),
        sa.PrimaryKeyConstraint("surface", "workspace", "user", name=op.f("pk_identities")),
    )
    with op.batch_alter_table("identities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identities_person"), ["person"], unique=False)

    op.create_table(
        "memberships",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attributes", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_memberships_person_people")),
        sa.PrimaryKeyConstraint("organisation", "programme", "role", "person", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memberships_person"), ["person"], unique=False)

    op.create_table(
        "placements",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("student", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opportunity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("window", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("host_supervisor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "programme_supervisor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("group", Words(), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["host_supervisor"], ["people.id"], name=op.f("fk_placements_host_supervisor_people")
        ),
        sa.ForeignKeyConstraint(
            ["opportunity"], ["opportunities.id"], name=op.f("fk_placements_opportunity_opportunities")
        ),
        sa.ForeignKeyConstraint(
            ["programme_supervisor"], ["people.id"], name=op.f("fk_placements_programme_supervisor_people")
        ),
        sa.ForeignKeyConstraint(["student"], ["people.id"], name=op.f("fk_placements_student_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
    )
    with op.batch_alter_table("placements", schema=None) as batch_op:
        batch_op.create_index(
            "ix_placements_host_supervisor", ["organisation", "programme", "host_supervisor"], unique=False
        )
        batch_op.create_index(
            "ix_placements_programme_supervisor",
            ["organisation", "programme", "programme_supervisor"],
            unique=False,
        )
        batch_op.create_index("ix_placements_student", ["organisation", "programme", "student"], unique=False)

    op.create_table(
        "saved_opportunities",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opportunity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity"],
            ["opportunities.id"],
            name=op.f("fk_saved_opportunities_opportunity_opportunities"),
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_saved_opportunities_person_people")),
        sa.PrimaryKeyConstraint(
            "organisation", "programme", "person", "opportunity", name=op.f("pk_saved_opportunities")
        ),
    )
    op.create_table(
        "talks",
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme", sa.String(), nullable=True),
        sa.Column("active", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("asked", sa.String(), nullable=True),
        sa.Column("parked", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("shown", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("pending", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("memory", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_talks_person_people")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_talks")),
    )


def downgrade() -> None:  # noqa: PLR0915 - every table
    op.drop_table("talks")
    op.drop_table("saved_opportunities")
    with op.batch_alter_table("placements", schema=None) as batch_op:
        batch_op.drop_index("ix_placements_student")
        batch_op.drop_index("ix_placements_programme_supervisor")
        batch_op.drop_index("ix_placements_host_supervisor")

    op.drop_table("placements")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_memberships_person"))

    op.drop_table("memberships")
    with op.batch_alter_table("identities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identities_person"))

    op.drop_table("identities")
    op.drop_table("drafts")
    op.drop_table("connections")
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.drop_index("uq_applications_live")
        batch_op.drop_index("ix_applications_student")
        batch_op.drop_index("ix_applications_state")
        batch_op.drop_index("ix_applications_opportunity")

    op.drop_table("applications")
    op.drop_table("secrets")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index("ix_questions_state")

    op.drop_table("questions")
    op.drop_table("programmes")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index("uq_people_organisation_email")

    op.drop_table("people")
    op.drop_table("paces")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("uq_outbox_key")
        batch_op.drop_index(
            "ix_outbox_sending",
            sqlite_where=sa.text("state = 'sending'"),
            postgresql_where=sa.text("state = 'sending'"),
        )
        batch_op.drop_index(
            "ix_outbox_ref",
            sqlite_where=sa.text("ref IS NOT NULL"),
            postgresql_where=sa.text("ref IS NOT NULL"),
        )
        batch_op.drop_index("ix_outbox_person")
        batch_op.drop_index(
            "ix_outbox_order",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_outbox_due",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_outbox_batch")

    op.drop_table("outbox")
    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.drop_index("uq_opportunities_key")
        batch_op.drop_index("ix_opportunities_window")
        batch_op.drop_index("ix_opportunities_theme")
        batch_op.drop_index("ix_opportunities_sector")
        batch_op.drop_index("ix_opportunities_scope")
        batch_op.drop_index("ix_opportunities_mode")

    op.drop_table("opportunities")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_inbox_due_at",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_inbox_closed_at"))

    op.drop_table("inbox")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_subject")

    op.drop_table("audit")
