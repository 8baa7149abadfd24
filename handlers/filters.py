"""What a message is: each filter returns what it found (for its handler), or None. None of them writes or decides."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.answering.distress import sounds_distressed
from bot.answering.smalltalk import (
    ADMITS,
    ASKS_FOR_PERSON,
    BARE_PERSON,
    FILLERS,
    GREETS,
    LONGEST,
    THANKS_WORDS,
    admits,
    asks_who,
    gives_thanks,
    smalltalk,
)
from bot.core import phrases, phrases_talk
from bot.core.messages import Kind, ReplyKind
from bot.core.numbers import LAST
from handlers.links import ASK
from handlers.turn import Turn
from handlers.vocabulary import (
    ACCEPTS,
    ASKS_HELP,
    ASKS_MORE,
    ASKS_PRIVACY,
    HELPFUL,
    LANGUAGE_NAMES,
    LANGUAGE_WISH,
    NOT_A_WISH,
    NOT_HELPFUL,
    REFUSES,
    UNREADABLE,
)

_TAPPED = "faq:"
_THUMB_UP = re.compile("[👍💯]|\\[强\\]|\\[ThumbsUp\\]")
_THUMB_DOWN = re.compile("👎|\\[弱\\]|\\[ThumbsDown\\]")
_KIND_SIGNS = re.compile("[🙏❤♥😊😄😁🥰👌🌹🤝]|\\[(?:抱拳|合十|玫瑰|爱心|OK|微笑|呲牙|愉快|握手)\\]|/::")
_WAVE = re.compile("👋|🖐|\\[再见\\]")
_THANKS = re.compile("|".join(words.pattern for words in THANKS_WORDS.values()))
_GREETS = re.compile("|".join(words.pattern for words in GREETS.values()))
_ADMITS = re.compile("|".join(words.pattern for words in ADMITS.values()))
_ASKED = re.compile("[?？吗嗎]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Picked:
    """An entry that the student chose."""

    entry: str


@dataclass(frozen=True, slots=True)
class NoSuchNumber:
    """A number that the open list does not have."""

    number: int


def event(turn: Turn) -> str | None:
    """The event's name, in lower case."""
    return turn.incoming.event if turn.incoming.kind is Kind.EVENT else None


def unreadable(turn: Turn) -> str | None:
    """What cannot be read: which of the hints in `phrases.MEDIA` fits."""
    kind, text = turn.incoming.kind, turn.incoming.text.strip()
    if kind is Kind.TEXT or (kind is Kind.VOICE and text):
        return "other" if text in UNREADABLE else "empty" if not text and not turn.incoming.menu_id else None
    return {Kind.VOICE: "voice", Kind.IMAGE: "image", Kind.LOCATION: "location"}.get(kind, "other")


def picked(turn: Turn) -> Picked | NoSuchNumber | None:
    """A tapped menu link, the words of an open option, or a number while a list is open."""
    incoming, entries = turn.incoming, turn.answerer.entries
    if incoming.menu_id.startswith(_TAPPED) and incoming.menu_id[len(_TAPPED) :] in entries:
        return Picked(incoming.menu_id[len(_TAPPED) :])
    options = turn.person.open_options(turn.now)
    if not options:
        return None
    # Test accounts do not send the id of a tapped link, so its words count too.
    said = incoming.text.strip()
    for option in options:
        if option in entries and any(text.question == said for text in entries[option].texts.values()):
            return Picked(option)
    number = turn.number
    if number is None:
        return None
    if number == LAST:
        number = len(options)
    return Picked(options[number - 1]) if 1 <= number <= len(options) else NoSuchNumber(number)


def lost_number(turn: Turn) -> int | None:
    """A number without an open list; 0 is "not helpful" then, which is another filter's."""
    return turn.number or None


def language(turn: Turn) -> str | None:
    """The language that the student wants to be answered in: its bare name, or a wish in words."""
    plain = turn.plain
    if len(plain) > LONGEST:
        return None
    named = LANGUAGE_NAMES.get(_without(_without(plain, _THANKS), FILLERS))
    if named:
        return named
    wish = LANGUAGE_WISH.search(plain)
    # "Courses in English" and "interview in English?" are questions.
    if wish is None or NOT_A_WISH.search(plain):
        return None
    return next(LANGUAGE_NAMES[name] for name in wish.groups() if name)


def person(turn: Turn) -> str | None:
    """A wish to talk to a person: the language it was said in ("" when it does not tell)."""
    if turn.incoming.menu_id == ASK:
        return turn.person.lang
    plain = turn.plain
    for lang, words in ASKS_FOR_PERSON.items():
        if words.search(plain):
            return lang
    accepted = _which(ACCEPTS, plain) if len(plain) <= LONGEST else None
    return accepted if accepted is not None and turn.just_said(ReplyKind.NONE, ReplyKind.FEEDBACK) else None


def only_the_word(plain: str) -> bool:
    """Whether somebody who asks for a person says nothing else, so that the last question is what it is about."""
    if len(plain) > LONGEST:
        return False
    return _which(ACCEPTS, plain) is not None or bool(BARE_PERSON.fullmatch(_without(plain, FILLERS) or plain))


