"""Entries that take each other's questions: the same phrasing twice, phrasings that lead elsewhere, near-duplicates."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from bot.actions.answers import Answerer
from bot.answering.decision import Decision
from bot.answering.normalise import normalise, without_politeness
from bot.core.faq import Entry
from bot.core.faq_faults import ERROR, HINT, Fault
from bot.core.faq_file import same

ALIKE_PHRASINGS, ALIKE_ANSWERS = 90, 88  # of 100; below, two texts on one subject are only neighbours
SHORT_ANSWER = 30  # characters; “Yes.” may answer many questions
NEIGHBOURS = 3  # entries beside its own that a phrasing is compared with
NOTED_EVERY = 2000
_EDGE = " ,.!:;"


@dataclass(frozen=True, slots=True)
class _Phrasing:
    """`plain`: without case, script, politeness and the sign at the end."""

    entry: str
    lang: str
    text: str
    plain: str


Written = tuple[str, str, str]  # an entry, a language, a phrasing as it is written


def collisions(
    answerer: Answerer, entries: Sequence[Entry], *, note: Callable[[str], None], only: Set[Written] | None = None
) -> Iterator[Fault]:
    """Every phrasing is asked, as a student would; `note` hears how far it is. `only`: ask these alone."""
    phrasings = list(_phrasings(entries))
    owners = _owners(phrasings)
    yield from _same(owners.values())
    by_id = {entry.id: entry for entry in entries}
    texts = _by_text(phrasings)
    near: dict[frozenset[str], None] = {}
    asked = [one for one in phrasings if only is None or (one.entry, one.lang, one.text) in only]
    for number, phrasing in enumerate(asked, start=1):
        if number % NOTED_EVERY == 0:
            note(f"{number} of {len(asked)} phrasings asked")
        decision = answerer.decide(phrasing.text, lang=phrasing.lang)
        others = [other for other in decision.ids[: NEIGHBOURS + 1] if other != phrasing.entry]
        near.update(dict.fromkeys(frozenset((phrasing.entry, other)) for other in others))
        if len(owners[phrasing.plain]) == 1:
            yield from _elsewhere(decision, phrasing)
            yield from _alike(phrasing, (one for other in others for one in texts.get((other, phrasing.lang), ())))
    for pair in near:
        one, other = (by_id[name] for name in sorted(pair))
        yield from _same_answers(one, other)


def _same(owners: Iterable[Mapping[str, _Phrasing]]) -> Iterator[Fault]:
    for found in owners:
        first, *others = found.values()
        for other in others:
            sentence = f"“{first.text}” is a phrasing of {other.entry} too; only one can answer it. Take it out of one."
            yield Fault("same-phrasing", ERROR, first.entry, first.lang, sentence)


def _elsewhere(decision: Decision, asked: _Phrasing) -> Iterator[Fault]:
    if not decision.ids:
        sentence = f"“{asked.text}” is taken for small talk and never gets here. Take it out, or say more in it."
        yield Fault("phrasing-unheard", HINT, asked.entry, asked.lang, sentence)
    elif decision.ids[0] != asked.entry:
        other = decision.ids[0]
        if decision.kind == "answer":
            sentence = f"“{asked.text}” is answered with {other}. Move it there, or word it otherwise."
            yield Fault("phrasing-elsewhere", ERROR, asked.entry, asked.lang, sentence)
        else:
            sentence = f"Asked “{asked.text}”, {other} comes first. Is it in the right entry?"
            yield Fault("phrasing-elsewhere", HINT, asked.entry, asked.lang, sentence)


def _alike(mine: _Phrasing, others: Iterable[_Phrasing]) -> Iterator[Fault]:
    for other in others:
        # Each pair is met from both sides; one sentence is enough.
        if mine.entry < other.entry and fuzz.ratio(mine.plain, other.plain, score_cutoff=ALIKE_PHRASINGS):
            sentence = f"“{mine.text}” is nearly “{other.text}” of {other.entry}. Make the difference plain."
            yield Fault("alike-phrasings", HINT, mine.entry, mine.lang, sentence)


def _same_answers(one: Entry, other: Entry) -> Iterator[Fault]:
    for lang, text in one.texts.items():
        theirs = other.texts.get(lang)
        long = len(text.answer) > SHORT_ANSWER
        if theirs and long and fuzz.ratio(text.answer, theirs.answer, score_cutoff=ALIKE_ANSWERS):
            sentence = f"Its answer in {lang} is nearly that of {other.id}. Make one entry of the two."
            yield Fault("near-duplicate", HINT, one.id, lang, sentence)


def _phrasings(entries: Iterable[Entry]) -> Iterator[_Phrasing]:
    for entry in entries:
        for lang, text in entry.texts.items():
            for written in dict.fromkeys((text.question, *text.variants)):
                yield _Phrasing(entry.id, lang, written, _plain(written))


@lru_cache(50_000)  # because each check of an edit reads all phrasings again, and nearly all are as they were
def _plain(written: str) -> str:
    return same(without_politeness(normalise(written)).lstrip(_EDGE))


def _owners(phrasings: Iterable[_Phrasing]) -> dict[str, dict[str, _Phrasing]]:
    """Plain form → entry → its first phrasing of that form."""
    owners: dict[str, dict[str, _Phrasing]] = {}
    for one in phrasings:
        owners.setdefault(one.plain, {}).setdefault(one.entry, one)
    return owners


def _by_text(phrasings: Iterable[_Phrasing]) -> dict[tuple[str, str], list[_Phrasing]]:
    texts: dict[tuple[str, str], list[_Phrasing]] = {}
    for one in phrasings:
        texts.setdefault((one.entry, one.lang), []).append(one)
    return texts
