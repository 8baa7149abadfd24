"""The live answerer: rebuilt beside the running one when the FAQ changes, and swapped whole."""

import gc
import logging
import threading
from collections.abc import Callable

from bot.answering.answerer import Answerer
from bot.core.errors import BotError
from bot.store import epochs
from bot.store.engine import Database

LOOK_SECONDS = 1.0  # an edit is live on every process within 2 s

logger = logging.getLogger(__name__)


class Knowledge:
    """Holds the present answerer in `answerer`; a thread looks each second whether it is out of date."""

    def __init__(
        self, database: Database, load: Callable[[], Answerer], is_stale: Callable[[], bool] = lambda: False
    ) -> None:
        """`load` builds an answerer from the database; what it raises stops the start.

        `is_stale`: whether what was loaded is out of date though the FAQ is not (an event has passed).
        """
        self._database = database
        self._load = load
        self._is_stale = is_stale
        # The number is read first: an edit between the two is then seen as new, never missed.
        self._number = self._epoch()
        self.answerer = load()
        _set_apart()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="knowledge", daemon=True)

    def start(self) -> None:
        """Begin to look for edits."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking; a rebuild that is under way is finished first."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> bool:
        """Load again if the FAQ was edited, or events began or passed; whether that was so."""
        try:
            number = self._epoch()
            if number == self._number and not self._is_stale():
                return False
            self.answerer = self._load()
            _set_apart()
        except BotError as error:
            # The last good FAQ goes on answering.
            logger.warning("the FAQ could not be loaded again: %s", error)
            return False
        self._number = number
        return True

    def _run(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            self.look()

    def _epoch(self) -> int:
        with self._database.reading() as db:
            return epochs.number(db, "faq")


def _set_apart() -> None:
    """Keep the answerer out of the collector's rounds, each of which would hold replies up for a tenth of a second."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
