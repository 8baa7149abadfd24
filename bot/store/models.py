"""Every table of the store. Queries live beside, one file a noun; nobody outside `bot.store` sees SQLAlchemy."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.core.announcements import Status
from bot.core.delivery import ACTIVE, State

# All of them, so that whoever knows this file knows every table.
from bot.store import account_models, faq_models, notice_models, schema, staff_models, version_models  # noqa: F401
from bot.store.types import Moment

metadata, Id = schema.metadata, schema.Id


def _one_of(column: str, values: type[State] | type[Status]) -> CheckConstraint:
    listed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


faq_entry = Table(
    "faq_entry",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("category", String(60), nullable=False, server_default=""),
    Column("confidence", String(10), nullable=False, server_default=""),
    Column("source", Text, nullable=False, server_default=""),
    Column("review_by", Date),
    Column("valid_from", Date),
    Column("valid_until", Date),
    Column("related", JSON, nullable=False),
    Column("status", String(12), nullable=False, server_default="published"),  # published | archived
    Column("revision", Integer, nullable=False, server_default="1"),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("original", String(2), nullable=False, server_default=""),  # language; "": the one reworded last
)

faq_text = Table(
    "faq_text",
    metadata,
    Column("entry_id", ForeignKey("faq_entry.id", ondelete="CASCADE"), primary_key=True),
    Column("lang", String(2), primary_key=True),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("after", Text, nullable=False, server_default=""),
    Column("changed", Integer, nullable=False, server_default="0"),  # the revision that reworded it, or checked it
)

faq_phrasing = Table(
    "faq_phrasing",
    metadata,
    Column("entry_id", ForeignKey("faq_entry.id", ondelete="CASCADE"), primary_key=True),
    Column("lang", String(2), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
)

faq_revision = Table(
    "faq_revision",
    metadata,
    Column("entry_id", String(80), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("snapshot", JSON, nullable=False),
)

faq_variable = Table(
    "faq_variable",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)

lexicon_concept = Table(
    "lexicon_concept",
    metadata,
    Column("concept", String(80), primary_key=True),
    Column("terms", JSON, nullable=False),  # {"zh": […], "en": […], "fr": […]}
)

# Questions with known answers: they place the lines between sure, maybe and no, and every edit is tried on them.
golden_question = Table(
    "golden_question",
    metadata,
    Column("id", Id, primary_key=True),
    Column("question", Text, nullable=False),
    Column("expected", JSON, nullable=False),  # ids of the entries that are right; [] when the FAQ must not answer
    Column("lang", String(2), nullable=False, server_default=""),
    Column("kind", String(30), nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("created_by", String(80), nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),
)

# What the office decided about a question that the bot could not answer; the question itself is not kept, its hash is.
gap_verdict = Table(
    "gap_verdict",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("verdict", String(12), nullable=False),  # attached | out_of_scope | dismissed
    Column("actor", String(80), nullable=False),
    Column("at", Moment, nullable=False),
    Column("deed", String(32), nullable=False, server_default=""),  # what was decided together can be undone together
    Column("entry", String(80), nullable=False, server_default=""),  # attached to it, as `phrasing` in `lang`
    Column("lang", String(2), nullable=False, server_default=""),
    Column("phrasing", Text, nullable=False, server_default=""),  # for out_of_scope the golden question that came of it
)

# One row a thing that processes keep in memory ("faq"): a changed number means "load again".
epoch = Table(
    "epoch",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("number", Integer, nullable=False),
)

person = Table(
    "person",
    metadata,
    Column("key", String(43), primary_key=True),  # HMAC of the openid
    Column("platform", String(12), nullable=False),
    Column("openid_sealed", LargeBinary, nullable=False),
    Column("lang", String(2), nullable=False, server_default=""),
    Column("lang_chosen", Boolean, nullable=False, server_default=text("false")),
    Column("state", JSON, nullable=False),
    Column("follows", Boolean, nullable=False, server_default=text("true")),
    Column("follow_changed_at", Moment),
    Column("first_seen_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

message_log = Table(
    "message_log",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("at", Moment, nullable=False),
    Column("person_key", String(43), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("decision", String(10), nullable=False, server_default=""),
    Column("entries", JSON, nullable=False),
    Column("shown", Integer, nullable=False, server_default="0"),
    Column("lang", String(2), nullable=False, server_default=""),
    Column("confidence", Float, nullable=False, server_default="0"),
    Column("question", Text, nullable=False, server_default=""),
    Column("reply", Text, nullable=False, server_default=""),
    Column("request_id", String(32), nullable=False, server_default=""),
    Column("ms", Float, nullable=False, server_default="0"),
    Column("entry", String(80), nullable=False, server_default=""),  # the first of `entries`, where it was the answer
    # All that is counted over a period is read from it, without the texts.
    Index("ix_message_log_counted", "at", "decision", "kind", "lang", "entry", "person_key"),
)

# Whatever a message caused, once: the unique key commits with the effect, and the retry replays the reply.
effect = Table(
    "effect",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("person_key", String(43), nullable=False, index=True),
    Column("kind", String(30), nullable=False),
    Column("reply", JSON),
)

inbox_request = Table(
    "inbox_request",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_key", String(43), nullable=False, index=True),
    Column("status", String(10), nullable=False, server_default="open"),  # open | waiting | done
    Column("lang", String(2), nullable=False, server_default=""),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("assignee", String(80), nullable=False, server_default=""),
    Column("reason", String(20), nullable=False, server_default=""),  # why it was closed
    # One open request a person: what they write next is added to it.
    Index(
        "uq_inbox_request_open",
        "person_key",
        unique=True,
        sqlite_where=text("status <> 'done'"),
        postgresql_where=text("status <> 'done'"),
    ),
)

inbox_message = Table(
    "inbox_message",
    metadata,
    Column("id", Id, primary_key=True),
    Column("request_id", ForeignKey("inbox_request.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("author", String(80), nullable=False),  # "student" or a colleague's name
    Column("text", Text, nullable=False),
    Column("delivered_at", Moment),
    # A colleague's: "" waits for the student's next message; "sending", "sent" and "unknown" by customer service.
    Column("way", String(10), nullable=False, server_default=""),
)

announcement = Table(
    "announcement",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("kind", String(40), nullable=False, server_default=""),
    Column("status", String(12), nullable=False, server_default=Status.DRAFT.value),
    Column("event", JSON, nullable=False),  # core.announcements.Event, instants as ISO text
    Column("publish_at", Moment, nullable=False),
    Column("publish_wall", String(25), nullable=False),
    Column("publish_zone", String(60), nullable=False),
    Column("picture", Text, nullable=False, server_default=""),
    Column("picture_bytes", Integer, nullable=False, server_default="0"),
    Column("picture_alt", JSON, nullable=False),
    Column("late_after_seconds", Integer),
    Column("useful_until", Moment),
    Column("content_hash", String(64), nullable=False),
    Column("created_by", String(80), nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("approved_by", String(80), nullable=False, server_default=""),
    Column("approved_at", Moment),
    _one_of("status", Status),
)

announcement_text = Table(
    "announcement_text",
    metadata,
    Column("announcement_id", ForeignKey("announcement.id", ondelete="CASCADE"), primary_key=True),
    Column("lang", String(2), primary_key=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
)

announcement_channel = Table(
    "announcement_channel",
    metadata,
    Column("announcement_id", ForeignKey("announcement.id", ondelete="CASCADE"), primary_key=True),
    Column("channel", String(12), primary_key=True),
    Column("act", String(12), nullable=False),
    Column("lang", String(2), nullable=False),
    Column("audience", String(40), nullable=False, server_default="all"),
    Column("title", Text, nullable=False, server_default=""),
    Column("body", Text, nullable=False, server_default=""),
)

_ACTIVE = text("state IN ({})".format(", ".join(f"'{state.value}'" for state in ACTIVE)))

delivery = Table(
    "delivery",
    metadata,
    Column("id", Id, primary_key=True),
    Column("announcement_id", ForeignKey("announcement.id"), nullable=False),
    Column("channel", String(12), nullable=False),
    Column("account", String(80), nullable=False),
    Column("edition", Integer, nullable=False, server_default="1"),
    Column("state", String(12), nullable=False, server_default=State.QUEUED.value),
    Column("key", String(32), nullable=False, unique=True),
    Column("payload", JSON, nullable=False),  # core.delivery.Post, frozen at approval
    Column("payload_hash", String(64), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("next_try_at", Moment, nullable=False),  # when the scheduler looks at it next, in whatever state
    Column("late_after_seconds", Integer, nullable=False),
    Column("useful_until", Moment),
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("lease_owner", String(80), nullable=False, server_default=""),
    Column("lease_until", Moment),  # by the database's clock, because machines disagree
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("looked", Integer, nullable=False, server_default="0"),  # times looked for while unknown or accepted
    Column("first_attempt_at", Moment),
    Column("notes", JSON, nullable=False),  # steps kept between tries: draft id, picture ids
    Column("remote_id", String(120), nullable=False, server_default=""),
    Column("url", Text, nullable=False, server_default=""),
    Column("error_code", String(40), nullable=False, server_default=""),
    Column("error", Text, nullable=False, server_default=""),  # a sentence for staff
    Column("words", Text, nullable=False, server_default=""),  # the platform's own, redacted
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("ended_at", Moment),
    UniqueConstraint("announcement_id", "account", "edition"),
    _one_of("state", State),
    Index("ix_delivery_due", "state", "next_try_at"),
    # One thing at a time for each account, so that looking for an unknown one is never ambiguous.
    Index("uq_delivery_active", "account", unique=True, sqlite_where=_ACTIVE, postgresql_where=_ACTIVE),
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", Id, primary_key=True),
    Column("delivery_id", ForeignKey("delivery.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("outcome", String(12), nullable=False, server_default=""),  # sent accepted retry refused unknown crashed
    Column("code", String(40), nullable=False, server_default=""),
    Column("why", Text, nullable=False, server_default=""),
    Column("words", Text, nullable=False, server_default=""),
    UniqueConstraint("delivery_id", "fence"),
)

quota_ledger = Table(
    "quota_ledger",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account", String(80), nullable=False),
    Column("kind", String(30), nullable=False),  # mass_day, mass_month, posts_hour …
    Column("period", String(20), nullable=False),  # "2026-12-10", in Asia/Shanghai
    Column("delivery_id", ForeignKey("delivery.id"), nullable=False),
    Column("state", String(10), nullable=False),  # reserved | used | released
    Column("at", Moment, nullable=False),
    UniqueConstraint("delivery_id", "kind"),
    Index("ix_quota_ledger_period", "account", "kind", "period"),
)

# What a platform told us about a job; kept even when it comes before our own result is on disk.
platform_event = Table(
    "platform_event",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("platform", String(12), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("remote_id", String(120), nullable=False, index=True),
    Column("fields", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    Column("delivery_id", Id),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("actor", String(80), nullable=False),
    Column("action", String(60), nullable=False),
    Column("object", String(120), nullable=False),
    Column("before", JSON),
    Column("after", JSON),
)

platform_token = Table(
    "platform_token",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("expires_at", Moment),
    Column("updated_at", Moment, nullable=False),
)

# What is known of an account beside the settings; without a row nothing is.
account = Table(
    "account",
    metadata,
    Column("name", String(80), primary_key=True),  # like delivery.account: "weibo:1234567890"
    Column("paused_at", Moment),
    Column("paused_by", String(80), nullable=False, server_default=""),
    Column("pause_reason", Text, nullable=False, server_default=""),
    Column("connected_at", Moment),  # by OAuth
    Column("token_print", String(16), nullable=False, server_default=""),  # core.tokens.fingerprint: whose life it is
    Column("token_began_at", Moment),
    Column("token_ends_at", Moment),
)

# What a platform has let an account do, when it was last asked.
account_right = Table(
    "account_right",
    metadata,
    Column("account", String(80), primary_key=True),
    Column("name", String(30), primary_key=True),  # core.rights
    Column("works", Boolean, nullable=False),
    Column("why", Text, nullable=False, server_default=""),  # a sentence for staff
    Column("code", String(40), nullable=False, server_default=""),
    Column("words", Text, nullable=False, server_default=""),  # the platform's own
    Column("at", Moment, nullable=False),
)
