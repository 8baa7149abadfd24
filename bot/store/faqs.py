"""The FAQ: entries with their texts and phrasings, every revision of them, variables, and the lexicon.

Whatever changes what the bot answers bumps the epoch "faq", so that all processes load again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, insert, select, update

from bot.core.errors import NothingFound
from bot.core.faq import LANGS, Entry, EntryText
from bot.core.faq_file import DATES, entry_as_plain
from bot.core.faq_languages import Wording
from bot.store import epochs
from bot.store.models import faq_entry, faq_phrasing, faq_revision, faq_text, faq_variable, lexicon_concept

EPOCH = "faq"
PUBLISHED, ARCHIVED = "published", "archived"
_PLAIN = ("category", "confidence", "source", *DATES)
_CHUNK = 500  # ids in one IN (…); SQLite takes 32,766 parameters (sqlite.org/limits.html no. 9, read 2026-11)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did, by entry id."""

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of an entry; `snapshot` is its plain form (`core.faq_file.read_entry` reads it).

    before: the snapshot of the version before it, None for the first one.
    """

    entry: str
    number: int
    at: datetime
    actor: str
    note: str
    snapshot: Mapping[str, Any]
    before: Mapping[str, Any] | None = None


def published_entries(db: Connection) -> list[Entry]:
    """All entries that the bot answers with, in their order."""
    return _entries(db, faq_entry.c.status == PUBLISHED)


def published_ones(db: Connection, ids: Sequence[str]) -> dict[str, Entry]:
    """Those of these entries that the bot answers with, by id."""
    published = faq_entry.c.status == PUBLISHED
    found = (entry for chunk in _chunks(ids) for entry in _entries(db, published & faq_entry.c.id.in_(chunk)))
    return {entry.id: entry for entry in found}


def naming(db: Connection) -> list[tuple[str, str, str, str]]:
    """(entry, language, answer, after) of all published texts that name a variable, in the order of the entries."""
    named = faq_text.c.answer.contains("{") | faq_text.c.after.contains("{")
    shown = (faq_entry.c.position, faq_text.c.entry_id, faq_text.c.lang, faq_text.c.answer, faq_text.c.after)
    wanted = select(*shown).join(faq_entry).where(faq_entry.c.status == PUBLISHED, named)
    rows = sorted(db.execute(wanted), key=lambda row: (row.position, row.entry_id, LANGS.index(row.lang)))
    return [(row.entry_id, row.lang, row.answer, row.after) for row in rows]


def one(db: Connection, entry_id: str) -> Entry:
    """The entry, published or archived. Raises NothingFound."""
    found = _entries(db, faq_entry.c.id == entry_id)
    if not found:
        raise NothingFound(f"There is no entry {entry_id}; `paristech-bot faq list` shows all.")
    return found[0]


def save_entry(db: Connection, entry: Entry, *, actor: str, now: datetime, note: str = "") -> Saved:
    """Publish the entry as a new revision; does nothing when it is there exactly so."""
    return save_entries(db, [entry], actor=actor, now=now, note=note)


def save_entries(db: Connection, entries: Sequence[Entry], *, actor: str, now: datetime, note: str = "") -> Saved:
    """Publish these entries, each as a new revision unless it is there exactly so; new ones come after the others."""
    epochs.hold(db, EPOCH)  # two saves at once must not give out the same position or revision
    saved = compare(db, entries)
    known = set(saved.unchanged)
    fresh = [entry for entry in entries if entry.id not in known]
    fresh_ids = saved.created + saved.changed
    if not fresh:
        return saved
    before = latest(db, fresh_ids)
    numbers = {name: before.get(name, 0) + 1 for name in fresh_ids}
    values = {entry.id: {**_values(entry), "revision": numbers[entry.id], "updated_at": now} for entry in fresh}
    _insert(db, [{"id": name, "created_at": now, **values[name]} for name in saved.created])
    for name in saved.changed:
        db.execute(update(faq_entry).where(faq_entry.c.id == name).values(status=PUBLISHED, **values[name]))
    _write_texts(db, fresh, numbers)
    _keep_revisions(db, [(entry, numbers[entry.id]) for entry in fresh], actor=actor, now=now, note=note)
    epochs.bump(db, EPOCH)
    return saved


def compare(db: Connection, entries: Sequence[Entry]) -> Saved:
    """What saving these entries would do."""
    ids = [entry.id for entry in entries]
    there = {entry.id: entry for chunk in _chunks(ids) for entry in _entries(db, faq_entry.c.id.in_(chunk))}
    archived = set(db.execute(select(faq_entry.c.id).where(faq_entry.c.status == ARCHIVED)).scalars())
    same = {entry.id for entry in entries if there.get(entry.id) == entry} - archived
    return Saved(
        created=tuple(name for name in ids if name not in there),
        changed=tuple(name for name in ids if name in there and name not in same),
        unchanged=tuple(name for name in ids if name in same),
    )


def wording(db: Connection, ids: Sequence[str]) -> dict[str, Wording]:
    """Of these entries, which language was reworded when."""
    originals: dict[str, str] = {}
    changed: dict[str, dict[str, int]] = {}
    for chunk in _chunks(ids):
        marked = select(faq_entry.c.id, faq_entry.c.original).where(faq_entry.c.id.in_(chunk))
        originals |= {row.id: row.original for row in db.execute(marked)}
        wanted = select(faq_text.c.entry_id, faq_text.c.lang, faq_text.c.changed).where(faq_text.c.entry_id.in_(chunk))
        for name, lang, number in db.execute(wanted):
            changed.setdefault(name, {})[lang] = number
    return {name: Wording(originals.get(name, ""), numbers) for name, numbers in changed.items()}


def mark(db: Connection, entry_id: str, *, original: str, current: Iterable[str]) -> None:
    """Say which language the others are translated from ("": the one reworded last), and which say the same as it."""
    db.execute(update(faq_entry).where(faq_entry.c.id == entry_id).values(original=original))
    number = select(faq_entry.c.revision).where(faq_entry.c.id == entry_id).scalar_subquery()
    found = update(faq_text).where(faq_text.c.entry_id == entry_id, faq_text.c.lang.in_(list(current)))
    db.execute(found.values(changed=number))


def archive(db: Connection, entry_id: str, *, actor: str, now: datetime) -> int:
    """Take the entry out of the bot's answers, as a revision of its own; it can be saved again. Raises NothingFound."""
    epochs.hold(db, EPOCH)
    entry = one(db, entry_id)
    number = latest(db, [entry_id]).get(entry_id, 0) + 1
    wanted = update(faq_entry).where(faq_entry.c.id == entry_id)
    db.execute(wanted.values(status=ARCHIVED, revision=number, updated_at=now))
    _keep_revisions(db, [(entry, number)], actor=actor, now=now, note=ARCHIVED)
    epochs.bump(db, EPOCH)
    return number


