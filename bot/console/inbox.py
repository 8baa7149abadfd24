"""The inbox: what students asked a colleague."""

from bot.actions import inbox
from bot.console.asking import Answer, Ask, Go, Page, Route
from bot.console.numbers import number_in
from bot.core.errors import UsageError


def list_requests(ask: Ask) -> Answer:
    """Those that wait, or those of one status."""
    status = ask.query.get("status", "")
    found = inbox.list_inbox(ask.database, status=status if status in inbox.STATUSES else "")
    shown = found if status else [one for one in found if one["status"] != "done"]
    return Page("inbox_list.html", {"requests": shown, "status": status, "statuses": inbox.STATUSES})


def show_request(ask: Ask) -> Answer:
    """One conversation."""
    return Page("inbox_show.html", _values(ask))


def reply(ask: Ask) -> Answer:
    """An answer, which waits for the student's next message."""
    number = number_in(ask.path["id"])
    text = ask.form.get("text", "")
    try:
        inbox.reply_to_request(ask.database, number, text, room=ask.parts.room, now=ask.now, actor=ask.signed_in.name)
    except UsageError as error:
        return Page("inbox_show.html", {**_values(ask), "fault": str(error), "written": text}, status=422)
    return Go(f"/console/inbox/{number}", said="Saved. The student gets it with their next message.")


def close(ask: Ask) -> Answer:
    """Nothing more to do."""
    inbox.close_request(ask.database, number_in(ask.path["id"]), now=ask.now, actor=ask.signed_in.name)
    return Go("/console/inbox", said="The request is closed.")


def _values(ask: Ask) -> dict[str, object]:
    found = inbox.show_request(ask.database, number_in(ask.path["id"]))
    return {"request": found, "fault": "", "written": "", "room": ask.parts.room}


ROUTES = (
    Route("GET", "/console/inbox", "read", list_requests),
    Route("GET", "/console/inbox/{id:str}", "read", show_request),
    Route("POST", "/console/inbox/{id:str}/reply", "inbox.answer", reply),
    Route("POST", "/console/inbox/{id:str}/close", "inbox.answer", close),
)
