"""The inbox: what students asked a colleague; who has it, the answer, and how it gets to the student."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from bot.actions import inbox
from bot.answering.wording import answer_text
from bot.console.asking import Answer, Ask, Go, Page, Route
from bot.console.numbers import number_in
from bot.console.paging import place_of
from bot.console.picking import MOST_WORDS, choices
from bot.core.delivery import Sent, Unknown
from bot.core.errors import UsageError
from bot.core.timing import SHANGHAI
from bot.store.inbox import STUDENT, UNKNOWN, SaidAlready

INBOX = "/console/inbox"
SHOWN = 30
_SAID_BEFORE = 8  # lines of the conversation beside a request


def list_requests(ask: Ask) -> Answer:
    """Those of one status, the longest wait first; all, mine, or nobody's."""
    status = ask.query.get("status", "")
    status = status if status in inbox.STATUSES else inbox.STATUSES[0]
    whose = ask.query.get("whose", "")
    assignee = {"mine": ask.signed_in.name, "nobody": ""}.get(whose)
    counts = inbox.count_inbox(ask.database)
    page, pages = place_of(ask, counts[status], shown=SHOWN)
    found = inbox.list_inbox(ask.database, status=status, assignee=assignee, limit=SHOWN, offset=(page - 1) * SHOWN)
    values = {
        "requests": [_dated(one, ask.now) for one in found],
        "status": status, "statuses": inbox.STATUSES, "counts": counts,
        "whose": whose, "page": page, "pages": pages if assignee is None or len(found) == SHOWN else page,
    }  # fmt: skip
    return Page("inbox_list.html", values)


def show_request(ask: Ask) -> Answer:
    """One request with the conversation around it."""
    return Page("inbox_show.html", _values(ask, insert=ask.query.get("insert", "")))


def reply(ask: Ask) -> Answer:
    """An answer: at once while WeChat's window is open, or with the student's next message."""
    number, text = number_in(ask.path["id"]), ask.form.get("text", "")
    room, here = ask.parts.room, f"{INBOX}/{number}"
    try:
        if ask.form.get("do") != "send":
            inbox.reply_to_request(ask.database, number, text, room=room, now=ask.now, actor=ask.signed_in.name)
            return Go(here, said="Saved. The student gets it with their next message.")
        sent = inbox.send_reply(
            ask.database, ask.actor, number, text, room=room, now=ask.now, replies=ask.parts.replies
        )
    except UsageError as error:
        return Page("inbox_show.html", {**_values(ask), "fault": str(error), "written": text}, status=422)
    except SaidAlready as error:  # by a second click
        return Go(here, said=str(error))
    if isinstance(sent, Sent):
        return Go(here, said="Sent. The student has it.")
    if isinstance(sent, Unknown):
        return Go(here, said="WeChat did not say whether it took the answer; look below what to do.")
    values = {**_values(ask), "refused": sent.why, "refused_words": f"{sent.code} {sent.words}".strip()}
    return Page("inbox_show.html", values)


def settle(ask: Ask) -> Answer:
    """What became of an answer that nobody knows of."""
    number, message = number_in(ask.path["id"]), number_in(ask.form.get("message", ""))
    has_it = ask.form.get("has_it") == "yes"
    inbox.settle(ask.database, ask.actor, number, message, has_it=has_it, now=ask.now)
    said = "Noted: the student has it." if has_it else "Saved. The student gets it with their next message."
    return Go(f"{INBOX}/{number}", said=said)


def assign(ask: Ask) -> Answer:
    """Take it, or hand it to somebody."""
    number = number_in(ask.path["id"])
    inbox.assign(ask.database, ask.actor, number, ask.form.get("name", ""), now=ask.now)
    return Go(f"{INBOX}/{number}", said="Saved.")


def close(ask: Ask) -> Answer:
    """Nothing more to do, and why."""
    number, reason = number_in(ask.path["id"]), ask.form.get("reason", "")
    inbox.close_request(ask.database, number, now=ask.now, actor=ask.signed_in.name, reason=reason)
    return Go(INBOX, said="The request is closed.")


def answers(ask: Ask) -> Answer:
    """Entries whose answers may be put into the reply, while somebody types."""
    request = inbox.show_request(ask.database, number_in(ask.path["id"]))
    return Page("_inbox_answers.html", {"request": request, **_answers(ask, request)})


def _values(ask: Ask, insert: str = "") -> dict[str, Any]:
    number = number_in(ask.path["id"])
    request = inbox.show_request(ask.database, number)
    window = inbox.window_of(ask.database, number)
    found = _answers(ask, request)
    written = _inserted(ask, request, insert)
    asked = [one["text"] for one in request["messages"] if one["author"] == STUDENT]
    told = [one["text"] for one in request["messages"] if one["author"] != STUDENT]
    lang = request["lang"] or "zh"
    entry = {"question": asked[0] if asked else "", "lang": lang, "answer": told[-1] if told else ""}
    return {
        "request": _dated(request, ask.now), "fault": "", "refused": "", "refused_words": "", "written": written,
        "room": ask.parts.room, "window": window, "is_open": window.is_open(ask.now), "now": ask.now,
        "why_not": ask.parts.replies.why_not(), "around": inbox.around(ask.database, number)[-_SAID_BEFORE:],
        "colleagues": inbox.colleagues(ask.database), "reasons": inbox.REASONS, "me": ask.signed_in.name,
        "editor": f"/console/faq-new?{urlencode(entry)}", **found,
    }  # fmt: skip


def _answers(ask: Ask, request: dict[str, Any]) -> dict[str, Any]:
    """Entries near the last question of the student, or those that hold the words, with their answers."""
    words = ask.query.get("words", "").strip()[:MOST_WORDS]
    asked = [one["text"] for one in request["messages"] if one["author"] == STUDENT]
    answerer, lang = ask.parts.answers(), request["lang"] or "zh"
    near = answerer.decide(asked[-1], lang=lang).ids if asked and not words else ()
    day = ask.now.astimezone(SHANGHAI).date()
    listed = choices(ask, words=words, near=near)
    texts = [
        {"id": one.id, "question": one.question, "text": answer_text(answerer, one.id, day, lang)}
        for one in listed["choices"][:6]
    ]
    return {"answers": texts, "words": words}


def _inserted(ask: Ask, request: dict[str, Any], name: str) -> str:
    answerer = ask.parts.answers()
    if name not in answerer.entries:
        return ""
    return answer_text(answerer, name, ask.now.astimezone(SHANGHAI).date(), request["lang"] or "zh")


def _dated(request: dict[str, Any], now: datetime) -> dict[str, Any]:
    """With instants instead of their text; of a sending that was cut short nobody knows what became."""
    messages = [
        {
            **one,
            "at": datetime.fromisoformat(one["at"]),
            "delivered_at": _instant(one["delivered_at"]),
            "way": UNKNOWN if inbox.is_lost(one, now) else one["way"],
        }
        for one in request["messages"]
    ]
    names = ("opened_at", "closed_at")
    return {**request, **{name: _instant(request[name]) for name in names}, "messages": messages}


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


ROUTES = (
    Route("GET", INBOX, "read", list_requests),
    Route("GET", "/console/inbox/{id:str}", "read", show_request),
    Route("GET", "/console/inbox/{id:str}/answers", "read", answers),
    Route("POST", "/console/inbox/{id:str}/reply", "inbox.answer", reply),
    Route("POST", "/console/inbox/{id:str}/settle", "inbox.answer", settle),
    Route("POST", "/console/inbox/{id:str}/assign", "inbox.answer", assign),
    Route("POST", "/console/inbox/{id:str}/close", "inbox.answer", close),
)
