"""The answerer: entries and lexicon in, decisions out. Immutable, so that a rebuilt one is swapped whole."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import partial

from bot.answering.calibration import GOLDEN_WEIGHT, OFFERED, Sample, calibrated, signs_of
from bot.answering.decide import Judge, Read
from bot.answering.decision import Decision
from bot.answering.distress import sounds_distressed
from bot.answering.errands import COMMAND, Errands
from bot.answering.explain import after, closest, several_fit, smalltalk_reason
from bot.answering.followup import better, is_brief, is_short, led_by, reading
from bot.answering.index import Floats
from bot.answering.language import Languages
from bot.answering.lexicon import Lexicon, Terms
from bot.answering.meanings import Meanings
from bot.answering.normalise import normalise
from bot.answering.parts import KEPT, asks_what_it_is, questions_at_commas, questions_in, with_parts
from bot.answering.ranking import Phrasing, Ranking
from bot.answering.smalltalk import plain, smalltalk
from bot.answering.tokens import Tokeniser
from bot.answering.topics import Topics, content
from bot.core.faq import LANGS, Entry

Golden = tuple[str, tuple[str, ...]]  # a question and the entries that answer it; none: it is not for this FAQ


class Answerer:
    """Decides; use `build`. Safe to share between threads, because nothing changes after it is built."""

    def __init__(
        self,
        entries: Mapping[str, Entry],
        variables: Mapping[str, str],
        languages: Languages,
        judge: Judge,
        errands: Errands,
        topics: Topics,
        written: frozenset[str],
    ) -> None:
        self.entries = entries
        self.variables = variables
        self.calibration = judge.calibration
        self._languages = languages
        self._judge = judge
        self._ranking = judge.ranking
        self._errands = errands
        self._topics = topics
        self._written = written

    @classmethod
    def build(
        cls,
        entries: Iterable[Entry],
        lexicon: Terms | Tokeniser,
        variables: Mapping[str, str],
        *,
        meanings: Meanings | None = None,
        outside: Iterable[tuple[str, str]] = (),
        golden: Iterable[Golden] = (),
        sure: float | None = None,
        maybe: float | None = None,
    ) -> "Answerer":
        """Index the entries and calibrate on them and the golden questions; `sure` and `maybe` override the lines.

        `meanings`: what words mean; without it, texts are compared by words and letters alone. `outside`: messages in a
        language that no FAQ is written for; golden questions that expect nothing are added to them. `lexicon`: its
        terms, or a tokeniser that was made of them.
        """
        by_id = {entry.id: entry for entry in entries if entry.texts}
        texts = _phrasings(by_id.values())
        phrasings = [text for _, text in texts]
        languages = _languages(texts)
        golden = [(normalise(question), expected) for question, expected in golden]
        # What the office marked as not for this FAQ joins the messages that no FAQ is for.
        marked = [(languages.detect(question), question) for question, expected in golden if not expected]
        outside = list(outside)
        tokeniser = lexicon if isinstance(lexicon, Tokeniser) else Tokeniser(Lexicon(lexicon))
        ranking = Ranking(by_id, tokeniser, meanings or Meanings.none(), [*outside, *marked])
        errands = Errands(phrasings)
        # What is never answered straight away says nothing about when to be sure.
        tell = [one for one in golden if not (smalltalk(one[0]) or errands.kind(one[0]))]
        # Without those marked, or each would be found by itself.
        found = (_golden_sample(ranking, len(outside), languages, *one) for one in tell)
        samples = [one for one in found if one is not None]
        calibration = calibrated(ranking, len(outside), samples, sure=sure, maybe=maybe)
        judge = Judge(ranking, len(outside) + len(marked), calibration)
        said = ((phrasing.entry, phrasing.words) for phrasing in ranking.phrasings)
        topics = Topics(by_id, said, tokeniser.lexicon.terms)
        written = frozenset(map(plain, phrasings))
        return cls(by_id, variables, languages, judge, errands, topics, written)

    def decide(self, question: str, *, lang: str = "", about: str = "") -> Decision:
        """The decision; `lang` is what the person used last, for messages that do not show a language.

        `about`: the entry answered just before, on which a short message may lean ("and the deadline?").
        """
        text = normalise(question)
        spoken = self._languages.detect(text, fallback=lang)
        errand = self._errands.kind(text)
        if _is_none_of_ours(text, errand):
            return Decision("none", (), 0, 0.0, spoken, because=partial(smalltalk_reason, smalltalk(text)))
        whole = self._read(text, spoken, errand, about)
        clauses = questions_in(text)
        if len(clauses) > 1:
            return with_parts(whole, self._one_by_one(clauses, spoken, about))
        clauses = questions_at_commas(text)
        if len(clauses) > 1:
            return with_parts(whole, self._one_by_one(clauses, spoken, about, bold=True), bold=True)
        return whole

    def compared(self, question: str) -> Floats:
        """(FEATURES, entries in order): what `bench.fit` learns the ranking from."""
        text = normalise(question)
        lang = self._languages.detect(text)
        return self._ranking.compared(self._ranking.question(self._ranking.tokens(text, lang), lang))

    def read(self, question: str) -> Read | None:
        """One question ranked; None for small talk and for what fits nothing. `bench.fit` learns confidence from it."""
        text = normalise(question)
        errand = self._errands.kind(text)
        if _is_none_of_ours(text, errand):
            return None
        read = self._judge.read(text, self._languages.detect(text), errand)
        return read if read.ranked.entries else None

    def nearest(self, text: str, lang: str, most: int) -> list[Phrasing]:
        """The phrasings that are most like a text in that language."""
        return self._ranking.nearest(self._ranking.question(self._ranking.tokens(normalise(text), lang), lang), most)

    def showing(self, entry: Entry) -> "Answerer":
        """The same with this entry's words; it is found by what was there before."""
        other = copy(self)
        other.entries = {**self.entries, entry.id: entry}
        return other

    def likenesses(self, question: str, entries: Sequence[str], *, lang: str = "") -> list[tuple[str, list[str]]]:
        """For each of these entries the phrasing that comes nearest to the question, and what both have in common."""
        text = normalise(question)
        spoken = self._languages.detect(text, fallback=lang)
        asked = self._ranking.question(self._ranking.tokens(text, spoken), spoken)
        return [closest(self._ranking, asked, entry) for entry in entries]

    def is_advert(self, text: str) -> bool:
        """Whether a message only wants to sell something."""
        return self._errands.kind(normalise(text)) == "advert"

    def detect(self, text: str) -> str:
        """The language of a text: "zh", "en" or "fr"."""
        return self._languages.detect(normalise(text))

    def _read(self, text: str, lang: str, errand: str, about: str) -> Decision:
        """One question as it stands, or with what it leaves unsaid after the answer before."""
        read = self._judge.read(text, lang, errand)
        bare = self._judge.decide(read, lang)
        is_open = bare.kind == "answer" and is_brief(text) and plain(text) not in self._written
        if not is_open and not (about in self.entries and is_short(text)):
            return bare
        said = content(read.question.words)
        meant = self._topics.meant(said, defining=asks_what_it_is(text)) if is_open else ()
        if bare.ids[:1] and bare.ids[0] in meant:
            return self._one_of(bare, meant, about)
        leaning = reading(self._topics, text, said, lang, about) if about in self.entries else None
        if leaning is None:
            return bare
        found = better(bare, self._judged(leaning.text, lang), leaning)
        return found if found is bare else _adding(found, after(about, leaning.text))

    def _one_of(self, decision: Decision, meant: Sequence[str], about: str) -> Decision:
        """The one of several entries that the message may mean which belongs to what was spoken of, or a choice."""
        near = self._topics.category(about) if about in self.entries else set()
        here = [name for name in meant if name in near]
        if len(here) == 1:
            return _adding(led_by(decision, here[0]), after(about))
        ids = tuple(dict.fromkeys([*(name for name in decision.ids if name in meant), *meant, *decision.ids]))
        open_ = replace(decision, kind="choices", ids=ids[:KEPT], shown=len(meant), runner_up=ids[1])
        return _adding(open_, several_fit())

    def _one_by_one(self, clauses: Sequence[str], lang: str, about: str, *, bold: bool = False) -> list[Decision]:
        """Each clause, which may lean on the one before it. `bold`: no further than the first without an answer."""
        parts: list[Decision] = []
        for clause in clauses:
            part = self._read(clause, lang, self._errands.kind(clause), about)
            parts.append(replace(part, asked=clause))
            if bold and part.kind != "answer":
                break
            about = part.ids[0] if part.kind == "answer" else about
        return parts

    def _judged(self, text: str, lang: str) -> Decision:
        return self._judge.decide(self._judge.read(text, lang, self._errands.kind(text)), lang)