def is_archived(db: Connection, entry_id: str) -> bool:
    """Whether it is there, and the bot does not answer with it any more."""
    wanted = select(faq_entry.c.id).where(faq_entry.c.id == entry_id, faq_entry.c.status == ARCHIVED)
    return db.execute(wanted).first() is not None


def archived_entries(db: Connection) -> list[Entry]:
    """The entries that the bot does not answer with any more."""
    return _entries(db, faq_entry.c.status == ARCHIVED)


def revisions(db: Connection, entry_id: str = "", *, limit: int | None = None) -> list[Revision]:
    """The versions of the entry, of all entries when none is named; newest first, each with the one before it."""
    before = faq_revision.alias()
    joined = faq_revision.outerjoin(
        before,
        (before.c.entry_id == faq_revision.c.entry_id) & (before.c.revision == faq_revision.c.revision - 1),
    )
    wanted = select(faq_revision, before.c.snapshot.label("before")).select_from(joined).limit(limit)
    if entry_id:
        wanted = wanted.where(faq_revision.c.entry_id == entry_id).order_by(faq_revision.c.revision.desc())
    else:
        newest = (faq_revision.c.at.desc(), faq_revision.c.entry_id, faq_revision.c.revision.desc())
        wanted = wanted.order_by(*newest)
    return [
        Revision(row.entry_id, row.revision, row.at, row.actor, row.note, row.snapshot, row.before)
        for row in db.execute(wanted)
    ]


def variables(db: Connection) -> dict[str, str]:
    """The values that answers may name as {name}."""
    wanted = select(faq_variable.c.name, faq_variable.c.value).order_by(faq_variable.c.name)
    return {row.name: row.value for row in db.execute(wanted)}


def put_variables(db: Connection, values: Mapping[str, str]) -> None:
    """Set these variables; others stay."""
    if values and values.items() - variables(db).items():
        db.execute(delete(faq_variable).where(faq_variable.c.name.in_(list(values))))
        db.execute(insert(faq_variable), [{"name": name, "value": value} for name, value in values.items()])
        epochs.bump(db, EPOCH)


def remove_variable(db: Connection, name: str) -> None:
    """Take the variable away; an answer that names it would then show {name}."""
    if db.execute(delete(faq_variable).where(faq_variable.c.name == name)).rowcount:
        epochs.bump(db, EPOCH)


def lexicon(db: Connection) -> dict[str, dict[str, list[str]]]:
    """Concept → language → terms."""
    wanted = select(lexicon_concept.c.concept, lexicon_concept.c.terms).order_by(lexicon_concept.c.concept)
    return {row.concept: row.terms for row in db.execute(wanted)}


