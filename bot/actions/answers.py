"""Gets an answerer: from the database for production, or from files alone for measuring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.actions.faq_files import decode, read_bytes, read_faq
from bot.actions.golden_files import read_golden
from bot.actions.meanings import load_meanings
from bot.actions.outside import outside_messages
from bot.actions.yaml_files import load_yaml
from bot.answering.answerer import Answerer
from bot.answering.tokens import Tokeniser
from bot.core.errors import BadFile, NothingFound
from bot.core.faq import Entry
from bot.core.faq_file import FaqFile
from bot.core.golden import GoldenQuestion
from bot.core.lexicon_file import read_lexicon
from bot.store import faqs
from bot.store import golden as golden_questions
from bot.store.engine import Database

# Answerer too, because commands may not import answering.
__all__ = ["Answerer", "Material", "answerer_from_files", "lexicon_from", "load_answerer", "load_material"]

Concepts = Mapping[str, Mapping[str, Sequence[str]]]
_PROBLEMS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Material:
    """What an answerer is made of, and the lines that the settings fix (None: found by calibration).

    outside: (language, text) of messages that no FAQ is for.
    """

    entries: Sequence[Entry]
    concepts: Concepts
    variables: Mapping[str, str]
    golden: Sequence[GoldenQuestion]
    sure: float | None = None
    maybe: float | None = None
    outside: Sequence[tuple[str, str]] = field(default_factory=outside_messages)

    def answerer(self, tokeniser: Tokeniser | None = None) -> Answerer:
        """Built from all of it, but for golden questions whose entries are all gone: they would only lift the lines.

        `tokeniser`: one made of the same concepts, if there is one already.
        """
        known = {entry.id for entry in self.entries}
        golden = [(one.question, one.expected) for one in self.golden if not one.expected or known & set(one.expected)]
        return Answerer.build(
            self.entries,
            tokeniser or self.concepts,
            self.variables,
            meanings=load_meanings(),
            outside=self.outside,
            golden=golden,
            sure=self.sure,
            maybe=self.maybe,
        )


def load_material(database: Database, *, sure: float | None = None, maybe: float | None = None) -> Material:
    """All of the published FAQ that answering needs."""
    with database.reading() as db:
        return Material(
            faqs.published_entries(db), faqs.lexicon(db), faqs.variables(db), golden_questions.all_of(db), sure, maybe
        )


def load_answerer(
    database: Database,
    *,
    sure: float | None = None,
    maybe: float | None = None,
    lexicon: Path | None = None,
    golden: Path | None = None,
    beside: Sequence[Entry] = (),
) -> Answerer:
    """The answerer of the published FAQ; lexicon and golden questions are the database's unless files are given.

    `beside`: entries that are not the FAQ's (coming events); one whose id the FAQ has is left out.
    """
    material = load_material(database, sure=sure, maybe=maybe)
    known = {entry.id for entry in material.entries}
    material = replace(material, entries=[*material.entries, *(entry for entry in beside if entry.id not in known)])
    if lexicon is not None:
        material = replace(material, concepts=lexicon_from(lexicon))
    if golden is not None:
        material = replace(material, golden=read_golden(golden))
    return material.answerer()


def answerer_from_files(
    faq: Path,
    lexicon: Path | None = None,
    golden: Path | None = None,
    *,
    sure: float | None = None,
    maybe: float | None = None,
) -> Answerer:
    """The answerer of a FAQ file; see `material_from_files`."""
    return material_from_files(faq, lexicon, golden, sure=sure, maybe=maybe).answerer()


def material_from_files(
    faq: Path,
    lexicon: Path | None = None,
    golden: Path | None = None,
    *,
    sure: float | None = None,
    maybe: float | None = None,
) -> Material:
    """A FAQ file (any form of `faq import`, answers may be missing); no lexicon unless one is given.

    Raises BadFile with the first faults, NothingFound when the file holds no entry.
    """
    found = _sound(faq, read_faq(faq, for_matching=True).faq)
    if not found.entries:
        raise NothingFound(f"{faq} holds no entries, so there is nothing to answer with.")
    concepts = lexicon_from(lexicon) if lexicon else {}
    questions = read_golden(golden) if golden else []
    return Material(found.entries, concepts, found.variables, questions, sure, maybe)


def lexicon_from(path: Path) -> Concepts:
    """The concepts of a lexicon file. Raises BadFile with the first faults."""
    text, _ = decode(read_bytes(path), path)
    concepts, problems = read_lexicon(load_yaml(text, path))
    if problems:
        raise BadFile(f"{path}: {_shown(problems)}")
    return concepts


def _sound(path: Path, found: FaqFile) -> FaqFile:
    if found.problems:
        raise BadFile(f"{path}: {_shown(found.problems)}")
    return found


def _shown(problems: Sequence[str]) -> str:
    more = len(problems) - _PROBLEMS_SHOWN
    return " ".join([*problems[:_PROBLEMS_SHOWN], *([f"And {more} more."] if more > 0 else [])])
