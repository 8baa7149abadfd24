"""How the recognisers of errands are written: a kind, and its families of patterns by script.

A family is one string. When a FAQ's own phrasing shows it, this family is switched off there, and the rest of its kind
is not: who may ask the FAQ for a translation may still not ask it for the weather.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

START = "(?<=^ )"  # before what only opens a message, in `latin`
# `han` and `latin` are searched in the plain form of a message (lower case, no accents, no signs), `latin` by whole
# words; `signs` in the normalised text.
SCRIPTS: Mapping[str, str] = {"han": "{}", "latin": " (?:{})(?= )", "signs": "{}"}
_HAN = re.compile(r"[㐀-鿿]")
_LATIN = re.compile(r"[a-z]")
_SIGNS = re.compile(r"[<{%∫∑√=\[#/→>]")


@dataclass(frozen=True)
class Kind:
    """`unless`: what makes a general question of it, searched in the plain form with a space at both ends."""

    name: str
    han: tuple[str, ...] = ()
    latin: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    unless: re.Pattern[str] | None = None

    @cached_property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """By script."""
        return {"han": self.han, "latin": self.latin, "signs": self.signs}


def forms_of(text: str, said: str) -> Mapping[str, str]:
    """What each script's patterns are searched in: of a normalised text, and the same in plain form."""
    forms = {"signs": text} if _SIGNS.search(text) else {}
    if _HAN.search(said):
        forms["han"] = said
    if _LATIN.search(said):
        forms["latin"] = f" {said} "
    return forms
