"""The table of announcements' versions; see `bot.store.models` for all others."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from bot.store.schema import Id, metadata
from bot.store.types import Moment

# What was done to an announcement's words, in order: saved, asked (for approval), returned, approved.
announcement_version = Table(
    "announcement_version",
    metadata,
    Column("id", Id, primary_key=True),
    Column("announcement_id", ForeignKey("announcement.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("deed", String(10), nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("content_hash", String(64), nullable=False),
    Column("snapshot", JSON, nullable=False),  # core.announcement_plain
    UniqueConstraint("announcement_id", "number"),
)
