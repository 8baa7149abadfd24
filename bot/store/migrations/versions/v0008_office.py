"""Recovery codes of the second factor, tokens of programs, the office's menu, QR codes and their scans."""

from alembic import op
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

Id = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "recovery_code",
        Column("hash", String(64), nullable=False),
        Column("staff_id", Id, nullable=False),
        ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_recovery_code_staff_id", ondelete="CASCADE"),
        PrimaryKeyConstraint("hash", name="pk_recovery_code"),
    )
    op.create_index("ix_recovery_code_staff_id", "recovery_code", ["staff_id"])
    op.create_table(
        "api_token",
        Column("id", Id, nullable=False),
        Column("hash", String(64), nullable=False),
        Column("name", String(60), nullable=False),
        Column("role", String(12), nullable=False),
        Column("made_by", String(80), nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("expires_at", DateTime(timezone=True), nullable=False),
        Column("used_at", DateTime(timezone=True)),
        Column("revoked_at", DateTime(timezone=True)),
        PrimaryKeyConstraint("id", name="pk_api_token"),
        UniqueConstraint("hash", name="uq_api_token_hash"),
    )
    op.create_table(
        "wechat_menu",
        Column("account", String(80), nullable=False),
        Column("tops", JSON, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("actor", String(80), nullable=False),
        Column("at", DateTime(timezone=True), nullable=False),
        Column("pushed", JSON),
        Column("pushed_at", DateTime(timezone=True)),
        PrimaryKeyConstraint("account", name="pk_wechat_menu"),
    )
    op.create_table(
        "qr_code",
        Column("account", String(80), nullable=False),
        Column("scene", String(64), nullable=False),
        Column("label", String(80), nullable=False),
        Column("url", Text, nullable=False),
        Column("actor", String(80), nullable=False),
        Column("at", DateTime(timezone=True), nullable=False),
        PrimaryKeyConstraint("account", "scene", name="pk_qr_code"),
    )
    op.create_table(
        "qr_scan",
        Column("key", String(64), nullable=False),
        Column("scene", String(64), nullable=False),
        Column("followed", Boolean, nullable=False),
        Column("at", DateTime(timezone=True), nullable=False),
        PrimaryKeyConstraint("key", name="pk_qr_scan"),
    )
    op.create_index("ix_qr_scan_scene", "qr_scan", ["scene"])
