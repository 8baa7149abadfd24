"""What the FAQ cannot answer yet, and what can be done with each group of such questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.actions.answers import Material, load_material
from bot.actions.faq_check import golden_changes
from bot.actions.gap_finding import Eyes, Gap, as_plain, find, lines_of
from bot.core.errors import Conflict, HasProblems, NothingFound
from bot.core.faq import Entry
from bot.core.faq_file import Finding, same, variants
from bot.core.golden import GoldenQuestion
from bot.core.privacy import without_marks
from bot.core.roles import Actor, require
from bot.store import audit, epochs, faqs, gaps, golden
from bot.store.engine import Database

GOLDEN_KIND = "gap"
Lines = tuple[float | None, float | None]  # sure and maybe, where the settings fix them


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
    eyes = Eyes(_material(database, lines).answerer())
    return [as_plain(gap, eyes.answerer) for gap in find(database, eyes, since=since)]


def show_gap(database: Database, lines: Lines, name: str) -> dict[str, Any]:
    """One gap with all its wordings. Raises NothingFound."""
    eyes = Eyes(_material(database, lines).answerer())
    return as_plain(_one(find(database, eyes), name), eyes.answerer, examples=None)


def attach(
    database: Database,
    lines: Lines,
    name: str | Gap,
    entry_id: str,
    *,
    phrasing: str = "",
    lang: str = "",
    actor: str,
    now: datetime,
) -> Attached:
    """Make the gap's question, or another wording of it, a phrasing of an entry; then ask again.

    `name`: its name, or the gap itself where it is at hand. Raises NothingFound; HasProblems when the wording cannot
    be kept, Conflict when another entry has it.
    """
    material = _material(database, lines)
    before = material.answerer()
    gap = name if isinstance(name, Gap) else _one(find(database, Eyes(before)), name)
    wording = kept_wording(phrasing or gap.question)
    spoken = lang or before.decide(wording, lang=gap.lang).lang  # what it was asked in, where the words do not tell
    with database.writing() as db:
        _add_phrasing(db, entry_id, spoken, wording, actor=actor, now=now, note=f"gap {gap.id}")
        what = {"entry": entry_id, "lang": spoken, "phrasing": wording}
        gaps.decide(db, gap.keys, gaps.ATTACHED, actor=actor, now=now, **what)
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


def attach_question(database: Database, actor: Actor, question: str, entry_id: str, *, lang: str, now: datetime) -> str:
    """Make any question (from the log, from a trial) a phrasing of an entry; the wording as it is kept.

    Raises NotAllowed, NothingFound, HasProblems when it cannot be kept, Conflict when another entry has it.
    """
    require(actor, "faq.edit")
    wording = kept_wording(question)
    with database.writing() as db:
        _add_phrasing(db, entry_id, lang, wording, actor=actor.name, now=now, note="phrasing")
        after = {"phrasing": wording, "lang": lang}
        audit.add(db, audit.Deed(actor.name, "faq.phrasing", f"faq:{entry_id}", after=after), now=now)
    return wording


def out_of_scope(
    database: Database,
    lines: Lines,
    names: Sequence[str] | Sequence[Gap],
    *,
    question: str = "",
    actor: str,
    now: datetime,
) -> list[str]:
    """Make golden questions of these gaps that expect no answer; the questions. `question`: another wording of one.

    Raises NothingFound, HasProblems, and Conflict when a golden question expects something else.
    """
    found = _several(database, lines, names)
    if question and len(found) > 1:
        raise HasProblems("Another wording is for one gap only.")
    kept = [GoldenQuestion(kept_wording(question or gap.question), (), gap.lang, GOLDEN_KIND) for gap in found]
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
        for gap, one in zip(found, kept, strict=True):
            gaps.decide(db, gap.keys, gaps.OUT_OF_SCOPE, actor=actor, now=now, phrasing=one.question)
        asked = [one.question for one in kept]
        audit.add(db, audit.Deed(actor, "gaps.out_of_scope", "golden", after=asked), now=now)
    return asked


def dismiss(
    database: Database, lines: Lines, names: Sequence[str] | Sequence[Gap], *, actor: str, now: datetime
) -> list[str]:
    """Do not show these gaps again; their questions. Raises NothingFound."""
    found = _several(database, lines, names)
    with database.writing() as db:
        for gap in found:
            gaps.decide(db, gap.keys, gaps.DISMISSED, actor=actor, now=now)
        # Not the questions: the audit is kept longer than what students wrote.
        audit.add(db, audit.Deed(actor, "gaps.dismiss", "gaps", after=[gap.id for gap in found]), now=now)
    return [gap.question for gap in found]


def decided(database: Database, *, limit: int = 50) -> list[dict[str, Any]]:
    """What was decided last, newest first, as plain JSON values; `deed` is the name for `undo`."""
    with database.reading() as db:
        return [
            {
                "deed": one.deed,
                "verdict": one.verdict,
                "actor": one.actor,
                "at": one.at,
                "wordings": len(one.keys),
                "entry": one.entry,
                "lang": one.lang,
                "phrasing": one.phrasing,
            }
            for one in gaps.decided(db, limit=limit)
        ]


def undo(database: Database, actor: Actor, deed: str, *, now: datetime) -> gaps.Decided:
    """Take a decision back, with the phrasing or the golden question that came of it; what it was.

    Raises NotAllowed, NothingFound when there is none of that name (any more).
    """
    require(actor, "gap.decide")
    with database.writing() as db:
        epochs.hold(db, faqs.EPOCH)
        one = next(iter(gaps.decided(db, deed=deed)), None) if deed else None
        if one is None:
            raise NothingFound("There is no such decision any more; it was undone, or another one took its place.")
        gaps.forget(db, deed)
        if one.verdict == gaps.ATTACHED:
            _take_phrasing(db, one, actor=actor.name, now=now)
        elif one.verdict == gaps.OUT_OF_SCOPE:
            ours = same(one.phrasing)
            listed = golden.all_of(db)
            golden.remove(db, [each.number for each in listed if not each.expected and same(each.question) == ours])
        before = {"verdict": one.verdict, "entry": one.entry}
        audit.add(db, audit.Deed(actor.name, "gaps.undo", "gaps", before=before), now=now)
    return one


def _material(database: Database, lines: Lines) -> Material:
    return load_material(database, sure=lines[0], maybe=lines[1])


def _one(found: Iterable[Gap], name: str) -> Gap:
    wanted = name.strip().lower()
    for gap in found:
        if len(wanted) >= gaps.FEWEST_LETTERS and any(key.startswith(wanted) for key in gap.keys):
            return gap
    raise NothingFound(f"There is no gap {name}; `paristech-bot gaps` shows all.")


def _several(database: Database, lines: Lines, names: Sequence[str] | Sequence[Gap]) -> list[Gap]:
    at_hand = [one for one in names if isinstance(one, Gap)]
    wanted = [one for one in names if isinstance(one, str)]
    found = find(database, Eyes(_material(database, lines).answerer())) if wanted else []
    return list({gap.id: gap for gap in (*at_hand, *(_one(found, name) for name in wanted))}.values())


def kept_wording(text: str) -> str:
    """The text as a phrasing. What students wrote of themselves must not stay in the FAQ."""
    try:
        (line,) = variants([text]) or ("",)
    except Finding as finding:
        raise HasProblems(str(finding)) from finding
    if not any(map(str.isalnum, line)):
        raise HasProblems("The wording is empty; write one.")
    if without_marks(line) != line:
        raise HasProblems(f"“{line}” holds what a student wrote of themselves; word it without that.")
    return line


def _add_phrasing(
    db: Any, entry_id: str, lang: str, wording: str, *, actor: str, now: datetime, note: str
) -> None:  # Any: the store's connection
    epochs.hold(db, faqs.EPOCH)
    old = faqs.one(db, entry_id)
    _refuse_taken(wording, entry_id, faqs.published_entries(db))
    faqs.save_entry(db, _with_phrasing(old, lang, wording), actor=actor, now=now, note=note)


def _take_phrasing(db: Any, one: gaps.Decided, *, actor: str, now: datetime) -> None:
    """Without that phrasing; an entry that was changed or archived since keeps everything else of it."""
    try:
        entry = faqs.one(db, one.entry)
    except NothingFound:
        return
    text = entry.texts.get(one.lang)
    if text is None or one.phrasing not in text.variants:
        return
    left = tuple(line for line in text.variants if line != one.phrasing)
    texts = {**entry.texts, one.lang: replace(text, variants=left)}
    if one.entry in {each.id for each in faqs.published_entries(db)}:
        faqs.save_entry(db, replace(entry, texts=texts), actor=actor, now=now, note="gap undone")


def _refuse_taken(wording: str, entry_id: str, entries: Iterable[Entry]) -> None:
    known = {entry.id for entry in entries}
    if entry_id not in known:
        raise Conflict(f"{entry_id} is archived; `paristech-bot faq rollback {entry_id}` brings it back.")
    for entry in entries:
        for text in entry.texts.values():
            if any(same(line) == same(wording) for line in lines_of(text)):
                raise Conflict(
                    f"“{wording}” is a phrasing of {entry.id} already. Dismiss the question, or word it otherwise."
                )


def _with_phrasing(entry: Entry, lang: str, wording: str) -> Entry:
    text = entry.texts.get(lang)
    if text is None:
        langs = ", ".join(entry.texts)
        raise HasProblems(
            f"{entry.id} has no text in {lang}, only in {langs}: write one first, or choose one of these languages."
        )
    return replace(entry, texts={**entry.texts, lang: replace(text, variants=(*text.variants, wording))})
