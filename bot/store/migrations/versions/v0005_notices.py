"""Notices: what staff are told, how far each way is with it, and which weekly digests were written."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
    text,
)

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = BigInteger().with_variant(Integer, "sqlite")
_MOMENT = DateTime(timezone=True)
_OPEN = text("closed_at IS NULL")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "notice",
        Column("id", _ID, nullable=False),
        Column("cause", String(160), nullable=False),
        Column("severity", String(10), nullable=False),
        Column("subject", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("announcement_id", String(80), nullable=False, server_default=""),
        Column("opened_at", _MOMENT, nullable=False),
        Column("closed_at", _MOMENT),
        Column("seen_at", _MOMENT),
        Column("seen_by", String(80), nullable=False, server_default=""),
        PrimaryKeyConstraint("id", name="pk_notice"),
    )
    op.create_index("ix_notice_opened_at", "notice", ["opened_at"])
    op.create_index("ix_notice_closed_at", "notice", ["closed_at"])
    op.create_index("uq_notice_open", "notice", ["cause"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_table(
        "notice_telling",
        Column("notice_id", _ID, nullable=False),
        Column("way", String(20), nullable=False),
        Column("fence", Integer, nullable=False),
        Column("next_try_at", _MOMENT, nullable=False),
        Column("failures", Integer, nullable=False, server_default="0"),
        Column("times", Integer, nullable=False, server_default="0"),
        Column("told_at", _MOMENT),
        Column("error", Text, nullable=False, server_default=""),
        ForeignKeyConstraint(["notice_id"], ["notice.id"], name="fk_notice_telling_notice_id", ondelete="CASCADE"),
        PrimaryKeyConstraint("notice_id", "way", name="pk_notice_telling"),
    )
    op.create_table(
        "digest_week",
        Column("week", String(10), nullable=False),
        Column("at", _MOMENT, nullable=False),
        PrimaryKeyConstraint("week", name="pk_digest_week"),
    )
