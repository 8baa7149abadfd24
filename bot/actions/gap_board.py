"""The gaps as pages show them: found anew in the background when somebody looks, because that may take seconds."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.actions.answers import Answerer
from bot.actions.gap_finding import Eyes, Gap, as_plain, find
from bot.core.errors import BotError, NothingFound
from bot.store import gaps
from bot.store.engine import Database

logger = logging.getLogger(__name__)

WAIT_SECONDS = 0.1  # a page waits so long for what is being found, and shows the last state then
SOON = timedelta(seconds=2)  # what was found is shown so long without looking again
# A phrasing that was added works when the FAQ has been loaded again; until then its question is not shown as a gap.
_TAKES_EFFECT = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Seen:
    """The gaps as they were at that moment, None when nothing has been found yet; `busy`: it is being looked."""

    gaps: Sequence[Gap]
    at: datetime | None
    busy: bool
    answerer: Answerer

    def plain(self, gap: Gap, *, examples: int | None = 3) -> dict[str, Any]:
        """A gap as plain values."""
        return as_plain(gap, self.answerer, examples=examples)

    def one(self, name: str) -> Gap:
        """The gap of this name. Raises NothingFound."""
        for gap in self.gaps:
            if gap.id == name or any(key.startswith(name) for key in gap.keys if len(name) >= gaps.FEWEST_LETTERS):
                return gap
        raise NothingFound("There is no such gap any more; it may be answered or settled by now.")


class GapBoard:
    """Finds gaps with the live answers; safe to share between threads, of which one at a time looks."""

    def __init__(self, database: Database, answers: Callable[[], Answerer]) -> None:
        self._database, self._answers = database, answers
        self._lock = threading.Lock()
        self._found: Sequence[Gap] = ()
        self._at: datetime | None = None
        self._eyes: Eyes | None = None
        self._under_way: threading.Event | None = None

    def look(self, now: datetime, *, wait: float = WAIT_SECONDS) -> Seen:
        """What is known, at most `wait` seconds later; what was settled meanwhile is left out. Raises NotSaved."""
        with self._lock:
            if self._under_way is None and (self._at is None or not self._at <= now < self._at + SOON):
                self._under_way = threading.Event()
                threading.Thread(target=self._find, args=(now, self._under_way), name="gaps", daemon=True).start()
            under_way = self._under_way
        if under_way is not None:
            under_way.wait(wait)
        with self._lock:
            found, at, busy = self._found, self._at, self._under_way is not None
        with self._database.reading() as db:
            settled = gaps.verdicts(db)
        shown = [gap for gap in found if not self._is_settled(gap, settled, now)]
        return Seen(shown, at, busy, self._answers())

    def _find(self, now: datetime, done: threading.Event) -> None:
        try:
            answerer = self._answers()
            if self._eyes is None or self._eyes.answerer is not answerer:
                self._eyes = Eyes(answerer)
            found = find(self._database, self._eyes)
            with self._lock:
                self._found, self._at = found, now
        except BotError as error:
            logger.warning("gaps could not be found: %s", error)
        finally:
            with self._lock:
                self._under_way = None
            done.set()

    def _is_settled(self, gap: Gap, settled: dict[str, gaps.Verdict], now: datetime) -> bool:
        verdict = settled.get(gaps.question_key(gap.question))
        if verdict is None:
            return False
        if verdict.verdict == gaps.ATTACHED:
            return now - verdict.at < _TAKES_EFFECT
        return all(one.at <= verdict.at for one in gap.missed)
