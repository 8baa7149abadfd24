"""What changed between two versions of an entry, field by field, in lines that people can compare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import ndiff
from typing import Any

REORDERED = "(the same in another order)"


@dataclass(frozen=True, slots=True)
class Change:
    """`place` as in a FAQ file: category, texts.zh.answer … What went and what came, line by line."""

    place: str
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The differences of two plain forms (`core.faq_file.entry_as_plain`), in the order of a FAQ file."""
    return changes_of_fields(_flat(before), _flat(after))


def changes_of_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """The same of any two records whose values are texts, numbers or lists of texts."""
    places = [*new, *(place for place in old if place not in new)]
    return [_change(place, old.get(place), new.get(place)) for place in places if old.get(place) != new.get(place)]


def _flat(plain: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: value for name, value in plain.items() if name not in ("id", "texts")}
    texts = plain.get("texts", {})
    return {**fields, **{f"texts.{lang}.{name}": value for lang in texts for name, value in texts[lang].items()}}


def _change(place: str, old: Any, new: Any) -> Change:
    if isinstance(old, list) or isinstance(new, list):
        return _list_change(place, old or [], new or [])
    if old and new:
        lines = list(ndiff(str(old).splitlines(), str(new).splitlines()))
        return Change(place, _marked(lines, "- "), _marked(lines, "+ "))
    return Change(place, tuple(str(old or "").splitlines()), tuple(str(new or "").splitlines()))


def _list_change(place: str, old: Sequence[str], new: Sequence[str]) -> Change:
    removed = tuple(one for one in old if one not in new)
    added = tuple(one for one in new if one not in old)
    return Change(place, removed, added if removed or added else (REORDERED,))


def _marked(lines: Sequence[str], mark: str) -> tuple[str, ...]:
    return tuple(line.removeprefix(mark) for line in lines if line.startswith(mark))
