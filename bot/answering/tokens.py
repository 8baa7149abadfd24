"""A text as features: words (stems, segmented Chinese, concepts), and characters, which survive typing slips."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import rjieba
from snowballstemmer import stemmer

from bot.answering.language import SMALL_WORDS
from bot.answering.lexicon import Lexicon
from bot.answering.normalise import fold

_PIECE = re.compile(r"[㐀-鿿]+|[^\W_㐀-鿿]+(?:[+&][^\W_㐀-鿿]+)*")
_STEMMED = {"en": "english", "fr": "french"}
_SMALL_FOLDED = {lang: frozenset(fold(word) for word in words) for lang, words in SMALL_WORDS.items()}
_GRAM = 3  # letters; 2 and 4 beside it cost twice the time and gained nothing on the development sets
_LONGEST = 40  # letters of a word that are read: longer ones are noise, and the cache below must stay small
_CACHED = 20_000  # Latin words kept with their features
_USER_WORD_FREQUENCY = 100_000  # high enough that the segmenter prefers a term of the lexicon to its parts
_STARTS = range(2, 5)  # letters by which a stem is known
CONCEPT_MARK = "#"
WORD_MARK = "="
SMALL_MARK = "~"
WORD_KINDS = CONCEPT_MARK + WORD_MARK  # the features whose absence a person would notice


@dataclass(frozen=True, slots=True)
class Tokens:
    """The two blocks of features of one text, and of how many words (Chinese ones of one character too) it consists."""

    words: Sequence[str]
    grams: Sequence[str]
    length: int


class Tokeniser:
    """Turns normalised text into features; its segmenter knows the lexicon's Chinese terms."""

    def __init__(self, lexicon: Lexicon, phrasings: Iterable[str] = ()) -> None:
        """`phrasings` (normalised) are what will be searched; a word that starts like none of theirs is not stemmed."""
        self.lexicon = lexicon
        self._segmenter = rjieba.Jieba()  # an instance of our own: the module's is shared by everybody in the process
        for term in lexicon.chinese_terms():
            self._segmenter.add_word(term, _USER_WORD_FREQUENCY, None)
        self._segmenter.cut("热身")  # the first cut of a segmenter takes longer, and no student should wait for it
        self._starts = frozenset(map(_start, {word for text in phrasings for word in _PIECE.findall(fold(text))}))
        self._latin: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}

    def read(self, text: str, lang: str) -> Tokens:
        """Words: stems, small words (marked, because they tell little), Chinese words, concepts of the lexicon.

        Grams: Chinese characters and their pairs; of Latin words, small ones left out, all groups of three letters.
        """
        stem_lang = lang if lang in _STEMMED else "en"
        words: list[str] = []
        grams: list[str] = []
        skipped: list[str] = []
        length = 0
        for piece in _PIECE.findall(text):
            if piece[0] >= "㐀":
                cut = self._segmenter.cut(piece)
                length += len(cut)
                words.extend([WORD_MARK + word for word in cut if len(word) > 1])
                grams.extend(piece)
                grams.extend(map(str.__add__, piece, piece[1:]))
                continue
            length += 1
            latin = (piece[:_LONGEST], stem_lang)
            word, pieces = self._latin.get(latin) or self._learned(*latin)
            words.append(word)
            (skipped if word[0] == SMALL_MARK else grams).extend(pieces)
        words.extend([CONCEPT_MARK + found.concept for found in self.lexicon.concepts_in(text)])
        return Tokens(words, grams or skipped, length)

    def _learned(self, written: str, lang: str) -> tuple[str, tuple[str, ...]]:
        plain = fold(written)
        small = plain in _SMALL_FOLDED[lang]
        word = SMALL_MARK + plain if small else WORD_MARK + self._stem(written, plain, lang)
        features = word, _letter_groups(plain)
        if len(self._latin) >= _CACHED:
            self._latin.clear()
        self._latin[written, lang] = features
        return features

    def _stem(self, word: str, plain: str, lang: str) -> str:
        # Snowball takes 0.1 ms for a word, and a word like none of the FAQ's stays unknown without it.
        if self._starts and not any(plain[:length] in self._starts for length in _STARTS):
            return plain
        # A stemmer of its own each time (they cost a microsecond), because they keep state and threads share this one.
        return fold(stemmer(_STEMMED[lang]).stemWord(word))


def _start(word: str) -> str:
    """The letters that all forms of a word share: use and using, study and studies."""
    return word[: max(_STARTS[0], min(_STARTS[-1], len(word) - 1))]


def _letter_groups(word: str) -> tuple[str, ...]:
    padded = f"_{word}_"
    return tuple(padded[at : at + _GRAM] for at in range(max(1, len(padded) - _GRAM + 1)))
