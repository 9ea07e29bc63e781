"""Check-ins and planning."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.metadata import Instant, Words

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_dates",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("dates", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "programme", name=op.f("pk_known_dates")),
    )
    op.create_table(
        "planning",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("looked_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "programme", name=op.f("pk_planning")),
    )
    op.create_table(
        "check_ins",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("placement", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("asked", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("closes_at", Instant(), nullable=False),
        sa.Column("seen_by", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("snoozed_until", Instant(), nullable=True),
        sa.Column("delegated_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked"], ["people.id"], name=op.f("fk_check_ins_asked_people")),
        sa.ForeignKeyConstraint(
            ["delegated_by"], ["people.id"], name=op.f("fk_check_ins_delegated_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["placement"], ["placements.id"], name=op.f("fk_check_ins_placement_placements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
    )
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.create_index("ix_check_ins_asked", ["organisation", "programme", "asked"], unique=False)
        batch_op.create_index("ix_check_ins_state", ["organisation", "programme", "state"], unique=False)
        batch_op.create_index("uq_check_ins_placement_plan_role", ["placement", "plan", "role"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.drop_index("uq_check_ins_placement_plan_role")
        batch_op.drop_index("ix_check_ins_state")
        batch_op.drop_index("ix_check_ins_asked")

    op.drop_table("check_ins")
    op.drop_table("planning")
    op.drop_table("known_dates")
