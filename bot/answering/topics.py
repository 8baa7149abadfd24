"""What the entries of a FAQ are about: the words and concepts that set an entry and its category apart from the rest.

A topic ("PhD", "9+9") is told by how many phrasings say it here and how few elsewhere; what is asked about many topics
("the deadline") is an aspect.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from bot.answering.lexicon import Terms
from bot.answering.normalise import normalise
from bot.answering.tokens import CONCEPT_MARK, WORD_KINDS
from bot.core.faq import Entry

Phrased = tuple[str, Iterable[str]]

_TERMS = 1  # that name a topic or an aspect; more would drown what the message itself says
_TOPICAL = 1.0  # share of the phrasings that say it × how much more its category says it than the others (logarithm)
_COMMON = 1.5  # share of the category's entries that say it × the same logarithm
_NAMING = 1.8  # that logarithm alone: "interview" is said of several topics, "PhD" of one
_ASPECT_SHARE = 0.2  # of the phrasings say what is asked
_MAIN_SHARE = 0.25  # of the phrasings say what an entry is mostly about
_TELLING = 0.12  # difference of shares by which a word tells two entries apart
_MOST_MEANT = 4
_FEW_WORDS = 2  # beside the name of the one thing that a message says


class Topics:
    """Immutable; messages are told by their `content`."""

    def __init__(self, entries: Mapping[str, Entry], phrasings: Iterable[Phrased], terms: Terms) -> None:
        """`phrasings`: of each phrasing its entry and its features."""
        self._entries = entries
        self._terms = terms
        self._shares = _shares(phrasings)
        self._carriers = Counter(feature for said in self._shares.values() for feature in said)
        self._mainly = _mainly(self._shares)
        self._homes: dict[str, set[str]] = {}
        self._inside: dict[str, Counter[str]] = {}
        for entry in entries.values():
            home = entry.category or entry.id
            self._homes.setdefault(home, set()).add(entry.id)
            self._inside.setdefault(home, Counter()).update(list(self._shares.get(entry.id, ())))
        self._topics = {name: self._topic(name) for name in entries}
        self._all_topics = frozenset(one for topic in self._topics.values() for one in topic)
        self.names = frozenset(
            one for name, topic in self._topics.items() for one in topic if self._is_common(one, name)
        )

    def category(self, entry: str) -> set[str]:
        """The entries of the same category; of an entry without one, itself."""
        return self._homes[self._entries[entry].category or entry]

    def neighbours(self, entry: str) -> set[str]:
        """Its category, and what it names as related."""
        return self.category(entry) | set(self._entries[entry].related)

    def topic(self, entry: str) -> tuple[str, ...]:
        """What names the topic of this entry: its category's, if this entry says it too, else its own."""
        return self._topics.get(entry, ())

    def about_these(self, named: set[str]) -> frozenset[str]:
        """The entries whose topic is one of these names."""
        return frozenset(name for name, topic in self._topics.items() if named & set(topic))

    def aspect(self, entry: str) -> tuple[str, ...]:
        """What is asked of the topic: said often of this entry, of other topics too, but not of all."""
        weights = {
            feature: share * math.log(len(self._entries) / self._carriers[feature])
            for feature, share in self._shares.get(entry, {}).items()
            if share >= _ASPECT_SHARE and feature[0] == CONCEPT_MARK and self._spread(feature, entry)[1] < _NAMING
        }
        return tuple(sorted(weights, key=weights.__getitem__)[::-1][:_TERMS])

    def are_used(self, said: set[str], entry: str) -> bool:
        """Whether these words may belong to what is around this entry: all the concepts and most words are used there.

        A concept that only others use is a topic of its own; a word that nobody uses may be another way to say it.
        """
        inside = self._inside[self._entries[entry].category or entry]
        related = [self._shares.get(name, {}) for name in self._entries[entry].related]
        used = {one for one in said if one in inside or any(one in share for share in related)}
        return 2 * len(used) >= len(said) and all(feature[0] != CONCEPT_MARK for feature in said - used)

    def besides(self, said: set[str], named: set[str]) -> set[str]:
        """What is said besides these names, in whichever spelling."""
        names = " ".join(normalise(term) for name in named for term in self._spellings(name))
        return {feature for feature in said - named if feature[1:] not in names}

    def meant(self, said: set[str], *, defining: bool = False) -> tuple[str, ...]:
        """The two to four entries that a message may mean which names one thing and hardly more ("the interview?").

        They are mostly about that thing, and no other word of the message tells them apart; () when one stands out,
        or when the message wants a topic explained (`defining`).
        """
        concepts = {feature for feature in said if feature[0] == CONCEPT_MARK}
        if len(concepts) != 1 or (defining and concepts & self._all_topics):
            return ()
        (concept,) = concepts
        found = self._mainly.get(concept, ())
        others = self.besides(said, concepts)
        if not 1 < len(found) <= _MOST_MEANT or len(others) > _FEW_WORDS:
            return ()
        for word in others:
            if word not in self._carriers and word[1:].isascii():
                return ()  # perhaps a slip of the name of something else
            shares = [self._shares[name].get(word, 0.0) for name in found]
            if max(shares) - min(shares) >= _TELLING:
                return ()
        return found

    def in_words(self, features: Iterable[str], lang: str) -> list[str]:
        """These words and concepts as a message in this language would say them, normalised."""
        return [normalise(self._spoken(feature, lang)) for feature in features]

    def _spellings(self, feature: str) -> list[str]:
        if feature[0] != CONCEPT_MARK:
            return [feature[1:]]
        return [str(term) for listed in self._terms.get(feature[1:], {}).values() for term in listed]

    def _spoken(self, feature: str, lang: str) -> str:
        if feature[0] != CONCEPT_MARK:
            return feature[1:]
        by_lang = self._terms.get(feature[1:], {})
        listed = by_lang.get(lang) or next(iter(by_lang.values()), [feature[1:]])
        return str(listed[0])

    def _spread(self, feature: str, about: str) -> tuple[float, float]:
        """How many of the category's entries say it (share), and how much more than the others do (logarithm)."""
        home = self.category(about)
        inside = self._inside[self._entries[about].category or about][feature]
        outside = self._carriers[feature] - inside
        others = len(self._entries) - len(home)
        lift = math.log((inside + 0.5) / (len(home) + 1)) - math.log((outside + 0.5) / (others + 1))
        return inside / len(home), lift

    def _topic(self, about: str) -> tuple[str, ...]:
        """What the whole category is about, if this entry says it too; else what this entry alone is about."""
        common: dict[str, float] = {}
        own: dict[str, float] = {}
        for feature, share in self._shares.get(about, {}).items():
            inside, lift = self._spread(feature, about)
            if self._is_common(feature, about):
                common[feature] = inside * lift
            elif lift >= _NAMING and share * lift >= _TOPICAL:
                own[feature] = share * lift
        named = [{one: weight for one, weight in group.items() if one[0] == CONCEPT_MARK} for group in (common, own)]
        best = named[0] or named[1] or common or own
        return tuple(sorted(best, key=best.__getitem__)[::-1][:_TERMS])

    def _is_common(self, feature: str, about: str) -> bool:
        """Whether this is what the whole category is about."""
        inside, lift = self._spread(feature, about)
        return len(self.category(about)) > 1 and lift >= _NAMING and inside * lift >= _COMMON


def content(features: Iterable[str]) -> set[str]:
    """What a message says, of the features of its words: small words left out."""
    return {feature for feature in features if _tells(feature)}


def _tells(feature: str) -> bool:
    return feature[0] in WORD_KINDS and len(feature) > 1


def _shares(phrasings: Iterable[Phrased]) -> dict[str, dict[str, float]]:
    """Of each entry: the share of its phrasings that say a word or concept."""
    counts: dict[str, Counter[str]] = {}
    written: Counter[str] = Counter()
    for entry, features in phrasings:
        written[entry] += 1
        counts.setdefault(entry, Counter()).update({feature for feature in features if _tells(feature)})
    return {entry: {one: number / written[entry] for one, number in said.items()} for entry, said in counts.items()}


def _mainly(shares: Mapping[str, Mapping[str, float]]) -> dict[str, tuple[str, ...]]:
    """Of each concept the entries that are mostly about it."""
    found: dict[str, list[str]] = {}
    for entry, said in shares.items():
        for feature, share in said.items():
            if feature[0] == CONCEPT_MARK and share >= _MAIN_SHARE:
                found.setdefault(feature, []).append(entry)
    return {concept: tuple(entries) for concept, entries in found.items()}
