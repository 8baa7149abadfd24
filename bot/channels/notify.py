"""Telling by the log, at once and always; mail and chat (mail.py, chat_webhook.py) tell from the database."""

import logging

_LOG = logging.getLogger(__name__)


class LogNotifier:
    """Writes what staff must hear into the log, as a warning."""

    def tell(self, subject: str, text: str) -> None:
        """Deliver the sentence."""
        _LOG.warning("%s: %s", subject, text)
