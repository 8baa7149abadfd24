"""Which languages of an entry are behind: their source was reworded after them."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.faq import LANGS


@dataclass(frozen=True, slots=True)
class Wording:
    """`original`: the language that the others are translated from, "" for the one reworded last.

    changed: of each language the revision that reworded it or found it right.
    """

    original: str
    changed: Mapping[str, int]

    @property
    def source(self) -> str:
        """The language to translate from; "" when there is no text."""
        if self.original in self.changed:
            return self.original
        return max((lang for lang in LANGS if lang in self.changed), key=self.changed.__getitem__, default="")

    @property
    def behind(self) -> tuple[str, ...]:
        """The languages that say what the source said before."""
        return tuple(lang for lang in LANGS if lang in self.changed and self.changed[lang] < self.changed[self.source])
