"""Signs of life of the processes that must always run."""

from alembic import op
from sqlalchemy import JSON, Column, DateTime, PrimaryKeyConstraint, String

revision = "0011"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "beat",
        Column("name", String(40), nullable=False),
        Column("at", DateTime(timezone=True), nullable=False),
        Column("facts", JSON, nullable=False),
        PrimaryKeyConstraint("name", name="pk_beat"),
    )
