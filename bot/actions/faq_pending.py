"""Drafts as a change of the FAQ: what it would be with them, and what stands in the way."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.actions.answers import Material
from bot.core.errors import NothingFound, UsageError
from bot.core.faq import Entry
from bot.core.faq_file import Finding, read_entry, same_questions
from bot.core.lexicon_file import Terms, read_lexicon
from bot.store import epochs, faq_drafts, faqs
from bot.store.faq_drafts import CONCEPT, ENTRY, Draft

NEW = 0  # the revision that an entry which is not there yet has


@dataclass(frozen=True, slots=True)
class Pending:
    """The drafts, what they hold, and sentences on why they cannot be published. A concept without terms goes."""

    drafts: Sequence[Draft]
    entries: Sequence[Entry]
    concepts: Mapping[str, Terms]
    problems: Sequence[str]

    def applied_to(self, material: Material) -> Material:
        """The FAQ as it would be; entries keep their order, new ones come last, as in the store."""
        new = {entry.id: entry for entry in self.entries}
        entries = [new.pop(entry.id, entry) for entry in material.entries]
        concepts = {name: terms for name, terms in {**material.concepts, **self.concepts}.items() if terms}
        return replace(material, entries=[*entries, *new.values()], concepts=dict(sorted(concepts.items())))


def label(draft: Draft) -> str:
    """How a draft is named outside: "entry:visa"."""
    return f"{draft.kind}:{draft.name}"


def digest(terms: Mapping[str, Any]) -> str:
    """What a concept's draft was made from."""
    return hashlib.sha256(_json(terms)).hexdigest()


def read(db: Any, names: Sequence[str] | None) -> Pending:  # Any: the store's connection
    """These drafts, all of them for None. Raises NothingFound for one that is not there, or when there is none."""
    drafts = _named(faq_drafts.all_of(db), names)
    entries: list[Entry] = []
    concepts: dict[str, Terms] = {}
    problems: list[str] = []
    live = faqs.lexicon(db)
    revisions = faqs.latest(db, [draft.name for draft in drafts if draft.kind == ENTRY])
    for draft in drafts:
        try:
            if draft.kind == ENTRY:
                entries.append(read_entry(dict(draft.content["entry"])))
                now = str(revisions.get(draft.name, NEW))
            else:
                concepts[draft.name] = _terms(draft)
                now = digest(live.get(draft.name, {}))
        except Finding as finding:
            problems.append(f"{draft.name}: {finding}")
            continue
        if now != draft.base:
            problems.append(f"{draft.name}: somebody else published it since; open the draft and save it again.")
    new = {entry.id for entry in entries}
    others = [("in the FAQ", one) for one in faqs.published_entries(db) if one.id not in new]
    problems += same_questions([*others, *((entry.id, entry) for entry in entries)])
    return Pending(drafts, entries, concepts, problems)


def key_of(db: Any, pending: Pending, conditions: Sequence[Any]) -> str:  # Any: the store's connection
    """A name for exactly this change of exactly this FAQ, under these conditions."""
    drafts = [(one.kind, one.name, one.base, one.version) for one in pending.drafts]
    return hashlib.sha256(_json([epochs.number(db, faqs.EPOCH), drafts, list(conditions)])).hexdigest()


def revision_of(db: Any, entry_id: str) -> int:  # Any: the store's connection
    """The entry's latest revision, NEW when it is not there."""
    return faqs.latest(db, [entry_id]).get(entry_id, NEW)


def _named(drafts: Iterable[Draft], names: Sequence[str] | None) -> list[Draft]:
    there = {label(draft): draft for draft in drafts}
    if missing := [name for name in names or () if name not in there]:
        listed = ", ".join(name.partition(":")[2] or name for name in missing)
        raise NothingFound(f"There is no draft of {listed}; `paristech-bot faq drafts` shows all.")
    found = list(there.values()) if names is None else [there[name] for name in dict.fromkeys(names)]
    if not found:
        raise NothingFound("There are no drafts, so there is nothing to publish.")
    return sorted(found, key=lambda one: (one.kind != CONCEPT, one.name))


def _terms(draft: Draft) -> Terms:
    terms: Terms = draft.content["terms"]
    if not any(terms.values()):
        return {}
    found, problems = read_lexicon([{"concept": draft.name, **terms}])
    if problems:
        raise Finding(problems[0].removeprefix("concept 1: "))
    return found[draft.name]


def _json(value: Any) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str).encode()
    except UnicodeEncodeError as error:
        raise UsageError("The text holds half of a character (a lone surrogate); type it again.") from error
