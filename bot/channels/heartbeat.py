"""A call to an address outside that complains when it hears nothing (healthchecks.io and its kin); it gets no data."""

from bot.channels.http import Answer, Http


class HeartbeatUrl:
    """One address; it holds a key, so it stands in no sentence."""

    def __init__(self, url: str, http: Http) -> None:
        self._url = url
        self._http = http

    def call(self) -> str:
        """Call it: "" when it was heard, else why not. Raises nothing that a network can cause."""
        result = self._http.call("GET", self._url)
        if not isinstance(result, Answer):
            return result.why
        return "" if 200 <= result.status < 300 else f"it answered HTTP {result.status}"