def put_concepts(db: Connection, concepts: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
    """These terms for these concepts; a concept without terms is taken away, others stay."""
    if not concepts:
        return
    for chunk in _chunks(list(concepts)):
        db.execute(delete(lexicon_concept).where(lexicon_concept.c.concept.in_(chunk)))
    rows = [{"concept": name, "terms": terms} for name, terms in concepts.items() if terms]
    if rows:
        db.execute(insert(lexicon_concept), rows)
    epochs.bump(db, EPOCH)


def _entries(db: Connection, which: ColumnElement[bool]) -> list[Entry]:
    """Three queries whatever the number of entries."""
    rows = db.execute(select(faq_entry).where(which).order_by(faq_entry.c.position, faq_entry.c.id)).mappings().all()
    lines: dict[tuple[str, str], list[str]] = {}
    listed = select(faq_phrasing).join(faq_entry).where(which).order_by(faq_phrasing.c.position)
    for row in db.execute(listed):
        lines.setdefault((row.entry_id, row.lang), []).append(row.text)
    texts: dict[str, dict[str, EntryText]] = {}
    for row in sorted(db.execute(select(faq_text).join(faq_entry).where(which)), key=lambda row: LANGS.index(row.lang)):
        variants = tuple(lines.get((row.entry_id, row.lang), ()))
        texts.setdefault(row.entry_id, {})[row.lang] = EntryText(row.question, row.answer, variants, row.after)
    return [_entry(entry, texts.get(entry["id"], {})) for entry in rows]


def _entry(row: RowMapping, texts: Mapping[str, EntryText]) -> Entry:
    return Entry(id=row["id"], texts=texts, related=tuple(row["related"]), **{name: row[name] for name in _PLAIN})


def _values(entry: Entry) -> dict[str, Any]:
    return {**{name: getattr(entry, name) for name in _PLAIN}, "related": list(entry.related)}


def _insert(db: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    last = db.execute(select(func.max(faq_entry.c.position))).scalar()
    start = 0 if last is None else last + 1
    if rows:
        db.execute(insert(faq_entry), [{**row, "position": start + number} for number, row in enumerate(rows)])


def _write_texts(db: Connection, entries: Sequence[Entry], numbers: Mapping[str, int]) -> None:
    before: dict[tuple[str, str], tuple[Sequence[str], int]] = {}
    for chunk in _chunks([entry.id for entry in entries]):
        for row in db.execute(select(faq_text).where(faq_text.c.entry_id.in_(chunk))):
            before[row.entry_id, row.lang] = (row.question, row.answer, row.after), row.changed
        db.execute(delete(faq_text).where(faq_text.c.entry_id.in_(chunk)))
        db.execute(delete(faq_phrasing).where(faq_phrasing.c.entry_id.in_(chunk)))
    each = [(entry.id, lang, text) for entry in entries for lang, text in entry.texts.items()]
    texts = [
        {
            "entry_id": name,
            "lang": lang,
            "question": text.question,
            "answer": text.answer,
            "after": text.after,
            "changed": _reworded(before.get((name, lang)), text, numbers[name]),
        }
        for name, lang, text in each
    ]
    lines = [
        {"entry_id": name, "lang": lang, "position": position, "text": line}
        for name, lang, text in each
        for position, line in enumerate(text.variants)
    ]
    db.execute(insert(faq_text), texts)
    if lines:
        db.execute(insert(faq_phrasing), lines)


def _reworded(before: tuple[Sequence[str], int] | None, text: EntryText, number: int) -> int:
    """The revision that gave a text its words; its phrasings are no translations, so they do not count."""
    same = before is not None and tuple(before[0]) == (text.question, text.answer, text.after)
    return before[1] if before is not None and same else number


def _keep_revisions(
    db: Connection, numbered: Iterable[tuple[Entry, int]], *, actor: str, now: datetime, note: str
) -> None:
    shared = {"at": now, "actor": actor, "note": note}
    rows = [
        {"entry_id": entry.id, "revision": number, "snapshot": entry_as_plain(entry), **shared}
        for entry, number in numbered
    ]
    db.execute(insert(faq_revision), rows)


def latest(db: Connection, ids: Sequence[str]) -> dict[str, int]:
    """The newest revision of each of these entries that has one."""
    last = select(faq_revision.c.entry_id, func.max(faq_revision.c.revision)).group_by(faq_revision.c.entry_id)
    numbers: dict[str, int] = {}
    for chunk in _chunks(ids):
        numbers |= {row[0]: row[1] for row in db.execute(last.where(faq_revision.c.entry_id.in_(chunk)))}
    return numbers


def _chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
