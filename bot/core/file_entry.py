"""One entry of a file while it is read: its fields as plain values, and what was found wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.core.announcements import Problem


@dataclass(slots=True)
class FileEntry:
    """One entry; what its methods return is usable, and where a value was not, `found` says so."""

    id: str
    fields: Mapping[str, Any]
    found: list[Problem] = field(default_factory=list)

    def wrong(self, code: str, message: str, channel: str = "", *, hint: bool = False) -> None:
        """Note a problem of this entry."""
        self.found.append(Problem(self.id, channel, code, message, hint=hint))

    def text(self, fields: Mapping[str, Any], name: str, default: str = "") -> str:
        """The text of that name; a whole number counts as one."""
        value = fields.get(name)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:  # title: 2027, unquoted
            return str(value)
        if not isinstance(value, str):
            self.wrong("wrong_type", f"“{name}” must be a text.")
            return default
        if not storable(value):
            self.wrong("bad_character", f"“{name}” holds a broken character (NUL or half of one): type it again.")
            return default
        return value

    def mapping(self, fields: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        """The table of that name, {} where there is none."""
        value = fields.get(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.wrong("wrong_type", f"“{name}” must be a table of names and values.")
            return {}
        return {str(key): inner for key, inner in value.items()}

    def sequence(self, name: str) -> Sequence[Any]:
        """The list of that name, () where there is none."""
        value = self.fields.get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.wrong("wrong_type", f"“{name}” must be a list.")
            return ()
        return value

    def number(self, fields: Mapping[str, Any], name: str) -> int | None:
        """The whole number of that name, None where there is none."""
        value = fields.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
            self.wrong("wrong_type", f"“{name}” must be a whole number, not negative.")
            return None
        return value


def storable(text: str) -> bool:
    """Whether every database takes it."""
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)
