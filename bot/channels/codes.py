"""What a platform's code means for a send: a small vocabulary that the code tables are written in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from bot.core.delivery import Outcome, Refused, Retry, Trouble, Unknown


class Means(Enum):
    """What follows from a code that answers a write."""

    LATER = auto()  # not taken; the same again later
    BUSY = auto()  # "system busy": may hide a wrong parameter, so it is repeated a few times only
    TOKEN = auto()  # not taken: the access token is not accepted
    QUOTA = auto()  # not taken: a period's quota is gone
    NO_RIGHT = auto()  # not taken: the account may not do this here, but a person may by hand
    REFUSED = auto()  # not taken, and the same again would not help: a person must do something
    WAITING = auto()  # taken; waits for a person at the platform
    DONE = auto()  # taken already
    REPEATED = auto()  # the platform has this content already: ours, if an earlier try went out
    CHECK = auto()  # may have been taken


@dataclass(frozen=True, slots=True)
class Code:
    """One line of a code table: what it means, what staff read, and how long to wait if that is known.

    trouble: what it says of the whole account.
    """

    means: Means
    says: str
    after: timedelta | None = None
    trouble: Trouble | None = None


def outcome(codes: Mapping[int, Code], code: int, words: str) -> Outcome:
    """The plain outcome of a code in answer to a write. An unlisted one is Unknown: it may have been published.

    DONE, WAITING, REPEATED and BUSY need the channel's knowledge; here they are Unknown.
    """
    known = codes.get(code)
    if known is None:
        why = "The platform gave an answer that is not in its list of codes. Look at the account: it may be published."
        return Unknown(why, str(code), words)
    if known.means in (Means.LATER, Means.TOKEN):
        return Retry(known.says, known.after, str(code), words)
    if known.means is Means.QUOTA:
        return Refused(known.says, str(code), words, quota_spent=True)
    if known.means is Means.NO_RIGHT:
        return Refused(known.says, str(code), words, no_right=True, trouble=known.trouble)
    if known.means is Means.REFUSED:
        return Refused(known.says, str(code), words, trouble=known.trouble)
    return Unknown(known.says, str(code), words)
