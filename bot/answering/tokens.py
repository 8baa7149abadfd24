"""A text as features: words (stems, segmented Chinese, concepts) and characters, each block for its own kind of match."""

import re
from functools import lru_cache

import rjieba
from snowballstemmer import stemmer

from bot.answering.language import SMALL_WORDS
from bot.answering.lexicon import Lexicon
from bot.answering.normalise import fold

_PIECE = re.compile(r"[㐀-鿿]+|[^\W_㐀-鿿]+(?:[+&][^\W_㐀-鿿]+)*")
_STEMMERS = {"en": stemmer("english"), "fr": stemmer("french")}
_SMALL_FOLDED = {lang: frozenset(fold(word) for word in words) for lang, words in SMALL_WORDS.items()}
_GRAM_SIZES = (3,)
_USER_WORD_FREQUENCY = 100_000  # high enough that the segmenter prefers a term of the lexicon to its parts
CONCEPT_MARK = "#"
WORD_MARK = "="
SMALL_MARK = "~"


class Tokeniser:
    """Turns normalised text into the two blocks of features; its segmenter knows the lexicon's Chinese terms."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._segmenter = rjieba.Jieba()  # an instance of our own: the module's is shared by everybody in the process
        for term in lexicon.chinese_terms():
            self._segmenter.add_word(term, _USER_WORD_FREQUENCY, None)

    def words(self, text: str, lang: str) -> list[str]:
        """Stems, small words (marked, because they tell little), Chinese words, and the concepts of the lexicon."""
        stem_lang = lang if lang in _STEMMERS else "en"
        features: list[str] = []
        for piece in _PIECE.findall(text):
            if piece[0] >= "㐀":
                features.extend(WORD_MARK + word for word in self._segmenter.cut(piece) if len(word) > 1)
                continue
            word = fold(piece)
            features.append(SMALL_MARK + word if word in _SMALL_FOLDED[stem_lang] else _stem(piece, stem_lang))
        features.extend(CONCEPT_MARK + found.concept for found in self.lexicon.concepts_in(text))
        return features

    def grams(self, text: str, lang: str) -> list[str]:
        """Chinese characters and their pairs; of a Latin word its beginnings, middles and ends, so that a typo costs little."""
        stem_lang = lang if lang in _STEMMERS else "en"
        grams: list[str] = []
        skipped: list[str] = []
        for piece in _PIECE.findall(text):
            if piece[0] >= "㐀":
                grams.extend(piece)
                grams.extend(map(str.__add__, piece, piece[1:]))
                continue
            word = fold(piece)
            (skipped if word in _SMALL_FOLDED[stem_lang] else grams).extend(_word_grams(word))
        return grams or skipped


@lru_cache(maxsize=65536)
def _stem(word: str, lang: str) -> str:
    return WORD_MARK + fold(_STEMMERS[lang].stemWord(word))


@lru_cache(maxsize=65536)
def _word_grams(word: str) -> tuple[str, ...]:
    padded = f"_{word[:40]}_"
    return tuple(padded[at : at + size] for size in _GRAM_SIZES for at in range(max(1, len(padded) - size + 1)))
