"""The tables of what staff are told, and of who would have to tell it; see `bot.store.models` for all others."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.store.schema import Id, metadata
from bot.store.types import Moment

# What staff are told; written in the transaction of its cause, told afterwards.
notice = Table(
    "notice",
    metadata,
    Column("id", Id, primary_key=True),
    Column("cause", String(160), nullable=False),  # "delivery:12:unknown", "token:weibo:1:expiring"
    Column("severity", String(10), nullable=False),  # core.notices.Severity
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("announcement_id", String(80), nullable=False, server_default=""),
    Column("opened_at", Moment, nullable=False, index=True),
    Column("closed_at", Moment, index=True),  # the cause is gone
    Column("seen_at", Moment),  # a person has put it away while the cause lasts
    Column("seen_by", String(80), nullable=False, server_default=""),
    Index(
        "uq_notice_open",
        "cause",
        unique=True,
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
)

# How far each way (mail, chat) is with each notice.
notice_telling = Table(
    "notice_telling",
    metadata,
    Column("notice_id", ForeignKey("notice.id", ondelete="CASCADE"), primary_key=True),
    Column("way", String(20), primary_key=True),
    Column("fence", Integer, nullable=False),
    Column("next_try_at", Moment, nullable=False),
    Column("failures", Integer, nullable=False, server_default="0"),  # in a row
    Column("times", Integer, nullable=False, server_default="0"),
    Column("told_at", Moment),
    Column("error", Text, nullable=False, server_default=""),
)

# One row a weekly digest, so that none is sent twice.
digest_week = Table(
    "digest_week",
    metadata,
    Column("week", String(10), primary_key=True),  # the day on which it was due, in Asia/Shanghai
    Column("at", Moment, nullable=False),
)

# When each kind of process that must always run ("scheduler") was last at work.
beat = Table(
    "beat",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("facts", JSON, nullable=False),
)
