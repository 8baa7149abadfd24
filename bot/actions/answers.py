"""Gets an answerer: from the database for production, or from files alone for measuring."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bot.actions.faq_files import decode, read_bytes, read_faq
from bot.actions.jsonl import expected_of, question_of, read_rows
from bot.actions.yaml_files import load_yaml
from bot.answering.answerer import Answerer, Golden
from bot.core.errors import BadFile, NothingFound
from bot.core.faq_file import FaqFile
from bot.core.lexicon_file import read_lexicon
from bot.store import faqs
from bot.store.engine import Database

__all__ = ["Answerer", "answerer_from_files", "lexicon_from", "load_answerer"]  # commands may not import answering

Concepts = Mapping[str, Mapping[str, Sequence[str]]]
_PROBLEMS_SHOWN = 5


def load_answerer(
    database: Database,
    *,
    sure: float | None = None,
    maybe: float | None = None,
    lexicon: Path | None = None,
    golden: Path | None = None,
) -> Answerer:
    """The answerer of the published FAQ; the lexicon is the database's unless a file is given."""
    with database.reading() as db:
        entries, variables = faqs.published_entries(db), faqs.variables(db)
        concepts: Concepts = faqs.lexicon(db)
    if lexicon is not None:
        concepts = lexicon_from(lexicon)
    return Answerer.build(entries, concepts, variables, golden=_golden(golden), sure=sure, maybe=maybe)


def answerer_from_files(
    faq: Path,
    lexicon: Path | None = None,
    golden: Path | None = None,
    *,
    sure: float | None = None,
    maybe: float | None = None,
) -> Answerer:
    """The answerer of a FAQ file (any form of `faq import`, answers may be missing); no lexicon unless one is given.

    Raises BadFile with the first faults, NothingFound when the file holds no entry.
    """
    found = _sound(faq, read_faq(faq, for_matching=True).faq)
    if not found.entries:
        raise NothingFound(f"{faq} holds no entries, so there is nothing to answer with.")
    concepts = lexicon_from(lexicon) if lexicon else {}
    return Answerer.build(found.entries, concepts, found.variables, golden=_golden(golden), sure=sure, maybe=maybe)


def lexicon_from(path: Path) -> Concepts:
    """The concepts of a lexicon file. Raises BadFile with the first faults."""
    text, _ = decode(read_bytes(path), path)
    concepts, problems = read_lexicon(load_yaml(text, path))
    if problems:
        raise BadFile(f"{path}: {_shown(problems)}")
    return concepts


def _golden(path: Path | None) -> Iterable[Golden]:
    """The golden questions of a JSONL file of `{"q", "expected"}`."""
    if path is None:
        return []
    return [(question_of(row, path, number), expected_of(row, path, number)) for number, row in read_rows(path)]


def _sound(path: Path, found: FaqFile) -> FaqFile:
    if found.problems:
        raise BadFile(f"{path}: {_shown(found.problems)}")
    return found


def _shown(problems: Sequence[str]) -> str:
    more = len(problems) - _PROBLEMS_SHOWN
    return " ".join([*problems[:_PROBLEMS_SHOWN], *([f"And {more} more."] if more > 0 else [])])
