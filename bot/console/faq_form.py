"""The editor of an entry: its draft if there is one, three languages, and what helps while writing."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.actions import faq_drafts, faq_edit, faq_list, variables
from bot.actions.faq_drafts import Wish
from bot.actions.faq_edit import NEW, ChangedMeanwhile
from bot.console.asking import Answer, Ask, Go, Page, Route
from bot.console.faq_fields import as_far_as_written, entry_name, raw_of, wish_of
from bot.console.rendering import entry_path
from bot.core.errors import HasProblems, NothingFound
from bot.core.faq import LANGS
from bot.core.faq_diff import changes
from bot.core.faq_file import entry_as_plain
from bot.core.faq_languages import Wording

NEAR_SHOWN = 3
FOUND_SHOWN = 8
_MOST = 512 * 1024  # bytes of the form: three languages with many phrasings
_QUESTION = 300  # characters that are looked up while somebody types


def show_entry(ask: Ask) -> Answer:
    """One entry in its form: the draft, where there is one."""
    name = entry_name(ask.path["id"])
    present, draft = faq_edit.at_present(ask.database, name), faq_drafts.of_entry(ask.database, name)
    if present.entry is None and draft is None:
        raise NothingFound(f"There is no entry {name}; `paristech-bot faq list` shows all.")
    live = entry_as_plain(present.entry) if present.entry else {"id": name, "texts": {}}
    shows_live = draft is None or ask.query.get("show") == "live"
    if draft is None or shows_live:
        wish = Wish(live, present.revision, draft.version if draft else 0, present.wording.original)
    else:
        content = draft.content
        wish = Wish(content["entry"], int(draft.base), draft.version, content["original"], content["current"])
    values = _values(ask, wish)
    return Page("faq_edit.html", {**values, "draft": draft, "shows_live": shows_live, "archived": present.archived})


def new_entry(ask: Ask) -> Answer:
    """An empty form; `question`, `variants` (a line each) and `answer` may come from somewhere else."""
    raw: dict[str, Any] = {"id": "", "texts": {}}
    lang, question = ask.query.get("lang", "zh"), ask.query.get("question", "")[:_QUESTION]
    variants = [one for one in ask.query.get("variants", "").split("\n") if one.strip()]
    answer = ask.query.get("answer", "")
    if lang in LANGS and (question or variants or answer):
        raw["texts"] = {lang: {"question": question, "variants": variants, "answer": answer}}
    return Page("faq_edit.html", _values(ask, Wish(raw, NEW)))


def save_entry(ask: Ask) -> Answer:
    """Keep it as a draft; and look at what it would bring, if asked to."""
    wish, do = wish_of(ask.form, ask.lists), ask.form.get("do", "")
    if do == "find":  # without JavaScript: the form comes back with what was found
        return Page("faq_edit.html", {**_values(ask, wish), "found": _found(ask)})
    try:
        draft = faq_drafts.save(ask.database, ask.actor, wish, now=ask.now)
    except HasProblems as error:
        return Page("faq_edit.html", {**_values(ask, wish), "problem": str(error)}, status=422)
    except ChangedMeanwhile as error:
        theirs = error.theirs
        mine = Wish(wish.raw, theirs.base, theirs.version, wish.original, wish.current)
        both = {"problem": str(error), "both": changes(theirs.raw, wish.raw)}
        return Page("faq_edit.html", {**_values(ask, mine), **both}, status=409)
    name = str(wish.raw["id"])
    if draft is None:
        return Go(entry_path(name), said="This is what the bot answers already; there is no draft of it any more.")
    if do == "check":
        return Go(f"/console/faq-check?only=entry:{name}")
    return Go(entry_path(name), said="Kept as a draft. The bot goes on answering as before.")


def preview(ask: Ask) -> Answer:
    """A piece of the page: the reply as the phone shows it, in the language `show`."""
    lang = ask.form.get("show", "")
    if lang not in LANGS:
        raise NothingFound("There is no such page.")
    return Page("_faq_preview.html", _preview(ask, raw_of(ask.form, ask.lists), lang))


def near(ask: Ask) -> Answer:
    """A piece of the page: what a student who writes this gets today, when it is another entry."""
    own, lang = ask.form.get("id", ""), ask.form.get("show", "")
    written = ask.form.get(f"{lang}.{ask.form.get('field', '')}", "").split("\n")
    # The line that is being written is most likely the last one.
    question = next((line.strip()[:_QUESTION] for line in reversed(written) if line.strip()), "")
    tried = ask.parts.try_out(question, lang, ask.now) if question else None
    others = [(one.id, one.question) for one in tried.entries if one.id != own][:NEAR_SHOWN] if tried else []
    taken = bool(tried and tried.decided == "answer" and tried.entries and tried.entries[0].id != own)
    return Page("_faq_near.html", {"question": question, "others": others, "taken": taken})


def find(ask: Ask) -> Answer:
    """A piece of the page: entries to tick as related."""
    return Page("_faq_found.html", {"found": _found(ask)})


def _found(ask: Ask) -> list[tuple[str, str]]:
    chosen = {*ask.lists.get("related", ()), ask.form.get("id", "")}
    words = ask.form.get("related_words", "").strip()[:400]
    found = faq_list.find(ask.database, words, most=FOUND_SHOWN + len(chosen)) if words else []
    return [(name, _in(ask.lang, questions)) for name, questions in found if name not in chosen][:FOUND_SHOWN]


def _in(lang: str, questions: Mapping[str, str]) -> str:
    return questions.get(lang) or next(iter(questions.values()), "")


def _values(ask: Ask, wish: Wish) -> dict[str, Any]:
    name = str(wish.raw.get("id", ""))
    present = faq_edit.at_present(ask.database, name) if wish.base else None
    named = faq_list.questions_of(ask.database, wish.raw.get("related", ()))
    return {
        "raw": wish.raw, "base": wish.base, "version": wish.version, "original": wish.original,
        "current": wish.current, "wording": present.wording if present else Wording("", {}),
        "related": [(one, _in(ask.lang, named.get(one, {}))) for one in wish.raw.get("related", ())],
        "found": [], "variables": variables.values_of(ask.database), "categories": faq_list.categories(ask.database),
        "previews": {lang: _preview(ask, wish.raw, lang) for lang in LANGS}, "languages": LANGS,
        "draft": None, "shows_live": False, "archived": False, "problem": "", "both": (),
    }  # fmt: skip


def _preview(ask: Ask, raw: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """The reply today, and the one after the last day where there is one. A language without a text has none."""
    entry, room = as_far_as_written(raw), ask.parts.room
    text = entry.texts.get(lang)
    if text is None or not text.answer:
        return {"bubbles": [], "room": room}
    today = ask.now
    moments = [(today, False)]
    if text.after and entry.valid_until and entry.valid_until >= today.date():
        after = datetime.combine(entry.valid_until, time(12), UTC) + timedelta(days=1)
        moments.append((after, True))
    bubbles = []
    for moment, later in moments:
        shown, size = ask.parts.preview(entry, lang, moment)
        bubbles.append({"text": shown, "size": size, "cut": size > room, "later": later})
    return {"bubbles": bubbles, "room": room}


ROUTES = (
    Route("GET", "/console/faq-new", "faq.edit", new_entry),
    Route("POST", "/console/faq-save", "faq.edit", save_entry, most=_MOST),
    Route("POST", "/console/faq-preview", "faq.edit", preview, most=_MOST),
    Route("POST", "/console/faq-near", "faq.edit", near, most=_MOST),
    Route("POST", "/console/faq-find", "faq.edit", find, most=_MOST),
    Route("GET", "/console/faq/{id:str}", "read", show_entry),
)
