"""Gaps: what the office decided about questions that the bot could not answer."""

from alembic import op
from sqlalchemy import Column, DateTime, PrimaryKeyConstraint, String

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "gap_verdict",
        Column("key", String(64), nullable=False),
        Column("verdict", String(12), nullable=False),
        Column("actor", String(80), nullable=False),
        Column("at", DateTime(timezone=True), nullable=False),
        PrimaryKeyConstraint("key", name="pk_gap_verdict"),
    )
