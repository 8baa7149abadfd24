"""Follow-up questions: what "and the deadline?" means after an answer about the doctorate.

A short message that names no topic is read with the topic of the entry answered last, beside the message as it stands.
"""

import re
from dataclasses import dataclass, replace

from bot.answering.decision import Decision
from bot.answering.language import HAN
from bot.answering.topics import Topics

_LONGEST_HAN = 18  # characters; whoever leans on what was said before says little
_LONGEST_WORDS = 11
_COMMON = 1.5  # share of the category's entries that say it × the logarithm below
_BRIEF_HAN = 12
_BRIEF_WORDS = 8
_BARE_HAN = 6
_BARE_WORDS = 5
_ENOUGH_WHEN_LEANING = 0.6  # of the bare reading's confidence
_ENOUGH_BY_ASPECT = 0.4  # confidence
_FEWEST = 2  # choices
_NEAR = 3  # places; a message that does not show that it leans must itself come near
_GOES_ON = re.compile(
    r"^(?:那么?|然后|还有)|呢$|^(?:and|so|what about|how about|then)\b|^(?:et|alors|puis|sinon)\b|\btoo$|\baussi$"
)
_REFERS = re.compile(
    r"它|他们|这个|那个|该项目|\b(?:it|its|they|them|this|that|those)\b|\b(?:ça|ca|cela|celui|celle|y|il|elle|ils|elles)\b"
)
# "It" and "il" that stand for nothing.
_EMPTY = re.compile(
    r"\b(?:is it|it is|it's|would it be) (?:possible|true|ok|okay|necessary|mandatory|hard|difficult|too late)\b|"
    r"\bdoes it take\b"
    r"|\b(?:est[- ]il|il est) (?:possible|vrai|obligatoire|necessaire|nécessaire|trop tard)\b|\bil (?:y a|faut|"
    r"existe)\b"
    r"|\by a[- ]t[- ]il\b|\bfaut[- ]il\b|\bexiste[- ]t[- ]il\b|\bqu'y a\b"
)
_EDGES = " ?!.。,，"
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A message with what it leaves unsaid, and the entries among which its answer is then looked for.

    `shows` is True when the message shows that it goes on from something; `by_aspect` when its own topic is new.
    """

    text: str
    home: frozenset[str]
    shows: bool
    by_aspect: bool = False


def reading(topics: Topics, text: str, said: set[str], lang: str, about: str) -> Reading | None:
    """A short message with what it leaves unsaid after the answer `about`; None when it leans on nothing.

    `text` is normalised, `said` its content. A message without a topic gets the one of `about`; one that is nothing but
    a new topic gets the aspect.
    """
    named = said & topics.names
    home = topics.neighbours(about)
    topic = topics.topic(about)
    if not named:
        # What a whole category shares is likely to be what "it" is; the name of one entry would only lead back to it.
        pointed = refers(text) and not topics.names.isdisjoint(topic)
        return (
            _read(text, topics.in_words(topic, lang), frozenset(home))
            if pointed or topics.are_used(said, about)
            else None
        )
    if named & set(topic) or topics.besides(said, named):
        return None
    return _read(text, topics.in_words(topics.aspect(about), lang), topics.about_these(named), by_aspect=True)


def _read(text: str, added: list[str], home: frozenset[str], *, by_aspect: bool = False) -> Reading | None:
    return Reading(" ".join([text, *added]), home, by_aspect or leans(text), by_aspect) if added else None


def better(bare: Decision, expanded: Decision, reading: Reading) -> Decision:
    """Which of two decisions holds: for the message as it stands, or for its reading with what it leaves unsaid."""
    near = [name for name in expanded.ids if name in reading.home]
    if expanded.kind == "none" or not near:
        return bare
    if reading.by_aspect:
        if near[0] != expanded.ids[0]:
            return bare
        # The topic is named and the aspect known, so less is open than the confidence of the words alone says.
        return led_by(expanded, near[0]) if expanded.confidence >= _ENOUGH_BY_ASPECT else expanded
    first = min(near, key=lambda name: _place(bare, name) + _place(expanded, name))
    by_itself = _place(bare, first)
    if by_itself == 0 and bare.confidence >= expanded.confidence:
        return bare
    if not reading.shows:
        # It need not lean on anything, so it gets no more certain by that.
        holds = by_itself < _NEAR and expanded.confidence >= bare.confidence and bare.kind != "none"
        return led_by(bare, first, bare.kind) if holds else bare
    if by_itself < _NEAR and first == near[0]:
        return led_by(expanded, first)  # both readings agree
    if expanded.confidence < _ENOUGH_WHEN_LEANING * bare.confidence or expanded.ids[0] not in near:
        return bare
    return led_by(expanded, first, expanded.kind if first == expanded.ids[0] else "choices")


def _place(decision: Decision, name: str) -> int:
    return decision.ids.index(name) if name in decision.ids else len(decision.ids)


def led_by(decision: Decision, first: str, kind: str = "answer") -> Decision:
    """The same decision with another entry first."""
    ids = (first, *(name for name in decision.ids if name != first))
    shown = 1 if kind == "answer" else max(decision.shown, min(len(ids), _FEWEST))
    return replace(decision, kind=kind, ids=ids, shown=shown, runner_up=ids[1] if len(ids) > 1 else "")


def is_short(text: str) -> bool:
    """Whether a normalised message says so little that it may lean on the one before."""
    return _is_within(text, _LONGEST_HAN, _LONGEST_WORDS)


def is_brief(text: str) -> bool:
    """Whether a normalised message is hardly longer than the name of a thing."""
    return _is_within(text, _BRIEF_HAN, _BRIEF_WORDS)


def _is_within(text: str, most_han: int, most_words: int) -> bool:
    words = _SIGNS.split(HAN.sub(" ", text))
    return len(HAN.findall(text)) <= most_han and sum(1 for word in words if word) <= most_words


def leans(text: str) -> bool:
    """Whether a normalised message shows that it goes on from something: "and …", "那…呢", "is it …"."""
    plain = _EMPTY.sub(" ", text).strip(_EDGES)
    return bool(_GOES_ON.search(plain) or _REFERS.search(plain))


def refers(text: str) -> bool:
    """Whether a normalised message is hardly more than a pointer to what was spoken of: "when does it start?"."""
    return _is_within(text, _BARE_HAN, _BARE_WORDS) and bool(_REFERS.search(_EMPTY.sub(" ", text)))
