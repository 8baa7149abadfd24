"""Announcements as written and how far they are: drafts are saved over, approved ones only change their status."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, select, true, update

from bot.core.announcements import Announcement, ChannelText, Event, Status, content_hash
from bot.core.delivery import State
from bot.core.errors import Conflict
from bot.store import announcement_versions
from bot.store.announcement_versions import Step, Version
from bot.store.models import announcement as table
from bot.store.models import announcement_channel, announcement_text, delivery

Saved = Literal["created", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Stored:
    """An announcement with its status; `states` says where its newest delivery on each channel stands.

    `review`: the last that was asked or said about it, None when nobody has.
    """

    announcement: Announcement
    status: Status
    content_hash: str
    created_by: str
    updated_at: datetime
    approved_by: str
    approved_at: datetime | None
    states: Mapping[str, State] = field(default_factory=dict)
    review: Version | None = None

    @property
    def asked(self) -> bool:
        """Whether it waits for somebody's approval."""
        return self.status is Status.DRAFT and self.review is not None and self.review.step is Step.ASKED


def save(db: Connection, announcement: Announcement, *, now: datetime, actor: str) -> Saved:
    """Insert it as a draft, or write over the draft with its id; says which, or that nothing differs.

    Raises Conflict when the announcement with that id is approved or cancelled.
    """
    known = db.execute(select(table.c.status, table.c.content_hash).where(table.c.id == announcement.id)).first()
    columns = {**_columns(announcement), "updated_at": now}
    note_saved = partial(announcement_versions.record, db, announcement, Step.SAVED, now=now, actor=actor)
    if known is None:
        born = {"id": announcement.id, "status": Status.DRAFT.value, "created_by": actor, "created_at": now}
        db.execute(insert(table).values({**columns, **born}))
        _write_words(db, announcement)
        note_saved()
        return "created"
    if known.status != Status.DRAFT.value:
        raise Conflict(f"“{announcement.id}” is {known.status}; what is approved or cancelled is not edited any more.")
    if known.content_hash == columns["content_hash"]:
        return "unchanged"
    db.execute(update(table).where(table.c.id == announcement.id).values(columns))
    for words in (announcement_text, announcement_channel):
        db.execute(delete(words).where(words.c.announcement_id == announcement.id))
    _write_words(db, announcement)
    note_saved()
    return "changed"


def one(db: Connection, announcement_id: str) -> Stored | None:
    """The announcement with this id, None when there is none."""
    return next(iter(_read(db, table.c.id == announcement_id)), None)


def standing(db: Connection, ids: Sequence[str]) -> dict[str, tuple[Status, str]]:
    """Status and content hash of those of these ids that there are."""
    rows = db.execute(select(table.c.id, table.c.status, table.c.content_hash).where(table.c.id.in_(ids)))
    return {row.id: (Status(row.status), row.content_hash) for row in rows}


def listing(
    db: Connection, *, status: Status | None = None, since: datetime | None = None, until: datetime | None = None
) -> list[Stored]:
    """Those planned for `since` or later and before `until`, with that status, by their time."""
    wanted = [table.c.status == status.value] if status else []
    wanted += [table.c.publish_at >= since] if since else []
    wanted += [table.c.publish_at < until] if until else []
    return _read(db, and_(true(), *wanted))


def newest(db: Connection, *, limit: int, offset: int) -> list[Stored]:
    """A part of all there are, the latest first."""
    ids = select(table.c.id).order_by(table.c.publish_at.desc(), table.c.id.desc()).limit(limit).offset(offset)
    return _read(db, table.c.id.in_(db.scalars(ids).all()))[::-1]


def count(db: Connection) -> int:
    """How many there are."""
    return db.scalar(select(func.count()).select_from(table)) or 0


def set_status(db: Connection, stored: Stored, to: Status, *, now: datetime, actor: str) -> bool:
    """Move it on, if it still has the status and the content that were read; False when somebody was quicker."""
    values: dict[str, Any] = {"status": to.value, "updated_at": now}
    if to is Status.APPROVED:
        values |= {"approved_by": actor, "approved_at": now}
    elif to is Status.DRAFT:  # an approval is for one content and one time
        values |= {"approved_by": "", "approved_at": None}
    same = and_(
        table.c.id == stored.announcement.id,
        table.c.status == stored.status.value,
        table.c.content_hash == stored.content_hash,
    )
    return db.execute(update(table).where(same).values(values)).rowcount == 1


