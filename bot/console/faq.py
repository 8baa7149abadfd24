"""The FAQ: search, edit with a check before it counts, history."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.actions import faq_edit, faq_history, faqs
from bot.actions.answers import load_material
from bot.actions.faq_check import Conditions
from bot.actions.faq_edit import NEW, ChangedMeanwhile
from bot.console.asking import Answer, Ask, Go, Page, Route
from bot.console.numbers import number_in
from bot.core.errors import HasProblems
from bot.core.faq import LANGS, Entry
from bot.core.faq_diff import changes
from bot.core.faq_file import entry_as_plain
from bot.core.timing import SHANGHAI

SHOWN = 50
_TEXT_FIELDS = ("question", "answer", "after")
_PLAIN_FIELDS = ("category", "source", "confidence", "review_by", "valid_from", "valid_until")
_MOST = 512 * 1024  # bytes of the form: three languages with many phrasings


def list_entries(ask: Ask) -> Answer:
    """Those that hold all the words, of one category, lacking a language, or ending; a page at a time."""
    words = ask.query.get("q", "").strip()[:400]
    category, lacking = ask.query.get("category", ""), ask.query.get("lacking", "")
    entries = faqs.list_faq(ask.database)
    fitting = [
        entry
        for entry in entries
        if _holds(entry, words.casefold().split())
        and (not category or entry.category == category)
        and (lacking not in LANGS or lacking not in entry.texts)
    ]
    page = max(1, min(_page(ask), -(-len(fitting) // SHOWN) or 1))
    values = {
        "entries": fitting[(page - 1) * SHOWN : page * SHOWN],
        "found": len(fitting),
        "page": page,
        "pages": -(-len(fitting) // SHOWN) or 1,
        "q": words,
        "category": category,
        "lacking": lacking,
        "categories": sorted({entry.category for entry in entries if entry.category}),
        "languages": LANGS,
    }
    return Page("faq_list.html", values)


def show_entry(ask: Ask) -> Answer:
    """One entry in its form, and who changed it when."""
    return Page("faq_edit.html", _form_of(ask, ask.path["id"]))


def new_entry(ask: Ask) -> Answer:
    """An empty form; `question` may come from somewhere else."""
    raw: dict[str, Any] = {"id": "", "texts": {}}
    if question := ask.query.get("question", "")[:300]:
        raw["texts"] = {lang: {"question": question} for lang in LANGS if lang == ask.query.get("lang", "zh")}
    return Page("faq_edit.html", _values(raw, NEW))


def save_entry(ask: Ask) -> Answer:
    """Check it, or publish it."""
    raw, base = _raw(ask.form), number_in(ask.form.get("base", "0"))
    values = _values(raw, base)
    try:
        entry = faq_edit.read(raw)
        if ask.form.get("do") != "publish":
            material = load_material(ask.database)
            day = ask.now.astimezone(SHANGHAI).date()
            found = faq_edit.check(material, entry, Conditions(day, ask.parts.room))
            return Page("faq_edit.html", {**values, "checked": True, "faults": found})
        faq_edit.save(ask.database, ask.actor, entry, base=base, now=ask.now)
    except HasProblems as error:
        return Page("faq_edit.html", {**values, "problem": str(error)}, status=422)
    except ChangedMeanwhile as error:
        return Page("faq_edit.html", {**values, "problem": str(error), "theirs": error.theirs}, status=409)
    return Go(f"/console/faq/{entry.id}", said="Published. The bot answers with it within two seconds.")


def history(ask: Ask) -> Answer:
    """Every version, with what changed."""
    entry, revisions = faqs.show_entry(ask.database, ask.path["id"])
    lines = [(one, changes(one.before or {}, one.snapshot)) for one in revisions]
    return Page("faq_history.html", {"entry": entry, "lines": lines})


def roll_back(ask: Ask) -> Answer:
    """Back to an earlier version."""
    number = number_in(ask.form.get("number", ""))
    entry_id = ask.path["id"]
    faq_history.roll_back(ask.database, entry_id, number=number, actor=ask.signed_in.name, now=ask.now)
    return Go(
        f"/console/faq/{entry_id}", said="It is as it was in that version; the bot answers with it within two seconds."
    )


def archive(ask: Ask) -> Answer:
    """Out of the bot's answers."""
    faq_history.archive_entry(ask.database, ask.path["id"], actor=ask.signed_in.name, now=ask.now)
    return Go("/console/faq", said="It is no longer answered. Its history stays, and saving it brings it back.")


def _form_of(ask: Ask, entry_id: str) -> dict[str, Any]:
    faqs.show_entry(ask.database, entry_id)  # NothingFound for an unknown one
    present = faq_edit.at_present(ask.database, entry_id)
    raw = entry_as_plain(present.entry) if present.entry else {}
    return {**_values(raw, present.revision), "archived": present.archived}


def _values(raw: Mapping[str, Any], base: int) -> dict[str, Any]:
    return {
        "raw": raw, "base": base, "languages": LANGS, "problem": "", "theirs": (), "checked": False, "faults": [],
        "archived": False,
    }  # fmt: skip


def _raw(form: Mapping[str, str]) -> dict[str, Any]:
    """The plain form of an entry from the fields of the page; a language without any word is left out."""
    raw: dict[str, Any] = {"id": form.get("id", "").strip()}
    raw |= {name: form[name].strip() for name in _PLAIN_FIELDS if form.get(name, "").strip()}
    raw["related"] = form.get("related", "").replace(",", " ").split()
    texts = {}
    for lang in LANGS:
        text: dict[str, Any] = {name: form.get(f"{lang}.{name}", "").strip() for name in _TEXT_FIELDS}
        text["variants"] = [line.strip() for line in form.get(f"{lang}.variants", "").split("\n") if line.strip()]
        if any(text.values()):
            texts[lang] = {name: value for name, value in text.items() if value}
    raw["texts"] = texts
    return {name: value for name, value in raw.items() if value or name in ("id", "texts")}


def _holds(entry: Entry, words: Iterable[str]) -> bool:
    everything = "\n".join(
        [entry.id, *(part for text in entry.texts.values() for part in (text.question, *text.variants, text.answer))]
    ).casefold()
    return all(word in everything for word in words)


def _page(ask: Ask) -> int:
    asked = ask.query.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


ROUTES = (
    Route("GET", "/console/faq", "read", list_entries),
    Route("GET", "/console/faq-new", "faq.edit", new_entry),
    Route("POST", "/console/faq-save", "faq.edit", save_entry, most=_MOST),
    Route("GET", "/console/faq/{id:str}", "read", show_entry),
    Route("GET", "/console/faq/{id:str}/history", "read", history),
    Route("POST", "/console/faq/{id:str}/rollback", "faq.edit", roll_back),
    Route("POST", "/console/faq/{id:str}/archive", "faq.edit", archive),
)
