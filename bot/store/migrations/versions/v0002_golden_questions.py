"""Golden questions: what the FAQ must answer, and what it must not."""

from alembic import op
from sqlalchemy import JSON, BigInteger, Column, DateTime, Integer, PrimaryKeyConstraint, String, Text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Moment = DateTime(timezone=True)
Id = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "golden_question",
        Column("id", Id, nullable=False),
        Column("question", Text, nullable=False),
        Column("expected", JSON, nullable=False),
        Column("lang", String(2), server_default="", nullable=False),
        Column("kind", String(30), server_default="", nullable=False),
        Column("note", Text, server_default="", nullable=False),
        Column("created_by", String(80), server_default="", nullable=False),
        Column("created_at", Moment, nullable=False),
        PrimaryKeyConstraint("id", name="pk_golden_question"),
    )
