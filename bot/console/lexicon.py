"""The lexicon: what one thing is called in three languages; a change goes through the same gate as an entry."""

from collections.abc import Mapping, Sequence

from bot.actions import faq_drafts, faq_pending, lexicon
from bot.console.asking import Answer, Ask, Go, Page, Route
from bot.console.faq_fields import entry_name
from bot.console.paging import page_of
from bot.core.errors import Conflict, HasProblems, NothingFound
from bot.core.faq import LANGS

HERE = "/console/lexicon"
SHOWN = 50
_MOST = 128 * 1024  # bytes of the form: many terms

Terms = Mapping[str, Sequence[str]]


def list_concepts(ask: Ask) -> Answer:
    """Those of which a name or a term holds the words; a page at a time."""
    words = ask.query.get("q", "").strip()[:400]
    found = [one for one in lexicon.list_lexicon(ask.database) if _holds(one, words.casefold().split())]
    paged = page_of(found, ask, shown=SHOWN)
    counts = {"found": paged.found, "page": paged.number, "pages": paged.pages}
    return Page("lexicon_list.html", {"concepts": paged.lines, **counts, "q": words, "languages": LANGS})


def show_concept(ask: Ask) -> Answer:
    """One concept in its form: the draft, where there is one; and the entries whose phrasings name it."""
    name = entry_name(ask.path["name"])
    draft = faq_drafts.of_concept(ask.database, name)
    try:
        live = lexicon.show_concept(ask.database, name)
    except NothingFound:
        if draft is None:
            raise
        live = {"entries": []}
    terms: Terms = {lang: live[lang] for lang in LANGS if live.get(lang)}
    values = _values(name, draft.content["terms"] if draft else terms, faq_pending.digest(terms))
    return Page("lexicon_edit.html", {**values, "draft": draft, "entries": live["entries"]})


def new_concept(ask: Ask) -> Answer:
    """An empty form."""
    return Page("lexicon_edit.html", _values("", {}, faq_pending.digest({})))


def save_concept(ask: Ask) -> Answer:
    """Keep it as a draft, and look at what it would bring."""
    name, base = ask.form.get("name", "").strip(), ask.form.get("base", "")
    terms = {} if ask.form.get("do") == "remove" else _terms(ask.form)
    try:
        draft = faq_drafts.save_concept(ask.database, ask.actor, name, terms, base=base, now=ask.now)
    except (HasProblems, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 422
        return Page("lexicon_edit.html", {**_values(name, _terms(ask.form), base), "problem": str(error)}, status)
    if draft is None:
        return Go(HERE, said="It is so already.")
    return Go(f"/console/faq-check?only=concept:{name}")


def _values(name: str, terms: Terms, base: str) -> dict[str, object]:
    return {
        "name": name, "terms": terms, "base": base, "is_new": base == faq_pending.digest({}), "languages": LANGS,
        "draft": None, "entries": [], "problem": "",
    }  # fmt: skip


def _terms(form: Mapping[str, str]) -> dict[str, list[str]]:
    lines = {lang: [" ".join(line.split()) for line in form.get(lang, "").split("\n")] for lang in LANGS}
    return {lang: [line for line in listed if line] for lang, listed in lines.items() if any(listed)}


def _holds(concept: Mapping[str, object], words: Sequence[str]) -> bool:
    everything = "\n".join(str(value) for value in concept.values()).casefold()
    return all(word in everything for word in words)


ROUTES = (
    Route("GET", HERE, "read", list_concepts),
    Route("GET", "/console/lexicon-new", "faq.edit", new_concept),
    Route("POST", "/console/lexicon-save", "faq.edit", save_concept, most=_MOST),
    Route("GET", "/console/lexicon/{name:str}", "read", show_concept),
)
