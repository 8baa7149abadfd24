"""The office's desk: how a decision on a gap is undone, answers sent at once, numbers read from one index."""

from alembic import op
from sqlalchemy import Column, String, Text, text

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_FIRST = {"sqlite": "json_extract(entries, '$[0]')", "postgresql": "entries ->> 0"}


def upgrade() -> None:
    """Add the columns; the index of the log's times now holds all that is counted."""
    for column in (
        Column("deed", String(32), nullable=False, server_default=""),
        Column("entry", String(80), nullable=False, server_default=""),
        Column("lang", String(2), nullable=False, server_default=""),
        Column("phrasing", Text, nullable=False, server_default=""),
    ):
        op.add_column("gap_verdict", column)
    op.add_column("inbox_message", Column("way", String(10), nullable=False, server_default=""))
    op.add_column("inbox_request", Column("reason", String(20), nullable=False, server_default=""))
    op.add_column("message_log", Column("entry", String(80), nullable=False, server_default=""))
    first = _FIRST[op.get_context().dialect.name]
    op.execute(
        text(
            f"UPDATE message_log SET entry = coalesce(substr({first}, 1, 80), '') "  # noqa: S608  # words of our own
            "WHERE decision = 'answer' AND shown > 0"
        )
    )
    op.drop_index("ix_message_log_at", "message_log")
    op.create_index("ix_message_log_counted", "message_log", ["at", "decision", "kind", "lang", "entry", "person_key"])