def wrote(db: Connection, found: Stored, person: str) -> bool:
    """Whether this person began it, or saved its present words."""
    steps = announcement_versions.history(db, found.announcement.id)
    last = next((step.actor for step in steps if step.step is Step.SAVED), "")
    return person in {found.created_by, last} - {""}


def _columns(announcement: Announcement) -> dict[str, Any]:
    names = ("kind", "publish_at", "publish_wall", "publish_zone", "picture", "picture_bytes", "late_after_seconds")
    event = asdict(announcement.event)
    for edge in ("starts_at", "ends_at"):
        event[edge] = event[edge].isoformat() if event[edge] else None
    return {
        **{name: getattr(announcement, name) for name in names},
        "event": event,
        "picture_alt": dict(announcement.picture_alt),
        "useful_until": announcement.useful_until,
        "content_hash": content_hash(announcement),
    }


def _write_words(db: Connection, announcement: Announcement) -> None:
    texts = [
        {"announcement_id": announcement.id, "lang": lang, "title": title, "body": body}
        for lang, (title, body) in announcement.texts.items()
    ]
    channels = [{"announcement_id": announcement.id, **asdict(channel)} for channel in announcement.channels]
    if texts:
        db.execute(insert(announcement_text), texts)
    if channels:
        db.execute(insert(announcement_channel), channels)


def _read(db: Connection, wanted: ColumnElement[bool]) -> list[Stored]:
    rows = db.execute(select(table).where(wanted).order_by(table.c.publish_at, table.c.id)).all()
    ids = select(table.c.id).where(wanted)
    texts: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for text in db.execute(select(announcement_text).where(announcement_text.c.announcement_id.in_(ids))):
        texts[text.announcement_id][text.lang] = (text.title, text.body)
    channels: dict[str, list[ChannelText]] = defaultdict(list)
    said = select(announcement_channel).where(announcement_channel.c.announcement_id.in_(ids))
    for row in db.execute(said.order_by(announcement_channel.c.channel)):
        channels[row.announcement_id].append(
            ChannelText(row.channel, row.act, row.lang, row.audience, row.title, row.body)
        )
    states: dict[str, dict[str, State]] = defaultdict(dict)
    sends = select(delivery.c.announcement_id, delivery.c.channel, delivery.c.state)
    for row in db.execute(sends.where(delivery.c.announcement_id.in_(ids)).order_by(delivery.c.edition)):
        states[row.announcement_id][row.channel] = State(row.state)
    reviews = announcement_versions.latest_reviews(db, ids)
    return [_stored(row, texts[row.id], channels[row.id], states[row.id], reviews.get(row.id)) for row in rows]


def _stored(
    row: Row[Any],
    texts: Mapping[str, tuple[str, str]],
    channels: Iterable[ChannelText],
    states: Mapping[str, State],
    review: Version | None,
) -> Stored:
    event = dict(row.event)
    for edge in ("starts_at", "ends_at"):
        event[edge] = datetime.fromisoformat(event[edge]) if event[edge] else None
    event["contacts"] = tuple(event.get("contacts", ()))
    announcement = Announcement(
        id=row.id,
        kind=row.kind,
        event=Event(**event),
        texts=texts,
        channels=tuple(channels),
        publish_at=row.publish_at,
        publish_wall=row.publish_wall,
        publish_zone=row.publish_zone,
        picture=row.picture,
        picture_bytes=row.picture_bytes,
        picture_alt=row.picture_alt,
        late_after_seconds=row.late_after_seconds,
        useful_until=row.useful_until,
    )
    return Stored(
        announcement=announcement,
        status=Status(row.status),
        content_hash=row.content_hash,
        created_by=row.created_by,
        updated_at=row.updated_at,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        states=states,
        review=review,
    )
