"""Messages that want what no FAQ gives: their own case looked into, a text written, something sold, small talk.

They name things that entries speak of ("write my motivation letter"), so similarity alone takes them for questions.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from bot.answering.cases import CASE
from bot.answering.chores import HOMEWORK, INSTRUCTION, TRANSLATION, WRITING
from bot.answering.elsewhere import CHAT, POLITICS
from bot.answering.gate import Gate
from bot.answering.kinds import SCRIPTS, Kind, forms_of
from bot.answering.offers import ADVERT, CONTACT
from bot.answering.parts import wonders
from bot.answering.smalltalk import plain

# In this order when a message is of several.
KINDS = (INSTRUCTION, ADVERT, CONTACT, WRITING, TRANSLATION, HOMEWORK, CASE, POLITICS, CHAT)
COMMAND = INSTRUCTION.name  # orders to the bot about itself
_SENTENCES = re.compile(r"(?<=[?!。;\n])")
_Families = Mapping[str, Sequence[str]]


class Errands:
    """Recognises such messages; a way to say them that the FAQ's own phrasings show is no errand here."""

    def __init__(self, phrasings: Iterable[str] = ()) -> None:
        """`phrasings` are normalised."""
        usual = {(kind.name, family) for text in phrasings for kind, family in _families_in(text)}
        self._patterns = [
            (kind, {script: _compiled(script, left) for script, left in _left(kind, usual).items() if left})
            for kind in KINDS
        ]

    def kind(self, text: str) -> str:
        """ "instruction", "advert", "contact", "writing", "translation", "homework", "case" (their own), "politics",
        "chat", or "" for an ordinary normalised text.
        """
        forms = forms_of(text, plain(text))
        if not _any_in(forms):
            return ""
        return next((kind.name for kind, patterns in self._patterns if _fits(kind, patterns, forms, text)), "")


def _any_in(forms: Mapping[str, str]) -> bool:
    """Whether any family at all fits, in a tenth of the time that asking each kind takes."""
    return any(_gate(script).search(form) for script, form in forms.items())


def _fits(kind: Kind, patterns: Mapping[str, re.Pattern[str]], forms: Mapping[str, str], text: str) -> bool:
    if not any(patterns[script].search(form) for script, form in forms.items() if script in patterns):
        return False
    if kind.unless is not None and kind.unless.search(f" {plain(text)} "):
        return False
    return kind is not ADVERT or not wonders(text) or _offers(patterns, text)


def _offers(patterns: Mapping[str, re.Pattern[str]], text: str) -> bool:
    """Whether a sentence that asks nothing does: "Need a loan? No credit check."."""
    for sentence in _SENTENCES.split(text)[1:]:
        forms = forms_of(sentence, plain(sentence))
        if not wonders(sentence) and any(patterns[one].search(form) for one, form in forms.items() if one in patterns):
            return True
    return False


def _families_in(text: str) -> Iterator[tuple[Kind, str]]:
    forms = forms_of(text, plain(text))
    if not _any_in(forms):
        return
    for kind in KINDS:
        for script, form in forms.items():
            families = kind.families[script]
            if families and _compiled(script, families).search(form):
                yield from ((kind, one) for one in families if _compiled(script, (one,)).search(form))


def _left(kind: Kind, usual: set[tuple[str, str]]) -> _Families:
    return {
        script: tuple(one for one in families if (kind.name, one) not in usual)
        for script, families in kind.families.items()
    }


@cache
def _gate(script: str) -> Gate:
    return Gate((one for kind in KINDS for one in kind.families[script]), words=script == "latin")


@cache
def _compiled(script: str, families: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(SCRIPTS[script].format("|".join(families)))
