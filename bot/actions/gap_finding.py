"""Finds what the FAQ cannot answer yet: questions by meaning, most askers first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.actions.answers import Answerer
from bot.actions.gap_groups import Likeness, Wording, grouped
from bot.answering.distress import sounds_distressed
from bot.answering.normalise import normalise
from bot.answering.smalltalk import smalltalk
from bot.answering.wording import question_text
from bot.core import phrases_talk
from bot.core.faq import EntryText
from bot.core.faq_file import same
from bot.core.privacy import without_marks
from bot.store import faqs, gaps, golden
from bot.store.engine import Database
from bot.store.gaps import Missed

EXAMPLES, NEAREST = 5, 3
# Wordings that are grouped, those with the most askers: more would be a page that nobody reads to its end.
MOST = 3000
# What a reply says of a question in the message that no entry answers, in each language.
_PART_MISSED = tuple(
    max(text.replace("{part}", "\n").replace("{person}", "\n").split("\n"), key=len)
    for text in phrases_talk.NO_ANSWER_TO.values()
)


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that mean the same. `missed` are the messages, oldest first; `question` is the wording asked most."""

    question: str
    lang: str
    nearest: tuple[str, ...]
    missed: tuple[Missed, ...]

    @property
    def id(self) -> str:
        """Its name for commands: any of its wordings' keys would do, this is that of `question`."""
        return gaps.question_key(self.question)[:8]

    @property
    def keys(self) -> list[str]:
        """The keys of its wordings."""
        return [gaps.question_key(wording) for wording in self.wordings]

    @property
    def askers(self) -> int:
        """Different people."""
        return len({one.person for one in self.missed})

    @property
    def wordings(self) -> dict[str, int]:
        """Each wording with the number of people who used it, the most used first."""
        people: dict[str, set[str]] = {}
        first: dict[str, str] = {}
        for one in self.missed:
            key = same(one.question)
            first.setdefault(key, one.question)
            people.setdefault(key, set()).add(one.person)
        return {first[key]: len(people[key]) for key in sorted(people, key=lambda key: -len(people[key]))}


class Eyes:
    """What one answerer makes of questions, each asked of it once. Not for several threads at a time."""

    def __init__(self, answerer: Answerer) -> None:
        self.answerer = answerer
        self._missing: dict[str, bool] = {}
        self._near: dict[tuple[str, str], tuple[str, ...]] = {}
        self._likeness: Likeness | None = None

    def is_missing(self, one: Missed) -> bool:
        """Whether the FAQ could have something for it, and has not by now; small talk and cries for help are none."""
        text = one.question
        if one.rated_badly:
            return True
        if text not in self._missing:
            normal = normalise(without_marks(text))
            ours = any(map(str.isalnum, normal)) and not (
                smalltalk(normal) or sounds_distressed(normal) or self.answerer.is_advert(text)
            )
            self._missing[text] = ours and self.answerer.decide(text, lang=one.lang).kind == "none"
        return self._missing[text]

    def nearest(self, one: Missed) -> tuple[str, ...]:
        """The entries that come nearest, the one that was given first."""
        key = (one.question, one.entry)
        if key not in self._near:
            ids = self.answerer.decide(one.question, lang=one.lang).ids
            given = (one.entry,) if one.entry in self.answerer.entries else ()
            self._near[key] = tuple(dict.fromkeys((*given, *ids)))[:NEAREST]
        return self._near[key]

    def unanswered_parts(self, message: Missed) -> Iterator[Missed]:
        """Of a message with several questions, those that no entry answers."""
        for part in self.answerer.decide(message.question, lang=message.lang).parts:
            if part.kind == "none" and part.asked:
                yield replace(message, question=part.asked)

    def likeness(self, database: Database) -> Likeness:
        """What tells which questions mean the same."""
        if self._likeness is None:
            with database.reading() as db:
                concepts = faqs.lexicon(db)
            texts = (text for entry in self.answerer.entries.values() for text in entry.texts.values())
            self._likeness = Likeness([line for text in texts for line in lines_of(text)], concepts)
        return self._likeness


def find(database: Database, eyes: Eyes, *, since: datetime | None = None) -> list[Gap]:
    """All gaps, most askers first. Raises NotSaved when the database cannot be read."""
    with database.reading() as db:
        missed = [*gaps.unanswered(db, since=since), *gaps.rated_badly(db, since=since)]
        missed += gaps.marked_wrong(db, since=since)
        partly = gaps.partly_answered(db, _PART_MISSED, since=since)
        settled = gaps.verdicts(db)
        refused = {gaps.question_key(one.question) for one in golden.all_of(db) if not one.expected}
    missed += [part for message in partly for part in eyes.unanswered_parts(message)]
    by_wording: dict[str, list[Missed]] = {}
    for one in missed:
        by_wording.setdefault(same(one.question), []).append(one)
    open_ = ([one for one in each if _is_open(one, settled, refused)] for each in by_wording.values())
    most_first = sorted((each for each in open_ if each), key=lambda each: -len({one.person for one in each}))
    kept = [left for each in most_first[:MOST] if (left := [one for one in each if eyes.is_missing(one)])]
    by_wording = {same(each[0].question): each for each in kept}
    nearest = {each[0].question: eyes.nearest(each[0]) for each in kept}
    wordings = [Wording(text, next(iter(ids), "")) for text, ids in nearest.items()]
    found = [_gap(group, by_wording, nearest) for group in grouped(wordings, eyes.likeness(database))]
    return sorted(found, key=lambda gap: (-gap.askers, -len(gap.missed), -gap.missed[-1].at.timestamp()))


def as_plain(gap: Gap, answerer: Answerer, *, examples: int | None = EXAMPLES) -> dict[str, Any]:
    """As plain JSON values; `examples`: how many wordings."""
    wordings = list(gap.wordings.items())
    bad = Counter(one.entry for one in gap.missed if one.rated_badly)
    return {
        "id": gap.id,
        "question": gap.question,
        "lang": gap.lang,
        "askers": gap.askers,
        "times": len(gap.missed),
        "unanswered": sum(not one.rated_badly for one in gap.missed),
        "rated_badly": sum(bad.values()),
        "answered_with": [entry for entry in bad if entry],
        "langs": sorted({one.lang for one in gap.missed}),
        "first_seen": gap.missed[0].at,
        "last_seen": gap.missed[-1].at,
        "wordings": len(wordings),
        "examples": [{"q": text, "askers": people} for text, people in wordings[:examples]],
        "nearest": [
            {"id": entry, "question": question_text(answerer, entry, gap.lang)}
            for entry in gap.nearest
            if entry in answerer.entries
        ],
    }


def lines_of(text: EntryText) -> tuple[str, ...]:
    """The question and the other phrasings."""
    return (text.question, *text.variants)


def _gap(group: Sequence[Wording], by_wording: dict[str, list[Missed]], nearest: dict[str, tuple[str, ...]]) -> Gap:
    missed = [one for wording in group for one in by_wording[same(wording.text)]]
    return Gap(group[0].text, missed[0].lang, nearest[group[0].text], tuple(sorted(missed, key=lambda one: one.at)))


def _is_open(one: Missed, settled: dict[str, gaps.Verdict], refused: Iterable[str]) -> bool:
    key = gaps.question_key(one.question)
    verdict = settled.get(key)
    if one.rated_badly:
        # A new bad rating is news, whatever was decided before it.
        return verdict is None or one.at > verdict.at
    return key not in refused and (verdict is None or verdict.verdict == gaps.ATTACHED)
