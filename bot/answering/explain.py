"""The reason for a decision, in words that an editor of the FAQ can use."""

import math

from bot.answering.ranking import Ranked, Ranking
from bot.answering.tokens import CONCEPT_MARK, WORD_KINDS
from bot.answering.vocabulary import Question

_WORDS_NAMED = 4
_WORTH_NAMING = 0.1  # of the question
_FAR = 6.9  # a thousand times


def why(ranking: Ranking, question: Question, ranked: Ranked) -> str:
    """Which phrasing fitted and by which words, what no phrasing explains, and how far behind the second is."""
    entries, scores = ranked.entries, ranked.scores
    phrasing, by = closest(ranking, question, entries[0])
    sentences = [f"Closest phrasing of {entries[0]}: “{phrasing}” ({', '.join(by) or 'similar characters only'})."]
    word, share = ranked.missing(question)
    if share >= _WORTH_NAMING:
        sentences.append(f"No phrasing of it has “{word}” or a word near it.")
    if len(entries) > 1:
        times = math.exp(min(scores[0] - scores[1], _FAR))
        sentences.append(f"Second: {entries[1]}, {times:.1f} times less likely.")
    return " ".join(sentences)


def closest(ranking: Ranking, question: Question, entry: str) -> tuple[str, list[str]]:
    """The phrasing of an entry that fits best, and the words and concepts that it shares with the question."""
    phrasing = ranking.closest(question, entry)
    written = set(phrasing.words)
    shared = {feature: weight for feature, weight in question.words.items() if _named(feature) and feature in written}
    heaviest = sorted(shared, key=shared.__getitem__, reverse=True)[:_WORDS_NAMED]
    return phrasing.text, list(map(_spoken, heaviest))


def nothing_known() -> str:
    """The reason when not one word or character is in the FAQ."""
    return "Nothing in the message occurs in any phrasing or answer."


def smalltalk_reason(kind: str) -> str:
    """The reason when a message asks nothing."""
    return f"The message asks nothing of the FAQ ({kind or 'no words'})."


def after(entry: str, read_as: str = "") -> str:
    """What is added when a message was read as a follow-up to the answer of `entry`."""
    return f"Read after {entry}" + (f" as “{read_as}”." if read_as else ".")


def several_fit() -> str:
    """What is added when a message says no more than what several entries are about."""
    return "It says nothing that tells the entries about this apart."


def _named(feature: str) -> bool:
    return feature[0] in WORD_KINDS and len(feature) > 1


def _spoken(feature: str) -> str:
    return f"concept {feature[1:]}" if feature[0] == CONCEPT_MARK else f"“{feature[1:]}”"
