"""The first schema."""

from alembic import op
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    text,
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Written out instead of taken from the models, because those move on and this must not.
Moment = DateTime(timezone=True)
Id = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    _faq()
    _around_the_faq()
    _people()
    _inbox()
    _announcements()
    _deliveries()
    _sending()
    _office()


def _faq() -> None:
    op.create_table(
        "faq_entry",
        Column("id", String(80), nullable=False),
        Column("position", Integer, nullable=False),
        Column("category", String(60), server_default="", nullable=False),
        Column("confidence", String(10), server_default="", nullable=False),
        Column("source", Text, server_default="", nullable=False),
        Column("review_by", Date),
        Column("valid_from", Date),
        Column("valid_until", Date),
        Column("related", JSON, nullable=False),
        Column("status", String(12), server_default="published", nullable=False),
        Column("revision", Integer, server_default="1", nullable=False),
        Column("created_at", Moment, nullable=False),
        Column("updated_at", Moment, nullable=False),
        PrimaryKeyConstraint("id", name="pk_faq_entry"),
    )
    op.create_table(
        "faq_text",
        Column("entry_id", String(80), nullable=False),
        Column("lang", String(2), nullable=False),
        Column("question", Text, nullable=False),
        Column("answer", Text, nullable=False),
        Column("after", Text, server_default="", nullable=False),
        ForeignKeyConstraint(["entry_id"], ["faq_entry.id"], name="fk_faq_text_entry_id", ondelete="CASCADE"),
        PrimaryKeyConstraint("entry_id", "lang", name="pk_faq_text"),
    )
    op.create_table(
        "faq_phrasing",
        Column("entry_id", String(80), nullable=False),
        Column("lang", String(2), nullable=False),
        Column("position", Integer, autoincrement=False, nullable=False),
        Column("text", Text, nullable=False),
        ForeignKeyConstraint(["entry_id"], ["faq_entry.id"], name="fk_faq_phrasing_entry_id", ondelete="CASCADE"),
        PrimaryKeyConstraint("entry_id", "lang", "position", name="pk_faq_phrasing"),
    )


def _around_the_faq() -> None:
    op.create_table(
        "faq_revision",
        Column("entry_id", String(80), nullable=False),
        Column("revision", Integer, autoincrement=False, nullable=False),
        Column("at", Moment, nullable=False),
        Column("actor", String(80), nullable=False),
        Column("note", Text, server_default="", nullable=False),
        Column("snapshot", JSON, nullable=False),
        PrimaryKeyConstraint("entry_id", "revision", name="pk_faq_revision"),
    )
    op.create_table(
        "faq_variable",
        Column("name", String(60), nullable=False),
        Column("value", Text, nullable=False),
        PrimaryKeyConstraint("name", name="pk_faq_variable"),
    )
    op.create_table(
        "lexicon_concept",
        Column("concept", String(80), nullable=False),
        Column("terms", JSON, nullable=False),
        PrimaryKeyConstraint("concept", name="pk_lexicon_concept"),
    )
    op.create_table(
        "epoch",
        Column("name", String(40), nullable=False),
        Column("number", Integer, nullable=False),
        PrimaryKeyConstraint("name", name="pk_epoch"),
    )


def _people() -> None:
    op.create_table(
        "person",
        Column("key", String(43), nullable=False),
        Column("platform", String(12), nullable=False),
        Column("openid_sealed", LargeBinary, nullable=False),
        Column("lang", String(2), server_default="", nullable=False),
        Column("lang_chosen", Boolean, server_default=text("false"), nullable=False),
        Column("state", JSON, nullable=False),
        Column("follows", Boolean, server_default=text("true"), nullable=False),
        Column("follow_changed_at", Moment),
        Column("first_seen_at", Moment, nullable=False),
        Column("seen_at", Moment, nullable=False),
        PrimaryKeyConstraint("key", name="pk_person"),
    )
    op.create_table(
        "message_log",
        Column("id", Id, nullable=False),
        Column("key", String(64), nullable=False),
        Column("at", Moment, nullable=False),
        Column("person_key", String(43), nullable=False),
        Column("kind", String(20), nullable=False),
        Column("decision", String(10), server_default="", nullable=False),
        Column("entries", JSON, nullable=False),
        Column("shown", Integer, server_default="0", nullable=False),
        Column("lang", String(2), server_default="", nullable=False),
        Column("confidence", Float, server_default="0", nullable=False),
        Column("question", Text, server_default="", nullable=False),
        Column("reply", Text, server_default="", nullable=False),
        Column("request_id", String(32), server_default="", nullable=False),
        Column("ms", Float, server_default="0", nullable=False),
        PrimaryKeyConstraint("id", name="pk_message_log"),
        UniqueConstraint("key", name="uq_message_log_key"),
    )
    op.create_index("ix_message_log_at", "message_log", ["at"])
    op.create_index("ix_message_log_person_key", "message_log", ["person_key"])
    op.create_table(
        "effect",
        Column("key", String(64), nullable=False),
        Column("at", Moment, nullable=False),
        Column("person_key", String(43), nullable=False),
        Column("kind", String(30), nullable=False),
        Column("reply", JSON),
        PrimaryKeyConstraint("key", name="pk_effect"),
    )
    op.create_index("ix_effect_at", "effect", ["at"])
    op.create_index("ix_effect_person_key", "effect", ["person_key"])


