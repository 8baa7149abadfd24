"""FAQ entries: one fact in up to three languages, each with a question, phrasings and an answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

LANGS = ("zh", "en", "fr")
FALLBACK = {"zh": ("zh", "en", "fr"), "en": ("en", "zh", "fr"), "fr": ("fr", "en", "zh")}
_VARIABLE = re.compile(r"\{([a-z0-9_:.-]+)\}")


@dataclass(frozen=True, slots=True)
class EntryText:
    """One language of an entry. `after` is given once the entry's `valid_until` has passed."""

    question: str
    answer: str
    variants: tuple[str, ...] = ()
    after: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact. Dates are days in Asia/Shanghai, both ends included."""

    id: str
    texts: Mapping[str, EntryText]
    category: str = ""
    confidence: str = ""
    source: str = ""
    review_by: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    related: tuple[str, ...] = field(default_factory=tuple)

    def language_for(self, wanted: str) -> str:
        """The language to answer in: the wanted one when there is a text, else the nearest that has one."""
        order = (*FALLBACK.get(wanted, LANGS), *self.texts)
        return next(lang for lang in order if lang in self.texts)

    def answer_on(self, day: date, lang: str) -> str:
        """The answer as it reads on that day (in the language of `language_for`), variables not yet filled."""
        text = self.texts[self.language_for(lang)]
        past = self.valid_until is not None and day > self.valid_until
        return text.after if past and text.after else text.answer


def fill(text: str, variables: Mapping[str, str]) -> str:
    """Replace `{name}` by its value for the names that are known; everything else stays as written."""
    return _VARIABLE.sub(lambda m: variables.get(m.group(1), m.group(0)), text)


def variables_in(text: str) -> tuple[str, ...]:
    """The names that `fill` would look for, each once."""
    return tuple(dict.fromkeys(_VARIABLE.findall(text)))
