"""A text as features: words (stems, segmented Chinese, concepts), and characters, which survive typing slips."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import rjieba
from Stemmer import Stemmer

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
CONCEPT_MARK = "#"
WORD_MARK = "="
SMALL_MARK = "~"
WORD_KINDS = CONCEPT_MARK + WORD_MARK  # the features whose absence a person would notice


@dataclass(frozen=True, slots=True)
class Tokens:
    """The features of one text.

    words: stems, segmented Chinese, concepts, each with its mark. grams: characters and groups of letters. spoken: the
    stem or Chinese word of everything said, each once, unmarked. length: of how many words it consists.
    """

    words: Sequence[str]
    grams: Sequence[str]
    spoken: Sequence[str]
    length: int


class Tokeniser:
    """Turns normalised text into features; its segmenter knows the lexicon's Chinese terms."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._segmenter = rjieba.Jieba()  # an instance of our own: the module's is shared by everybody in the process
        for term in lexicon.chinese_terms():
            self._segmenter.add_word(term, _USER_WORD_FREQUENCY, None)
        self._segmenter.cut("热身")  # the first cut of a segmenter takes longer, and no student should wait for it
        # Without their caches, which threads would share; ours below is a plain dictionary.
        self._stemmers = {lang: Stemmer(name, 0) for lang, name in _STEMMED.items()}
        self._latin: dict[tuple[str, str], tuple[str, str, tuple[str, ...]]] = {}

    def read(self, text: str, lang: str) -> Tokens:
        """The features of a normalised text.

        Words: stems, small words (marked, because they tell little), Chinese words, concepts of the lexicon.
        Grams: Chinese characters and their pairs; of Latin words, small ones left out, all groups of three letters.
        """
        stem_lang = lang if lang in _STEMMED else "en"
        words: list[str] = []
        grams: list[str] = []
        skipped: list[str] = []
        spoken: list[str] = []
        for piece in _PIECE.findall(text):
            if piece[0] >= "㐀":
                cut = self._segmenter.cut(piece)
                spoken.extend(cut)
                words.extend([WORD_MARK + word for word in cut if len(word) > 1])
                grams.extend(piece)
                grams.extend(map(str.__add__, piece, piece[1:]))
                continue
            latin = (piece[:_LONGEST], stem_lang)
            word, stem, pieces = self._latin.get(latin) or self._learned(*latin)
            words.append(word)
            spoken.append(stem)
            (skipped if word[0] == SMALL_MARK else grams).extend(pieces)
        words.extend([CONCEPT_MARK + found.concept for found in self.lexicon.concepts_in(text)])
        return Tokens(words, grams or skipped, tuple(dict.fromkeys(spoken)), len(spoken))

    def forms(self, text: str) -> list[str]:
        """The words of a normalised text as they are written."""
        return [
            form
            for piece in _PIECE.findall(text)
            for form in (self.segments(piece) if piece[0] >= "㐀" else (piece[:_LONGEST],))
        ]

    def segments(self, han: str) -> Sequence[str]:
        """The words of a Chinese text without anything else in it."""
        found: Sequence[str] = self._segmenter.cut(han)
        return found

    def stem(self, form: str, lang: str) -> str:
        """What the forms of a word have in common; of Chinese the word itself."""
        return form if form[0] >= "㐀" else self._learned(form, lang if lang in _STEMMED else "en")[1]

    def _learned(self, written: str, lang: str) -> tuple[str, str, tuple[str, ...]]:
        plain = fold(written)
        stem = fold(self._stemmers[lang].stemWord(written))
        word = SMALL_MARK + plain if plain in _SMALL_FOLDED[lang] else WORD_MARK + stem
        features = word, stem, _letter_groups(plain)
        if len(self._latin) >= _CACHED:
            self._latin.clear()
        self._latin[written, lang] = features
        return features


def _letter_groups(word: str) -> tuple[str, ...]:
    padded = f"_{word}_"
    return tuple(padded[at : at + _GRAM] for at in range(max(1, len(padded) - _GRAM + 1)))


class Remembering(Tokeniser):
    """Keeps what it has read: for building one answerer after another of nearly the same texts."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__(lexicon)
        self._read: dict[tuple[str, str], Tokens] = {}

    def read(self, text: str, lang: str) -> Tokens:
        """As any tokeniser, only quicker the second time."""
        found = self._read.get((text, lang))
        if found is None:
            if len(self._read) >= _CACHED:
                self._read.clear()
            found = self._read[text, lang] = super().read(text, lang)
        return found
