"""The inbox: what a person asked a colleague, at most one open request a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, exists, select, text

from bot.store.dialects import insert_into
from bot.store.models import inbox_message, inbox_request

STUDENT = "student"  # the author of what a person wrote; a colleague's text has their name


@dataclass(frozen=True, slots=True)
class Request:
    """A person's open request; `is_new` is False when this text was added to one that was open already."""

    id: int
    is_new: bool


def open_or_add(db: Connection, *, person: str, text_: str, lang: str, now: datetime) -> Request:
    """Put the text into this person's open request, or open one."""
    insert = insert_into(db, inbox_request).values(person_key=person, lang=lang, opened_at=now)
    # "Do nothing" would give no id back; setting what is set anyway does, and locks the row against closing meanwhile.
    opened = insert.on_conflict_do_update(
        index_elements=["person_key"], index_where=text("status <> 'done'"), set_={"person_key": person}
    )
    request_id = db.execute(opened.returning(inbox_request.c.id)).scalar_one()
    had_text = db.execute(select(exists().where(inbox_message.c.request_id == request_id))).scalar_one()
    message = {"request_id": request_id, "at": now, "author": STUDENT, "text": text_}
    db.execute(inbox_message.insert().values(message))
    return Request(request_id, is_new=not had_text)


def listing(db: Connection, *, status: str = "", limit: int = 200) -> list[dict[str, Any]]:
    """Requests with their messages as plain JSON values, the one that waits longest first."""
    wanted = select(inbox_request).order_by(inbox_request.c.opened_at, inbox_request.c.id).limit(limit)
    if status:
        wanted = wanted.where(inbox_request.c.status == status)
    requests = db.execute(wanted).mappings().all()
    messages = _messages(db, [row["id"] for row in requests])
    return [_plain(row, messages.get(row["id"], [])) for row in requests]


def _messages(db: Connection, requests: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    wanted = select(inbox_message).where(inbox_message.c.request_id.in_(requests)).order_by(inbox_message.c.id)
    found: dict[int, list[dict[str, Any]]] = {}
    for row in db.execute(wanted):
        message = {"at": row.at.isoformat(), "author": row.author, "text": row.text}
        found.setdefault(row.request_id, []).append(message)
    return found


def _plain(row: RowMapping, messages: list[dict[str, Any]]) -> dict[str, Any]:
    closed: datetime | None = row["closed_at"]
    return {
        "id": row["id"],
        "person": row["person_key"],
        "status": row["status"],
        "lang": row["lang"],
        "opened_at": row["opened_at"].isoformat(),
        "closed_at": closed.isoformat() if closed else None,
        "assignee": row["assignee"],
        "messages": messages,
    }
