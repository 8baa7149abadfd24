"""Finds the handler of a path; `:name` in a template stands for one segment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Found(Generic[T]):
    """A handler, the template it stands under, and what the path says for the template's names."""

    template: str
    target: T
    params: Mapping[str, str]


class Routes(Generic[T]):
    """A table of templates."""

    def __init__(self, table: Mapping[str, T]) -> None:
        self._fixed = {template: target for template, target in table.items() if ":" not in template}
        self._open = [(template.split("/"), template, target) for template, target in table.items() if ":" in template]

    def __iter__(self) -> Iterator[str]:
        yield from self._fixed
        yield from (template for _, template, _ in self._open)

    def find(self, path: str) -> Found[T] | None:
        """Look a path up; a template itself is found too (`/2/users/:id/tweets`)."""
        if path in self._fixed:
            return Found(path, self._fixed[path], {})
        segments = path.split("/")
        for pattern, template, target in self._open:
            params = _match(pattern, segments)
            if params is not None:
                return Found(template, target, params)
        return None


def _match(pattern: list[str], segments: list[str]) -> dict[str, str] | None:
    if len(pattern) != len(segments):
        return None
    params = {}
    for want, got in zip(pattern, segments, strict=True):
        if want.startswith(":") and got:
            params[want[1:]] = got
        elif want != got:
            return None
    return params
