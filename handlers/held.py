"""What a colleague answered waits for the student's next message; what the student says to it goes back to them."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.actions.requests import give_held
from bot.core.cutting import cut
from bot.core.messages import Kind, Reply, ReplyKind
from bot.core.phrases_held import HELD, MORE_HELD
from handlers.small_talk import add_details
from handlers.turn import Effect, Outcome, Turn

SHORT_WORDS, SHORT_LETTERS = 2, 12  # a word or two is a topic, not an answer to somebody

_NEEDS_NO_ANSWER = {ReplyKind.THANKS, ReplyKind.GREETING}

_ASKS = re.compile(
    r"吗|呢|怎么|怎样|如何|什么|哪|几|多少|多久|为何|是否|能不能|可不可以|可以不|有没有|是不是|要不要"
    r"|^(?:\w+ ){0,2}(?:what|when|where|which|who|whose|why|how|can|could|do|does|did|is|are|should|may|will"
    r"|would|any)\b"
    r"|\b(?:quel\w*|comment|quand|pourquoi|combien|est ce|puis je|peut on|faut il|dois je|y a t il|avez vous)\b"
)
_ASKS_FOR_NEWS = re.compile(
    r"(?:有|没)(?:什么|没有|新)?(?:消息|回复|结果|进展|下文|答复|回音)|(?:回复|回我|答复)(?:了|我)?(?:没有?|吗|了)"
    r"|\b(?:any|some) (?:news|updates?|answers?|repl(?:y|ies)|response|word)\b|\bheard back\b"
    r"|\b(?:du nouveau|des? nouvelles|une reponse|quelque chose de neuf)\b"
)


def due(turn: Turn) -> bool:
    """Whether a colleague's answer waits and this is a message (an event is none) that it can be given to."""
    return bool(turn.held) and turn.incoming.kind is not Kind.EVENT


def give(turn: Turn, rest: Callable[[Turn], Outcome]) -> Outcome:
    """The colleague's words, oldest first, as many as fit; then what `rest` says to the message."""
    most = max(len(HELD[lang].encode()) for lang in HELD)
    texts, left = _fitting(turn, turn.room - most - 1)
    inner = rest(replace(turn, held=(), room=max(left, 0)))
    said = inner.reply
    if said is None or said.kind is ReplyKind.PRIVACY:
        return inner
    unknown = said.decision == "none"  # which an insult's or a cry for help's reply is not
    news = (unknown or said.kind is ReplyKind.CHOICES) and _ASKS_FOR_NEWS.search(turn.plain) is not None
    if unknown and not news and not asks(turn):
        # They go on telling what they wrote to the office about.
        inner = add_details(turn, True)
        said = inner.reply or said
    reply = _together(turn, texts, said, beside=not news and said.kind not in _NEEDS_NO_ANSWER)
    given = tuple(one.id for one in turn.held[: len(texts)])
    if inner.effect is None:
        commit = partial(give_held, key=turn.incoming.key, reply=reply, now=turn.now, given=given)
    else:
        commit = partial(inner.effect.commit, reply=reply, given=given)
    changes = {} if news else inner.changes
    return Outcome(reply, Effect(commit), {**changes, "held_at": turn.now}, inner.result)


def number_for_staff(turn: Turn) -> bool | None:
    """A bare number that no list has, right after a colleague's words ("Which page?")."""
    return True if turn.number and turn.talks_to_staff else None


def for_staff(turn: Turn) -> bool | None:
    """What is said to a colleague's answer, unless the FAQ surely answers it or it names a topic of the FAQ."""
    if not turn.incoming.text or not turn.talks_to_staff:
        return None
    decision = turn.answerer.decide(turn.incoming.text, lang=turn.person.lang)
    topic = decision.kind == "choices" and (asks(turn) or _is_short(turn.plain))
    return None if decision.kind == "answer" or topic else True


def may_be_for_staff(turn: Turn) -> bool:
    """Whether dropping this message might lose what was said to a colleague."""
    return due(turn) or turn.talks_to_staff


def asks(turn: Turn) -> bool:
    """Whether the message has the form of a question."""
    return bool(re.search("[?？]", turn.incoming.text) or _ASKS.search(turn.plain))


def _is_short(plain: str) -> bool:
    return len(plain) <= SHORT_LETTERS and len(plain.split()) <= SHORT_WORDS


def _fitting(turn: Turn, room: int) -> tuple[list[str], int]:
    """The texts that fit and the bytes left; the first is given whatever its length, because it would wait forever."""
    texts = [cut(turn.held[0].text, room)]
    left = room - len(texts[0].encode())
    rest = max(len(MORE_HELD[lang].encode()) for lang in MORE_HELD)
    for number, one in enumerate(turn.held[1:], 2):
        needs = len(one.text.encode()) + 2
        if needs + (rest if number < len(turn.held) else 0) > left:
            break
        texts.append(one.text)
        left -= needs
    return texts, left - 2


def _together(turn: Turn, texts: list[str], inner: Reply, *, beside: bool) -> Reply:
    lang = inner.lang
    blocks = [f"{HELD[lang]}\n{texts[0]}", *texts[1:]]
    if len(texts) < len(turn.held):
        blocks.append(MORE_HELD[lang])
    if beside:
        blocks.append(inner.text)
    text = cut("\n\n".join(blocks), turn.room)
    if beside:
        return replace(inner, kind=ReplyKind.HELD_ANSWER, text=text)
    return replace(inner, kind=ReplyKind.HELD_ANSWER, text=text, decision="", shown=0, confidence=0.0)
