"""The question sets of `bench/sets`: a FAQ, questions with their right entry, the clean twins of noisy questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from bot.actions.faq_files import read_faq
from bot.actions.jsonl import expected_of, question_of, read_rows

ROOT = Path(__file__).resolve().parent.parent
SETS = ROOT / "bench" / "sets"
CONTENT = ROOT / "bot" / "content"
OUR_SET = "golden_dev"
NOISE = "__"  # stands in a name between the set and the noise put on its questions


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the entries that answer it; none: the FAQ must not answer."""

    text: str
    lang: str
    kind: str
    expected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """`lexicon` is None for the public sets: they are judged without one."""

    name: str
    faq: Path
    lexicon: Path | None
    questions: tuple[Question, ...]

    @property
    def clean_name(self) -> str:
        """The name of the set whose questions these are, without noise."""
        return self.name.split(NOISE, maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way in which an entry of a FAQ is asked for."""

    entry: str
    lang: str
    text: str


def names_of_sets(sets: Path = SETS) -> list[str]:
    """Ours first, then the public ones by name."""
    return [OUR_SET, *sorted(folder.name for folder in sets.iterdir() if (folder / "queries.jsonl").is_file())]


def load_set(name: str, *, sets: Path = SETS, content: Path = CONTENT) -> QuestionSet:
    """One set; ours is asked of the FAQ and the lexicon in `content`. Raises BadFile where a file cannot be read."""
    if name == OUR_SET:
        questions = load_questions(sets / f"{OUR_SET}.jsonl")
        return QuestionSet(name, content / "faq.yaml", content / "lexicon.yaml", questions)
    faq = sets / name.split(NOISE, maxsplit=1)[0] / "faq.jsonl"  # a noisy set asks the same FAQ
    return QuestionSet(name, faq, None, load_questions(sets / name / "queries.jsonl"))


def load_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a file in the form of `evaluate`. Raises BadFile naming the line."""
    return tuple(
        Question(
            question_of(row, path, number),
            str(row.get("lang") or "?"),
            str(row.get("kind") or "?"),
            expected_of(row, path, number),
        )
        for number, row in read_rows(path)
    )


def load_phrasings(faq: Path) -> list[Phrasing]:
    """Every question and variant of a FAQ, in the order of the file, without an entry's repetitions."""
    return [
        Phrasing(entry.id, lang, written)
        for entry in read_faq(faq, for_matching=True).faq.entries
        for lang, text in entry.texts.items()
        for written in dict.fromkeys((text.question, *text.variants))
    ]


def clean_twins(noisy: Sequence[Question], clean: Sequence[Question]) -> list[int]:
    """For each noisy question the number of the clean one it was made from: the nearest with the same answer."""
    alike: dict[tuple[object, str], list[int]] = {}
    for number, question in enumerate(clean):
        alike.setdefault((question.expected, question.kind), []).append(number)
    return [
        max(alike[one.expected, one.kind], key=lambda number: fuzz.ratio(one.text, clean[number].text)) for one in noisy
    ]
