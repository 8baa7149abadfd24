"""X's numbers and problem shapes (docs.x.com, read 2026-11-23; shapes partly from answers that others observed)."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

# Calls allowed per window in seconds: per user, and for posting also per app (docs.x.com rate limits).
RATES: dict[str, tuple[tuple[int, int], ...]] = {
    "POST /2/tweets": ((100, 900), (10_000, 86_400)),
    "GET /2/users/:id/tweets": ((900, 900),),
}
IMAGE_BYTES = 5 * 1024 * 1024
GIF_BYTES = 15 * 1024 * 1024
PICTURES_PER_POST = 4
MEDIA_SECONDS = 86_400
TIMELINE = (5, 100)
# How long the same text is refused. Because no dependable source tells the window, a day is taken.
REPEAT_SECONDS = 86_400

_PROBLEMS = "https://api.twitter.com/2/problems/"


@dataclass(frozen=True)
class Problem:
    """Why X refuses a call (RFC 7807)."""

    status: int
    title: str
    detail: str
    type: str = "about:blank"
    more: dict[str, Any] | None = None

    def body(self) -> dict[str, Any]:
        """Write the problem as X does."""
        return {
            "title": self.title,
            "detail": self.detail,
            "type": self.type,
            "status": self.status,
            **(self.more or {}),
        }


class XError(Exception):
    """X refuses the call."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


UNAUTHORIZED = Problem(401, "Unauthorized", "Unauthorized")
APP_ONLY = Problem(
    403,
    "Unsupported Authentication",
    "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint. "
    "Supported authentication types are [OAuth 1.0a User Context, OAuth 2.0 User Context].",
    _PROBLEMS + "unsupported-authentication",
)
NOT_PERMITTED = Problem(403, "Forbidden", "You are not permitted to perform this action.")
DUPLICATE = Problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.")
TOO_MANY = Problem(429, "Too Many Requests", "Too Many Requests")
USAGE_CAPPED = Problem(
    429,
    "UsageCapExceeded",
    "Usage cap exceeded: Monthly product cap",
    _PROBLEMS + "usage-capped",
    {"period": "Monthly", "scope": "Product", "account_id": 0},
)
NOT_FOUND = Problem(404, "Not Found", "Not Found")

# What an `errcode:` fault may name: an HTTP status, the old API's 187 for duplicates, or a problem's own name.
# Statuses without a line of their own say nothing but themselves.
BY_NAME = {
    **{str(each.value): Problem(each.value, each.phrase, each.phrase) for each in HTTPStatus if each >= 400},
    "400": Problem(400, "Invalid Request", "One or more parameters to your request was invalid."),
    "401": UNAUTHORIZED,
    "402": Problem(402, "CreditsDepleted", "Your enrolled account has no credits.", _PROBLEMS + "credits"),
    "403": NOT_PERMITTED,
    "187": DUPLICATE,
    "duplicate": DUPLICATE,
    "429": TOO_MANY,
    "usage-capped": USAGE_CAPPED,
    "user-suspended": Problem(403, "Forbidden", "User is suspended.", _PROBLEMS + "user-suspended"),
}


def invalid(message: str) -> XError:
    """Make the error of a request that X does not understand."""
    detail = "One or more parameters to your request was invalid."
    more = {"errors": [{"message": message}]}
    return XError(Problem(400, "Invalid Request", detail, _PROBLEMS + "invalid-request", more))
