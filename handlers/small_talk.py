"""What needs no FAQ: greetings, thanks, help, privacy, language, hints, feedback, and the way to a person."""

from dataclasses import replace
from functools import partial

from bot.actions.requests import Done, ask_for_person, record_feedback
from bot.core import phrases
from bot.core.messages import Reply, ReplyKind
from bot.core.privacy import mask
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
    return Outcome(reply, Effect(_feedback(turn, reply, useful=True), unsaved="go on"))


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


def take_feedback(turn: Turn, verdict: tuple[bool, str]) -> Outcome:
    """Keep whether the last answer helped; if not, offer a person."""
    useful, said_in = verdict
    lang = turn.lang_or(said_in)
    phrase = phrases.HELPFUL if useful else phrases.NOT_HELPFUL
    text = phrase[lang].format(contact=turn.office.contact, person=ask_link(lang))
    entries = (turn.person.last_entry,) if turn.person.last_entry else ()
    reply = Reply(ReplyKind.FEEDBACK, text, lang, entries=entries)
    return Outcome(reply, Effect(_feedback(turn, reply, useful=useful)))


def hand_over(turn: Turn, said_in: str) -> Outcome:
    """Put the question into the office's inbox and say when somebody will read it."""
    texts = [mask(turn.incoming.text)] if turn.incoming.text else []
    if turn.person.last_question and (not texts or only_the_word(turn.plain)):
        texts = [turn.person.last_question]
    return _request(turn, turn.lang_or(said_in), tuple(texts), added=False)


def add_details(turn: Turn, _: bool) -> Outcome:
    """What follows a request for a person is added to it."""
    lang = turn.lang_or(turn.answerer.detect(turn.incoming.text))
    return _request(turn, lang, (mask(turn.incoming.text),), added=True)


def _request(turn: Turn, lang: str, texts: tuple[str, ...], *, added: bool) -> Outcome:
    text = phrases.handover(lang, turn.office, turn.now, added=added)
    if any(f"[{what}]" in said for said in texts for what in ("phone", "id", "passport", "card")):
        text = f"{text}\n{phrases.NO_NUMBERS_PLEASE[lang]}"
    reply = Reply(ReplyKind.HANDOVER, text, lang)
    incoming = turn.incoming
    # A menu tap brings no words.
    commit = partial(ask_for_person, key=incoming.key, texts=texts or ("人工",), reply=reply, now=turn.now)
    return Outcome(reply, Effect(commit))


def _feedback(turn: Turn, reply: Reply, *, useful: bool) -> partial[Done]:
    return partial(record_feedback, key=turn.incoming.key, useful=useful, reply=reply, now=turn.now)


def _said(turn: Turn, kind: ReplyKind, phrase: phrases.Phrase, found: str) -> Outcome:
    lang = turn.lang_or(found)
    text = phrase[lang]
    if "{" in text:
        text = text.format(contact=turn.office.contact, days=turn.office.chat_days)
    return Outcome(Reply(kind, text, lang))
