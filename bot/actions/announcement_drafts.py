"""Writing announcements: one at a time, or many from a file. What has a problem is not saved."""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from bot.actions.announcement_checks import REMEMBERED, Terms, blocking, check, pictures_of, plan
from bot.actions.announcement_files import keep_picture
from bot.actions.announcement_pictures import gather
from bot.actions.announcement_sheets import Source, read_source
from bot.core.announcement_file import announcements_from
from bot.core.announcements import DEFAULT_LANG, Announcement, Problem, Status, content_hash
from bot.core.picture_problems import PictureFile
from bot.core.posts import first_words
from bot.core.problems import planned
from bot.store import announcements as stored
from bot.store import audit, epochs
from bot.store.audit import Deed
from bot.store.engine import Database

# (the store's connection, what is to be saved); it raises to refuse.
Guard = Callable[[Any, Sequence[Announcement]], None]


@dataclass(slots=True)
class Written:
    """What became of announcements, by id, and what is wrong with the others; hints are no obstacle."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    hints: list[Problem] = field(default_factory=list)
    rows: Mapping[str, Sequence[int]] = field(default_factory=dict)  # of a table: id → where it stands
    notes: Sequence[str] = ()  # how a table was read


def add(database: Database, entry: Mapping[str, Any], terms: Terms) -> Written:
    """Save one announcement as a draft, unless it has problems.

    `entry` has the form of an entry of the file, without an id; `channels` may be names only, with `variants`: channel
    → what stands in its place there. Without `channels` it goes to those with a variant, and to those that are set up
    and whose usual language has a text; a text without a title gets its first words as one. The same entry again is
    the same announcement. Raises NotSaved.
    """
    variants = entry.get("variants") or {}
    plain = {name: value for name, value in entry.items() if name != "variants"}
    usual = [name for name, lang in DEFAULT_LANG.items() if lang in entry["texts"] and name in terms.accounts]
    usual = [name for name in DEFAULT_LANG if name in usual or name in variants]
    chosen = entry.get("channels") or usual or list(DEFAULT_LANG)
    if isinstance(chosen, list | tuple):  # anything else is said of the file's form, below
        chosen = [variants.get(name, name) if isinstance(name, str) else name for name in chosen]
    whole = {**plain, "channels": chosen}
    digest = hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()
    made, found = announcements_from([{**whole, "id": f"a-{digest[:10]}"}], now=terms.now)
    return write(database, [_titled(one, terms.rules.title_chars) for one in made], terms, found=found)


def write(
    database: Database,
    made: Sequence[Announcement],
    terms: Terms,
    *,
    found: Sequence[Problem] = (),
    guard: Guard | None = None,
) -> Written:
    """Save these as drafts, all or none; `found` is what was wrong already when they were read.

    `guard` is called in the transaction that saves and may refuse it. Raises NotSaved, and what `guard` raises.
    """
    written, good = _checked(database, made, found, terms)
    if not written.problems:
        _save(database, good, written, terms, guard)
    return written


def look_over(
    database: Database, made: Sequence[Announcement], terms: Terms, *, found: Sequence[Problem] = ()
) -> Written:
    """What saving these would meet: problems and hints. Nothing is saved."""
    return _checked(database, made, found, terms)[0]


def import_file(
    database: Database,
    path: Path,
    terms: Terms,
    *,
    pictures: Path,
    due_now: bool = False,
    skip_invalid: bool = False,
    preview: bool = False,
) -> Written:
    """Save the announcements of a YAML, JSON, CSV or XLSX file as drafts; drafts with their ids are written over.

    All or nothing, unless `skip_invalid`: then entry by entry. Problems carry the file's ids. `due_now` publishes now
    and moves the events to seven days ahead. Pictures, those inside a text too, are copied to `pictures`. `preview`
    saves nothing: the answer says what would be. Raises BadFile when the file cannot be read, HasProblems for a table's
    header, NotSaved.
    """
    source = read_source(path)
    made, found = announcements_from(source.document, now=terms.now, due_now=due_now)
    made, album = gather(made, path.parent, pictures, terms.fault_of)
    terms = replace(terms, pictures=pictures)
    found = [*found, *album.problems]
    written, good = _checked(database, made, found, terms, _ids_in(source.document), album.files)
    _tell_rows(written, source)
    if preview:
        _foresee(database, good, written)
    elif skip_invalid or not written.problems:
        for saved in [*(announcement.id for announcement in good), *written.unchanged]:  # also puts back what is gone
            for photo in album.photos.get(saved, ()):
                keep_picture(photo, pictures)
        _save(database, good, written, terms)
    return written


def _titled(announcement: Announcement, chars: int) -> Announcement:
    titles = {lang: title for lang, (title, _) in announcement.texts.items()}
    texts = {lang: (title or first_words(body, chars), body) for lang, (title, body) in announcement.texts.items()}
    channels = (
        replace(one, title=first_words(one.body, chars))
        if one.body and not one.title and not titles.get(one.lang)
        else one
        for one in announcement.channels
    )
    return replace(announcement, texts=texts, channels=tuple(channels))


def _checked(
    database: Database,
    made: Sequence[Announcement],
    found: Sequence[Problem],
    terms: Terms,
    file_ids: Collection[str] = (),
    incoming: Mapping[str, PictureFile] | None = None,
) -> tuple[Written, list[Announcement]]:
    """What was found, and the announcements that can be saved; each counts against those after it.

    The announcements of one entry of a file (a plan, a follow-up) can be saved together or not at all. `incoming`:
    pictures that will lie in the folder when they are saved.
    """
    ids = [announcement.id for announcement in made]
    with database.reading() as db:
        standing = stored.standing(db, ids)
        known = stored.listing(db, since=terms.now - REMEMBERED)
    settled = {id_ for id_, (status, _) in standing.items() if status is not Status.DRAFT}
    others = plan(known, without=set(ids) - settled)
    everything = [_of_entry(problem, file_ids) for problem in found]
    good: list[Announcement] = []
    for entry, series in groupby(made, key=lambda one: _entry_of(one.id, file_ids)):
        sends, sound = list(others), []
        for announcement in series:
            if announcement.id in settled:
                everything += _left_alone(announcement, *standing[announcement.id])
                continue
            there = pictures_of(announcement, terms)
            files = None if there is None else {**there, **(incoming or {})}
            own = check(announcement, sends, terms, draft=True, files=files)
            everything += [_of_entry(problem, file_ids) for problem in own]
            if not blocking(own):
                sends += planned(announcement)
                sound.append(announcement)
        if not any(problem.id == entry for problem in blocking(everything)):
            others, good = sends, good + sound
    hints = [problem for problem in everything if problem.hint]
    unchanged = [id_ for id_ in ids if id_ in settled]
    return Written(unchanged=unchanged, problems=blocking(everything), hints=hints), good


def _ids_in(document: object) -> frozenset[str]:
    """The ids that stand in a file."""
    listed = document.get("announcements") if isinstance(document, dict) else document
    entries = listed if isinstance(listed, list) else []
    return frozenset(e["id"] for e in entries if isinstance(e, dict) and isinstance(e.get("id"), str))


def _entry_of(announcement_id: str, file_ids: Collection[str]) -> str:
    """The id in the file that an announcement comes from: its own, or that of its plan or of what it follows up."""
    base = re.sub(r"-([jw]?[0-9]+|follow-up)$", "", announcement_id)
    return base if announcement_id not in file_ids and base in file_ids else announcement_id


def _of_entry(problem: Problem, file_ids: Collection[str]) -> Problem:
    """The same problem under the id that stands in the file; its sentence then names the sending."""
    entry = _entry_of(problem.id, file_ids)
    return problem if entry == problem.id else replace(problem, id=entry, message=f"{problem.id}: {problem.message}")


def _left_alone(announcement: Announcement, status: Status, known_hash: str) -> list[Problem]:
    if content_hash(announcement) == known_hash:
        return []
    sentence = f"It is {status} and stays as it is: cancel it and write a new one under another id."
    return [Problem(announcement.id, "", f"already_{status}", sentence, hint=True)]


def _tell_rows(written: Written, source: Source) -> None:
    written.problems = [source.told(problem) for problem in written.problems]
    written.hints = [source.told(hint) for hint in written.hints]
    written.rows, written.notes = source.rows, source.notes


def _foresee(database: Database, good: Sequence[Announcement], written: Written) -> None:
    """Say what saving would do, without doing it."""
    with database.reading() as db:
        standing = stored.standing(db, [announcement.id for announcement in good])
    for announcement in good:
        known = standing.get(announcement.id)
        same = known is not None and known[1] == content_hash(announcement)
        into = written.created if known is None else written.unchanged if same else written.changed
        into.append(announcement.id)


def _save(
    database: Database, good: Sequence[Announcement], written: Written, terms: Terms, guard: Guard | None = None
) -> None:
    lists = {"created": written.created, "changed": written.changed, "unchanged": written.unchanged}
    with database.writing(durable=True) as db:
        epochs.bump(db, "announcements")  # on PostgreSQL this is what makes writers wait for each other
        if guard is not None:
            guard(db, good)
        for announcement in good:
            what = stored.save(db, announcement, now=terms.now, actor=terms.actor)
            lists[what].append(announcement.id)
            if what != "unchanged":
                after = {"hash": content_hash(announcement), "publish_at": announcement.publish_at.isoformat()}
                deed = Deed(terms.actor, f"announcement.{what}", f"announcement:{announcement.id}", after=after)
                audit.add(db, deed, now=terms.now)
