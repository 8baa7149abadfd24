"""What a student would get for one message, tried out: the routes of production, and nothing is kept or sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.answering.answerer import Answerer
from bot.answering.decision import Decision
from bot.core.conversation import Person
from bot.core.cutting import cut
from bot.core.faq import Entry
from bot.core.messages import Incoming, Kind, ReplyKind
from bot.core.office import Office
from bot.store.tombstones import Tombstones
from handlers import erasing, small_talk
from handlers.questions import answer_entry, answer_question
from handlers.routes import route
from handlers.turn import Outcome, Turn

# What a message was taken for when it is no question.
_TAKEN_FOR: dict[Callable[..., Outcome], str] = {
    small_talk.comfort: "the words of somebody who is not well",
    small_talk.stay_calm: "an insult or an advertisement",
    small_talk.hand_over: "a wish to talk to a person",
    small_talk.set_language: "a wish for a language",
    small_talk.introduce: "a question about who answers",
    small_talk.explain_privacy: "a question about privacy",
    small_talk.help_out: "a call for help with the bot",
    small_talk.greet: "a greeting",
    small_talk.thank: "thanks",
    erasing.ask_to_confirm: "a wish to be erased",
    erasing.show_data: "a wish to see what is kept",
}


@dataclass(frozen=True, slots=True)
class Trial:
    """The reply as it goes out. `taken_for`: what the message is when it was not looked up, "" for a question.

    missed: it was looked up, and no entry answers it.
    """

    text: str
    kind: str
    taken_for: str = ""
    missed: bool = False


def try_out(
    answerer: Answerer, text: str, *, lang: str, now: datetime, office: Office, room: int, tombstones: Tombstones
) -> Trial:
    """The reply to a new student's first message; `lang`: to one who wished to be answered in it."""
    turn = _turn(answerer, text, lang, now, office, room, tombstones)
    handle, found = route(turn)
    reply = handle(turn, found).reply
    if reply is None:
        return Trial("", "")
    taken_for = "" if handle is answer_question else _TAKEN_FOR.get(handle, "a word to the bot")
    missed = handle is answer_question and reply.kind is ReplyKind.NONE
    return Trial(cut(reply.text, room), reply.kind.value, taken_for, missed)


def preview(
    answerer: Answerer, entry: Entry, *, lang: str, now: datetime, office: Office, room: int, tombstones: Tombstones
) -> tuple[str, int]:
    """The reply to a student who is given this entry, published or not; and its bytes before it is cut to `room`."""
    turn = _turn(answerer.showing(entry), "", lang, now, office, room, tombstones)
    reply = answer_entry(turn, Decision("answer", (entry.id,), 1, 1.0, lang), lang).reply
    text = reply.text if reply else ""
    return cut(text, room), len(text.encode("utf-8", "replace"))


def _turn(
    answerer: Answerer, text: str, lang: str, now: datetime, office: Office, room: int, tombstones: Tombstones
) -> Turn:
    incoming = Incoming("wechat", "", "", Kind.TEXT, now, "trial", "trial", text)
    person = Person("trial", lang=lang, lang_chosen=bool(lang))
    return Turn(incoming, person, now, answerer, office, room, tombstones)
