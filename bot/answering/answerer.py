"""The answerer: entries and lexicon in, decisions out. Immutable, so that a rebuilt one is swapped whole."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.answering.calibration import GOLDEN_WEIGHT, OFFERED, Calibration, Sample, calibrated, signs_of
from bot.answering.decide import judged, questions_in, with_parts
from bot.answering.decision import Decision
from bot.answering.errands import Errands
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
        errands: Errands,
    ) -> None:
        self.entries = entries
        self.variables = variables
        self.calibration = calibration
        self._languages = languages
        self._ranking = ranking
        self._errands = errands

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
        texts = _phrasings(by_id.values())
        plain = [text for _, text in texts]
        languages = _languages(texts)
        ranking = Ranking(by_id, Tokeniser(Lexicon(lexicon), plain))
        errands = Errands(plain)
        asked = ((normalise(question), expected) for question, expected in golden)
        # What is never answered straight away says nothing about when to be sure.
        tell = [one for one in asked if not (smalltalk(one[0]) or errands.kind(one[0]))]
        samples = [_golden_sample(ranking, languages, *one) for one in tell]
        calibration = calibrated(ranking, samples, sure=sure, maybe=maybe)
        return cls(by_id, variables, languages, ranking, calibration, errands)

    def decide(self, question: str, *, lang: str = "") -> Decision:
        """The decision; `lang` is what the person used last, for messages that do not show a language."""
        text = normalise(question)
        spoken = self._languages.detect(text, fallback=lang)
        kind = smalltalk(text)
        if kind or not any(map(str.isalnum, text)):
            return Decision("none", (), 0, 0.0, spoken, smalltalk_reason(kind))
        whole = self._judged(text, spoken)
        clauses = questions_in(text)
        if len(clauses) < 2:
            return whole
        return with_parts(whole, [self._judged(clause, spoken) for clause in clauses])

    def detect(self, text: str) -> str:
        """The language of a text: "zh", "en" or "fr"."""
        return self._languages.detect(normalise(text))

    def _judged(self, text: str, lang: str) -> Decision:
        return judged(self._ranking, self.calibration, self._errands, text, lang)


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


def _golden_sample(ranking: Ranking, languages: Languages, text: str, expected: tuple[str, ...]) -> Sample:
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
