"""What else there is: after an answer its relatives, after a list its next lines; also when an answer did not help."""

from bot.core import phrases, phrases_talk
from bot.core.messages import Reply, ReplyKind
from handlers.links import ask_link
from handlers.questions import MOST_OPTIONS, NEAREST_SHOWN, opened, option_list
from handlers.small_talk import keeping
from handlers.turn import Effect, Outcome, Turn

AFTER_ANSWER = 3  # of the entries ranked behind an answer; what is further down has little to do with it
DEEPEST = 8  # places of a ranking that are worth showing


def show_more(turn: Turn, said_in: str) -> Outcome:
    """The next entries to choose from, or that there is nothing more."""
    lang = turn.lang_or(said_in)
    rest = next_entries(turn)
    options = rest[:MOST_OPTIONS]
    text = option_list(turn, options, lang, phrases_talk.MORE[lang], room=turn.room) if options else ""
    if text:
        reply = Reply(ReplyKind.CHOICES, text, lang, "choices", rest, len(options))
        return Outcome(reply, changes=opened(turn, options))
    phrase = phrases_talk.NOTHING_MORE if turn.last_reply and turn.last_reply.entries else phrases_talk.MORE_OF_WHAT
    return Outcome(Reply(ReplyKind.HELP, phrase[lang].format(person=ask_link(lang)), lang))


def take_feedback(turn: Turn, verdict: tuple[bool, str]) -> Outcome:
    """Keep whether the last answer helped; if not, offer what else could be meant, and a person."""
    useful, said_in = verdict
    lang = turn.lang_or(said_in)
    # A list is not an answer: that it did not help says nothing about the entry answered before it.
    answered = "" if turn.just_said(ReplyKind.CHOICES) else turn.person.last_entry
    entries = (answered,) if answered else ()
    options = () if useful else next_entries(turn)[:AFTER_ANSWER]
    words = {"contact": turn.office.contact, "person": ask_link(lang)}
    head = phrases_talk.NOT_HELPFUL_PERHAPS[lang].format(**words)
    text = option_list(turn, options, lang, head, room=turn.room) if options else ""
    changes = opened(turn, options) if text else {}
    text = text or (phrases.HELPFUL if useful else phrases.NOT_HELPFUL)[lang].format(**words)
    reply = Reply(ReplyKind.FEEDBACK, text, lang, entries=entries)
    return Outcome(reply, Effect(keeping(turn, reply, useful=useful)), changes)


def next_entries(turn: Turn) -> tuple[str, ...]:
    """What was not shown yet and is near to what was said last, best first."""
    last = turn.last_reply
    if last is None or not last.entries:
        return ()
    known = turn.answerer.entries
    seen = {turn.person.last_entry, *last.entries[: last.shown]}
    if last.kind is ReplyKind.ANSWER:
        related = [other for name in last.entries[: last.shown] if name in known for other in known[name].related]
        behind = last.entries[last.shown :][:AFTER_ANSWER]
        near = [*related, *turn.person.open_options(turn.now), *behind]
    elif last.kind is ReplyKind.NONE:
        near = list(last.entries[NEAREST_SHOWN:DEEPEST])
    else:
        near = list(last.entries[last.shown : DEEPEST])
    return tuple(name for name in dict.fromkeys(near) if name in known and name not in seen)
