"""A question to its reply: the answer as written, numbered choices, or an honest no."""

from bot.answering.decision import Decision
from bot.answering.wording import answer_text, question_text
from bot.core import phrases, phrases_talk
from bot.core.cutting import cut
from bot.core.messages import Reply, ReplyKind
from bot.core.privacy import mask, names_a_number
from handlers.links import ask_link, tap
from handlers.turn import Outcome, Turn

SHORT_BYTES = 450  # an answer shorter than this leaves room, on a phone's screen, for related questions
LONG_BYTES = 200  # two or three lines on a phone: to get them twice without a word looks broken
RELATED_SHOWN = 2
NEAREST_SHOWN = 3
MOST_OPTIONS = 4
LONGEST_QUOTE = 40  # characters of a question that is named back


def answer_question(turn: Turn, _: bool) -> Outcome:
    """Whatever is no small talk is looked up."""
    decision = turn.answerer.decide(turn.incoming.text, lang=turn.person.lang, about=turn.about)
    lang = turn.lang_or(decision.lang)
    if decision.kind == "answer":
        outcome = (answer_parts if len(decision.parts) > 1 else answer_entry)(turn, decision, lang)
    elif decision.kind == "choices":
        outcome = offer(turn, decision, lang)
    else:
        outcome = admit(turn, decision, lang)
    return Outcome(outcome.reply, changes={**outcome.changes, "last_question": mask(turn.incoming.text)})


def answer_entry(turn: Turn, decision: Decision, lang: str) -> Outcome:
    """The entry's answer, verbatim, with related questions when it is short; said so when it was given just before."""
    entry_id = decision.ids[0]
    text = entry_text(turn, entry_id, lang)
    if len(text.encode()) >= LONG_BYTES and _was_just_given(turn, entry_id, lang):
        text = (
            f"{phrases_talk.AS_I_SAID[lang]}\n{text}\n\n{phrases_talk.NOT_ENOUGH[lang].format(person=ask_link(lang))}"
        )
    if len(text.encode()) <= SHORT_BYTES:
        text = "\n".join((text, *_related(turn, entry_id, lang)))
    reply = Reply(ReplyKind.ANSWER, text, lang, "answer", decision.ids, 1, decision.confidence)
    return Outcome(reply, changes={"last_entry": entry_id, "last_entry_at": turn.now})


def _was_just_given(turn: Turn, entry_id: str, lang: str) -> bool:
    last = turn.last_reply
    return last is not None and last.kind is ReplyKind.ANSWER and last.lang == lang and last.entries[:1] == (entry_id,)


def answer_parts(turn: Turn, decision: Decision, lang: str) -> Outcome:
    """Several questions in one message: every answer that fits, under its question; then a list of what is left."""
    answered = list(dict.fromkeys(part.ids[0] for part in decision.parts if part.kind == "answer"))
    unknown = _unknown_parts(decision, lang)
    room = turn.room - len(unknown.encode()) - 2
    blocks: list[str] = []
    shown: list[str] = []
    for entry_id in answered:
        block = f"▸ {_question(turn, entry_id, lang)}\n{entry_text(turn, entry_id, lang)}"
        if not shown:
            block = cut(block, room)
        if len(block.encode()) + 2 > room:
            break
        room -= len(block.encode()) + 2
        blocks.append(block)
        shown.append(entry_id)
    offered = [option for part in decision.parts if part.kind == "choices" for option in part.ids[: part.shown]]
    left = tuple(name for name in dict.fromkeys((*answered, *offered)) if name not in shown)[:MOST_OPTIONS]
    options = option_list(turn, left, lang, phrases.NEAREST[lang], room=room) if left else ""
    left = left if options else ()
    text = "\n\n".join(block for block in (*blocks, options, unknown) if block)
    entries = tuple(dict.fromkeys((*shown, *left, *decision.ids)))
    reply = Reply(ReplyKind.ANSWER, text, lang, "answer", entries, len(shown) + len(left), decision.confidence)
    changes = {"last_entry": shown[-1], "last_entry_at": turn.now}
    return Outcome(reply, changes={**changes, **opened(turn, left)} if left else changes)


def _unknown_parts(decision: Decision, lang: str) -> str:
    """What is honestly said of the questions that no entry answers, in the student's own words, masked."""
    asked = [_quoted(part.asked) for part in decision.parts if part.kind == "none" and part.asked]
    person = ask_link(lang)
    return "\n".join(phrases_talk.NO_ANSWER_TO[lang].format(part=part, person=person) for part in asked)


def _quoted(words: str) -> str:
    words = mask(words).replace("<", "‹").replace(">", "›")
    return words if len(words) <= LONGEST_QUOTE else f"{words[: LONGEST_QUOTE - 1]}…"


def offer(turn: Turn, decision: Decision, lang: str) -> Outcome:
    """Two to four entries to choose from, by number or by tap."""
    options = decision.ids[: decision.shown]
    unknown = _unknown_parts(decision, lang)
    room = turn.room - len(unknown.encode()) - 1
    text = option_list(turn, options, lang, phrases.CHOOSE[lang], room=room)
    text = "\n".join(line for line in (text, unknown) if line)
    reply = Reply(ReplyKind.CHOICES, text, lang, "choices", decision.ids, len(options), decision.confidence)
    return Outcome(reply, changes=opened(turn, options))


def opened(turn: Turn, options: tuple[str, ...]) -> dict[str, object]:
    """The person's state with this list open."""
    return {"options": options, "options_at": turn.now}


def option_list(turn: Turn, options: tuple[str, ...], lang: str, head: str, *, room: int) -> str:
    """Numbered lines under a sentence; without links when those do not fit into `room` bytes, "" if nothing does."""
    questions = [_question(turn, option, lang) for option in options]
    linked = [tap(question, f"faq:{option}") for question, option in zip(questions, options, strict=True)]
    for lines in (linked, questions):
        text = "\n".join((head, *(f"{number}. {line}" for number, line in enumerate(lines, 1))))
        if len(text.encode()) <= room:
            return text
    return ""


def admit(turn: Turn, decision: Decision, lang: str) -> Outcome:
    """No answer: say so, name the nearest topics, and how to reach a person."""
    nearest = [tap(_question(turn, entry_id, lang), f"faq:{entry_id}") for entry_id in decision.ids[:NEAREST_SHOWN]]
    topics = (phrases.NEAREST[lang], *nearest) if nearest else ()
    way_out = phrases.ASK_PERSON[lang].format(contact=turn.office.contact, person=ask_link(lang))
    text = "\n".join((phrases.NO_ANSWER[lang], way_out, *topics))
    if names_a_number(mask(turn.incoming.text)):
        text = f"{phrases.NO_NUMBERS_PLEASE[lang]}\n{text}"
    return Outcome(Reply(ReplyKind.NONE, text, lang, "none", decision.ids, decision.shown, decision.confidence))


def entry_text(turn: Turn, entry_id: str, lang: str) -> str:
    """The entry's answer on this day."""
    return answer_text(turn.answerer, entry_id, turn.today, lang)


def _question(turn: Turn, entry_id: str, lang: str) -> str:
    return question_text(turn.answerer, entry_id, lang)


def _related(turn: Turn, entry_id: str, lang: str) -> tuple[str, ...]:
    related = [other for other in turn.answerer.entries[entry_id].related if other in turn.answerer.entries]
    links = [tap(_question(turn, other, lang), f"faq:{other}") for other in related[:RELATED_SHOWN]]
    return ("", phrases.RELATED[lang], *links) if links else ()
