"""The gate before publishing: what drafts would bring, worked out beside the running bot, once for the same drafts."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bot.actions import faq_pending
from bot.actions.answers import Answerer, load_material
from bot.actions.faq_bench import BUILDING, Bench, Built, Step
from bot.actions.faq_collisions import Written, collisions
from bot.actions.faq_pending import Pending
from bot.actions.golden import as_plain
from bot.actions.golden_changes import GoldenChange, changed
from bot.actions.golden_run import outcome
from bot.answering.decision import Decision
from bot.core.errors import BotError
from bot.core.faq import Entry
from bot.core.faq_faults import ERROR, Fault, text_faults
from bot.core.timing import SHANGHAI
from bot.store import faq_runs
from bot.store.engine import Database
from bot.store.faq_runs import Run

NEIGHBOURS = 12  # phrasings of other entries, nearest to a changed one, that are asked again
TOLD_EVERY = timedelta(seconds=0.5)
SURELY = 0.9  # confidence from which an answer is called very sure
KINDS = ("very sure", "sure", "not sure", "does not know")  # what a person is told instead of a number

Later = Callable[[Callable[[], None]], object]


def at_once(work: Callable[[], None]) -> None:
    """Do it before going on, as a command does."""
    work()


def in_background(work: Callable[[], None]) -> None:
    """Do it beside everything else; it dies with the process, and then somebody else does it again."""
    threading.Thread(target=work, name="faq-gate", daemon=True).start()


@dataclass(frozen=True, slots=True)
class Rules:
    """`reply_bytes`: the room of one reply; sure and maybe: the lines, where the settings fix them."""

    reply_bytes: int = 2000
    sure: float | None = None
    maybe: float | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of a check. `key` names exactly these drafts on exactly this FAQ; `names` are theirs."""

    key: str
    names: Sequence[str]
    run: Run


@dataclass(frozen=True)
class Gate:
    """Checks drafts; one for a process, because it keeps what it has built.

    clock: the time. later: how work is done that takes a while.
    """

    database: Database
    rules: Rules
    clock: Callable[[], datetime]
    later: Later = at_once
    bench: Bench = field(default_factory=Bench)

    def look(self, names: Sequence[str] | None = None, *, patience: float = 0.0, again: bool = True) -> Checked:
        """The check of these drafts, of all of them for None; begun if nobody has, and waited for so many seconds.

        again: also if it has failed. Raises NothingFound when one of them is not there.
        """
        with self.database.reading() as db:
            pending = faq_pending.read(db, names)
            key = self.key(db, pending)
            run = faq_runs.one(db, key)
        if run is None or run.state == faq_runs.RUNNING or (again and run.state == faq_runs.FAILED):
            run = self.begin(key, lambda: self._check(key, pending), patience)
        return Checked(key, [faq_pending.label(one) for one in pending.drafts], run)

    def key(self, db: Any, pending: Pending) -> str:  # Any: the store's connection
        """What this change is named today."""
        return faq_pending.key_of(db, pending, [self._day().isoformat(), *asdict(self.rules).values()])

    def golden(self, *, start: bool, patience: float = 0.0) -> Run | None:
        """All golden questions as the bot answers them now: the last run on this FAQ, None where there is none.

        start: begin one then. Its result is a list of plain JSON values.
        """
        with self.database.reading() as db:
            key = faq_pending.key_of(db, Pending((), (), {}, ()), ["golden", *asdict(self.rules).values()])
            run = faq_runs.one(db, key)
        if (start and run is None) or (run is not None and run.state != faq_runs.DONE):
            run = self.begin(key, lambda: self._golden(key), patience)
        return run

    def begin(self, key: str, check: Callable[[], Any], patience: float) -> Run:
        """Do it under this key unless somebody does; how far it is after so many seconds of patience."""
        ready = threading.Event()

        def work() -> None:
            state = faq_runs.FAILED
            result: Any = None
            try:
                result, state = check(), faq_runs.DONE
            except BotError as error:
                result = {"problem": str(error)}
            finally:
                with self.database.writing() as db:
                    faq_runs.finish(db, key, state, result, now=self.clock())
                ready.set()

        with self.database.writing() as db:
            mine = faq_runs.begin(db, key, now=self.clock())
        if mine:
            self.later(work)
        ready.wait(patience if mine else 0.0)
        with self.database.reading() as db:
            return faq_runs.one(db, key) or Run(faq_runs.RUNNING, 0, 0, None)

    def _check(self, key: str, pending: Pending) -> dict[str, Any]:
        material = load_material(self.database, sure=self.rules.sure, maybe=self.rules.maybe)
        progress = _Progress(self, key, 2 * (BUILDING + len(material.golden)))
        before = self.bench.built(material, progress.step)
        after = self.bench.built(pending.applied_to(material), progress.step)
        found = list(changed(material.golden, before.golden, after.golden))
        return {
            "problems": list(pending.problems),
            "faults": [asdict(one) for one in self._faults(before, after, pending.entries, progress.step)],
            "golden": [_as_plain(one, before.answerer, after.answerer) for one in found],
            "asked": len(material.golden),
        }

    def _golden(self, key: str) -> list[dict[str, Any]]:
        material = load_material(self.database, sure=self.rules.sure, maybe=self.rules.maybe)
        progress = _Progress(self, key, BUILDING + len(material.golden))
        built = self.bench.built(material, progress.step)
        return [
            {
                **as_plain(one),
                "outcome": outcome(one.expected, decision),
                "came": _decided(decision, built.answerer),
            }
            for one, decision in zip(material.golden, built.golden, strict=True)
        ]

    def _faults(self, before: Built, after: Built, entries: Sequence[Entry], step: Step) -> list[Fault]:
        """Those that the change brings: of the changed entries, and others that were not there before."""
        only = _to_ask([*entries, *_earlier(before, entries)], before.answerer, after.answerer)
        touched = {entry.id for entry in entries}

        def faults(built: Built) -> list[Fault]:
            own, day = built.material, self._day()
            found = text_faults(own.entries, own.variables, day=day, reply_bytes=self.rules.reply_bytes)
            return [*found, *collisions(built.answerer, own.entries, note=lambda _: None, only=only)]

        known = set(faults(before))
        step(1)
        new = [one for one in faults(after) if one.entry in touched or one not in known]
        return sorted(new, key=lambda one: (one.severity != ERROR, one.entry not in touched))

    def _day(self) -> date:
        return self.clock().astimezone(SHANGHAI).date()


