"""The tables of colleagues and how they sign in; see `bot.store.models` for all others."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, String, Table, Text, text

from bot.store.schema import Id, metadata
from bot.store.types import Moment

staff = Table(
    "staff",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("role", String(12), nullable=False),  # viewer | editor | approver | admin
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("created_at", Moment, nullable=False),
    Column("password", Text, nullable=False, server_default=""),  # argon2id, "" until one is chosen
    Column("totp_sealed", LargeBinary),  # the secret of the second factor
    Column("totp_last", Integer, nullable=False, server_default="0"),  # the last time step used: a code counts once
    Column("lang", String(2), nullable=False, server_default=""),
)

# Signed-in browsers. The cookie's value is not kept, its hash is.
session = Table(
    "session",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("form_token", String(64), nullable=False),
    Column("browser", String(200), nullable=False, server_default=""),
    Column("opened_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

# One-time links: "join" lets a colleague choose a password, "enter" signs in at once.
staff_link = Table(
    "staff_link",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("purpose", String(10), nullable=False),
    Column("expires_at", Moment, nullable=False),
)

# Failed sign-ins by name and network; a row goes with the first success.
sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
)

# Codes on paper for whoever has lost the phone with the second factor; a row goes with its use.
recovery_code = Table(
    "recovery_code",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
)

# What programs sign in with. The token is not kept, its hash is.
api_token = Table(
    "api_token",
    metadata,
    Column("id", Id, primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("name", String(60), nullable=False),
    Column("role", String(12), nullable=False),
    Column("made_by", String(80), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("revoked_at", Moment),
)
