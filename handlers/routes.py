"""What is done with which message: the first filter that returns something has its handler called."""

from collections.abc import Callable
from typing import Any

from handlers import filters
from handlers.choices import answer_choice
from handlers.events import take_event
from handlers.questions import answer_question
from handlers.small_talk import (
    add_details,
    explain_privacy,
    greet,
    hand_over,
    help_out,
    hint,
    no_open_list,
    set_language,
    take_feedback,
    thank,
)
from handlers.turn import Outcome, Turn

# A handler is called with what its filter found.
ROUTES: tuple[tuple[Callable[[Turn], Any], Callable[[Turn, Any], Outcome]], ...] = (
    (filters.event, take_event),
    (filters.unreadable, hint),
    (filters.picked, answer_choice),
    (filters.lost_number, no_open_list),
    (filters.language, set_language),
    (filters.person, hand_over),
    (filters.feedback, take_feedback),
    (filters.privacy, explain_privacy),
    (filters.help_wanted, help_out),
    (filters.thanks, thank),
    (filters.greeting, greet),
    (filters.details, add_details),
    (filters.anything, answer_question),
)


def answer(turn: Turn) -> Outcome:
    """The outcome for this message; the last route takes everything."""
    for found_in, handle in ROUTES:
        found = found_in(turn)
        if found is not None:
            return handle(turn, found)
    raise AssertionError("the last route takes everything")
