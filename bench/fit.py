"""Fits the weights on the development sets together and writes `bot/answering/weights.py`.

`python -m bench.fit ranking`, then `python -m bench.fit confidence`, which reads the first one's weights. Needs the
extra `bench` (scipy). Every set counts the same, however many questions it has. What is printed for a set comes from
weights that were fitted without it. There is no chance in it: the same data give the same weights.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench.loading import NOISE, QuestionSet, load_set, names_of_sets
from bot.actions.answers import answerer_from_files
from bot.actions.evaluate import auroc
from bot.answering import weights as fitted
from bot.answering.calibration import OFFERED, SIGNS
from bot.answering.ranking import CHEAP, FEATURES

TARGET = Path(__file__).resolve().parent.parent / "bot" / "answering" / "weights.py"
RESTRAINT = 3e-4  # on the squares of the weights
# What speaks for an entry may never lower confidence, what speaks against it never raise it, whatever the data say.
_BOUNDS = {
    "constant": (None, None),
    "lead": (0.0, None),
    "meaning": (0.0, None),
    "missing": (None, 0.0),
    "outside": (None, 0.0),
    "errand": (None, -1.5),  # most of the public sets are assistants, whose questions are errands by nature
}
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Compared:
    """(questions, entries, FEATURES) of one set, and which entries are right."""

    features: Doubles
    right: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Seen:
    """(questions, SIGNS) of one set; whether the first entry, and one of the first OFFERED, is right; has an entry."""

    signs: Doubles
    first: NDArray[np.bool_]
    known: NDArray[np.bool_]
    inside: NDArray[np.bool_]


def main(arguments: Sequence[str]) -> int:
    """Fit, say how good, write."""
    parts: dict[str, Callable[[], Mapping[str, Mapping[str, float]]]] = {"ranking": _ranking, "confidence": _confidence}
    if list(arguments) not in [[name] for name in parts]:
        print(__doc__, file=sys.stderr)
        return 2
    names = ("CHEAP_WEIGHTS", "WEIGHTS", "FIRST_WEIGHTS", "KNOWN_WEIGHTS")
    tables = {name: getattr(fitted, name) for name in names}
    TARGET.write_text(_page({**tables, **parts[arguments[0]]()}), encoding="utf-8")
    return 0


def _ranking() -> Mapping[str, Mapping[str, float]]:
    sets = {name: _compared(load_set(name)) for name in _names()}
    for name, held in sets.items():
        weights = _fitted([one for other, one in sets.items() if other != name])
        first = (held.features @ weights).argmax(axis=1)
        print(f"{name}: right entry first {100 * held.right[np.arange(len(first)), first].mean():.1f} %")
    every = list(sets.values())
    return {
        "CHEAP_WEIGHTS": dict(zip(CHEAP, _fitted(every, len(CHEAP)), strict=True)),
        "WEIGHTS": dict(zip(FEATURES, _fitted(every), strict=True)),
    }


def _confidence() -> Mapping[str, Mapping[str, float]]:
    sets = {name: _seen(load_set(name)) for name in _names()}
    for name, held in sets.items():
        weights = _curve([(one.signs, one.first) for other, one in sets.items() if other != name])
        odds = held.signs @ weights
        told = auroc(odds[held.inside].tolist(), odds[~held.inside].tolist())
        print(f"{name}: AUROC {'–' if told is None else f'{100 * told:.1f} %'}, small talk left out")
    every = list(sets.values())
    return {
        "FIRST_WEIGHTS": dict(zip(SIGNS, _curve([(one.signs, one.first) for one in every]), strict=True)),
        "KNOWN_WEIGHTS": dict(zip(SIGNS, _curve([(one.signs, one.known) for one in every]), strict=True)),
    }


def _names() -> list[str]:
    return [name for name in names_of_sets() if NOISE not in name]


def _seen(found: QuestionSet) -> Seen:
    answerer = answerer_from_files(found.faq, found.lexicon)
    read = [(question.expected, answerer.read(question.text)) for question in found.questions]
    kept = [(expected, one.signs, one.ranked.entries) for expected, one in read if one is not None]
    return Seen(
        np.array([signs for _, signs, _ in kept]),
        np.array([ids[0] in expected for expected, _, ids in kept]),
        np.array([any(entry in expected for entry in ids[:OFFERED]) for expected, _, ids in kept]),
        np.array([bool(expected) for expected, _, _ in kept]),
    )


def _curve(sets: Sequence[tuple[Doubles, NDArray[np.bool_]]]) -> Doubles:
    """The logistic curve under which these outcomes are most likely."""

    def loss(weights: Doubles) -> tuple[float, Doubles]:
        total, slope = RESTRAINT * float(weights @ weights), 2 * RESTRAINT * weights
        for signs, so in sets:
            odds = signs @ weights
            share = len(so) * len(sets)
            total += float((np.logaddexp(0.0, odds) - odds * so).sum()) / share
            slope = slope + signs.T @ (1.0 / (1.0 + np.exp(-odds)) - so) / share
        return total, slope

    bounds = [_BOUNDS[name] for name in SIGNS]
    return np.asarray(minimize(loss, np.zeros(len(SIGNS)), jac=True, method="L-BFGS-B", bounds=bounds).x)


def _compared(found: QuestionSet) -> Compared:
    answerer = answerer_from_files(found.faq, found.lexicon)
    asked = [question for question in found.questions if set(question.expected) & set(answerer.entries)]
    return Compared(
        np.array([answerer.compared(question.text).T for question in asked], np.float64),
        np.array([[entry in question.expected for entry in answerer.entries] for question in asked]),
    )


def _fitted(sets: Sequence[Compared], features: int = len(FEATURES)) -> Doubles:
    """The weights under which the right entries are most likely, all entries of a FAQ competing for a question."""

    def loss(weights: Doubles) -> tuple[float, Doubles]:
        total, slope = RESTRAINT * float(weights @ weights), 2 * RESTRAINT * weights
        for one in sets:
            known = one.features[:, :, :features]
            scores = known @ weights
            likely = np.exp(scores - scores.max(axis=1, keepdims=True))
            likely /= likely.sum(axis=1, keepdims=True)
            right = likely * one.right
            mass = right.sum(axis=1, keepdims=True) + 1e-12
            share = len(known) * len(sets)
            total -= float(np.log(mass).sum()) / share
            slope = slope + np.einsum("qe,qef->f", likely - right / mass, known) / share
        return total, slope

    return np.asarray(minimize(loss, np.zeros(features), jac=True, method="L-BFGS-B").x)


def _page(tables: Mapping[str, Mapping[str, float]]) -> str:
    written = [
        f"{name}: Mapping[str, float] = {{\n"
        + "".join([f'    "{feature}": {weight:.3f},\n' for feature, weight in table.items()])
        + "}\n"
        for name, table in tables.items()
    ]
    return (
        '"""What each feature counts in the ranking (`ranking.py`), and each sign for confidence (`calibration`).\n\n'
        'Generated by `python -m bench.fit`; do not edit.\n"""\n\n'
        "from collections.abc import Mapping\n\n" + "".join(written)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
