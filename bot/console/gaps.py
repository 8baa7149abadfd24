"""Gaps: what students asked and no entry answers, by meaning; each group is dealt with here."""

from typing import Any
from urllib.parse import urlencode

from bot.actions import gaps
from bot.actions.gap_board import Seen
from bot.actions.gap_finding import Gap
from bot.console.asking import Answer, Ask, Go, Page, Route
from bot.console.paging import place_of
from bot.console.picking import MOST_WORDS, choices
from bot.core.errors import Conflict, HasProblems, NothingFound
from bot.core.faq import LANGS

SHOWN = 20
GAPS = "/console/gaps"
_PREFILLED = 12  # phrasings that a new entry begins with
_DECISIONS = 30  # the last ones, which can be undone


def list_gaps(ask: Ask) -> Answer:
    """The groups that are open, most askers first; in one language, with these words."""
    seen = ask.parts.gaps.look(ask.now)
    lang, words = ask.query.get("lang", ""), ask.query.get("q", "").strip()[:MOST_WORDS]
    fitting = [gap for gap in seen.gaps if _fits(gap, lang, words.casefold().split())]
    page, pages = place_of(ask, len(fitting), shown=SHOWN)
    values = {
        "gaps": [_values(seen, gap) for gap in fitting[(page - 1) * SHOWN : page * SHOWN]],
        "found": len(fitting), "page": page, "pages": pages, "lang_only": lang, "q": words, "languages": LANGS,
        "at": seen.at, "busy": seen.busy,
    }  # fmt: skip
    return Page("gaps_list.html", values)


def show_gap(ask: Ask) -> Answer:
    """One group with all its wordings, and the entries that may answer it."""
    seen = ask.parts.gaps.look(ask.now)
    return Page("gaps_show.html", _shown(ask, seen, seen.one(ask.path["id"])))


def attach(ask: Ask) -> Answer:
    """A phrasing of an entry comes of it."""
    seen = ask.parts.gaps.look(ask.now)
    gap = seen.one(ask.path["id"])
    entry, lang = ask.form.get("entry", ""), ask.form.get("lang", "")
    wording = ask.form.get("wording", "").strip()
    try:
        if not entry:
            raise HasProblems("Choose the entry that answers it.")
        done = gaps.attach(
            ask.database, ask.parts.lines, gap, entry, phrasing=wording, lang=lang if lang in LANGS else "",
            actor=ask.signed_in.name, now=ask.now,
        )  # fmt: skip
    except (HasProblems, Conflict, NothingFound) as error:
        values = _shown(ask, seen, gap) | {"problem": str(error), "wording": wording}
        return Page("gaps_show.html", values, status=409 if isinstance(error, Conflict) else 422)
    return Page("gaps_attached.html", {"done": done})


def decide(ask: Ask) -> Answer:
    """Several groups at once: out of scope, or not to be shown again."""
    seen = ask.parts.gaps.look(ask.now)
    chosen = [seen.one(name) for name in ask.lists.get("gap", ())]
    if not chosen:
        raise HasProblems("Choose one question at least.")
    who = ask.signed_in.name
    if ask.form.get("do") == "out":
        gaps.out_of_scope(ask.database, ask.parts.lines, chosen, actor=who, now=ask.now)
        return Go(GAPS, said="The bot will not be sure about such questions; it is a golden question now.")
    gaps.dismiss(ask.database, ask.parts.lines, chosen, actor=who, now=ask.now)
    return Go(GAPS, said="Dismissed. Asked in other words, or rated badly again, it comes back.")


def list_decided(ask: Ask) -> Answer:
    """What was decided last, each to be undone."""
    return Page("gaps_decided.html", {"decided": gaps.decided(ask.database, limit=_DECISIONS)})


def undo(ask: Ask) -> Answer:
    """Take a decision back."""
    gaps.undo(ask.database, ask.actor, ask.form.get("deed", ""), now=ask.now)
    return Go("/console/gaps-decided", said="Taken back: the question is open again.")


def _shown(ask: Ask, seen: Seen, gap: Gap) -> dict[str, Any]:
    words = ask.query.get("words", "").strip()[:MOST_WORDS]
    listed = choices(ask, words=words, near=gap.nearest, chosen=ask.form.get("entry", ""))
    return {
        "gap": _values(seen, gap, examples=None), "wording": gap.question, "problem": "", "languages": LANGS,
        "near": " ".join(gap.nearest), **listed,
    }  # fmt: skip


def _values(seen: Seen, gap: Gap, *, examples: int | None = 3) -> dict[str, Any]:
    lines = list(gap.wordings)[:_PREFILLED]
    asked = {"question": gap.question, "lang": gap.lang, "variants": "\n".join(lines[1:])}
    return {**seen.plain(gap, examples=examples), "editor": f"/console/faq-new?{urlencode(asked)}"}


def _fits(gap: Gap, lang: str, words: list[str]) -> bool:
    if lang in LANGS and lang not in {one.lang for one in gap.missed}:
        return False
    everything = "\n".join(gap.wordings).casefold()
    return all(word in everything for word in words)


ROUTES = (
    Route("GET", GAPS, "read", list_gaps),
    Route("GET", "/console/gaps-decided", "read", list_decided),
    Route("POST", "/console/gaps-undo", "gap.decide", undo),
    Route("POST", "/console/gaps-decide", "gap.decide", decide),
    Route("GET", "/console/gaps/{id:str}", "read", show_gap),
    Route("POST", "/console/gaps/{id:str}/attach", "gap.decide", attach),
)
