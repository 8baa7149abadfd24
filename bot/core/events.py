"""Coming events as FAQ entries: what was announced and is not over can be asked about, in the announcement's words."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.announcements import Announcement
from bot.core.articles import without_pictures
from bot.core.event_words import ALSO, ANY, ASKED, CITIES, KINDS, PLACE, UNTIL, WHEN
from bot.core.faq import FALLBACK, LANGS, Entry, EntryText
from bot.core.text import find_urls
from bot.core.walls import date_words

LISTED = 4  # more would not fit on a phone
PREFIX = "coming-"
EVERY = f"{PREFIX}events"
_SHANGHAI, _PARIS = "Asia/Shanghai", "Europe/Paris"


def coming(announced: Sequence[Announcement], now: datetime) -> list[Announcement]:
    """Those of these announcements that are due and whose event is not over, the soonest first.

    An event that was announced several times (a reminder) counts once, in its latest words. Deadlines and calls are no
    events here, because the FAQ answers for them.
    """
    due = [one for one in announced if one.kind in KINDS and one.publish_at <= now and _for_all(one)]
    latest: dict[tuple[str, str, datetime | None], Announcement] = {}
    for one in sorted(due, key=lambda one: (one.publish_at, one.id)):
        over = _over(one)
        if over is not None and over > now:
            latest[one.kind, one.event.title, one.event.starts_at] = one
    return sorted(latest.values(), key=lambda one: (one.event.starts_at or now, one.id))


def next_change(announced: Sequence[Announcement], now: datetime) -> datetime | None:
    """When `entries_for` says something else next, if nobody changes the announcements; None for never."""
    edges = (
        edge
        for one in announced
        if one.kind in KINDS
        for edge in (one.publish_at, one.event.starts_at, _over(one))
        if edge is not None and edge > now
    )
    return min(edges, default=None)


def entries_for(announced: Sequence[Announcement], now: datetime) -> list[Entry]:
    """One entry for each kind of coming event, and one for all of them; [] when nothing is coming."""
    events = coming(announced, now)
    kinds = list(dict.fromkeys(one.kind for one in events))
    made = [_entry(kind, [one for one in events if one.kind == kind], now) for kind in kinds]
    return [*made, _every(events, now)] if events else []


def _for_all(one: Announcement) -> bool:
    """Whether it is public anywhere: what goes to one group's followers only is not told to whoever asks."""
    return any(channel.audience == "all" for channel in one.channels)


def _over(one: Announcement) -> datetime | None:
    """When nobody needs it any more: its end, or its start when no end is known."""
    return one.event.ends_at or one.event.starts_at


def _entry(kind: str, events: Sequence[Announcement], now: datetime) -> Entry:
    texts = {}
    for lang in LANGS:
        # Not the announcements' titles, because they speak of what the FAQ answers ("how to apply to 9+9").
        asked = [form.format(n=noun) for noun in KINDS[kind][lang] for form in ASKED[lang]]
        texts[lang] = EntryText(asked[0], _answer(events, lang, now), tuple(asked[1:]))
    return Entry(f"{PREFIX}{kind}", texts, category="events", source="announcement", related=(EVERY,))


def _every(events: Sequence[Announcement], now: datetime) -> Entry:
    related = tuple(dict.fromkeys(f"{PREFIX}{one.kind}" for one in events))
    texts = {
        lang: EntryText(
            ANY[lang][0], "\n\n".join(_line(one, lang, now) for one in events[:LISTED]), tuple(ANY[lang][1:])
        )
        for lang in LANGS
    }
    return Entry(EVERY, texts, category="events", source="announcement", related=related)


def _answer(events: Sequence[Announcement], lang: str, now: datetime) -> str:
    """The soonest in the announcement's words, with its time; the others by title and time."""
    first, others = events[0], events[1:LISTED]
    title, body = _words(first, lang)
    lines = [title, body, f"{WHEN[lang]}{_when(first, lang, now)}"]
    if first.event.place and first.event.place not in body:
        lines.append(f"{PLACE[lang]}{first.event.place}")
    told = "\n".join(line for line in lines if line)
    return "\n\n".join(
        [told, "\n".join([ALSO[lang], *(_line(one, lang, now) for one in others)])] if others else [told]
    )


def _line(one: Announcement, lang: str, now: datetime) -> str:
    title, body = _words(one, lang)
    link = next(iter(find_urls(body)), "")
    return "\n".join(part for part in (f"• {title or one.event.title}", _when(one, lang, now), link) if part)


def _words(one: Announcement, lang: str) -> tuple[str, str]:
    """Title and body in that language, else in the nearest that was written."""
    order = (*FALLBACK[lang], *one.texts)
    title, body = next((one.texts[name] for name in order if name in one.texts), (one.event.title, ""))
    body = without_pictures(body).strip()
    link = one.event.link
    return title, f"{body}\n{link}".strip() if link and link not in body else body


def _when(one: Announcement, lang: str, now: datetime) -> str:
    starts, ends = one.event.starts_at, one.event.ends_at
    if starts is not None and starts > now:
        return _moment(starts, lang)
    return UNTIL[lang].format(when=_moment(ends, lang)) if ends is not None else ""


def _moment(at: datetime, lang: str) -> str:
    paris = at.astimezone(ZoneInfo(_PARIS))
    same_day = paris.date() == at.astimezone(ZoneInfo(_SHANGHAI)).date()
    words = date_words(at, _PARIS, lang)
    there = words["time"] if same_day else f"{words['date']} {words['time']}"
    return CITIES[lang].format(**date_words(at, _SHANGHAI, lang), paris=there)
