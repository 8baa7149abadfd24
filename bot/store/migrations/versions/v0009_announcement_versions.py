"""Announcements: every version with its words, and what was asked and said about it."""

from alembic import op
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "announcement_version",
        Column("id", BigInteger().with_variant(Integer, "sqlite"), nullable=False),
        Column("announcement_id", String(80), nullable=False),
        Column("number", Integer, nullable=False),
        Column("at", DateTime(timezone=True), nullable=False),
        Column("actor", String(80), nullable=False),
        Column("deed", String(10), nullable=False),
        Column("note", Text, nullable=False, server_default=""),
        Column("content_hash", String(64), nullable=False),
        Column("snapshot", JSON, nullable=False),
        ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name="fk_announcement_version_announcement_id",
            ondelete="CASCADE",
        ),
        PrimaryKeyConstraint("id", name="pk_announcement_version"),
        UniqueConstraint("announcement_id", "number", name="uq_announcement_version_announcement_id_number"),
    )
