"""X's answers to a write, by HTTP status and problem type or words (docs.x.com, error handling; read 2026-11-23)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.codes import Means
from bot.core.delivery import Trouble

_LOGIN = (
    "X does not accept our keys. Make new access tokens with Read and Write on developer.x.com and put them in [x]."
)
_CREDIT = (
    "The X account's credit or monthly cap is used up. Top up or raise the cap on developer.x.com, then send again."
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: matches when `needle` stands in the problem's type, title or detail."""

    status: int
    needle: str
    means: Means
    says: str
    trouble: Trouble | None = None  # of the whole account


# First match wins; a status or words not listed here are Unknown.
LINES: tuple[Line, ...] = (
    Line(400, "invalid-request", Means.REFUSED, "X could not read our request. Shorten the text, or post it by hand."),
    Line(400, "invalid request", Means.REFUSED, "X could not read our request. Shorten the text, or post it by hand."),
    Line(401, "", Means.REFUSED, _LOGIN, Trouble.TOKEN),
    Line(402, "", Means.REFUSED, _CREDIT, Trouble.CREDIT),
    Line(403, "duplicate content", Means.REPEATED, "X says that this text was posted already. Change the wording."),
    Line(403, "duplicate-rules", Means.REFUSED, "X says that this text was posted already. Change the wording."),
    Line(
        403,
        "user-suspended",
        Means.REFUSED,
        "The X account is suspended. Log in on x.com and look for the notice.",
        Trouble.ACCOUNT,
    ),
    Line(
        403, "not permitted", Means.REFUSED, "X does not permit this post: too long, or the app has no Read and Write."
    ),
    Line(
        403,
        "client-forbidden",
        Means.NO_RIGHT,
        "The X app has no right to post. Check its project on developer.x.com.",
        Trouble.RIGHT,
    ),
    Line(403, "oauth1-permissions", Means.REFUSED, _LOGIN, Trouble.TOKEN),
    Line(403, "unsupported-authentication", Means.REFUSED, _LOGIN, Trouble.TOKEN),
    Line(403, "not-authorized", Means.REFUSED, _LOGIN, Trouble.TOKEN),
    Line(413, "", Means.REFUSED, "The picture is too large for X. Use one below 5 MB."),
    Line(429, "usage-capped", Means.QUOTA, _CREDIT, Trouble.CREDIT),
    Line(429, "usagecapexceeded", Means.QUOTA, _CREDIT, Trouble.CREDIT),
    Line(429, "", Means.LATER, "X takes no more posts from us in this period."),
)


def line_for(status: int, body: Any) -> Line | None:
    """The table's line for an answer, None when it is not listed."""
    words = problem_words(body).lower()
    return next((line for line in LINES if line.status == status and line.needle in words), None)


def problem_words(body: Any) -> str:
    """X's own words: type, title and detail of its problem, and of those nested in `errors`."""
    problems = [body, *(body.get("errors") or ())] if isinstance(body, Mapping) else []
    parts = [str(p.get(name, "")) for p in problems if isinstance(p, Mapping) for name in ("type", "title", "detail")]
    return " ".join(part for part in parts if part)
