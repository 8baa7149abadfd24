"""FAQs of any size and questions to ask of them, made from real sentences by seeded replacement of words.

Sentences, words and their frequencies are those of our FAQ and of the public sets, the languages in the shares of our
FAQ. Every entry has subjects of its own, one of them coined, because the vocabulary of a real FAQ grows with it.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import rjieba

from bench.loading import CONTENT, NOISE, load_phrasings, load_set, names_of_sets

# Phrasings of an entry, about as in our FAQ: 35 % zh, 32.5 % en and fr each, 15.6 an entry.
SHAPE = {"zh": 5, "en": 5, "fr": 5}
EXTRA_ZH = 3  # every third entry has one more in Chinese
SUBJECTS = 3
OUT_OF_SCOPE = 0.15  # of the questions, as in golden_dev
TWO_AT_ONCE = 0.02  # of the questions, as in golden_dev
_WORDS = re.compile(r"\w+|\W+")
_GAPS = re.compile(r"(?<=[一-鿿]) (?=[一-鿿])")  # xSID's Chinese is written with spaces between words
_POLITE = {
    "zh": ("请问{}", "{}谢谢", "你好，{}", "想问一下{}"),
    "en": ("Hello, {}", "{} thanks", "please {}", "I'd like to know {}"),
    "fr": ("Bonjour, {}", "{} merci", "svp {}", "je voudrais savoir {}"),
}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pool:
    """A language's sentences cut into words and gaps, its content words and how often each occurs."""

    lang: str
    sentences: Sequence[Sequence[str]]
    words: Sequence[str]
    counts: Sequence[int]

    def word(self, chance: random.Random) -> str:
        """A content word, frequent ones more often."""
        return chance.choices(self.words, self.counts)[0]

    def coined(self, chance: random.Random) -> str:
        """A word that is most likely new: the beginning of one and the end of another."""
        first, second = chance.choice(self.words), chance.choice(self.words)
        return first[: (len(first) + 1) // 2] + second[len(second) // 2 :]


def pools() -> dict[str, Pool]:
    """The pool of each language."""
    found: dict[str, list[str]] = {lang: [] for lang in SHAPE}
    for phrasing in load_phrasings(CONTENT / "faq.yaml"):
        found[phrasing.lang].append(phrasing.text)
    for name in names_of_sets()[1:]:
        if NOISE not in name:
            one = load_set(name)
            texts = [(text.lang, text.text) for text in load_phrasings(one.faq)]
            for lang, text in (*texts, *((question.lang, question.text) for question in one.questions)):
                found[lang].append(_GAPS.sub("", text))
    return {lang: _pool(lang, texts) for lang, texts in found.items()}


def rows_of_faq(phrasings: int, pools_: dict[str, Pool], seed: int) -> Iterator[Row]:
    """The JSONL rows of a FAQ with at least so many phrasings, all texts of an entry together."""
    chance = random.Random(f"faq {seed} {phrasings}")
    made = entry = 0
    while made < phrasings:
        entry += 1
        for lang, number in SHAPE.items():
            texts = _texts(pools_[lang], number + (lang == "zh" and entry % EXTRA_ZH == 0), chance)
            made += len(texts)
            yield {"id": f"entry-{entry}", "lang": lang, "question": texts[0], "variants": texts[1:]}


def questions_for(rows: Sequence[Row], number: int, pools_: dict[str, Pool], seed: int) -> list[str]:
    """So many different questions: phrasings changed as people would, and some that the FAQ has no entry for."""
    chance = random.Random(f"questions {seed} {len(rows)}")
    asked: dict[str, None] = {}
    while len(asked) < number:
        row = chance.choice(rows)
        pool = pools_[row["lang"]]
        text = _asked(row, pool, chance)
        if chance.random() < TWO_AT_ONCE:
            text = f"{text}? {_asked(chance.choice(rows), pool, chance)}?"
        asked[text] = None
    return list(asked)


def _asked(row: Row, pool: Pool, chance: random.Random) -> str:
    if chance.random() < OUT_OF_SCOPE:
        return _refilled(chance.choice(pool.sentences), lambda: pool.word(chance), 1.0, chance)
    pieces = _pieces(chance.choice([row["question"], *row["variants"]]), pool.lang)
    changed = chance.choice(_CHANGES)(pieces, pool, chance)
    return chance.choice(_POLITE[pool.lang]).format(changed) if chance.random() < 0.25 else changed


def _replaced(pieces: Sequence[str], pool: Pool, chance: random.Random) -> str:
    return _refilled(pieces, lambda: pool.word(chance), 0.25, chance)


def _dropped(pieces: Sequence[str], _: Pool, chance: random.Random) -> str:
    kept = [piece for piece in pieces if chance.random() > 0.15]
    return "".join(kept or pieces)


def _mistyped(pieces: Sequence[str], _: Pool, chance: random.Random) -> str:
    text = "".join(pieces)
    at = chance.randrange(max(1, len(text) - 1))
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


_CHANGES: Sequence[Callable[[Sequence[str], Pool, random.Random], str]] = (_replaced, _dropped, _mistyped)


def _texts(pool: Pool, number: int, chance: random.Random) -> list[str]:
    """Different sentences on the same subjects."""
    subjects = [*(pool.word(chance) for _ in range(SUBJECTS - 1)), pool.coined(chance)]
    found: dict[str, None] = {}
    while len(found) < number:
        found[_about(subjects, chance.choice(pool.sentences), chance)] = None
    return list(found)


def _about(subjects: Sequence[str], pieces: Sequence[str], chance: random.Random) -> str:
    """The sentence with subjects in place of some of its content words, none of them twice."""
    content = [at for at, piece in enumerate(pieces) if _is_content(piece)]
    places = chance.sample(content, min(len(content), chance.randint(1, len(subjects))))
    put = dict(zip(places, chance.sample(subjects, len(places)), strict=True))
    return "".join(put.get(at, piece) for at, piece in enumerate(pieces))


def _refilled(pieces: Sequence[str], word: Callable[[], str], share: float, chance: random.Random) -> str:
    return "".join(word() if _is_content(piece) and chance.random() < share else piece for piece in pieces)


def _pool(lang: str, texts: Sequence[str]) -> Pool:
    sentences = [_pieces(text, lang) for text in texts]
    counts = Counter(piece for sentence in sentences for piece in sentence if _is_content(piece))
    return Pool(lang, sentences, list(counts), list(counts.values()))


def _pieces(text: str, lang: str) -> list[str]:
    return list(rjieba.cut(text)) if lang == "zh" else _WORDS.findall(text)


def _is_content(piece: str) -> bool:
    """Long enough to mean something: four letters, or two characters of Chinese."""
    return piece.isalnum() and len(piece) >= (4 if piece.isascii() or "À" <= piece[0] <= "ſ" else 2)
