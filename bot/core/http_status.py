"""Which HTTP status says each of our situations; for the console and for programs alike."""

from bot.core.errors import BotError, Conflict, HasProblems, NotAllowed, NothingFound, NotSaved, UsageError

_STATUS: tuple[tuple[type[BotError], int], ...] = (
    (NotAllowed, 403),
    (NothingFound, 404),
    (Conflict, 409),
    (HasProblems, 422),
    (UsageError, 422),
    (NotSaved, 503),
)


def http_status(error: BotError) -> int:
    """The status; 500 for a situation that is nobody's to mend by another request."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
