"""The inbox: what a person asked a colleague, at most one open request a person, and what colleagues answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    text,
    update,
)

from bot.core.errors import Conflict, NothingFound
from bot.store.dialects import insert_into
from bot.store.models import inbox_message, inbox_request

STUDENT = "student"  # the author of what a person wrote; a colleague's text has their name
OPEN, WAITING, DONE = "open", "waiting", "done"  # the office's turn; the student's turn; closed
STATUSES = (OPEN, WAITING, DONE)
# How a colleague's text goes to the student: with their next message, or by WeChat's customer service.
HELD, SENDING, SENT, UNKNOWN = "", "sending", "sent", "unknown"

_A_MOMENT = timedelta(seconds=30)
_NOT_GIVEN = and_(inbox_message.c.author != STUDENT, inbox_message.c.delivered_at.is_(None))
_HELD = and_(_NOT_GIVEN, inbox_message.c.way == HELD)
# One whose fate is not known counts too: a person may decide that it is held.
_UNFINISHED = or_(
    inbox_request.c.status != DONE, exists().where(inbox_message.c.request_id == inbox_request.c.id, _NOT_GIVEN)
)
_NO_SUCH = "There is no request {number}; see: paristech-bot inbox list"


class GivenAlready(Conflict):
    """Another message was given this answer; look again."""


class SaidAlready(Conflict):
    """The same colleague wrote the same a moment ago: a form was sent twice."""


@dataclass(frozen=True, slots=True)
class Request:
    """A person's open request; `is_new` is False when this text was added to one that was open already."""

    id: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class HeldText:
    """What a colleague answered, word for word, and the person has not been given yet."""

    id: int
    text: str


def open_or_add(db: Connection, *, person: str, text_: str, lang: str, now: datetime) -> Request:
    """Put the text into this person's open request, or open one; it is the office's turn then."""
    insert = insert_into(db, inbox_request).values(person_key=person, lang=lang, opened_at=now)
    opened = insert.on_conflict_do_update(
        index_elements=["person_key"], index_where=text("status <> 'done'"), set_={"status": OPEN}
    )
    request_id = db.execute(opened.returning(inbox_request.c.id)).scalar_one()
    had_text = db.execute(select(exists().where(inbox_message.c.request_id == request_id))).scalar_one()
    message = {"request_id": request_id, "at": now, "author": STUDENT, "text": text_}
    db.execute(inbox_message.insert().values(message))
    return Request(request_id, is_new=not had_text)


def answer(db: Connection, number: int, *, author: str, text_: str, now: datetime, way: str = HELD) -> int:
    """Keep this text, held for the student's next message unless `way` says that it is being sent; its number.

    It becomes its author's unless it is somebody's. Raises NothingFound, SaidAlready, Conflict when it is closed.
    """
    assignee = func.coalesce(func.nullif(inbox_request.c.assignee, ""), author)
    _change(db, number, status=WAITING, assignee=assignee)
    newest = select(inbox_message).where(inbox_message.c.request_id == number).order_by(inbox_message.c.id.desc())
    last = db.execute(newest.limit(1)).one_or_none()
    if last is not None and (last.author, last.text) == (author, text_) and now - last.at < _A_MOMENT:
        raise SaidAlready("This answer was written a moment ago already.")
    message = {"request_id": number, "at": now, "author": author, "text": text_, "way": way}
    return int(db.execute(inbox_message.insert().values(message).returning(inbox_message.c.id)).scalar_one())


def settle(db: Connection, message: int, way: str, *, before: str, now: datetime) -> None:
    """What became of a text that was on its way (`before`). Raises Conflict when that is settled already."""
    given = {"delivered_at": now} if way == SENT else {}
    where = inbox_message.c.id == message, inbox_message.c.way == before, _NOT_GIVEN
    if db.execute(update(inbox_message).where(*where).values(way=way, **given)).rowcount != 1:
        raise Conflict("What became of this answer is settled already.")


def lost_sends(db: Connection, number: int, *, before: datetime) -> None:
    """A text that was being sent when its process ended: what became of it is not known."""
    where = inbox_message.c.request_id == number, inbox_message.c.way == SENDING, inbox_message.c.at < before
    db.execute(update(inbox_message).where(*where).values(way=UNKNOWN))


def sent_since(db: Connection, person: str, moment: datetime) -> int:
    """How many texts went to this person by customer service since then."""
    theirs = select(func.count()).select_from(inbox_message.join(inbox_request))
    sent = inbox_message.c.way.in_((SENT, UNKNOWN, SENDING)), inbox_message.c.at >= moment
    return int(db.execute(theirs.where(inbox_request.c.person_key == person, *sent)).scalar_one())


def told_at(db: Connection, person: str) -> datetime | None:
    """When a colleague's text was sent to this person last."""
    theirs = select(func.max(inbox_message.c.delivered_at)).select_from(inbox_message.join(inbox_request))
    moment: datetime | None = db.execute(
        theirs.where(inbox_request.c.person_key == person, inbox_message.c.way == SENT)
    ).scalar()
    return moment


def last_written(db: Connection, person: str) -> datetime | None:
    """When this person last wrote something that went into a request."""
    theirs = select(func.max(inbox_message.c.at)).select_from(inbox_message.join(inbox_request))
    moment: datetime | None = db.execute(
        theirs.where(inbox_request.c.person_key == person, inbox_message.c.author == STUDENT)
    ).scalar()
    return moment


