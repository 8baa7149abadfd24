"""What is done with which message: the first filter that returns something has its handler called."""

from collections.abc import Callable
from typing import Any

from handlers import erasing, filters, held
from handlers.choices import answer_choice
from handlers.events import take_event
from handlers.more import show_more, take_feedback
from handlers.questions import answer_question
from handlers.small_talk import (
    add_details,
    comfort,
    explain_privacy,
    greet,
    hand_over,
    help_out,
    hint,
    introduce,
    no_open_list,
    set_language,
    stay_calm,
    thank,
)
from handlers.turn import Outcome, Turn

# A handler is called with what its filter found.
ROUTES: tuple[tuple[Callable[[Turn], Any], Callable[[Turn, Any], Outcome]], ...] = (
    (filters.event, take_event),
    (filters.unreadable, hint),
    (filters.distress, comfort),
    (erasing.confirmed, erasing.erase),
    (erasing.withdrawn, erasing.keep_data),
    (erasing.wanted, erasing.ask_to_confirm),
    (erasing.wants_to_see, erasing.show_data),
    (filters.picked, answer_choice),
    (held.number_for_staff, add_details),
    (filters.lost_number, no_open_list),
    (filters.language, set_language),
    (filters.who, introduce),
    (filters.person, hand_over),
    (filters.feedback, take_feedback),
    (filters.unkind, stay_calm),
    (filters.more, show_more),
    (filters.privacy, explain_privacy),
    (filters.help_wanted, help_out),
    (filters.greeting, greet),
    (filters.thanks, thank),
    (filters.details, add_details),
    (held.for_staff, add_details),
    (filters.anything, answer_question),
)


def answer(turn: Turn) -> Outcome:
    """The outcome for this message; what a colleague answered comes first in it."""
    return held.give(turn, _routed) if held.due(turn) else _routed(turn)


def route(turn: Turn) -> tuple[Callable[[Turn, Any], Outcome], Any]:
    """The handler of the first route that fits, and what its filter found; the last route takes everything."""
    for found_in, handle in ROUTES:
        found = found_in(turn)
        if found is not None:
            return handle, found
    raise AssertionError("the last route takes everything")


def _routed(turn: Turn) -> Outcome:
    handle, found = route(turn)
    return handle(turn, found)
