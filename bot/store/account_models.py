"""The tables of what stands on the WeChat account besides posts: its menu, its QR codes and who scanned them."""

from sqlalchemy import JSON, Boolean, Column, Integer, String, Table, Text

from bot.store.schema import metadata
from bot.store.types import Moment

# The menu as the office has written it, in the form of the menu file, and what was pushed last, in WeChat's.
wechat_menu = Table(
    "wechat_menu",
    metadata,
    Column("account", String(80), primary_key=True),
    Column("tops", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("at", Moment, nullable=False),
    Column("pushed", JSON),
    Column("pushed_at", Moment),
)

# Codes that say where a follower comes from. `url`: what the code holds, as WeChat gave it.
qr_code = Table(
    "qr_code",
    metadata,
    Column("account", String(80), primary_key=True),
    Column("scene", String(64), primary_key=True),
    Column("label", String(80), nullable=False),
    Column("url", Text, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("at", Moment, nullable=False),
)

# One row a scan, by the message's key, so that WeChat's repetition counts once; nobody's name.
qr_scan = Table(
    "qr_scan",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("scene", String(64), nullable=False, index=True),
    Column("followed", Boolean, nullable=False),  # came to follow by it; False: followed before
    Column("at", Moment, nullable=False),
)
