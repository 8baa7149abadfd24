"""The reason for a decision, in words that an editor of the FAQ can use."""

from collections.abc import Mapping, Sequence

from bot.answering.ranking import Hit, Missing, Ranking
from bot.answering.tokens import CONCEPT_MARK, WORD_KINDS

_WORDS_NAMED = 4


def why(ranking: Ranking, question: Mapping[str, float], hits: Sequence[Hit], missing: Missing) -> str:
    """Which phrasing fitted and by which words, what no phrasing explains, and how far behind the second is."""
    phrasing = ranking.phrasings[hits[0].phrasing]
    shared = {f: part * phrasing.vector[f] for f, part in question.items() if _named(f) and f in phrasing.vector}
    heaviest = sorted(shared, key=shared.__getitem__, reverse=True)[:_WORDS_NAMED]
    by = ", ".join(map(_spoken, heaviest)) or "similar characters only"
    sentences = [f"Closest phrasing of {phrasing.entry}: “{phrasing.text}” ({by})."]
    if missing.word:
        sentences.append(f"No phrasing of it has {_spoken(missing.word)}.")
    if len(hits) > 1:
        behind = round(100 * (1 - hits[1].score / hits[0].score))
        sentences.append(f"Second: {hits[1].entry}, {behind} % behind.")
    return " ".join(sentences)


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
