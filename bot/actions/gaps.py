"""What the FAQ cannot answer yet: questions by meaning, most askers first, and what can be done with each group."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.actions.answers import Answerer, Material, load_material
from bot.actions.faq_check import golden_changes
from bot.actions.gap_groups import Likeness, Wording, grouped
from bot.answering.distress import sounds_distressed
from bot.answering.normalise import normalise
from bot.answering.smalltalk import smalltalk
from bot.answering.wording import question_text
from bot.core import phrases_talk
from bot.core.errors import Conflict, HasProblems, NothingFound
from bot.core.faq import Entry, EntryText
from bot.core.faq_file import Finding, same, variants
from bot.core.golden import GoldenQuestion
from bot.core.privacy import without_marks
from bot.store import audit, epochs, faqs, gaps, golden
from bot.store.engine import Database
from bot.store.gaps import Missed

EXAMPLES, NEAREST = 5, 3
FEWEST_LETTERS = 6  # of an id, so that none fits two questions by chance
GOLDEN_KIND = "gap"
# What a reply says of a question in the message that no entry answers, in each language.
_PART_MISSED = tuple(
    max(text.replace("{part}", "\n").replace("{person}", "\n").split("\n"), key=len)
    for text in phrases_talk.NO_ANSWER_TO.values()
)
Lines = tuple[float | None, float | None]  # sure and maybe, where the settings fix them


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
        return _name(self.question)

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


@dataclass(frozen=True, slots=True)
class Attached:
    """What came of attaching: what the bot says now, wordings still without an answer, golden questions that change."""

    entry: str
    lang: str
    phrasing: str
    decision: str
    first: str
    left: tuple[str, ...] = ()
    golden: tuple[str, ...] = ()

    def as_plain(self) -> dict[str, Any]:
        """As plain JSON values."""
        names = ("entry", "lang", "phrasing", "decision", "first")
        return {**{name: getattr(self, name) for name in names}, "left": list(self.left), "golden": list(self.golden)}


def list_gaps(database: Database, lines: Lines, *, since: datetime | None = None) -> list[dict[str, Any]]:
    """All gaps, most askers first, as plain JSON values."""
    material = _material(database, lines)
    answerer = material.answerer()
    return [_as_plain(gap, answerer) for gap in _gaps(database, material, answerer, since=since)]


def show_gap(database: Database, lines: Lines, name: str) -> dict[str, Any]:
    """One gap with all its wordings. Raises NothingFound."""
    material = _material(database, lines)
    answerer = material.answerer()
    return _as_plain(_one(_gaps(database, material, answerer), name), answerer, examples=None)


def attach(
    database: Database,
    lines: Lines,
    name: str,
    entry_id: str,
    *,
    phrasing: str = "",
    lang: str = "",
    actor: str,
    now: datetime,
) -> Attached:
    """Make the gap's question, or another wording of it, a phrasing of an entry; then ask again.

    Raises NothingFound; HasProblems when the wording cannot be kept, Conflict when another entry has it.
    """
    material = _material(database, lines)
    before = material.answerer()
    gap = _one(_gaps(database, material, before), name)
    wording = _kept_wording(phrasing or gap.question)
    spoken = lang or before.decide(wording, lang=gap.lang).lang  # what it was asked in, where the words do not tell
    with database.writing() as db:
        epochs.hold(db, faqs.EPOCH)
        old = faqs.one(db, entry_id)
        _refuse_taken(wording, entry_id, faqs.published_entries(db))
        new = _with_phrasing(old, spoken, wording)
        faqs.save_entry(db, new, actor=actor, now=now, note=f"gap {gap.id}")
        gaps.decide(db, _keys(gap), gaps.ATTACHED, actor=actor, now=now)
        after = {"phrasing": wording, "lang": spoken}
        audit.add(db, audit.Deed(actor, "gaps.attach", f"faq:{entry_id}", after=after), now=now)
    answerer = _material(database, lines).answerer()
    decision = answerer.decide(wording, lang=spoken)
    return Attached(
        entry_id,
        spoken,
        wording,
        decision.kind,
        next(iter(decision.ids), ""),
        tuple(one for one in gap.wordings if answerer.decide(one, lang=gap.lang).kind == "none"),
        tuple(fault.sentence for fault in golden_changes(material.golden, before, answerer)),
    )


def out_of_scope(
    database: Database, lines: Lines, names: Sequence[str], *, question: str = "", actor: str, now: datetime
) -> list[str]:
    """Make golden questions of these gaps that expect no answer; the questions. `question`: another wording of one.

    Raises NothingFound, HasProblems, and Conflict when a golden question expects something else.
    """
    found = _several(database, lines, names)
    if question and len(found) > 1:
        raise HasProblems("Another wording is for one gap only.")
    kept = [GoldenQuestion(_kept_wording(question or gap.question), (), gap.lang, GOLDEN_KIND) for gap in found]
    with database.writing() as db:
        there = {same(one.question): one for one in golden.all_of(db)}
        for one in kept:
            old = there.get(same(one.question))
            if old is not None and old.expected:
                raise Conflict(
                    f"Golden question {old.number} “{old.question}” expects {' or '.join(old.expected)}: "
                    f"`paristech-bot golden remove {old.number}` takes it away."
                )
        golden.put(db, kept, actor=actor, now=now)
        keys = [key for gap in found for key in _keys(gap)]
        gaps.decide(db, keys, gaps.OUT_OF_SCOPE, actor=actor, now=now)
        asked = [one.question for one in kept]
        audit.add(db, audit.Deed(actor, "gaps.out_of_scope", "golden", after=asked), now=now)
    return asked


def dismiss(database: Database, lines: Lines, names: Sequence[str], *, actor: str, now: datetime) -> list[str]:
    """Do not show these gaps again; their questions. Raises NothingFound."""
    found = _several(database, lines, names)
    with database.writing() as db:
        gaps.decide(db, [key for gap in found for key in _keys(gap)], gaps.DISMISSED, actor=actor, now=now)
        # Not the questions: the audit is kept longer than what students wrote.
        audit.add(db, audit.Deed(actor, "gaps.dismiss", "gaps", after=[gap.id for gap in found]), now=now)
    return [gap.question for gap in found]


def _material(database: Database, lines: Lines) -> Material:
    return load_material(database, sure=lines[0], maybe=lines[1])


def _gaps(database: Database, material: Material, answerer: Answerer, *, since: datetime | None = None) -> list[Gap]:
    with database.reading() as db:
        missed = [*gaps.unanswered(db, since=since), *gaps.rated_badly(db, since=since)]
        partly = gaps.partly_answered(db, _PART_MISSED, since=since)
        settled = gaps.verdicts(db)
    missed += [part for message in partly for part in _missed_parts(message, answerer)]
    refused = {gaps.question_key(one.question) for one in material.golden if not one.expected}
    decided: dict[str, bool] = {}
    kept = [one for one in missed if _is_open(one, settled, refused) and _asks(one, answerer, decided)]
    by_wording: dict[str, list[Missed]] = {}
    for one in kept:
        by_wording.setdefault(same(one.question), []).append(one)
    most_first = sorted(by_wording.values(), key=lambda each: -len({one.person for one in each}))
    nearest = {each[0].question: _nearest(each[0], answerer) for each in most_first}
    wordings = [Wording(text, next(iter(ids), "")) for text, ids in nearest.items()]
    lines = [line for entry in material.entries for text in entry.texts.values() for line in _lines(text)]
    likeness = Likeness(lines, material.concepts)
    found = [_gap(group, by_wording, nearest) for group in grouped(wordings, likeness)]
    return sorted(found, key=lambda gap: (-gap.askers, -len(gap.missed), -gap.missed[-1].at.timestamp()))


def _missed_parts(message: Missed, answerer: Answerer) -> Iterator[Missed]:
    """Of a message with several questions, those that no entry answers."""
    for part in answerer.decide(message.question, lang=message.lang).parts:
        if part.kind == "none" and part.asked:
            yield replace(message, question=part.asked)


def _gap(group: Sequence[Wording], by_wording: dict[str, list[Missed]], nearest: dict[str, tuple[str, ...]]) -> Gap:
    missed = [one for wording in group for one in by_wording[same(wording.text)]]
    return Gap(group[0].text, missed[0].lang, nearest[group[0].text], tuple(sorted(missed, key=lambda one: one.at)))


def _is_open(one: Missed, settled: dict[str, gaps.Verdict], refused: set[str]) -> bool:
    key = gaps.question_key(one.question)
    verdict = settled.get(key)
    if one.rated_badly:
        # A new bad rating is news, whatever was decided before it.
        return verdict is None or one.at > verdict.at
    return key not in refused and (verdict is None or verdict.verdict == gaps.ATTACHED)


def _asks(one: Missed, answerer: Answerer, known: dict[str, bool]) -> bool:
    """Whether the FAQ could have something for it, and has not by now; small talk and cries for help are no gaps."""
    text = one.question
    if one.rated_badly:
        return True
    if text not in known:
        normal = normalise(without_marks(text))
        ours = any(map(str.isalnum, normal)) and not (
            smalltalk(normal) or sounds_distressed(normal) or answerer.is_advert(text)
        )
        known[text] = ours and answerer.decide(text, lang=one.lang).kind == "none"
    return known[text]


def _nearest(one: Missed, answerer: Answerer) -> tuple[str, ...]:
    ids = answerer.decide(one.question, lang=one.lang).ids
    given = (one.entry,) if one.entry in answerer.entries else ()
    return tuple(dict.fromkeys((*given, *ids)))[:NEAREST]


def _one(found: Iterable[Gap], name: str) -> Gap:
    wanted = name.strip().lower()
    for gap in found:
        if len(wanted) >= FEWEST_LETTERS and any(key.startswith(wanted) for key in _keys(gap)):
            return gap
    raise NothingFound(f"There is no gap {name}; `paristech-bot gaps` shows all.")


def _several(database: Database, lines: Lines, names: Sequence[str]) -> list[Gap]:
    material = _material(database, lines)
    found = _gaps(database, material, material.answerer())
    return list({gap.id: gap for gap in (_one(found, name) for name in names)}.values())


def _keys(gap: Gap) -> list[str]:
    return [gaps.question_key(wording) for wording in gap.wordings]


def _name(question: str) -> str:
    return gaps.question_key(question)[:8]


def _kept_wording(text: str) -> str:
    """The text as a phrasing. What students wrote of themselves must not stay in the FAQ."""
    try:
        (line,) = variants([text]) or ("",)
    except Finding as finding:
        raise HasProblems(str(finding)) from finding
    if not any(map(str.isalnum, line)):
        raise HasProblems("The wording is empty; write it after --as.")
    if without_marks(line) != line:
        raise HasProblems(f"“{line}” holds what a student wrote of themselves; word it without that, after --as.")
    return line


def _refuse_taken(wording: str, entry_id: str, entries: Iterable[Entry]) -> None:
    known = {entry.id for entry in entries}
    if entry_id not in known:
        raise Conflict(f"{entry_id} is archived; `paristech-bot faq rollback {entry_id}` brings it back.")
    for entry in entries:
        for text in entry.texts.values():
            if any(same(line) == same(wording) for line in _lines(text)):
                raise Conflict(
                    f"“{wording}” is a phrasing of {entry.id} already. Dismiss the gap, or word it otherwise by --as."
                )


def _lines(text: EntryText) -> tuple[str, ...]:
    return (text.question, *text.variants)


def _with_phrasing(entry: Entry, lang: str, wording: str) -> Entry:
    text = entry.texts.get(lang)
    if text is None:
        langs = ", ".join(entry.texts)
        raise HasProblems(
            f"{entry.id} has no text in {lang}, only in {langs}: add one by `faq import`, or say --lang {langs[:2]}."
        )
    return replace(entry, texts={**entry.texts, lang: replace(text, variants=(*text.variants, wording))})


def _as_plain(gap: Gap, answerer: Answerer, *, examples: int | None = EXAMPLES) -> dict[str, Any]:
    wordings = list(gap.wordings.items())[:examples]
    bad = Counter(one.entry for one in gap.missed if one.rated_badly)
    return {
        "id": gap.id,
        "question": gap.question,
        "askers": gap.askers,
        "times": len(gap.missed),
        "unanswered": sum(not one.rated_badly for one in gap.missed),
        "rated_badly": sum(bad.values()),
        "answered_with": [entry for entry in bad if entry],
        "langs": sorted({one.lang for one in gap.missed}),
        "first_seen": gap.missed[0].at,
        "last_seen": gap.missed[-1].at,
        "wordings": len(gap.wordings),
        "examples": [{"q": text, "askers": people} for text, people in wordings],
        "nearest": [
            {"id": entry, "question": question_text(answerer, entry, gap.lang)}
            for entry in gap.nearest
            if entry in answerer.entries
        ],
    }
