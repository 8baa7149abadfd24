"""Logging: one set-up, one place where secrets are blanked, after everything is formatted."""

import json
import logging
import re
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

import structlog

from bot.log_file import SharedFile

# Shapes that are secret wherever they appear: tokens in addresses and JSON, OAuth headers, openids.
_SHAPES = re.compile(
    r"""((?:access_token|refresh_token|secret|appsecret|client_secret|password|oauth_\w+|webhook/send\?key)\\*["']?\s*[=:]\s*\\*["']?)[^\s&"',}\\]+"""
    r"""|(://[^\s/:@]*:)[^\s/@]+(?=@)"""  # the password in an address
    r"""|(\bo[A-Za-z0-9_-]{27}\b)""",
    re.IGNORECASE,
)
_NOISY = ("urllib3", "apscheduler", "alembic", "PIL", "uvicorn")


class RedactingFormatter(logging.Formatter):
    """Formats by another formatter, then blanks known secrets and secret-looking shapes, tracebacks included."""

    def __init__(self, inner: logging.Formatter, secrets: Iterable[str]) -> None:
        super().__init__()
        self._inner = inner
        # Short values would blank ordinary words.
        self._secrets = sorted({form for s in secrets if len(s) >= 8 for form in _forms(s)}, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """The line, safe to keep."""
        return redact(self._inner.format(record), self._secrets)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text with secrets blanked: the given values, and whatever looks like a token, a secret or an openid."""
    for secret in secrets:
        text = text.replace(secret, "[secret]")
    return _SHAPES.sub(_blank, text)


def _blank(found: re.Match[str]) -> str:
    before = found.group(1) or found.group(2)
    return f"{before}[secret]" if before else "[openid]"


def _forms(secret: str) -> set[str]:
    """A secret as it may stand in an address, in JSON or in Python's own spelling, and in JSON within JSON."""
    found = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret)}
    for _ in range(2):
        found |= {written for form in found for written in _written(form)}
    return found


def _written(text: str) -> tuple[str, str, str]:
    return json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], repr(text)[1:-1]


@dataclass(frozen=True, slots=True)
class File:
    """Where to log beside standard error, from how many bytes on a new file is begun, and how many are kept."""

    path: Path
    most_bytes: int
    keep: int


def set_up(*, level: str, form: str, secrets: Iterable[str] = (), file: File | None = None) -> None:
    """Log to standard error, and to a file; `form` is "text" or "json", `level` a standard name in lower case."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    inner = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            renderer,
        ],
    )
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    if file:
        handlers.append(SharedFile(file.path, file.most_bytes, file.keep))
    for handler in handlers:
        handler.setFormatter(RedactingFormatter(inner, secrets))
    logging.basicConfig(level=level.upper(), handlers=handlers, force=True)
    logging.captureWarnings(True)
    if threading.excepthook is threading.__excepthook__:  # else what a thread dies of would pass by the filter
        threading.excepthook = _thread_died
    for name in _NOISY:  # never below INFO: their DEBUG lines hold whole addresses with secrets
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _thread_died(died: threading.ExceptHookArgs) -> None:
    if died.exc_value is not None:
        name = died.thread.name if died.thread else "?"
        log = logging.getLogger(__name__)
        log.error("the thread %s died", name, exc_info=(died.exc_type, died.exc_value, died.exc_traceback))