def feedback(turn: Turn) -> tuple[bool, str] | None:
    """Whether an answer helped, and the language in which that was said ("" for a 0 or a thumb)."""
    text, plain = turn.incoming.text, turn.plain
    if len(plain) > LONGEST:
        return None
    if turn.number == 0 or (not plain and _THUMB_DOWN.search(text)):
        return False, ""
    if _ASKED.search(text):
        return None  # "有用吗" asks whether something is useful
    refused = _which(REFUSES, plain)
    if refused:
        return (False, refused) if turn.just_said(ReplyKind.ANSWER, ReplyKind.CHOICES) else None
    for helped, words in ((False, NOT_HELPFUL), (True, HELPFUL)):
        lang = _is_all(words, plain)
        if lang:
            return helped, lang
    return None


def more(turn: Turn) -> str | None:
    """A wish to see more than was just shown."""
    return _is_all(ASKS_MORE, turn.plain) if len(turn.plain) <= LONGEST else None


def who(turn: Turn) -> str | None:
    """Somebody wants to know who or what answers."""
    return asks_who(turn.plain)


def distress(turn: Turn) -> bool | None:
    """Somebody who is not well."""
    return sounds_distressed(turn.normal) or None


def unkind(turn: Turn) -> phrases.Phrase | None:
    """An insult or an advertisement, and what is said to it."""
    if smalltalk(turn.normal) == "insult":
        return phrases_talk.UNKIND
    return phrases_talk.NO_ADVERTS if turn.answerer.is_advert(turn.incoming.text) else None


def privacy(turn: Turn) -> str | None:
    """A question about what happens to their data."""
    return next((lang for lang, words in ASKS_PRIVACY.items() if words.search(turn.plain)), None)


def help_wanted(turn: Turn) -> str | None:
    """ "help", or nothing but signs."""
    plain = turn.plain
    if not plain:
        return None if _greeting_sign(turn) or thanks(turn) is not None else ""
    return _is_all(ASKS_HELP, plain, fillers=False)


def greeting(turn: Turn) -> str | None:
    """A greeting and nothing else."""
    plain = turn.plain
    if not plain:
        return "" if _greeting_sign(turn) else None
    return _nothing_but(GREETS, plain)


def thanks(turn: Turn) -> str | None:
    """Thanks, "I see" or "no" to an offer, and nothing else."""
    plain, text = turn.plain, turn.incoming.text
    if not plain:
        return "" if _THUMB_UP.search(text) or _KIND_SIGNS.search(text) else None
    refused = _which(REFUSES, plain) if turn.just_said(ReplyKind.NONE, ReplyKind.FEEDBACK, ReplyKind.HELP) else None
    if refused:
        return refused
    found = gives_thanks(plain)
    return found if found is not None else admits(plain)


def thumb_up(turn: Turn) -> bool:
    """Thanks in the form of a thumb: it counts for the entry just answered."""
    return bool(_THUMB_UP.search(turn.incoming.text))


def details(turn: Turn) -> bool | None:
    """The message right after a request for a person belongs to it."""
    if not turn.just_said(ReplyKind.HANDOVER) or turn.talks_to_staff:
        return None
    # Only the first one: after that the student may ask the bot something else while waiting.
    return True if turn.said_before[-2:] != [ReplyKind.HANDOVER, ReplyKind.HANDOVER] else None


def anything(turn: Turn) -> bool:
    """Everything else is a question."""
    return True


def causes_something(turn: Turn) -> bool:
    """Whether a message may have an effect, so that it must not be dropped without a word."""
    if turn.incoming.kind is Kind.EVENT:
        return turn.incoming.event in {"subscribe", "unsubscribe"} or turn.incoming.event_key == ASK
    return bool(turn.incoming.text) and (
        person(turn) is not None or details(turn) is not None or feedback(turn) is not None
    )


def _greeting_sign(turn: Turn) -> bool:
    return bool(_WAVE.search(turn.incoming.text))


def _which(words: Mapping[str, frozenset[str]], plain: str) -> str | None:
    return next((lang for lang, known in words.items() if plain in known), None)


def _is_all(words: Mapping[str, re.Pattern[str]], plain: str, *, fillers: bool = True) -> str | None:
    """The language whose words are the whole message; thanks, greetings and (if wanted) small words do not count."""
    kinder = _without(_without(plain, _THANKS), _GREETS)
    forms = (plain, kinder, *((_without(kinder, FILLERS), _without(kinder, _ADMITS)) if fillers else ()))
    for said in dict.fromkeys(forms):
        found = next((lang for lang, known in words.items() if said and known.fullmatch(said)), None)
        if found:
            return found
    return None


def _without(plain: str, words: re.Pattern[str]) -> str:
    return _SPACES.sub(" ", words.sub(" ", plain)).strip()


def _nothing_but(words: Mapping[str, re.Pattern[str]], plain: str) -> str | None:
    """The language whose words fill the whole message together with fillers, None when there is more."""
    if len(plain) > LONGEST:
        return None
    for lang, known in words.items():
        rest, found = known.subn(" ", plain)
        if found and not _without(rest, FILLERS):
            return lang
    return None
