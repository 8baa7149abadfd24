"""Drafts: kept while the bot answers as before, thrown away, or published together once their check was seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.actions import faq_edit, faq_pending
from bot.actions.faq_edit import ChangedMeanwhile, Theirs
from bot.actions.faq_gate import Gate
from bot.actions.faq_pending import Pending
from bot.core.errors import Conflict, HasProblems, UsageError
from bot.core.faq import LANGS
from bot.core.faq_diff import changes
from bot.core.faq_faults import ERROR
from bot.core.faq_file import Finding, entry_as_plain, entry_id
from bot.core.file_entry import storable
from bot.core.roles import Actor, require
from bot.store import audit, epochs, faq_drafts, faq_runs, faqs
from bot.store.engine import Database
from bot.store.faq_drafts import CONCEPT, ENTRY, Draft

VERSIONS = "faq-draft"  # the epoch that numbers drafts, so that no number comes twice


@dataclass(frozen=True, slots=True)
class Wish:
    """An entry as somebody wants it, perhaps unfinished, in the plain form of a FAQ file.

    original: the language that the others are translated from, "" for the one reworded last. current: languages that
    say the same as it, whatever their age. base: the revision that was edited (NEW for a new one). version: the draft
    that was edited, 0 for none.
    """

    raw: Mapping[str, Any]
    base: int
    version: int = 0
    original: str = ""
    current: Sequence[str] = field(default_factory=tuple)

    @property
    def content(self) -> dict[str, Any]:
        """As a draft keeps it."""
        return {"entry": dict(self.raw), "original": self.original, "current": list(self.current)}


@dataclass(frozen=True, slots=True)
class Published:
    """What was published, by name, and how many golden questions changed by it."""

    entries: tuple[str, ...]
    concepts: tuple[str, ...]
    golden: int

    def as_plain(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {"entries": list(self.entries), "concepts": list(self.concepts), "golden_changed": self.golden}


class NotSeen(Conflict):
    """What these drafts would bring was not looked at yet; check them first."""


def listing(database: Database) -> list[dict[str, Any]]:
    """All drafts, the latest first, each with what it changes, as plain JSON values."""
    with database.reading() as db:
        drafts = faq_drafts.all_of(db)
        live = faqs.published_ones(db, [draft.name for draft in drafts if draft.kind == ENTRY])
        concepts = faqs.lexicon(db)
    found = []
    for draft in drafts:
        if draft.kind == ENTRY:
            before = entry_as_plain(live[draft.name]) if draft.name in live else {}
            after: Mapping[str, Any] = draft.content["entry"]
        else:
            before, after = concepts.get(draft.name, {}), draft.content["terms"]
        places = [change.place for change in changes(before, after)]
        shared = {"kind": draft.kind, "name": draft.name, "by": draft.actor, "at": draft.at}
        found.append({**shared, "new": not before, "changes": places})
    return found


def of_entry(database: Database, name: str) -> Draft | None:
    """The draft of that entry."""
    with database.reading() as db:
        return faq_drafts.one(db, ENTRY, name)


def of_concept(database: Database, name: str) -> Draft | None:
    """The draft of that concept."""
    with database.reading() as db:
        return faq_drafts.one(db, CONCEPT, name)


def save(database: Database, actor: Actor, wish: Wish, *, now: datetime) -> Draft | None:
    """Keep it as the entry's draft; None, and no draft any more, when it is what the bot answers already.

    Raises NotAllowed, HasProblems for a name that cannot be one, ChangedMeanwhile with the others' text.
    """
    require(actor, "faq.edit")
    name = _name(wish.raw.get("id"))
    _refuse_broken(wish.raw)
    with database.writing(durable=True) as db:
        epochs.hold(db, faqs.EPOCH)
        present, draft = faq_edit.present(db, name), faq_drafts.one(db, ENTRY, name)
        _refuse_stale(present, draft, wish)
        if _is_live(db, present, wish):
            faq_drafts.remove(db, [(ENTRY, name)])
            return None
        number = epochs.bump(db, VERSIONS)
        kept = Draft(ENTRY, name, str(wish.base), wish.content, number, actor.name, now)
        faq_drafts.put(db, [kept])
    return kept


def save_concept(
    database: Database, actor: Actor, name: str, terms: Mapping[str, Sequence[str]], *, base: str, now: datetime
) -> Draft | None:
    """Keep these terms as the concept's draft, none for "take it away"; None when it is so already.

    `base`: `faq_pending.digest` of the terms that were edited. Raises NotAllowed, HasProblems, Conflict.
    """
    require(actor, "faq.edit")
    name = _name(name)
    listed = {lang: list(dict.fromkeys(terms[lang])) for lang in LANGS if terms.get(lang)}
    _refuse_broken(listed)
    with database.writing(durable=True) as db:
        epochs.hold(db, faqs.EPOCH)
        live = faqs.lexicon(db).get(name, {})
        if faq_pending.digest(live) != base:
            raise Conflict(f"Somebody else changed {name} since you opened it; open it again.")
        if listed == live:
            faq_drafts.remove(db, [(CONCEPT, name)])
            return None
        number = epochs.bump(db, VERSIONS)
        kept = Draft(CONCEPT, name, base, {"terms": listed}, number, actor.name, now)
        faq_drafts.put(db, [kept])
    return kept


def discard(database: Database, actor: Actor, names: Sequence[str], *, now: datetime) -> None:
    """Throw drafts ("entry:visa") away; what they held stays in the audit log. Raises NothingFound."""
    require(actor, "faq.edit")
    with database.writing(durable=True) as db:
        pending = faq_pending.read(db, names)
        faq_drafts.remove(db, [(one.kind, one.name) for one in pending.drafts])
        for one in pending.drafts:
            deed = audit.Deed(actor.name, "faq.discard", f"faq:{one.name}", before=dict(one.content))
            audit.add(db, deed, now=now)


def publish(
    gate: Gate, actor: Actor, names: Sequence[str] | None, *, seen: str, anyway: bool, now: datetime
) -> Published:
    """All of these drafts ("entry:visa"; None: every one) or none. `seen`: the key of the check that was looked at.

    Raises NotAllowed, NothingFound, NotSeen when the check is of something else, and HasProblems: for what stands in
    the way, and, unless `anyway`, for errors that students would notice and golden questions that change.
    """
    require(actor, "faq.edit")
    with gate.database.writing(durable=True) as db:
        epochs.hold(db, faqs.EPOCH)
        pending = faq_pending.read(db, names)
        key = gate.key(db, pending)
        run = faq_runs.one(db, key)
        if seen != key or run is None or run.state != faq_runs.DONE:
            raise NotSeen("Something has changed since the check; look at what it would bring now.")
        if pending.problems:
            raise HasProblems("\n".join(pending.problems))
        if not anyway and (needed := _unsettling(run.result)):
            raise HasProblems("\n".join(needed))
        _write(db, pending, actor, now)
    names_of = {kind: tuple(one.name for one in pending.drafts if one.kind == kind) for kind in (ENTRY, CONCEPT)}
    return Published(names_of[ENTRY], names_of[CONCEPT], len(run.result["golden"]))


def _write(db: Any, pending: Pending, actor: Actor, now: datetime) -> None:  # Any: the store's connection
    marks = {one.name: one.content for one in pending.drafts if one.kind == ENTRY}
    before = {entry.id: faq_edit.present(db, entry.id).entry for entry in pending.entries}
    faqs.save_entries(db, pending.entries, actor=actor.name, now=now)
    for entry in pending.entries:
        faqs.mark(db, entry.id, original=marks[entry.id]["original"], current=marks[entry.id]["current"])
        old = before[entry.id]
        plain = entry_as_plain(old) if old else None
        deed = audit.Deed(actor.name, "faq.publish", f"faq:{entry.id}", before=plain, after=entry_as_plain(entry))
        audit.add(db, deed, now=now)
    live = faqs.lexicon(db)
    faqs.put_concepts(db, pending.concepts)
    for name, terms in pending.concepts.items():
        deed = audit.Deed(actor.name, "lexicon.publish", f"lexicon:{name}", before=live.get(name), after=terms or None)
        audit.add(db, deed, now=now)
    faq_drafts.remove(db, [(one.kind, one.name) for one in pending.drafts])


def _unsettling(result: Mapping[str, Any]) -> list[str]:
    errors = [f"{one['entry']}: {one['sentence']}" for one in result["faults"] if one["severity"] == ERROR]
    golden = [f"Golden question “{one['question']}” would change its answer." for one in result["golden"]]
    return [*errors, *golden]


def _refuse_stale(present: faq_edit.Written, draft: Draft | None, wish: Wish) -> None:
    name = str(wish.raw.get("id"))
    if draft is not None and draft.version != wish.version:
        theirs = Theirs(draft.content["entry"], int(draft.base), draft.version)
        said = f"{draft.actor} saved a draft of this entry since you opened it. Nothing of yours is lost."
        raise ChangedMeanwhile(said, theirs)
    if present.revision != wish.base:
        plain = entry_as_plain(present.entry) if present.entry else {}
        said = "Somebody else published this entry since you opened it. Nothing of yours is lost."
        if wish.base == faq_pending.NEW:
            said = f"There is already an entry {name}; choose another name, or edit that one."
        raise ChangedMeanwhile(said, Theirs(plain, present.revision, draft.version if draft else 0))


def _is_live(db: Any, present: faq_edit.Written, wish: Wish) -> bool:  # Any: the store's connection
    if present.entry is None or present.archived or entry_as_plain(present.entry) != _tidy(wish.raw):
        return False
    wording = faqs.wording(db, [present.entry.id])[present.entry.id]
    return wish.original == wording.original and not set(wish.current) & set(wording.behind)


def _tidy(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """As `entry_as_plain` would say it, if it can be read at all."""
    try:
        return entry_as_plain(faq_edit.read(dict(raw)))
    except HasProblems:
        return raw


def _name(raw: object) -> str:
    try:
        return entry_id(raw)
    except Finding as finding:
        raise HasProblems(str(finding)) from finding


def _refuse_broken(value: Any) -> None:
    if isinstance(value, str) and not storable(value):
        raise UsageError("The text holds a broken character (NUL or half of one); type it again.")
    if isinstance(value, Mapping):
        value = list(value.values())
    for one in value if isinstance(value, list | tuple) else ():
        _refuse_broken(one)
