"""Logging: one set-up, one place where secrets are blanked, after everything is formatted."""

import logging
import re
import sys
from collections.abc import Iterable

import structlog

# Shapes that are secret wherever they appear: tokens in addresses and JSON, OAuth headers, openids.
_SHAPES = re.compile(
    r"""((?:access_token|refresh_token|secret|appsecret|client_secret|password|oauth_\w+|webhook/send\?key)["']?\s*[=:]\s*["']?)[^\s&"',}]+"""
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
        self._secrets = sorted({s for s in secrets if len(s) >= 8}, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """The line, safe to keep."""
        return redact(self._inner.format(record), self._secrets)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text with secrets blanked: the given values, and whatever looks like a token, a secret or an openid."""
    for secret in secrets:
        text = text.replace(secret, "[secret]")
    return _SHAPES.sub(lambda found: f"{found.group(1)}[secret]" if found.group(1) else "[openid]", text)


def set_up(*, level: str, form: str, secrets: Iterable[str] = ()) -> None:
    """Log to standard error; `form` is "text" or "json", `level` a standard name in lower case."""
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
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(inner, secrets))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in _NOISY:  # never below INFO: their DEBUG lines hold whole addresses with secrets
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
