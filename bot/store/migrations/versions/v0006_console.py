"""The console: passwords, second factors, signed-in browsers, one-time links, failed sign-ins."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Text,
)

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

Id = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Add the columns and tables."""
    op.add_column("staff", Column("password", Text, nullable=False, server_default=""))
    op.add_column("staff", Column("totp_sealed", LargeBinary))
    op.add_column("staff", Column("totp_last", Integer, nullable=False, server_default="0"))
    op.add_column("staff", Column("lang", String(2), nullable=False, server_default=""))
    op.create_table(
        "session",
        Column("hash", String(64), nullable=False),
        Column("staff_id", Id, nullable=False),
        Column("form_token", String(64), nullable=False),
        Column("browser", String(200), nullable=False, server_default=""),
        Column("opened_at", DateTime(timezone=True), nullable=False),
        Column("seen_at", DateTime(timezone=True), nullable=False),
        ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_session_staff_id", ondelete="CASCADE"),
        PrimaryKeyConstraint("hash", name="pk_session"),
    )
    op.create_index("ix_session_staff_id", "session", ["staff_id"])
    op.create_table(
        "staff_link",
        Column("hash", String(64), nullable=False),
        Column("staff_id", Id, nullable=False),
        Column("purpose", String(10), nullable=False),
        Column("expires_at", DateTime(timezone=True), nullable=False),
        ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_link_staff_id", ondelete="CASCADE"),
        PrimaryKeyConstraint("hash", name="pk_staff_link"),
    )
    op.create_index("ix_staff_link_staff_id", "staff_link", ["staff_id"])
    op.create_table(
        "sign_in_failure",
        Column("key", String(64), nullable=False),
        Column("count", Integer, nullable=False),
        Column("last_at", DateTime(timezone=True), nullable=False),
        PrimaryKeyConstraint("key", name="pk_sign_in_failure"),
    )
