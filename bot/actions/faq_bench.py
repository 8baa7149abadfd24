"""Answerers that checks compare: the FAQ as it is and as it would be, each built once and kept while it is likely to be
asked again (after publishing, what would be is what is).
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.actions.answers import Answerer, Concepts, Material
from bot.answering.decision import Decision
from bot.answering.lexicon import Lexicon
from bot.answering.tokens import Remembering

KEPT = 2
BUILDING = 300  # steps: building takes about as long as so many questions

Step = Callable[[int], None]  # hears that so many more steps are done


@dataclass(frozen=True, slots=True)
class Built:
    """An answerer with the material it was made of, and its decisions on the golden questions, in their order."""

    material: Material
    answerer: Answerer
    golden: Sequence[Decision]


class Bench:
    """Builds and keeps. Threads take turns: two checks at once would take twice as long each."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._kept: list[Built] = []
        self._reading: tuple[Concepts, Remembering] | None = None

    def built(self, material: Material, step: Step) -> Built:
        """The answerer of this material."""
        with self._turn:
            found = next((one for one in self._kept if one.material == material), None)
            if found:
                step(BUILDING + len(material.golden))
            else:
                found = self._build(material, step)
            self._kept = [*(one for one in self._kept if one is not found), found][-KEPT:]
            return found

    def _build(self, material: Material, step: Step) -> Built:
        answerer = material.answerer(self._tokeniser(material.concepts))
        step(BUILDING)
        decisions = []
        for one in material.golden:
            decisions.append(answerer.decide(one.question))
            step(1)
        return Built(material, answerer, decisions)

    def _tokeniser(self, concepts: Concepts) -> Remembering:
        if self._reading is None or self._reading[0] != concepts:
            self._reading = concepts, Remembering(Lexicon(concepts))
        return self._reading[1]
