"""What a person can do to the lexicon: list, look something up, add and remove terms, take a file in, write one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from bot.actions.faq_files import as_yaml, decode, read_bytes
from bot.actions.problems import refuse
from bot.actions.yaml_files import load_yaml
from bot.answering.lexicon import Lexicon
from bot.answering.normalise import normalise
from bot.core.errors import Conflict, NothingFound
from bot.core.faq import LANGS
from bot.core.faq_file import same
from bot.core.lexicon_file import Concepts, Terms, read_lexicon
from bot.store import audit, epochs, faqs
from bot.store.engine import Database

_BETWEEN_CHARACTERS = re.compile("(?<=[㐀-鿿]) | (?=[㐀-鿿])")
LIKE_IT = 60  # of 100; below, a name is no slip of another


@dataclass(frozen=True, slots=True)
class LexiconReport:
    """What a change did, by concept. `shared`: sentences on terms that two concepts have."""

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()

    def as_plain(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {name: list(getattr(self, name)) for name in ("created", "changed", "unchanged", "removed", "shared")}


def list_lexicon(database: Database) -> list[dict[str, Any]]:
    """All concepts by name, each as it stands in a lexicon file."""
    with database.reading() as db:
        return _as_file(faqs.lexicon(db))


def show_concept(database: Database, name: str) -> dict[str, Any]:
    """The concept's terms, and the entries whose phrasings name it with how many of them do. Raises NothingFound."""
    with database.reading() as db:
        concepts, entries = faqs.lexicon(db), faqs.published_entries(db)
    terms = _one(concepts, name)
    lexicon = Lexicon(concepts)
    counts = {
        entry.id: sum(
            any(found.concept == name for found in lexicon.concepts_in(normalise(written)))
            for text in entry.texts.values()
            for written in (text.question, *text.variants)
        )
        for entry in entries
    }
    named = sorted(((count, entry) for entry, count in counts.items() if count), key=lambda one: -one[0])
    return {**_plain(name, terms), "entries": [{"id": entry, "phrasings": count} for count, entry in named]}


def concepts_in(database: Database, text: str) -> list[dict[str, str]]:
    """The concepts that the bot recognises in a text, and by which words."""
    with database.reading() as db:
        lexicon = Lexicon(faqs.lexicon(db))
    return [
        {"concept": found.concept, "term": _BETWEEN_CHARACTERS.sub("", found.term)}
        for found in lexicon.concepts_in(normalise(text))
    ]


def add_terms(
    database: Database, name: str, terms: Terms, *, actor: str, now: datetime, create: bool = False
) -> LexiconReport:
    """Add terms to a concept; create: it may be a new one.

    Raises NothingFound when the concept is not there, Conflict when another concept has a term already.
    """
    wanted, problems = read_lexicon([_plain(name, terms)])
    refuse([problem.removeprefix("concept 1: ") for problem in problems])
    ((name, added),) = wanted.items()
    refuse(list(_wordless(added)))
    with database.writing() as db:
        epochs.hold(db, faqs.EPOCH)
        concepts = faqs.lexicon(db)
        old: Terms = concepts.get(name, {}) if create else _one(concepts, name, "; --new makes a new one")
        taken = list(_shared({name: added}, {other: its for other, its in concepts.items() if other != name}))
        if taken:
            raise Conflict("\n".join([*taken, "A word can lead to one concept only: remove it there first."]))
        new = _joined(old, added)
        if new == old:
            return LexiconReport(unchanged=(name,))
        faqs.put_concepts(db, {name: new})
        deed = audit.Deed(actor, "lexicon.add", f"lexicon:{name}", before=old or None, after=new)
        audit.add(db, deed, now=now)
    return LexiconReport(changed=(name,)) if old else LexiconReport(created=(name,))


