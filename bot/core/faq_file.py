"""The FAQ as a file holds it: plain values to entries with every fault in words, and entries back to plain values."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.core.faq import LANGS, Entry, EntryText

# Characters. Ours, not a platform's: an answer longer than a reply is cut when it is sent, never when it is stored.
LIMITS = {
    "id": 80, "category": 60, "confidence": 10, "source": 2000, "question": 1000, "variants": 1000,
    "answer": 20_000, "after": 20_000, "value": 2000, "term": 200,
}  # fmt: skip
MOST_VARIANTS = 5000
DATES = ("review_by", "valid_from", "valid_until")
ENTRY_KEYS = ("id", "category", "confidence", "source", *DATES, "related", "texts")
TEXT_KEYS = ("question", "variants", "answer", "after")

_ID = re.compile(r"\w[\w.:/+-]*")
_VARIABLE = re.compile(r"[a-z0-9_:.-]{1,60}")
_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class FaqFile:
    """What a file holds. `problems` are sentences that begin with the place; entries with a problem are left out.

    columns: which columns a table has, so that an import keeps what the table does not speak of; None where the file
    holds whole entries.
    """

    entries: tuple[Entry, ...]
    variables: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    columns: frozenset[str] | None = None


class Finding(ValueError):
    """One fault in a value, in words."""


def read_document(document: object, *, for_matching: bool = False) -> FaqFile:
    """The YAML form: `{variables, entries}` or a bare list of entries.

    for_matching: answers may be missing and the same question may stand twice (a file that is searched, not stored).
    """
    problems: list[str] = []
    if isinstance(document, list):
        document = {"entries": document}
    if not isinstance(document, dict) or not isinstance(document.get("entries"), list):
        return FaqFile((), problems=("The file must hold a list of entries, or `variables:` and `entries:`.",))
    problems += [f'"{key}" is not known; a FAQ file has variables and entries.' for key in unknown(document, _TOP)]
    variables, faults = read_variables(document.get("variables") or {})
    problems += faults
    placed: list[tuple[str, Entry]] = []
    for number, raw in enumerate(document["entries"], start=1):
        place = f"entry {number}" + (f" ({raw['id']})" if isinstance(raw, dict) and raw.get("id") else "")
        try:
            placed.append((place, read_entry(raw, for_matching=for_matching)))
        except Finding as finding:
            problems.append(f"{place}: {finding}")
    problems += twice((place, entry.id) for place, entry in placed)
    if not for_matching:
        problems += same_questions(placed)
    return FaqFile(tuple(entry for _, entry in placed), variables, tuple(problems))


_TOP = ("variables", "entries")


def read_entry(raw: object, *, for_matching: bool = False) -> Entry:
    """One entry from plain values; raises Finding."""
    if not isinstance(raw, dict):
        raise Finding("must be an entry with id and texts.")
    for key in unknown(raw, ENTRY_KEYS):
        raise Finding(f'"{key}" is not known; an entry has {", ".join(ENTRY_KEYS)}.')
    texts = raw.get("texts")
    if not isinstance(texts, dict) or not texts:
        raise Finding("texts is missing; write at least one language.")
    langs = [language(lang, for_matching) for lang in texts]
    if len(set(langs)) < len(langs):
        raise Finding("texts has the same language twice.")
    days = {name: day(name, raw.get(name)) for name in DATES}
    if days["valid_from"] and days["valid_until"] and days["valid_from"] > days["valid_until"]:
        raise Finding("valid_until is before valid_from.")
    return Entry(
        id=entry_id(raw.get("id")),
        texts={lang: read_text(text, lang, for_matching) for lang, text in zip(langs, texts.values(), strict=True)},
        category=words("category", raw.get("category")),
        confidence=words("confidence", raw.get("confidence")),
        source=words("source", raw.get("source")),
        related=tuple(entry_id(other) for other in _list("related", raw.get("related"))),
        **days,
    )


def read_text(raw: object, lang: str, for_matching: bool) -> EntryText:
    """One language of an entry from plain values; raises Finding."""
    if not isinstance(raw, dict):
        raise Finding(f"texts.{lang} must have a question and an answer.")
    for key in unknown(raw, TEXT_KEYS):
        raise Finding(f'texts.{lang}: "{key}" is not known; a text has {", ".join(TEXT_KEYS)}.')
    question, answer = words("question", raw.get("question")), words("answer", raw.get("answer"))
    if not question:
        raise Finding(f"the question in {lang} is empty.")
    if not answer and not for_matching:
        raise Finding(f"the answer in {lang} is empty.")
    return EntryText(question, answer, variants(raw.get("variants")), words("after", raw.get("after")))


def read_variables(raw: object) -> tuple[dict[str, str], list[str]]:
    """Names and values from plain values, and a sentence for each that cannot be taken."""
    if not isinstance(raw, dict):
        return {}, ["variables must be names and values."]
    found, problems = {}, []
    for name, value in raw.items():
        try:
            if not _VARIABLE.fullmatch(str(name)):
                raise Finding("a name has small letters, digits and _ : . - only.")
            found[str(name)] = words("value", value)
        except Finding as finding:
            problems.append(f'variable "{str(name)[:60]}": {finding}')
    return found, problems


def entry_as_plain(entry: Entry) -> dict[str, Any]:
    """The YAML form of an entry; empty fields are left out. `read_entry` is the inverse."""
    plain = {
        "id": entry.id,
        "category": entry.category,
        "confidence": entry.confidence,
        "source": entry.source,
        **{name: getattr(entry, name).isoformat() for name in DATES if getattr(entry, name)},
        "related": list(entry.related),
        "texts": {lang: _text_as_plain(text) for lang, text in entry.texts.items()},
    }
    return {key: value for key, value in plain.items() if value}


def _text_as_plain(text: EntryText) -> dict[str, Any]:
    plain = {"question": text.question, "variants": list(text.variants), "answer": text.answer, "after": text.after}
    return {key: value for key, value in plain.items() if value}


def words(name: str, value: object) -> str:
    """A text field: line ends made one, ends trimmed; raises Finding for what cannot be kept or is too long."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Finding(f"{name} must be text.")
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LIMITS[name]:
        raise Finding(f"{name} is too long: {len(text)} characters, at most {LIMITS[name]}.")
    broken = next((c for c in text if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t"), None)
    if broken is not None:
        raise Finding(f"{name} holds a character that cannot be kept (U+{ord(broken):04X}); remove it.")
    return text


def variants(value: object) -> tuple[str, ...]:
    """Phrasings, one line each, without empty ones and repeats."""
    found = [" ".join(words("variants", line).split()) for line in _list("variants", value)]
    if len(found) > MOST_VARIANTS:
        raise Finding(f"{len(found)} phrasings, at most {MOST_VARIANTS}.")
    return tuple(dict.fromkeys(line for line in found if line))


def entry_id(value: object) -> str:
    """An entry's name; raises Finding."""
    name = words("id", value)
    if not name:
        raise Finding("id is missing.")
    if not _ID.fullmatch(name):
        raise Finding(f'the id "{name}" may hold letters, digits and . : / + - _ only.')
    return name


def language(value: object, any_two_letters: bool = False) -> str:
    """zh, en or fr, from "zh", "zh-CN" or "ZH"; raises Finding."""
    lang = str(value or "").strip().lower().replace("_", "-").split("-")[0]
    if lang in LANGS or (any_two_letters and re.fullmatch("[a-z]{2}", lang)):
        return lang
    raise Finding(f'the language must be {", ".join(LANGS)}, not "{str(value or "")[:20]}".')


def day(name: str, value: object) -> date | None:
    """A day written 2026-03-31, 2026/3/31 or 2026年3月31日, or a date; None when empty; raises Finding."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = _DAY.fullmatch(str(value).strip().removesuffix(" 00:00:00"))
    with suppress(ValueError):  # 2026-02-30
        if found:
            return date(*(int(part) for part in found.groups()))
    raise Finding(f'{name} must be a day like 2026-03-31, not "{str(value)[:20]}".')


def unknown(raw: Mapping[Any, Any], known: Iterable[str]) -> list[str]:
    """The keys that nobody reads, usually a typing slip."""
    return [str(key)[:40] for key in raw if key not in known]


def twice(placed: Iterable[tuple[str, str]]) -> list[str]:
    """A sentence for each name that was there before; `placed` gives (place, name)."""
    first: dict[str, str] = {}
    return [
        f"{place}: {name} was already given in {first[name]}."
        for place, name in placed
        if first.setdefault(name, place) != place
    ]


def same_questions(placed: Iterable[tuple[str, Entry]]) -> list[str]:
    """A sentence for each question that two entries would answer, because only one of them can be right."""
    owner: dict[tuple[str, str], tuple[str, str]] = {}
    found = []
    for place, entry in placed:
        for lang, text in entry.texts.items():
            other, name = owner.setdefault((lang, same(text.question)), (place, entry.id))
            if name != entry.id:
                found.append(f'{place}: "{text.question}" is also the question of {name} ({other}).')
    return found


def same(question: str) -> str:
    """The form in which two questions are the same one."""
    return " ".join(unicodedata.normalize("NFKC", question).casefold().split()).rstrip("?？.。!！ ")


def _list(name: str, value: object) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise Finding(f"{name} must be a list.")
    return list(value)
