"""A question to its reply: the answer as written, numbered choices, or an honest no."""

from bot.answering.decision import Decision
from bot.answering.wording import answer_text, question_text
from bot.core import phrases
from bot.core.cutting import cut
from bot.core.messages import Reply, ReplyKind
from bot.core.privacy import mask
from handlers.links import ask_link, tap
from handlers.turn import Outcome, Turn

SHORT_BYTES = 450  # an answer shorter than this leaves room, on a phone's screen, for related questions
RELATED_SHOWN = 2
NEAREST_SHOWN = 3


def answer_question(turn: Turn, _: bool) -> Outcome:
    """Whatever is no small talk is looked up."""
    decision = turn.answerer.decide(turn.incoming.text, lang=turn.person.lang)
    lang = turn.lang_or(decision.lang)
    known = [part for part in decision.parts if part.kind == "answer"]
    if len(known) > 1 or (known and len(decision.parts) > 1):
        outcome = answer_parts(turn, decision, lang)
    elif decision.kind == "answer":
        outcome = answer_entry(turn, decision, lang)
    elif decision.kind == "choices":
        outcome = offer(turn, decision, lang)
    else:
        outcome = admit(turn, decision, lang)
    return Outcome(outcome.reply, changes={**outcome.changes, "last_question": mask(turn.incoming.text)})


def answer_entry(turn: Turn, decision: Decision, lang: str) -> Outcome:
    """The entry's answer, verbatim, with related questions when it is short."""
    entry_id = decision.ids[0]
    text = entry_text(turn, entry_id, lang)
    if len(text.encode()) <= SHORT_BYTES:
        text = "\n".join((text, *_related(turn, entry_id, lang)))
    reply = Reply(ReplyKind.ANSWER, text, lang, "answer", decision.ids, 1, decision.confidence)
    return Outcome(reply, changes={"last_entry": entry_id})


def answer_parts(turn: Turn, decision: Decision, lang: str) -> Outcome:
    """Several questions in one message: every answer that fits, under its question; then what is left to tap."""
    ids = list(dict.fromkeys(part.ids[0] for part in decision.parts if part.kind == "answer"))
    open_end = phrases.NO_ANSWER_TO_PART[lang] if any(part.kind == "none" for part in decision.parts) else ""
    room = turn.room - len(open_end.encode()) - 2
    blocks: list[str] = []
    shown: list[str] = []
    for entry_id in ids:
        block = f"▸ {_question(turn, entry_id, lang)}\n{entry_text(turn, entry_id, lang)}"
        if not shown:
            block = cut(block, room)
        room -= len(block.encode()) + 2
        if room < 0:
            break
        blocks.append(block)
        shown.append(entry_id)
    offered = [option for part in decision.parts if part.kind == "choices" for option in part.ids[:NEAREST_SHOWN]]
    links, taken = _links(turn, [name for name in dict.fromkeys((*ids, *offered)) if name not in shown], lang, room)
    text = "\n\n".join(part for part in (*blocks, "\n".join(links), open_end) if part)
    entries = tuple(dict.fromkeys((*shown, *taken, *decision.ids)))
    reply = Reply(ReplyKind.ANSWER, text, lang, "answer", entries, len(shown) + len(taken), decision.confidence)
    return Outcome(reply, changes={"last_entry": shown[-1]})


def _links(turn: Turn, names: list[str], lang: str, room: int) -> tuple[list[str], list[str]]:
    """As many tappable questions as there is room for, under a heading; and the entries they lead to."""
    lines, taken = [phrases.NEAREST[lang]], []
    room -= len(lines[0].encode()) + 2
    for name in names:
        link = tap(_question(turn, name, lang), f"faq:{name}")
        room -= len(link.encode()) + 1
        if room < 0:
            break
        lines.append(link)
        taken.append(name)
    return (lines, taken) if taken else ([], [])


def offer(turn: Turn, decision: Decision, lang: str) -> Outcome:
    """Two to four entries to choose from, by number or by tap."""
    options = decision.ids[: decision.shown]
    text = option_list(turn, options, lang, phrases.CHOOSE[lang])
    reply = Reply(ReplyKind.CHOICES, text, lang, "choices", decision.ids, len(options), decision.confidence)
    return Outcome(reply, changes={"options": options, "options_at": turn.now})


def option_list(turn: Turn, options: tuple[str, ...], lang: str, head: str) -> str:
    """The numbered lines under a sentence; without links when those would not fit."""
    questions = [_question(turn, option, lang) for option in options]
    linked = [tap(question, f"faq:{option}") for question, option in zip(questions, options, strict=True)]
    for lines in (linked, questions):
        text = "\n".join((head, *(f"{number}. {line}" for number, line in enumerate(lines, 1))))
        if len(text.encode()) <= turn.room:
            break
    return text


def admit(turn: Turn, decision: Decision, lang: str) -> Outcome:
    """No answer: say so, name the nearest topics, and how to reach a person."""
    nearest = [tap(_question(turn, entry_id, lang), f"faq:{entry_id}") for entry_id in decision.ids[:NEAREST_SHOWN]]
    topics = (phrases.NEAREST[lang], *nearest) if nearest else ()
    way_out = phrases.ASK_PERSON[lang].format(contact=turn.office.contact, person=ask_link(lang))
    text = "\n".join((phrases.NO_ANSWER[lang], way_out, *topics))
    masked = mask(turn.incoming.text)
    if any(f"[{what}]" in masked for what in ("phone", "id", "passport", "card")):
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
