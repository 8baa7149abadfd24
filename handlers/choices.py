"""What happens when a student picks from a list or a menu."""

from bot.answering.decision import Decision
from bot.core import phrases
from bot.core.messages import Reply, ReplyKind
from handlers.filters import NoSuchNumber, Picked
from handlers.questions import answer_entry, option_list
from handlers.turn import Outcome, Turn


def answer_choice(turn: Turn, found: Picked | NoSuchNumber) -> Outcome:
    """The chosen entry; or, for a number that is not there, the same list again."""
    lang = turn.lang_or()
    options = turn.person.open_options(turn.now)
    if isinstance(found, NoSuchNumber):
        head = phrases.NO_SUCH_NUMBER[lang].format(number=found.number)
        options = tuple(option for option in options if option in turn.answerer.entries)
        text = option_list(turn, options, lang, head, room=turn.room)
        return Outcome(Reply(ReplyKind.CHOICES, text, lang, "choices", options, len(options)))
    decision = Decision("answer", (found.entry,), 1, 1.0, lang, "chosen from a list")
    outcome = answer_entry(turn, decision, lang)
    if found.entry in options:
        # The list stays open, because people look at the first answer and then ask for another.
        return Outcome(outcome.reply, changes={**outcome.changes, "options_at": turn.now})
    return outcome