def assign(db: Connection, number: int, name: str) -> None:
    """It is this colleague's from now on, "" for nobody's. Raises NothingFound, Conflict when it is closed."""
    _change(db, number, assignee=name)


def close(db: Connection, number: int, *, now: datetime, reason: str = "") -> None:
    """Close it; what is held is given all the same. Raises NothingFound, Conflict when it is closed already."""
    _change(db, number, status=DONE, closed_at=now, reason=reason)


def held(db: Connection, person: str) -> tuple[HeldText, ...]:
    """What colleagues answered and this person has not been given, oldest first."""
    theirs = select(inbox_message.c.id, inbox_message.c.text).join(inbox_request)
    rows = db.execute(theirs.where(inbox_request.c.person_key == person, _HELD).order_by(inbox_message.c.id))
    return tuple(HeldText(row.id, row.text) for row in rows)


def give(db: Connection, texts: Sequence[int], *, now: datetime) -> None:
    """Note that the person is given these. Raises GivenAlready when another message was given one of them first."""
    if not texts:
        return
    given = update(inbox_message).where(inbox_message.c.id.in_(texts), _HELD).values(delivered_at=now)
    if db.execute(given).rowcount != len(texts):
        raise GivenAlready


def awaiting(person: Column[Any] | str) -> ColumnElement[bool]:
    """Whether this person has a request that is not closed, or an answer that was not given."""
    return exists().where(inbox_request.c.person_key == person, _UNFINISHED)


def all_awaiting(db: Connection) -> frozenset[str]:
    """The keys of everybody who is `awaiting`."""
    return frozenset(db.execute(select(inbox_request.c.person_key).where(_UNFINISHED)).scalars())


def one(db: Connection, number: int) -> dict[str, Any]:
    """A request with its messages as plain JSON values. Raises NothingFound."""
    row = db.execute(select(inbox_request).where(inbox_request.c.id == number)).mappings().one_or_none()
    if row is None:
        raise NothingFound(_NO_SUCH.format(number=number))
    return _plain(row, _messages(db, [number]).get(number, []))


def counts(db: Connection) -> dict[str, int]:
    """How many requests there are of each status."""
    rows = db.execute(select(inbox_request.c.status, func.count()).group_by(inbox_request.c.status))
    found = {row[0]: row[1] for row in rows}
    return {status: found.get(status, 0) for status in STATUSES}


def listing(
    db: Connection, *, status: str = "", assignee: str | None = None, limit: int = 200, offset: int = 0
) -> list[dict[str, Any]]:
    """Requests with their messages as plain JSON values, the one that waits longest first; closed ones, newest first.

    assignee: only this colleague's, "" for nobody's.
    """
    order: tuple[Any, ...] = (inbox_request.c.opened_at, inbox_request.c.id)
    if status == DONE:
        order = (inbox_request.c.closed_at.desc(), inbox_request.c.id.desc())
    wanted = select(inbox_request).order_by(*order).limit(limit).offset(offset)
    if status:
        wanted = wanted.where(inbox_request.c.status == status)
    if assignee is not None:
        wanted = wanted.where(inbox_request.c.assignee == assignee)
    requests = db.execute(wanted).mappings().all()
    messages = _messages(db, [row["id"] for row in requests])
    return [_plain(row, messages.get(row["id"], [])) for row in requests]


def prune_closed_before(db: Connection, moment: datetime, *, batch: int = 1000) -> int:
    """Delete requests that were closed before that moment, at most one batch; how many."""
    oldest = select(inbox_request.c.id).where(inbox_request.c.closed_at < moment).limit(batch)
    return db.execute(delete(inbox_request).where(inbox_request.c.id.in_(oldest))).rowcount


def prune_opened_before(db: Connection, moment: datetime, *, batch: int = 1000) -> int:
    """Delete requests that were opened before that moment, whatever became of them, at most one batch; how many."""
    oldest = select(inbox_request.c.id).where(inbox_request.c.opened_at < moment).limit(batch)
    return db.execute(delete(inbox_request).where(inbox_request.c.id.in_(oldest))).rowcount


def _change(db: Connection, number: int, **values: Any) -> None:
    changed = update(inbox_request).where(inbox_request.c.id == number, inbox_request.c.status != DONE).values(**values)
    if db.execute(changed).rowcount == 0:
        one(db, number)
        raise Conflict(f"Request {number} is closed. When the student asks for a colleague again, a new one opens.")


def _messages(db: Connection, requests: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    wanted = select(inbox_message).where(inbox_message.c.request_id.in_(requests)).order_by(inbox_message.c.id)
    found: dict[int, list[dict[str, Any]]] = {}
    for row in db.execute(wanted):
        message = {
            "id": row.id,
            "at": row.at.isoformat(),
            "author": row.author,
            "text": row.text,
            "delivered_at": _instant(row.delivered_at),
            "way": row.way,
        }
        found.setdefault(row.request_id, []).append(message)
    return found


def _plain(row: RowMapping, messages: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "person": row["person_key"],
        "status": row["status"],
        "lang": row["lang"],
        "opened_at": row["opened_at"].isoformat(),
        "closed_at": _instant(row["closed_at"]),
        "assignee": row["assignee"],
        "reason": row["reason"],
        "messages": messages,
    }


def _instant(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