class _Progress:
    """Tells how far a check is, now and then."""

    def __init__(self, gate: Gate, key: str, total: int) -> None:
        self._gate, self._key, self._total = gate, key, total
        self._done, self._told = 0, gate.clock()

    def step(self, number: int) -> None:
        self._done += number
        now = self._gate.clock()
        if now - self._told >= TOLD_EVERY:
            self._told = now
            with self._gate.database.writing() as db:
                faq_runs.beat(db, self._key, min(self._done, self._total), self._total, now=now)


def confidence_in_words(decision: Decision) -> str:
    """One of KINDS."""
    if decision.kind == "answer":
        return KINDS[0] if decision.confidence >= SURELY else KINDS[1]
    return KINDS[2] if decision.kind == "choices" else KINDS[3]


def _earlier(before: Built, entries: Iterable[Entry]) -> list[Entry]:
    """What these entries were: who loses a phrasing may lose its neighbours' questions too."""
    return [before.answerer.entries[entry.id] for entry in entries if entry.id in before.answerer.entries]


def _to_ask(entries: Iterable[Entry], *answerers: Answerer) -> set[Written]:
    """The phrasings of these entries, and those of others that are so like them that they may now lead elsewhere."""
    found: set[Written] = set()
    for entry in entries:
        for lang, text in entry.texts.items():
            for written in dict.fromkeys((text.question, *text.variants)):
                found.add((entry.id, lang, written))
                near = (one for answerer in answerers for one in answerer.nearest(written, lang, NEIGHBOURS))
                found.update((one.entry, one.lang, one.text) for one in near)
    return found


def _as_plain(change: GoldenChange, before: Answerer, after: Answerer) -> dict[str, Any]:
    one = change.question
    return {
        "number": one.number,
        "question": one.question,
        "expected": list(one.expected),
        "worse": change.worse,
        "before": _decided(change.before, before),
        "after": _decided(change.after, after),
    }


def _decided(decision: Decision, answerer: Answerer) -> dict[str, Any]:
    shown = decision.ids[: decision.shown]
    given = [{"id": name, "question": _question(answerer.entries[name], decision.lang)} for name in shown]
    return {"kind": decision.kind, "sure": confidence_in_words(decision), "entries": given}


def _question(entry: Entry, lang: str) -> str:
    return entry.texts[entry.language_for(lang)].question
