"""What needs no FAQ: greetings, thanks, help, privacy, language, hints, feedback, and the way to a person."""

from dataclasses import replace
from functools import partial

from bot.actions.requests import Done, ask_for_person, record_feedback
from bot.core import phrases, phrases_talk
from bot.core.messages import Reply, ReplyKind
from bot.core.privacy import mask, names_a_number
from handlers.filters import only_the_word, thumb_up
from handlers.links import ask_link
from handlers.turn import Effect, Outcome, Turn


def hint(turn: Turn, kind: str) -> Outcome:
    """What to do instead of sending something that cannot be read."""
    lang = turn.lang_or()
    # A message type that we do not know yet may be a new feature: counted, so that somebody looks.
    result = "unknown_type" if turn.incoming.kind == "unknown" else "ok"
    return Outcome(Reply(ReplyKind.MEDIA_HINT, phrases.MEDIA[kind][lang], lang), result=result)


def greet(turn: Turn, lang: str) -> Outcome:
    """A greeting in return."""
    return _said(turn, ReplyKind.GREETING, phrases.GREETING, lang)


def thank(turn: Turn, lang: str) -> Outcome:
    """You are welcome; a thumb is also kept as a sign that the last answer helped."""
    outcome = _said(turn, ReplyKind.THANKS, phrases.THANKS, lang)
    if not (turn.person.last_entry and thumb_up(turn) and outcome.reply):
        return outcome
    reply = replace(outcome.reply, entries=(turn.person.last_entry,))
    return Outcome(reply, Effect(keeping(turn, reply, useful=True), unsaved="go on"))


def help_out(turn: Turn, lang: str) -> Outcome:
    """How to use the bot."""
    return _said(turn, ReplyKind.HELP, phrases.HELP, lang)


def no_open_list(turn: Turn, number: int) -> Outcome:
    """A number that belongs to no list any more."""
    return _said(turn, ReplyKind.HELP, phrases.NO_OPEN_LIST, "")


def explain_privacy(turn: Turn, lang: str) -> Outcome:
    """What is kept, for how long, and how to have it deleted."""
    return _said(turn, ReplyKind.PRIVACY, phrases.PRIVACY, lang)


def set_language(turn: Turn, lang: str) -> Outcome:
    """From now on in this language, whatever language the student writes in."""
    reply = Reply(ReplyKind.LANGUAGE, phrases.LANGUAGE_SET[lang], lang)
    return Outcome(reply, changes={"lang": lang, "lang_chosen": True})


def introduce(turn: Turn, lang: str) -> Outcome:
    """Who answers here: a program."""
    return _said(turn, ReplyKind.HELP, phrases_talk.WHO, lang)


def comfort(turn: Turn, _: bool) -> Outcome:
    """Kind words, and where a person can be reached."""
    return _said(turn, ReplyKind.NONE, phrases_talk.DISTRESS, _spoken(turn))


def stay_calm(turn: Turn, phrase: phrases.Phrase) -> Outcome:
    """A short word to an insult or an advertisement."""
    return _said(turn, ReplyKind.NONE, phrase, _spoken(turn))


def hand_over(turn: Turn, said_in: str) -> Outcome:
    """Put the question into the office's inbox and say when somebody will read it."""
    texts = [mask(turn.incoming.text)] if turn.incoming.text else []
    if turn.person.last_question and (not texts or only_the_word(turn.plain)):
        texts = [turn.person.last_question]
    return _request(turn, turn.lang_or(said_in), tuple(texts), added=False)


def add_details(turn: Turn, _: bool) -> Outcome:
    """What follows a request for a person is added to it."""
    # A bare number is of no language.
    lang = turn.lang_or(turn.answerer.detect(turn.incoming.text) if turn.number is None else "")
    return _request(turn, lang, (mask(turn.incoming.text),), added=True)


def _request(turn: Turn, lang: str, texts: tuple[str, ...], *, added: bool) -> Outcome:
    text = phrases.handover(lang, turn.office, turn.now, added=added)
    if any(map(names_a_number, texts)):
        text = f"{text}\n{phrases.NO_NUMBERS_PLEASE[lang]}"
    reply = Reply(ReplyKind.HANDOVER, text, lang)
    incoming = turn.incoming
    # A menu tap brings no words.
    commit = partial(ask_for_person, key=incoming.key, texts=texts or ("人工",), reply=reply, now=turn.now)
    return Outcome(reply, Effect(commit))


def keeping(turn: Turn, reply: Reply, *, useful: bool) -> partial[Done]:
    """What keeps whether an answer helped."""
    return partial(record_feedback, key=turn.incoming.key, useful=useful, reply=reply, now=turn.now)


def _spoken(turn: Turn) -> str:
    return turn.answerer.decide(turn.incoming.text, lang=turn.person.lang).lang


def _said(turn: Turn, kind: ReplyKind, phrase: phrases.Phrase, found: str) -> Outcome:
    lang = turn.lang_or(found)
    text = phrase[lang]
    if "{" in text:
        office = turn.office
        text = text.format(contact=office.contact, days=office.chat_days, person=ask_link(lang))
    return Outcome(Reply(kind, text, lang, "none" if kind is ReplyKind.NONE else ""))
