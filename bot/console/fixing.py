"""Mending what the bot says to one question, from the log or from a trial: a phrasing, a golden question, a gap."""

from typing import Any
from urllib.parse import urlencode

from bot.actions import gaps, golden, log
from bot.console.asking import Answer, Ask, Go, Page, Route
from bot.console.door import next_of
from bot.console.numbers import number_in
from bot.console.picking import MOST_WORDS, choices, nearest
from bot.core.errors import Conflict, HasProblems, NothingFound
from bot.core.faq import LANGS
from bot.core.golden import GoldenQuestion
from bot.core.roles import require

FIX = "/console/fix"
_KIND = "console"  # of golden questions that are made here
_MOST_CHARS = 300  # of a question


def show(ask: Ask) -> Answer:
    """The question with the entries that may answer it."""
    return Page("fix_show.html", _values(ask, ask.query))


def fix(ask: Ask) -> Answer:
    """What was chosen for it; back to where it came from."""
    try:
        said = _do(ask)
    except (HasProblems, Conflict, NothingFound) as error:
        values = _values(ask, ask.form) | {"problem": str(error)}
        return Page("fix_show.html", values, status=409 if isinstance(error, Conflict) else 422)
    return Go(next_of(ask.form), said=said)


def _do(ask: Ask) -> str:
    do, entry = ask.form.get("do", ""), ask.form.get("entry", "")
    question, lang = ask.form.get("question", "").strip(), ask.form.get("lang", "")
    if do == "gap":
        log.mark_wrong(ask.database, ask.actor, number_in(ask.form.get("line", "")), now=ask.now)
        return "Noted: it stands among the gaps now."
    if do != "none" and not entry:
        raise HasProblems("Choose the entry that answers it.")
    lang = lang if lang in LANGS else ask.parts.answers().detect(question)
    if do == "phrasing":
        gaps.attach_question(ask.database, ask.actor, question, entry, lang=lang, now=ask.now)
        return "Added. The bot knows this wording within two seconds."
    require(ask.actor, "faq.edit")
    expected = () if do == "none" else (entry,)
    one = GoldenQuestion(gaps.kept_wording(question), expected, lang, _KIND)
    golden.add_golden(ask.database, one, actor=ask.signed_in.name, now=ask.now)
    return "It is a golden question now; every change of the FAQ is tried on it."


def _values(ask: Ask, given: Any) -> dict[str, Any]:
    number = given.get("line", "")
    line = log.show_line(ask.database, number_in(number)) if number else None
    question = (given.get("question") or given.get("q") or (line["question"] if line else "")).strip()[:_MOST_CHARS]
    near = nearest(ask, question) if question else ()
    lang = given.get("lang", "") or (line["lang"] if line else "")
    listed = choices(ask, words=given.get("words", "").strip()[:MOST_WORDS], near=near, chosen=given.get("entry", ""))
    editor = f"/console/faq-new?{urlencode({'question': question, 'lang': lang or 'zh'})}"
    return {
        "question": question, "lang_of": lang, "line": line, "near": " ".join(near), "problem": "", "editor": editor,
        "next": next_of(given), "languages": LANGS, **listed,
    }  # fmt: skip


ROUTES = (
    Route("GET", FIX, "read", show),
    Route("POST", FIX, "faq.edit", fix),
)
