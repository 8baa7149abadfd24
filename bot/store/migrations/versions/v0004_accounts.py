"""Accounts: paused or not, connected when, how long their token lives, and what their platform has let them do."""

from alembic import op
from sqlalchemy import Boolean, Column, DateTime, PrimaryKeyConstraint, String, Text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "account",
        Column("name", String(80), nullable=False),
        Column("paused_at", DateTime(timezone=True)),
        Column("paused_by", String(80), nullable=False, server_default=""),
        Column("pause_reason", Text, nullable=False, server_default=""),
        Column("connected_at", DateTime(timezone=True)),
        Column("token_print", String(16), nullable=False, server_default=""),
        Column("token_began_at", DateTime(timezone=True)),
        Column("token_ends_at", DateTime(timezone=True)),
        PrimaryKeyConstraint("name", name="pk_account"),
    )
    op.create_table(
        "account_right",
        Column("account", String(80), nullable=False),
        Column("name", String(30), nullable=False),
        Column("works", Boolean, nullable=False),
        Column("why", Text, nullable=False, server_default=""),
        Column("code", String(40), nullable=False, server_default=""),
        Column("words", Text, nullable=False, server_default=""),
        Column("at", DateTime(timezone=True), nullable=False),
        PrimaryKeyConstraint("account", "name", name="pk_account_right"),
    )
