"""Drafts of entries and concepts: what editors have written and not published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, tuple_, update

from bot.store.faq_models import faq_draft

ENTRY, CONCEPT = "entry", "concept"
_CHUNK = 500  # names in one IN (…); SQLite takes 32,766 parameters (sqlite.org/limits.html no. 9, read 2026-11)


@dataclass(frozen=True, slots=True)
class Draft:
    """`content`: plain JSON values. `base`: what it was made from. `version` grows with each save."""

    kind: str
    name: str
    base: str
    content: Mapping[str, Any]
    version: int
    actor: str
    at: datetime


def all_of(db: Connection, kind: str = "") -> list[Draft]:
    """All drafts, of one kind if named, the latest first."""
    wanted = select(faq_draft).order_by(faq_draft.c.at.desc(), faq_draft.c.kind, faq_draft.c.name)
    if kind:
        wanted = wanted.where(faq_draft.c.kind == kind)
    return [Draft(**row) for row in db.execute(wanted).mappings()]


def one(db: Connection, kind: str, name: str) -> Draft | None:
    """The draft of that thing."""
    wanted = select(faq_draft).where(faq_draft.c.kind == kind, faq_draft.c.name == name)
    row = db.execute(wanted).mappings().first()
    return Draft(**row) if row else None


def put(db: Connection, drafts: Iterable[Draft]) -> None:
    """Keep these, in place of those that were there. `version` is the new one's."""
    for draft in drafts:
        values = {name: getattr(draft, name) for name in ("base", "content", "version", "actor", "at")}
        there = update(faq_draft).where(faq_draft.c.kind == draft.kind, faq_draft.c.name == draft.name)
        if not db.execute(there.values(**values)).rowcount:
            db.execute(insert(faq_draft).values(kind=draft.kind, name=draft.name, **values))


def remove(db: Connection, drafts: Sequence[tuple[str, str]]) -> int:
    """Take these (kind, name) away; how many there were."""
    gone = 0
    for start in range(0, len(drafts), _CHUNK):
        chunk = drafts[start : start + _CHUNK]
        gone += db.execute(delete(faq_draft).where(tuple_(faq_draft.c.kind, faq_draft.c.name).in_(chunk))).rowcount
    return gone
