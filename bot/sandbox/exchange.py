"""One HTTP exchange as the emulated platforms see it: what came in, and what goes back in which manner."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qsl

from bot.sandbox.multipart import Upload, boundary_of, split_parts

Manner = Literal["whole", "reset", "hold", "dribble"]


@dataclass(frozen=True)
class Form:
    """The fields and files of a posted form."""

    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)
    multipart: bool = False


@dataclass(frozen=True)
class Request:
    """A request, read completely. Header names are lower case."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes = b""
    peer: str = "127.0.0.1"  # the address that the call came from

    def param(self, name: str) -> str | None:
        """Give the first value of a query parameter."""
        return next((value for key, value in self.query if key == name), None)

    def content_type(self) -> str:
        """Name the media type of the body, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def json(self) -> Any:
        """Read the body as JSON; ValueError when it is none. No content type is asked for: SDKs often send none."""
        try:
            value = json.loads(self.body.decode("utf-8"))
        except RecursionError as fault:
            raise ValueError("the JSON is nested too deeply") from fault
        if b"\\u" in self.body:
            # Because half an emoji (a lone surrogate) can be escaped in JSON, but is no text that could be sent on.
            json.dumps(value, ensure_ascii=False).encode()
        return value

    def form(self) -> Form:
        """Read the body as a form; ValueError when a multipart body is broken."""
        if self.content_type() == "multipart/form-data":
            fields, files = split_parts(self.body, boundary_of(self.headers["content-type"]))
            return Form(fields, files, multipart=True)
        pairs = parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        return Form(dict(reversed(pairs)))


@dataclass(frozen=True)
class Response:
    """An answer, and the manner in which the server hands it over (`seconds` belongs to hold and dribble)."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    stream: Iterator[bytes] | None = None
    manner: Manner = "whole"
    seconds: float = 0.0


def as_json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with JSON in UTF-8, not escaped, as all three platforms do."""
    return Response(status, json.dumps(value, ensure_ascii=False).encode(), headers=headers or {})


def as_text(text: str, status: int = 200, content_type: str = "text/plain; charset=utf-8") -> Response:
    """Answer with plain text or, by `content_type`, a page."""
    return Response(status, text.encode(), content_type)
