"""FAQ drafts: what is not published yet, checks and uploads under way, and when each language was last reworded."""

from alembic import op
from sqlalchemy import JSON, Column, DateTime, Integer, LargeBinary, PrimaryKeyConstraint, String

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MOMENT = DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns and tables."""
    op.add_column("faq_entry", Column("original", String(2), nullable=False, server_default=""))
    op.add_column("faq_text", Column("changed", Integer, nullable=False, server_default="0"))
    op.create_table(
        "faq_draft",
        Column("kind", String(8), nullable=False),
        Column("name", String(80), nullable=False),
        Column("base", String(64), nullable=False),
        Column("content", JSON, nullable=False),
        Column("version", Integer, nullable=False),
        Column("actor", String(80), nullable=False),
        Column("at", _MOMENT, nullable=False),
        PrimaryKeyConstraint("kind", "name", name="pk_faq_draft"),
    )
    op.create_table(
        "faq_run",
        Column("key", String(64), nullable=False),
        Column("state", String(8), nullable=False),
        Column("done", Integer, nullable=False, server_default="0"),
        Column("total", Integer, nullable=False, server_default="0"),
        Column("result", JSON),
        Column("beat_at", _MOMENT, nullable=False),
        PrimaryKeyConstraint("key", name="pk_faq_run"),
    )
    op.create_table(
        "faq_upload",
        Column("key", String(64), nullable=False),
        Column("name", String(200), nullable=False),
        Column("content", LargeBinary, nullable=False),
        Column("actor", String(80), nullable=False),
        Column("at", _MOMENT, nullable=False),
        PrimaryKeyConstraint("key", name="pk_faq_upload"),
    )