def _inbox() -> None:
    op.create_table(
        "inbox_request",
        Column("id", Id, nullable=False),
        Column("person_key", String(43), nullable=False),
        Column("status", String(10), server_default="open", nullable=False),
        Column("lang", String(2), server_default="", nullable=False),
        Column("opened_at", Moment, nullable=False),
        Column("closed_at", Moment),
        Column("assignee", String(80), server_default="", nullable=False),
        PrimaryKeyConstraint("id", name="pk_inbox_request"),
    )
    op.create_index("ix_inbox_request_person_key", "inbox_request", ["person_key"])
    op.create_index(
        "uq_inbox_request_open",
        "inbox_request",
        ["person_key"],
        unique=True,
        sqlite_where=text("status <> 'done'"),
        postgresql_where=text("status <> 'done'"),
    )
    op.create_table(
        "inbox_message",
        Column("id", Id, nullable=False),
        Column("request_id", Id, nullable=False),
        Column("at", Moment, nullable=False),
        Column("author", String(80), nullable=False),
        Column("text", Text, nullable=False),
        Column("delivered_at", Moment),
        ForeignKeyConstraint(
            ["request_id"], ["inbox_request.id"], name="fk_inbox_message_request_id", ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name="pk_inbox_message"),
    )
    op.create_index("ix_inbox_message_request_id", "inbox_message", ["request_id"])


def _announcements() -> None:
    op.create_table(
        "announcement",
        Column("id", String(80), nullable=False),
        Column("kind", String(40), server_default="", nullable=False),
        Column("status", String(12), server_default="draft", nullable=False),
        Column("event", JSON, nullable=False),
        Column("publish_at", Moment, nullable=False),
        Column("publish_wall", String(25), nullable=False),
        Column("publish_zone", String(60), nullable=False),
        Column("picture", Text, server_default="", nullable=False),
        Column("picture_bytes", Integer, server_default="0", nullable=False),
        Column("picture_alt", JSON, nullable=False),
        Column("late_after_seconds", Integer),
        Column("useful_until", Moment),
        Column("content_hash", String(64), nullable=False),
        Column("created_by", String(80), server_default="", nullable=False),
        Column("created_at", Moment, nullable=False),
        Column("updated_at", Moment, nullable=False),
        Column("approved_by", String(80), server_default="", nullable=False),
        Column("approved_at", Moment),
        CheckConstraint("status IN ('draft', 'approved', 'cancelled')", name="ck_announcement_status_known"),
        PrimaryKeyConstraint("id", name="pk_announcement"),
    )
    op.create_table(
        "announcement_text",
        Column("announcement_id", String(80), nullable=False),
        Column("lang", String(2), nullable=False),
        Column("title", Text, nullable=False),
        Column("body", Text, nullable=False),
        ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name="fk_announcement_text_announcement_id", ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("announcement_id", "lang", name="pk_announcement_text"),
    )
    op.create_table(
        "announcement_channel",
        Column("announcement_id", String(80), nullable=False),
        Column("channel", String(12), nullable=False),
        Column("act", String(12), nullable=False),
        Column("lang", String(2), nullable=False),
        Column("audience", String(40), server_default="all", nullable=False),
        Column("title", Text, server_default="", nullable=False),
        Column("body", Text, server_default="", nullable=False),
        ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name="fk_announcement_channel_announcement_id", ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("announcement_id", "channel", name="pk_announcement_channel"),
    )


