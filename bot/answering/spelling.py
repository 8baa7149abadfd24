"""Slips put right towards the words that the FAQ and the lexicon use: homophones, pinyin, letters swapped or missing.

Only what is no word at all is touched, so that an unusual word is never taken for a usual one.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.answering.normalise import fold
from bot.answering.sounds import sounds, syllables_in

_HAN = re.compile(r"[㐀-鿿]{2,}")
_LETTERS = re.compile(r"(?<![^\W_])[a-z]+(?:[ '][a-z]+)*(?![^\W_])")
_LATIN = re.compile(r"[^\W\d_㐀-鿿]{5,}")
_WINDOWS = (5, 4, 3, 2)  # characters of a term, longest first
_SURE_BY_SOUND = 3  # characters that may all be others; fewer must have one in common
_TWO_SLIPS = 8  # letters from which two slips are forgiven; below it is one
_CACHED = 20_000

Segments = Callable[[str], Sequence[str]]
Known = Callable[[str, str], bool]


class Spelling:
    """Knows the words of a FAQ. Immutable but for a cache."""

    def __init__(self, words: Iterable[str], segments: Segments, known: Known) -> None:
        """`words`: normalised, as phrasings and lexicon use them. `segments`: Chinese text → its words.

        `known`: whether a word (with its language) exists in general.
        """
        self._segments = segments
        self._known = known
        self._by_sound: dict[tuple[str, ...], str] = {}
        by_shape: dict[tuple[int, str], set[str]] = {}
        self._own: set[str] = set()
        for word in words:
            self._own.add(word)
            if _HAN.fullmatch(word):
                self._by_sound.setdefault(sounds(word), word)
            elif _LATIN.fullmatch(word):
                plain = fold(word)
                self._own.add(plain)
                by_shape.setdefault((len(plain), plain[0]), set()).add(plain)
        self._openings = {heard[:2] for heard in self._by_sound}
        self._by_shape = {shape: sorted(listed) for shape, listed in by_shape.items()}  # length and first letter
        self._mended: dict[str, str] = {}

    def mended(self, text: str, lang: str) -> str:
        """A normalised text with its slips put right."""
        if not text.isascii():
            text = _HAN.sub(lambda found: self._by_ear(found.group()), text)
        elif lang == "zh":
            text = _LETTERS.sub(lambda found: self._from_pinyin(found.group()), text)
        return _LATIN.sub(lambda found: self._by_eye(found.group(), lang), text)

    def _by_ear(self, run: str) -> str:
        heard = sounds(run)
        result, at = [], 0
        while at < len(run):
            length = 0
            if heard[at : at + 2] in self._openings:
                length = next((n for n in _WINDOWS if at + n <= len(run) and self._is_slip(run, heard, at, n)), 0)
            result.append(self._by_sound[heard[at : at + length]] if length else run[at])
            at += length or 1
        return "".join(result)

    def _is_slip(self, run: str, heard: tuple[str, ...], at: int, length: int) -> bool:
        """Whether these characters are no word, sound like a term, and stand where words begin and end.

        A long term with one slip is sure enough to stand anywhere, because the slip may make a word with what follows.
        """
        term = self._by_sound.get(heard[at : at + length])
        written = run[at : at + length]
        if term is None or term == written or written in self._own or self._known(written, "zh"):
            return False
        same = sum(map(str.__eq__, term, written))
        edges = set(accumulate(map(len, self._segments(run)), initial=0))
        if at not in edges or at + length not in edges:
            return length >= _SURE_BY_SOUND and same >= length - 1
        return length >= _SURE_BY_SOUND or same > 0

    def _from_pinyin(self, run: str) -> str:
        heard = [syllable for word in re.split("[ ']", run) for syllable in (syllables_in(word) or (word,))]
        result, at, found = [], 0, False
        while at < len(heard):
            length = next(
                (n for n in _WINDOWS if tuple(heard[at : at + n]) in self._by_sound and at + n <= len(heard)), 0
            )
            result.append(self._by_sound[tuple(heard[at : at + length])] if length else heard[at])
            found = found or bool(length)
            at += length or 1
        return " ".join(result) if found else run

    def _by_eye(self, word: str, lang: str) -> str:
        if word in self._own:
            return word
        if word not in self._mended:
            plain = fold(word)
            if plain in self._own:
                return word
            if len(self._mended) >= _CACHED:
                self._mended.clear()
            self._mended[word] = self._nearest(plain, lang) or word
        return self._mended[word]

    def _nearest(self, plain: str, lang: str) -> str:
        if self._known(plain, lang):
            return ""
        slips = 2 if len(plain) >= _TWO_SLIPS else 1
        near = [
            word
            for length in range(len(plain) - slips, len(plain) + slips + 1)
            for word in self._by_shape.get((length, plain[0]), ())
        ]
        found = extractOne(plain, near, scorer=OSA.distance, score_cutoff=slips)
        return str(found[0]) if found else ""