def remove_terms(
    database: Database, name: str, terms: Sequence[str], *, actor: str, now: datetime, langs: Sequence[str] = LANGS
) -> LexiconReport:
    """Take terms away from a concept, in these languages; all of them, and the concept itself, when none is given.

    A concept whose last term goes is gone too. Raises NothingFound when the concept or a term is not there.
    """
    gone = {same(term) for term in terms}
    with database.writing() as db:
        epochs.hold(db, faqs.EPOCH)
        old = _one(faqs.lexicon(db), name)
        there = {same(term) for lang in langs for term in old.get(lang, ())}
        missing = [term for term in terms if same(term) not in there]
        if missing:
            listed = ", ".join(f"“{term}”" for term in missing)
            raise NothingFound(f"{name} has no term {listed}; `paristech-bot lexicon show {name}` shows its terms.")
        left = {
            lang: [term for term in listed if lang not in langs or (terms and same(term) not in gone)]
            for lang, listed in old.items()
        }
        new = {lang: listed for lang, listed in left.items() if listed}
        faqs.put_concepts(db, {name: new})
        deed = audit.Deed(actor, "lexicon.remove", f"lexicon:{name}", before=old, after=new or None)
        audit.add(db, deed, now=now)
    return LexiconReport(changed=(name,)) if new else LexiconReport(removed=(name,))


def read_lexicon_file(path: Path) -> Concepts:
    """The concepts of a lexicon file (YAML). Raises BadFile, or HasProblems with all of them."""
    text, _ = decode(read_bytes(path), path)
    concepts, problems = read_lexicon(load_yaml(text, path))
    refuse(problems)
    return concepts


def save_concepts(
    database: Database, concepts: Concepts, *, actor: str, now: datetime, replace: bool = False, dry_run: bool = False
) -> LexiconReport:
    """Take in the concepts of a file: each as the file has it; the others stay, or go with replace."""
    with database.writing() as db:
        epochs.hold(db, faqs.EPOCH)
        there = faqs.lexicon(db)
        changed = {name: terms for name, terms in concepts.items() if there.get(name) != terms}
        removed = [name for name in there if name not in concepts] if replace else []
        after = {**{name: terms for name, terms in there.items() if name not in removed}, **changed}
        report = LexiconReport(
            created=tuple(name for name in changed if name not in there),
            changed=tuple(name for name in changed if name in there),
            unchanged=tuple(name for name in concepts if name not in changed),
            removed=tuple(removed),
            shared=tuple(_shared(changed, after)),
        )
        if not dry_run and (changed or removed):
            faqs.put_concepts(db, {**changed, **{name: {} for name in removed}})
            touched = [name for name in (*changed, *removed) if name in there]
            before = {name: there[name] for name in touched}
            deed = audit.Deed(actor, "lexicon.import", "lexicon", before=before, after=report.as_plain())
            audit.add(db, deed, now=now)
    return report


def export_lexicon(database: Database) -> bytes:
    """All concepts as a lexicon file; importing it changes nothing."""
    return as_yaml(list_lexicon(database)).encode()


def _plain(name: str, terms: Terms) -> dict[str, Any]:
    return {"concept": name, **{lang: list(terms[lang]) for lang in LANGS if terms.get(lang)}}


def _as_file(concepts: Concepts) -> list[dict[str, Any]]:
    return [_plain(name, terms) for name, terms in concepts.items()]


def _one(concepts: Mapping[str, dict[str, list[str]]], name: str, new: str = "") -> dict[str, list[str]]:
    if name in concepts:
        return concepts[name]
    near = process.extractOne(name, list(concepts), scorer=fuzz.ratio, score_cutoff=LIKE_IT)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise NothingFound(f"There is no concept {name}.{hint} `paristech-bot lexicon` shows all{new}.")


def _joined(old: Terms, added: Terms) -> dict[str, list[str]]:
    """The old terms and behind them the new ones; one that is there but for case and width is not added again."""
    new = {}
    for lang in LANGS:
        known = {same(term) for term in old.get(lang, ())}
        fresh = {same(term): term for term in reversed(added.get(lang, ())) if same(term) not in known}
        listed = [*old.get(lang, ()), *reversed(fresh.values())]
        if listed:
            new[lang] = listed
    return new


def _wordless(terms: Terms) -> Iterator[str]:
    for listed in terms.values():
        for term in listed:
            if not any(map(str.isalnum, term)):
                yield f"“{term}” holds no letter and no digit, so no message would be recognised by it."


def _shared(mine: Concepts, all_of_them: Concepts) -> Iterator[str]:
    """A sentence for each term of mine that another concept has too."""
    owners: dict[str, dict[str, None]] = {}
    for name, terms in all_of_them.items():
        for term in (term for listed in terms.values() for term in listed):
            owners.setdefault(same(term), {})[name] = None
    for name, terms in mine.items():
        for key, term in {same(term): term for listed in terms.values() for term in listed}.items():
            for other in owners.get(key, ()):
                if other != name:
                    yield f"“{term}” is a term of {other} already."
