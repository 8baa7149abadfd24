"""The list of API calls received, without the secrets in them."""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.sandbox.clock import iso
from bot.sandbox.exchange import Request, Response

# Because a long load test must not fill the memory.
KEPT = 10_000
LONGEST_TEXT = 2_000

SECRETS = frozenset(
    ("access_token", "secret", "appsecret", "client_secret", "code", "oauth_token", "oauth_signature", "signature")
)


@dataclass
class Call:
    """One call; `status` is None while it is not answered, `errcode` is the platform's own."""

    at: str
    api: str
    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None
    status: int | None = None
    errcode: int | str | None = None
    fault: str | None = None
    ms: float | None = None


class Calls:
    """The latest calls, oldest first."""

    def __init__(self) -> None:
        self._rows: deque[Call] = deque(maxlen=KEPT)

    def begin(self, api: str, request: Request, now: float) -> Call:
        """Note that a call has come in."""
        query = {name: _hidden(name, value) for name, value in request.query}
        call = Call(iso(now), api, request.method, request.path, query, _body(request))
        self._rows.append(call)
        return call

    def rows(self, api: str | None = None) -> list[dict[str, Any]]:
        """List the calls, of one API (`wechat:/cgi-bin/draft/add`) or of all."""
        return [asdict(call) for call in self._rows if api in (None, call.api)]


def finish(call: Call, response: Response, fault: str | None, ms: float) -> None:
    """Note how a call ended; a call that was reset or left hanging before an answer has no status."""
    call.fault, call.ms = fault, round(ms, 3)
    if response.manner in ("reset", "hold"):
        return
    call.status = response.status
    try:
        answer = json.loads(response.body or b"null")
    except ValueError:
        return
    if isinstance(answer, dict):
        call.errcode = answer.get("errcode", answer.get("error_code"))


def redacted(value: Any) -> Any:
    """Copy a JSON value with its secrets replaced and its long texts cut."""
    if isinstance(value, Mapping):
        return {str(name): _hidden(str(name), redacted(each)) for name, each in value.items()}
    if isinstance(value, list):
        return [redacted(each) for each in value]
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return value[:LONGEST_TEXT] + "…"
    return value


def _hidden(name: str, value: Any) -> Any:
    return "***" if name.lower() in SECRETS else value


def _body(request: Request) -> Any:
    if not request.body:
        return None
    kind = request.content_type()
    try:
        if kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
            form = request.form()
            files = {name: {"filename": file.filename, "bytes": len(file.content)} for name, file in form.files.items()}
            return redacted({**form.fields, **files})
        return redacted(request.json())
    except ValueError:
        return {"bytes": len(request.body)}
