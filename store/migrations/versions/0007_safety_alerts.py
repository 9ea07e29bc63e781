"""safety alerts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.metadata import Instant, Words

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "safety_alerts",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("writer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("told", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("left_out", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("next_at", Instant(), nullable=True),
        sa.Column("taken_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("taken_at", Instant(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["taken_by"], ["people.id"], name=op.f("fk_safety_alerts_taken_by_people")),
        sa.ForeignKeyConstraint(["writer"], ["people.id"], name=op.f("fk_safety_alerts_writer_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_alerts")),
    )
    with op.batch_alter_table("safety_alerts", schema=None) as batch_op:
        batch_op.create_index("ix_safety_alerts_next_at", ["next_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_safety_alerts_writer"), ["writer"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("safety_alerts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_safety_alerts_writer"))
        batch_op.drop_index("ix_safety_alerts_next_at")

    op.drop_table("safety_alerts")
