"""The tables of what editors have not published yet; see `bot.store.models` for all others."""

from sqlalchemy import JSON, Column, Integer, LargeBinary, String, Table

from bot.store.schema import metadata
from bot.store.types import Moment

# One draft a thing: the office is small, and two drafts of one entry would have to be joined by hand.
faq_draft = Table(
    "faq_draft",
    metadata,
    Column("kind", String(8), primary_key=True),  # entry | concept
    Column("name", String(80), primary_key=True),
    Column("base", String(64), nullable=False),  # what it was made from: an entry's revision, a digest of the terms
    Column("content", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("at", Moment, nullable=False),
)

# Checks that take a while, by what is checked; whoever asks for the same again finds the result.
faq_run = Table(
    "faq_run",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("state", String(8), nullable=False),  # running | done | failed
    Column("done", Integer, nullable=False, server_default="0"),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("result", JSON),
    Column("beat_at", Moment, nullable=False),
)

# Files between "what is in it" and "take it in".
faq_upload = Table(
    "faq_upload",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("at", Moment, nullable=False),
)
