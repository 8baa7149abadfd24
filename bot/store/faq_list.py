"""The FAQ as editors look through it: found by words and by what needs work, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from bot.core.faq import LANGS
from bot.core.faq_languages import Wording
from bot.store import faqs
from bot.store.faq_drafts import ENTRY
from bot.store.faq_models import faq_draft
from bot.store.models import faq_entry, faq_phrasing, faq_text

_ESCAPE = "\\"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows; "" and () leave it open. `day` is today in Shanghai, `soon` the last day that is soon.

    status: published, archived, ending (its last day or its review is near or past), ended, draft.
    lacking: without a text in this language. behind: this language says what its source said before ("any": some do).
    """

    words: Sequence[str]
    category: str
    status: str
    lacking: str
    behind: str
    day: date
    soon: date


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the list; `questions` by language."""

    id: str
    category: str
    status: str
    valid_until: date | None
    review_by: date | None
    updated_at: datetime
    questions: Mapping[str, str]
    wording: Wording
    drafted_by: str


def page(db: Connection, wanted: Wanted, *, first: int, most: int) -> tuple[list[Line], int]:
    """The entries from number `first` (0 is the first), and how many there are in all."""
    # All names at once, because to look through the texts again for their number would take as long as the first time.
    named = select(faq_entry.c.id).where(*_conditions(db, wanted)).order_by(faq_entry.c.position, faq_entry.c.id)
    found = list(db.execute(named).scalars())
    ids = found[first : first + most]
    listed = select(faq_entry).where(faq_entry.c.id.in_(ids)).order_by(faq_entry.c.position, faq_entry.c.id)
    rows = db.execute(listed).mappings().all()
    asked = questions(db, ids)
    drafted = select(faq_draft.c.name, faq_draft.c.actor).where(faq_draft.c.kind == ENTRY, faq_draft.c.name.in_(ids))
    drafts = {row.name: row.actor for row in db.execute(drafted)}
    wording = faqs.wording(db, ids)
    shown = ("id", "category", "status", "valid_until", "review_by", "updated_at")
    return [
        Line(
            **{name: row[name] for name in shown},
            questions=asked.get(row["id"], {}),
            wording=wording.get(row["id"], Wording("", {})),
            drafted_by=drafts.get(row["id"], ""),
        )
        for row in rows
    ], len(found)


def ageing(db: Connection, day: date, soon: date, *, limit: int) -> tuple[int, list[dict[str, Any]]]:
    """How many answers are to be looked at by `soon`, or end between the two days; those that are due first."""
    due = _status(Wanted((), "", "ending", "", "", day, soon))
    number = int(db.execute(select(func.count()).select_from(faq_entry).where(*due)).scalar_one())
    columns = faq_entry.c
    order = (func.coalesce(columns.review_by, columns.valid_until), columns.id)
    wanted = select(columns.id, columns.review_by, columns.valid_until).where(*due).order_by(*order).limit(limit)
    return number, [dict(row) for row in db.execute(wanted).mappings()]


def find(db: Connection, words: Sequence[str], *, most: int) -> list[tuple[str, Mapping[str, str]]]:
    """(id, question by language) of published entries that hold all the words."""
    wanted = Wanted(words, "", faqs.PUBLISHED, "", "", date.min, date.min)
    return [(line.id, line.questions) for line in page(db, wanted, first=0, most=most)[0]]


def questions(db: Connection, ids: Sequence[str]) -> dict[str, Mapping[str, str]]:
    """What these entries ask, by language, zh first."""
    found: dict[str, dict[str, str]] = {}
    texts = select(faq_text.c.entry_id, faq_text.c.lang, faq_text.c.question).where(faq_text.c.entry_id.in_(ids))
    for name, lang, question in sorted(db.execute(texts), key=lambda row: LANGS.index(row.lang)):
        found.setdefault(name, {})[lang] = question
    return {**found}


def categories(db: Connection) -> list[str]:
    """All that entries have."""
    named = select(faq_entry.c.category).where(faq_entry.c.category != "").distinct().order_by(faq_entry.c.category)
    return list(db.execute(named).scalars())


def _conditions(db: Connection, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [_holds(db, word) for word in wanted.words]
    if wanted.category:
        conditions.append(faq_entry.c.category == wanted.category)
    if wanted.lacking in LANGS:
        conditions.append(~_text(faq_text.c.lang == wanted.lacking))
    if wanted.behind:
        late = faq_text.c.changed < _source()
        conditions.append(_text(late if wanted.behind == "any" else and_(late, faq_text.c.lang == wanted.behind)))
    return [*conditions, *_status(wanted)]


def _status(wanted: Wanted) -> list[ColumnElement[bool]]:
    until, review = faq_entry.c.valid_until, faq_entry.c.review_by
    published = faq_entry.c.status == faqs.PUBLISHED
    found: dict[str, list[ColumnElement[bool]]] = {
        "archived": [faq_entry.c.status == faqs.ARCHIVED],
        "ending": [published, or_(until.between(wanted.day, wanted.soon), review <= wanted.soon)],
        "ended": [published, until < wanted.day],
        "draft": [exists().where(faq_draft.c.kind == ENTRY, faq_draft.c.name == faq_entry.c.id)],
    }
    return found.get(wanted.status, [published])


def _source() -> ColumnElement[int]:
    """The revision that gave the entry's source its words (`core.faq_languages`)."""
    twin = faq_text.alias()
    own = select(twin.c.changed).where(twin.c.entry_id == faq_entry.c.id)
    marked = own.where(twin.c.lang == faq_entry.c.original).correlate(faq_entry).scalar_subquery()
    latest = select(func.max(twin.c.changed)).where(twin.c.entry_id == faq_entry.c.id).correlate(faq_entry)
    return func.coalesce(marked, latest.scalar_subquery())


def _text(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(faq_text.c.entry_id == faq_entry.c.id, condition)


def _holds(db: Connection, word: str) -> ColumnElement[bool]:
    """Some text of the entry holds the word, whatever its case.

    SQLite, and PostgreSQL in the locale C, fold the case of ASCII only, so the usual forms of another word are looked
    for one by one.
    """
    folds = db.dialect.name != "sqlite"
    forms = [word] if word.isascii() else list(dict.fromkeys((word, word.lower(), word.upper(), word.capitalize())))
    masks = [f"%{_literal(form)}%" for form in forms]

    def like(column: ColumnElement[str]) -> ColumnElement[bool]:
        return or_(*((column.ilike if folds else column.like)(mask, escape=_ESCAPE) for mask in masks))

    lines = exists().where(faq_phrasing.c.entry_id == faq_entry.c.id, like(faq_phrasing.c.text))
    return or_(like(faq_entry.c.id), _text(or_(like(faq_text.c.question), like(faq_text.c.answer))), lines)


def _literal(word: str) -> str:
    for sign in (_ESCAPE, "%", "_"):
        word = word.replace(sign, _ESCAPE + sign)
    return word
