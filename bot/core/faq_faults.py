"""What can be wrong with entries as they are written: languages, dates, variables, names of other entries, length."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.faq import LANGS, Entry, fill, variables_in

ERROR, HINT = "error", "hint"
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Fault:
    """`severity`: an error reaches students, a hint is worth a look. `entry` and `lang` may be "" (no one's)."""

    code: str
    severity: str
    entry: str
    lang: str
    sentence: str


def text_faults(
    entries: Sequence[Entry], variables: Mapping[str, str], *, day: date, reply_bytes: int
) -> Iterator[Fault]:
    """Every fault of the entries by themselves; `reply_bytes` is what fits into a reply, `day` today in Shanghai."""
    known = {entry.id for entry in entries}
    written = {lang for entry in entries for lang in entry.texts}
    for entry in entries:
        yield from _languages(entry, written)
        yield from _validity(entry, day)
        yield from _review(entry, day)
        yield from _related(entry, known)
        yield from _variables(entry, variables)
        yield from _length(entry, variables, reply_bytes)
    yield from _unused(entries, variables)


def _languages(entry: Entry, written: Iterable[str]) -> Iterator[Fault]:
    # A language that the whole FAQ does without is a decision, not a slip.
    for lang in LANGS:
        if lang in written and lang not in entry.texts:
            other = entry.language_for(lang)
            sentence = f"There is no text in {lang}; who asks in {lang} gets the answer in {other}. Add texts.{lang}."
            yield Fault("missing-language", HINT, entry.id, lang, sentence)


def _validity(entry: Entry, day: date) -> Iterator[Fault]:
    if entry.valid_from is not None and entry.valid_from > day:
        sentence = (
            f"It is valid from {entry.valid_from} only, but students read it already: "
            "word it so that it is right today, or import it on that day."
        )
        yield Fault("not-yet-valid", HINT, entry.id, "", sentence)
    until = entry.valid_until
    if until is None or until > day + SOON:
        return
    without = ", ".join(lang for lang, text in entry.texts.items() if not text.after)
    if until >= day:
        do = f"write what students read after it (`after`) in {without}" if without else "put the new dates"
        left = (until - day).days
        yield Fault("ends-soon", HINT, entry.id, "", f"It ends on {until}, in {left} days: {do}, or let it end.")
    elif without:
        sentence = (
            f"It ended on {until}, and students still get the old answer in {without}. "
            f"Write `after`, put the new dates, or take it away by `paristech-bot faq archive {entry.id}`."
        )
        yield Fault("ended", ERROR, entry.id, "", sentence)
    else:
        sentence = f"It ended on {until} and says its `after` text. Put the new dates when they are known."
        yield Fault("ended", HINT, entry.id, "", sentence)


def _review(entry: Entry, day: date) -> Iterator[Fault]:
    due = entry.review_by
    if due is not None and due <= day + SOON:
        code, when = ("review-due", "was") if due < day else ("review-soon", "is")
        sentence = f"Its review {when} due on {due}: read it again, then put a new review_by."
        yield Fault(code, HINT, entry.id, "", sentence)


def _related(entry: Entry, known: Iterable[str]) -> Iterator[Fault]:
    for other in entry.related:
        if other not in known:
            sentence = f"Its related entry {other} does not exist: take it out, or correct the id."
            yield Fault("related-missing", HINT, entry.id, "", sentence)


def _variables(entry: Entry, variables: Mapping[str, str]) -> Iterator[Fault]:
    for lang, text in entry.texts.items():
        for name in variables_in(text.answer + text.after):
            if name not in variables:
                sentence = (
                    f"The answer in {lang} shows {{{name}}} as it is: correct the name, or give it a value by "
                    f"`paristech-bot variables set {name} …`."
                )
                yield Fault("unknown-variable", ERROR, entry.id, lang, sentence)


def _unused(entries: Iterable[Entry], variables: Mapping[str, str]) -> Iterator[Fault]:
    texts = [text for entry in entries for text in entry.texts.values()]
    used = {name for text in texts for name in variables_in(text.answer + text.after)}
    for name in sorted(set(variables) - used):
        sentence = (
            f"No answer uses the variable {name}: is its name right in them? "
            f"If it is not needed: `paristech-bot variables remove {name}`."
        )
        yield Fault("unused-variable", HINT, "", "", sentence)


def _length(entry: Entry, variables: Mapping[str, str], most: int) -> Iterator[Fault]:
    for lang, text in entry.texts.items():
        for name, written in (("answer", text.answer), ("after", text.after)):
            size = len(fill(written, variables).encode())
            if size > most:
                sentence = (
                    f"The {name} in {lang} has {size} bytes; a WeChat reply takes {most}, and the rest is cut off. "
                    "Shorten it, or link to a page."
                )
                yield Fault("too-long", ERROR, entry.id, lang, sentence)
