"""The answerer: entries and lexicon in, decisions out. Immutable, so that a rebuilt one is swapped whole."""

from collections import Counter
from collections.abc import Iterable, Mapping

from bot.answering.calibration import GOLDEN_WEIGHT, OFFERED, Calibration, Sample, calibrated, signs_of
from bot.answering.decide import judged, questions_in, with_parts
from bot.answering.decision import Decision
from bot.answering.explain import smalltalk_reason
from bot.answering.language import Languages
from bot.answering.lexicon import Lexicon, Terms
from bot.answering.normalise import normalise
from bot.answering.ranking import Ranking
from bot.answering.smalltalk import smalltalk
from bot.answering.tokens import Tokeniser
from bot.core.faq import LANGS, Entry

Golden = tuple[str, tuple[str, ...]]  # a question and the entries that answer it; none: it is not for this FAQ


class Answerer:
    """Decides; use `build`. Safe to share between threads, because nothing changes after it is built."""

    def __init__(
        self,
        entries: Mapping[str, Entry],
        variables: Mapping[str, str],
        languages: Languages,
        ranking: Ranking,
        calibration: Calibration,
    ) -> None:
        self.entries = entries
        self.variables = variables
        self.calibration = calibration
        self._languages = languages
        self._ranking = ranking

    @classmethod
    def build(
        cls,
        entries: Iterable[Entry],
        lexicon: Terms,
        variables: Mapping[str, str],
        *,
        golden: Iterable[Golden] = (),
        sure: float | None = None,
        maybe: float | None = None,
    ) -> "Answerer":
        """Index the entries and calibrate on them and the golden questions; `sure` and `maybe` override the lines."""
        by_id = {entry.id: entry for entry in entries if entry.texts}
        languages = _languages(by_id.values())
        ranking = Ranking(by_id, Tokeniser(Lexicon(lexicon)))
        samples = [_golden_sample(ranking, languages, question, expected) for question, expected in golden]
        calibration = calibrated(ranking, samples, sure=sure, maybe=maybe)
        return cls(by_id, variables, languages, ranking, calibration)

    def decide(self, question: str, *, lang: str = "") -> Decision:
        """The decision; `lang` is what the person used last, for messages that do not show a language."""
        text = normalise(question)
        spoken = self._languages.detect(text, fallback=lang)
        kind = smalltalk(text)
        if kind or not any(map(str.isalnum, text)):
            return Decision("none", (), 0, 0.0, spoken, smalltalk_reason(kind))
        whole = judged(self._ranking, self.calibration, text, spoken)
        clauses = questions_in(text)
        if len(clauses) < 2:
            return whole
        return with_parts(whole, [judged(self._ranking, self.calibration, clause, spoken) for clause in clauses])

    def detect(self, text: str) -> str:
        """The language of a text: "zh", "en" or "fr"."""
        return self._languages.detect(normalise(text))


def _languages(entries: Iterable[Entry]) -> Languages:
    texts = [
        (lang, normalise(written))
        for entry in entries
        for lang, text in entry.texts.items()
        for written in (text.question, *text.variants)
    ]
    counts = Counter(lang for lang, _ in texts)
    # A word in no language (9+9, TLS) is most likely a Chinese student's, unless the FAQ has no Chinese at all.
    default = "zh" if counts.get("zh") or not counts else counts.most_common(1)[0][0]
    return Languages(texts, default if default in LANGS else "en")


def _golden_sample(ranking: Ranking, languages: Languages, question: str, expected: tuple[str, ...]) -> Sample:
    text = normalise(question)
    vector = ranking.vector(ranking.tokens(text, languages.detect(text)))
    hits = ranking.rank(vector)
    ids = [hit.entry for hit in hits[:OFFERED]]
    return Sample(
        signs_of(hits, ranking.missing(vector, ids[0] if ids else "")),
        right=bool(ids) and ids[0] in expected,
        offered=any(entry in expected for entry in ids),
        in_scope=bool(expected),
        weight=GOLDEN_WEIGHT,
    )
