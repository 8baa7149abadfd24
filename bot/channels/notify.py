"""Telling staff: for now by the log, which the server's owner reads."""

import logging

_LOG = logging.getLogger(__name__)


class LogNotifier:
    """Writes what staff must hear into the log, as a warning."""

    def tell(self, subject: str, text: str) -> None:
        """Deliver the sentence."""
        _LOG.warning("%s: %s", subject, text)
