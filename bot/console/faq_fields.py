"""The fields of an entry's page: from what a form sent to the plain form of a FAQ file, and to an entry to look at."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from bot.actions.faq_drafts import Wish
from bot.console.numbers import number_in
from bot.core.faq import LANGS, Entry, EntryText
from bot.core.faq_file import DATES, Finding, day

_TEXT_FIELDS = ("question", "answer", "after")
_PLAIN_FIELDS = ("category", "source", "confidence", *DATES)


def wish_of(form: Mapping[str, str], lists: Mapping[str, Sequence[str]]) -> Wish:
    """What the form wants the entry to be. Raises NothingFound for a number that is none."""
    original = form.get("original", "")
    return Wish(
        raw_of(form, lists),
        number_in(form.get("base", "0")),
        number_in(form.get("version", "0")),
        original if original in LANGS else "",
        tuple(lang for lang in LANGS if lang in lists.get("current", ())),
    )


def raw_of(form: Mapping[str, str], lists: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The plain form of an entry from the fields of the page; a language without any word is left out."""
    raw: dict[str, Any] = {"id": form.get("id", "").strip()}
    raw |= {name: form[name].strip() for name in _PLAIN_FIELDS if form.get(name, "").strip()}
    raw["related"] = list(dict.fromkeys(name for name in lists.get("related", ()) if name != raw["id"]))
    texts = {}
    for lang in LANGS:
        text: dict[str, Any] = {name: form.get(f"{lang}.{name}", "").strip() for name in _TEXT_FIELDS}
        text["variants"] = [line.strip() for line in form.get(f"{lang}.variants", "").split("\n") if line.strip()]
        if any(text.values()):
            texts[lang] = {name: value for name, value in text.items() if value}
    raw["texts"] = texts
    return {name: value for name, value in raw.items() if value or name in ("id", "texts")}


def as_far_as_written(raw: Mapping[str, Any]) -> Entry:
    """An entry that may lack anything, to be looked at and never kept."""
    days: dict[str, Any] = {}
    for name in DATES:
        with suppress(Finding):
            days[name] = day(name, raw.get(name))
    texts = {
        lang: EntryText(text.get("question", ""), text.get("answer", ""), (), text.get("after", ""))
        for lang, text in raw.get("texts", {}).items()
        if lang in LANGS and isinstance(text, Mapping)
    }
    return Entry(raw.get("id") or "?", texts, related=tuple(raw.get("related", ())), **days)


def entry_name(in_address: str) -> str:
    """The inverse of `rendering.in_path`."""
    return in_address.replace("~", "/")
