"""What can go wrong, by situation; a class's first docstring line is its default message.

BotError
├── UsageError            exit 2: the call, the settings or a file's path is off
│   ├── SettingsError     every fault of the settings at once
│   └── BadFile           a file that cannot be read as what it should be
├── NothingFound          exit 1: looked for, not there
├── Conflict              exit 1: the object is not in a state in which this can be done
├── HasProblems           exit 1: findings that a person must mend first
├── NotAllowed            exit 1: the role is not enough
│   └── CodeWanted        the password fits, and now a code of the second factor is asked for
├── NotSaved              exit 1: the database did not take it; nothing was changed
├── PlatformError         exit 3: WeChat, Weibo or X refused or could not be reached
└── BadMessage            an inbound webhook request that is not answered (400, 403, 413 …)
"""

from collections.abc import Sequence


class BotError(Exception):
    """Something went wrong."""

    exit_code = 1

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (self.__doc__ or "").strip().splitlines()[0])


class UsageError(BotError):
    """The command was not understood; see --help."""

    exit_code = 2


class SettingsError(UsageError):
    """The settings have faults; the message lists all of them, one a line."""

    def __init__(self, findings: Sequence[str]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(self.findings))


class BadFile(UsageError):
    """The file cannot be read; check its path and its form."""


class NothingFound(BotError):
    """Nothing was found."""


class Conflict(BotError):
    """This cannot be done in the present state; look again and retry."""


class HasProblems(BotError):
    """There are problems to mend first."""


class NotAllowed(BotError):
    """You may not do this; ask an admin."""


class CodeWanted(NotAllowed):
    """The password fits; now the code of the second factor is needed."""

    def __init__(self, step: str) -> None:
        self.step = step  # the secret with which the code is to be given
        super().__init__()


class NotSaved(BotError):
    """This was not saved, please try again."""


class PlatformError(BotError):
    """The platform refused or could not be reached."""

    exit_code = 3


class BadMessage(BotError):
    """A webhook request that is not answered: `status` for HTTP, `code` for the counter, `detail` for the log besides.

    None of them holds a secret.
    """

    def __init__(self, status: int, code: str, detail: str = "") -> None:
        self.status = status
        self.code = code
        super().__init__(f"{status} {code} {detail}".rstrip())
