"""A text as features: words (stems, segmented Chinese, concepts), and characters, which survive typing slips."""

import re
from functools import lru_cache

import rjieba
from snowballstemmer import stemmer

from bot.answering.language import SMALL_WORDS
from bot.answering.lexicon import Lexicon
from bot.answering.normalise import fold

_PIECE = re.compile(r"[㐀-鿿]+|[^\W_㐀-鿿]+(?:[+&][^\W_㐀-鿿]+)*")
_STEMMED = {"en": "english", "fr": "french"}
_SMALL_FOLDED = {lang: frozenset(fold(word) for word in words) for lang, words in SMALL_WORDS.items()}
_GRAM = 3  # letters; 2 and 4 beside it cost twice the time and gained nothing on the development sets
_LONGEST = 40  # letters of a word that are read: longer ones are noise, and the caches below must stay small
_USER_WORD_FREQUENCY = 100_000  # high enough that the segmenter prefers a term of the lexicon to its parts
CONCEPT_MARK = "#"
WORD_MARK = "="
SMALL_MARK = "~"
WORD_KINDS = CONCEPT_MARK + WORD_MARK  # the features whose absence a person would notice


class Tokeniser:
    """Turns normalised text into the two blocks of features; its segmenter knows the lexicon's Chinese terms."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._segmenter = rjieba.Jieba()  # an instance of our own: the module's is shared by everybody in the process
        for term in lexicon.chinese_terms():
            self._segmenter.add_word(term, _USER_WORD_FREQUENCY, None)

    def words(self, text: str, lang: str) -> list[str]:
        """Stems, small words (marked, because they tell little), Chinese words, and the concepts of the lexicon."""
        stem_lang = lang if lang in _STEMMED else "en"
        features: list[str] = []
        for piece in _PIECE.findall(text):
            if piece[0] >= "㐀":
                features.extend(WORD_MARK + word for word in self._segmenter.cut(piece) if len(word) > 1)
                continue
            word = piece[:_LONGEST]
            small = fold(word) in _SMALL_FOLDED[stem_lang]
            features.append(SMALL_MARK + fold(word) if small else _stem(word, stem_lang))
        features.extend(CONCEPT_MARK + found.concept for found in self.lexicon.concepts_in(text))
        return features

    def grams(self, text: str, lang: str) -> list[str]:
        """Chinese characters and their pairs; of Latin words, small ones left out, all groups of three letters."""
        stem_lang = lang if lang in _STEMMED else "en"
        grams: list[str] = []
        skipped: list[str] = []
        for piece in _PIECE.findall(text):
            if piece[0] >= "㐀":
                grams.extend(piece)
                grams.extend(map(str.__add__, piece, piece[1:]))
                continue
            word = fold(piece[:_LONGEST])
            (skipped if word in _SMALL_FOLDED[stem_lang] else grams).extend(_word_grams(word))
        return grams or skipped


@lru_cache(maxsize=65536)
def _stem(word: str, lang: str) -> str:
    # A stemmer of its own each time (they cost a microsecond), because they keep state and threads share this module.
    return WORD_MARK + fold(stemmer(_STEMMED[lang]).stemWord(word))


@lru_cache(maxsize=65536)
def _word_grams(word: str) -> tuple[str, ...]:
    padded = f"_{word}_"
    return tuple(padded[at : at + _GRAM] for at in range(max(1, len(padded) - _GRAM + 1)))