def _deliveries() -> None:
    op.create_table(
        "delivery",
        Column("id", Id, nullable=False),
        Column("announcement_id", String(80), nullable=False),
        Column("channel", String(12), nullable=False),
        Column("account", String(80), nullable=False),
        Column("edition", Integer, server_default="1", nullable=False),
        Column("state", String(12), server_default="queued", nullable=False),
        Column("key", String(32), nullable=False),
        Column("payload", JSON, nullable=False),
        Column("payload_hash", String(64), nullable=False),
        Column("due_at", Moment, nullable=False),
        Column("next_try_at", Moment, nullable=False),
        Column("late_after_seconds", Integer, nullable=False),
        Column("useful_until", Moment),
        Column("fence", Integer, server_default="0", nullable=False),
        Column("lease_owner", String(80), server_default="", nullable=False),
        Column("lease_until", Moment),
        Column("attempts", Integer, server_default="0", nullable=False),
        Column("looked", Integer, server_default="0", nullable=False),
        Column("first_attempt_at", Moment),
        Column("notes", JSON, nullable=False),
        Column("remote_id", String(120), server_default="", nullable=False),
        Column("url", Text, server_default="", nullable=False),
        Column("error_code", String(40), server_default="", nullable=False),
        Column("error", Text, server_default="", nullable=False),
        Column("words", Text, server_default="", nullable=False),
        Column("created_at", Moment, nullable=False),
        Column("updated_at", Moment, nullable=False),
        Column("ended_at", Moment),
        CheckConstraint(
            "state IN ('queued', 'claimed', 'sending', 'accepted', 'retry', 'sent', 'failed', "
            "'unknown', 'held', 'missed', 'cancelled')",
            name="ck_delivery_state_known",
        ),
        ForeignKeyConstraint(["announcement_id"], ["announcement.id"], name="fk_delivery_announcement_id"),
        PrimaryKeyConstraint("id", name="pk_delivery"),
        UniqueConstraint("announcement_id", "account", "edition", name="uq_delivery_announcement_id_account_edition"),
        UniqueConstraint("key", name="uq_delivery_key"),
    )
    op.create_index("ix_delivery_due", "delivery", ["state", "next_try_at"])
    op.create_index(
        "uq_delivery_active",
        "delivery",
        ["account"],
        unique=True,
        sqlite_where=text("state IN ('claimed', 'sending')"),
        postgresql_where=text("state IN ('claimed', 'sending')"),
    )


def _sending() -> None:
    op.create_table(
        "attempt",
        Column("id", Id, nullable=False),
        Column("delivery_id", Id, nullable=False),
        Column("number", Integer, nullable=False),
        Column("fence", Integer, nullable=False),
        Column("started_at", Moment, nullable=False),
        Column("ended_at", Moment),
        Column("outcome", String(12), server_default="", nullable=False),
        Column("code", String(40), server_default="", nullable=False),
        Column("why", Text, server_default="", nullable=False),
        Column("words", Text, server_default="", nullable=False),
        ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_attempt_delivery_id", ondelete="CASCADE"),
        PrimaryKeyConstraint("id", name="pk_attempt"),
        UniqueConstraint("delivery_id", "fence", name="uq_attempt_delivery_id_fence"),
    )
    op.create_index("ix_attempt_delivery_id", "attempt", ["delivery_id"])
    op.create_table(
        "quota_ledger",
        Column("id", Id, nullable=False),
        Column("account", String(80), nullable=False),
        Column("kind", String(30), nullable=False),
        Column("period", String(20), nullable=False),
        Column("delivery_id", Id, nullable=False),
        Column("state", String(10), nullable=False),
        Column("at", Moment, nullable=False),
        ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_quota_ledger_delivery_id"),
        PrimaryKeyConstraint("id", name="pk_quota_ledger"),
        UniqueConstraint("delivery_id", "kind", name="uq_quota_ledger_delivery_id_kind"),
    )
    op.create_index("ix_quota_ledger_period", "quota_ledger", ["account", "kind", "period"])
    op.create_table(
        "platform_event",
        Column("key", String(64), nullable=False),
        Column("platform", String(12), nullable=False),
        Column("kind", String(30), nullable=False),
        Column("remote_id", String(120), nullable=False),
        Column("fields", JSON, nullable=False),
        Column("at", Moment, nullable=False),
        Column("delivery_id", Id),
        PrimaryKeyConstraint("key", name="pk_platform_event"),
    )
    op.create_index("ix_platform_event_remote_id", "platform_event", ["remote_id"])


def _office() -> None:
    op.create_table(
        "staff",
        Column("id", Id, nullable=False),
        Column("name", String(80), nullable=False),
        Column("role", String(12), nullable=False),
        Column("active", Boolean, server_default=text("true"), nullable=False),
        Column("created_at", Moment, nullable=False),
        PrimaryKeyConstraint("id", name="pk_staff"),
        UniqueConstraint("name", name="uq_staff_name"),
    )
    op.create_table(
        "audit",
        Column("id", Id, nullable=False),
        Column("at", Moment, nullable=False),
        Column("actor", String(80), nullable=False),
        Column("action", String(60), nullable=False),
        Column("object", String(120), nullable=False),
        Column("before", JSON),
        Column("after", JSON),
        PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_table(
        "platform_token",
        Column("name", String(80), nullable=False),
        Column("sealed", LargeBinary, nullable=False),
        Column("expires_at", Moment),
        Column("updated_at", Moment, nullable=False),
        PrimaryKeyConstraint("name", name="pk_platform_token"),
    )
