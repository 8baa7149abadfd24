"""Messages that no FAQ is written for (other schools, homework, advertising): how near a question is to one.

What lies nearer to them than to any phrasing is most likely not for this FAQ, however many of its words are.
"""

from collections.abc import Iterable

import numpy as np

from bot.answering.index import Index
from bot.answering.normalise import normalise
from bot.answering.ranking import Ranking
from bot.answering.vocabulary import Question

TOO_NEAR = 1.8  # of 3: a message so near to a phrasing is something this FAQ answers


class Outside:
    """The messages, held in the words and weights of one FAQ. Immutable."""

    def __init__(self, messages: Iterable[tuple[str, str]], ranking: Ranking) -> None:
        """`messages`: (language, text); those that the FAQ answers are left out."""
        read = [ranking.question(ranking.tokens(normalise(text), lang), lang) for lang, text in messages]
        kept = [one for one in read if ranking.fit(one) < TOO_NEAR]
        self._index = Index([(0, [one.words for one in kept]), (1, [one.grams for one in kept])])
        self._meant = np.array([one.meaning for one in kept], np.float32)

    def fit(self, question: Question) -> float:
        """How well the nearest message fits, 0…3, as `Ranking.fit` says it of phrasings."""
        if not len(self._meant):
            return 0.0
        found = self._index.similarities((question.words, question.grams)).reshape(2, -1)
        return float((found[0] + found[1] + self._meant @ question.meaning).max())