def _is_none_of_ours(text: str, errand: str) -> bool:
    return bool(errand == COMMAND or smalltalk(text) or sounds_distressed(text) or not any(map(str.isalnum, text)))


def _adding(decision: Decision, words: str) -> Decision:
    """The same, with more of a reason."""
    return replace(decision, because=lambda: f"{decision.reason} {words}")


def _phrasings(entries: Iterable[Entry]) -> list[tuple[str, str]]:
    return [
        (lang, normalise(written))
        for entry in entries
        for lang, text in entry.texts.items()
        for written in (text.question, *text.variants)
    ]


def _languages(texts: Sequence[tuple[str, str]]) -> Languages:
    counts = Counter(lang for lang, _ in texts)
    # A word in no language (9+9, TLS) is most likely a Chinese student's, unless the FAQ has no Chinese at all.
    default = "zh" if counts.get("zh") or not counts else counts.most_common(1)[0][0]
    return Languages(texts, default if default in LANGS else "en")


def _golden_sample(
    ranking: Ranking, outside: int, languages: Languages, text: str, expected: tuple[str, ...]
) -> Sample | None:
    lang = languages.detect(text)
    question = ranking.question(ranking.tokens(text, lang), lang)
    ranked = ranking.rank(question)
    if not ranked.entries:
        return None
    ids = ranked.entries[:OFFERED]
    return Sample(
        signs_of(ranked, question, ranked.likeness(outside)),
        right=ids[0] in expected,
        offered=any(entry in expected for entry in ids),
        in_scope=bool(expected),
        weight=GOLDEN_WEIGHT,
    )
