"""A file of announcements, already read as plain values, turned into announcements; every fault becomes a problem."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from bot.core.announcement_series import around_event, each_week, look_for_gaps
from bot.core.announcements import ACTS, DEFAULT_LANG, NAMES, Announcement, ChannelText, Event, Problem, default_channel
from bot.core.faq import LANGS
from bot.core.file_entry import FileEntry as _Entry
from bot.core.moving import due_now as moved_to_now
from bot.core.text import find_urls
from bot.core.timing import NoSuchTime, to_utc

ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")  # leaves room for "-follow-up" in the column's 80
AUDIENCE = re.compile(r"all|tag:[0-9]{1,10}")
REFUSING_TWINS = ("weibo", "x")  # Weibo 20019, X 403 "duplicate content" (the code tables of the channels)
_KEYS = frozenset(("id", "kind", "event", "texts", "channels", "publish_at", "publish_zone", "plan", "follow_up")) | {
    *("image", "picture", "late_after_seconds", "late_after_minutes", "useful_until"),
    *("series", "repeat"),
    *("expect", "duplicate_of", "account_type"),  # notes that the sample file carries for its readers
}
_EVENT_KEYS = frozenset(("title", "starts_at", "ends_at", "zone", "online", "place", "link", "contacts"))


def announcements_from(
    document: object, *, now: datetime, due_now: bool = False
) -> tuple[list[Announcement], list[Problem]]:
    """The announcements of a file (`{announcements: […]}` or a bare list) and what is wrong with the others.

    A plan of several sendings gives `<id>-1`, `<id>-2` …; a follow-up gives `<id>-follow-up`; a series before the event
    gives `<id>-j30` …, a weekly one `<id>-w1` …, without those whose time has passed. With `due_now` the first
    sending is now, later ones keep their distance to it, and the event moves to seven days ahead. Pictures keep the
    path that stands in the file.
    """
    listed = document.get("announcements") if isinstance(document, dict) else document
    if not isinstance(listed, list):
        sentence = "The file needs a list called “announcements”, each with id, texts, channels and publish_at."
        return [], [Problem("", "", "wrong_form", sentence)]
    made: list[Announcement] = []
    found: list[Problem] = []
    for number, fields in enumerate(listed, start=1):
        announcements, problems = _entry(number, fields, now=now, due_now=due_now)
        found += problems
        for announcement in announcements:
            if any(announcement.id == other.id for other in made):
                sentence = "This id stands twice in the file: give each announcement its own."
                found.append(Problem(announcement.id, "", "same_id", sentence))
            else:
                made.append(announcement)
    return made, found


def _entry(number: int, fields: Any, *, now: datetime, due_now: bool) -> tuple[list[Announcement], list[Problem]]:
    if not isinstance(fields, dict):
        return [], [
            Problem(f"entry {number}", "", "wrong_form", f"Entry {number} must be a table of names and values.")
        ]
    raw = fields.get("id")
    entry = _Entry(raw if isinstance(raw, str) and raw else f"entry {number}", {str(k): v for k, v in fields.items()})
    if not isinstance(raw, str) or not ID.fullmatch(raw):
        entry.wrong("bad_id", "“id” must be 1 to 60 small letters, digits and hyphens, like spring-open-day.")
    _look_for_slips(entry)
    _look_for_slips(entry, "event", _EVENT_KEYS)
    made = _series(entry, None if due_now else now)
    _look_for_twins(entry, made)
    if any(not problem.hint for problem in entry.found) or not made:
        return [], entry.found
    return (moved_to_now(made, now) if due_now else made), entry.found


def _look_for_slips(entry: _Entry, place: str = "", known: frozenset[str] = _KEYS) -> None:
    fields = entry.fields.get(place) if place else entry.fields
    for name in sorted(set(map(str, fields)) - known) if isinstance(fields, Mapping) else ():
        near = get_close_matches(name, known, n=1)
        advice = f"did you mean “{near[0]}”?" if near else "take it out."
        said = f"{place}.{name[:60]}" if place else name[:60]
        entry.wrong("unknown_key", f"“{said}” is not known here and was not read: {advice}", hint=True)


def _look_for_twins(entry: _Entry, made: Sequence[Announcement]) -> None:
    twin = entry.text(entry.fields, "duplicate_of")[:80]
    for name in {channel.channel for one in made for channel in one.channels} if twin else ():
        if name in REFUSING_TWINS:
            sentence = (
                f"The text is the same as that of “{twin}”, as the file says itself: {NAMES[name]} refuses duplicates, "
                "so change the wording and take out “duplicate_of”."
            )
            entry.wrong("same_text", sentence, name)


def _series(entry: _Entry, now: datetime | None) -> list[Announcement]:
    """All announcements of an entry; without `now` nothing counts as passed."""
    zone = entry.text(entry.fields, "publish_zone", "Asia/Shanghai")
    plan, around = entry.sequence("plan"), entry.sequence("series")
    if (bool(plan) + bool(around) + bool(entry.fields.get("repeat"))) > 1:
        entry.wrong(
            "series_form", "Choose one of “plan”, “series” and “repeat”: give the others an entry of their own."
        )
        return []
    wall = plan[0] if plan else entry.fields.get("publish_at")
    if around and wall is None:
        wall = "2000-01-01 00:00"  # of a series only its own times count; this one is replaced in each of them
    first = _announcement(entry, wall, zone)
    if first is None:
        return []
    made = [first]
    if plan:
        made = []
        for number, each in enumerate(plan, start=1):
            moment = _moment(entry, each, zone, f"plan {number}")
            if moment:
                made.append(replace(first, id=f"{first.id}-{number}", publish_at=moment[0], publish_wall=moment[1]))
    elif around:
        alone = entry.fields.get("publish_at") is None
        made = ([] if alone else made) + around_event(entry, first, around, now=now, texts=_texts)
        made.sort(key=lambda one: one.publish_at)
        look_for_gaps(entry, made)
    elif entry.fields.get("repeat"):
        made = each_week(entry, first, now=now)
        look_for_gaps(entry, made)
    later = entry.mapping(entry.fields, "follow_up")
    if later:
        follow_up = _follow_up(entry, first, later)
        made += [follow_up] if follow_up else []
    return made


def _follow_up(entry: _Entry, first: Announcement, fields: Mapping[str, Any]) -> Announcement | None:
    zone = entry.text(fields, "publish_zone", first.publish_zone)
    moment = _moment(entry, fields.get("publish_at"), zone, "follow_up.publish_at")
    if moment is None:
        return None
    return replace(
        first,
        id=f"{first.id}-follow-up",
        texts={**first.texts, **_texts(entry, fields)},
        channels=_channels(entry, fields["channels"]) if "channels" in fields else first.channels,
        publish_at=moment[0],
        publish_wall=moment[1],
        publish_zone=zone,
    )


def _announcement(entry: _Entry, wall: Any, zone: str) -> Announcement | None:
    fields = entry.fields
    moment = _moment(entry, wall, zone, "publish_at")
    event = _event(entry)
    useful = fields.get("useful_until")
    useful_until = _moment(entry, useful, zone, "useful_until") if useful is not None else None
    file, size, alt = _picture(entry)
    texts, channels = _texts(entry, fields), _channels(entry, fields.get("channels"))
    late, late_minutes = entry.number(fields, "late_after_seconds"), entry.number(fields, "late_after_minutes")
    if late is None and late_minutes is not None:
        late = min(late_minutes * 60, 2**31 - 1)  # as wide as the column
    if moment is None:  # only now, so that all else is said too
        return None
    return Announcement(
        id=entry.id,
        kind=entry.text(fields, "kind")[:40],
        event=event,
        texts=texts,
        channels=channels,
        publish_at=moment[0],
        publish_wall=moment[1],
        publish_zone=zone,
        picture=file,
        picture_bytes=size,
        picture_alt=alt,
        late_after_seconds=late,
        useful_until=useful_until[0] if useful_until else None,
    )


def _event(entry: _Entry) -> Event:
    fields = entry.mapping(entry.fields, "event")
    zone = entry.text(fields, "zone", "Asia/Shanghai")
    edges = []
    for name in ("starts_at", "ends_at"):
        moment = _moment(entry, fields[name], zone, f"event.{name}") if fields.get(name) is not None else None
        edges.append(moment[0] if moment else None)
    return Event(
        title=entry.text(fields, "title"),
        starts_at=edges[0],
        ends_at=edges[1],
        zone=zone,
        online=fields.get("online") is True,
        place=entry.text(fields, "place"),
        link=_link(entry, fields),
        contacts=_contacts(entry, fields),
    )


def _link(entry: _Entry, fields: Mapping[str, Any]) -> str:
    link = entry.text(fields, "link").strip()
    if link and find_urls(link) != [link]:
        entry.wrong("bad_link", "“event.link” must be one whole address like https://paristech.fr/en/node/6531.")
        return ""
    return link


def _contacts(entry: _Entry, fields: Mapping[str, Any]) -> tuple[str, ...]:
    value = fields.get("contacts")
    listed = value if isinstance(value, list) else [value]
    said = (entry.text({"event.contacts": one}, "event.contacts").strip() for one in listed)
    return tuple(one for one in said if one)


def _texts(entry: _Entry, fields: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    texts = {}
    for lang, words in entry.mapping(fields, "texts").items():
        if lang not in LANGS:
            entry.wrong("unknown_language", f"“{lang[:20]}” is not a language of ours: zh, en or fr.")
        elif not isinstance(words, dict):
            entry.wrong("wrong_type", f"“texts.{lang}” must have a title and a body.")
        else:
            texts[lang] = (entry.text(words, "title"), entry.text(words, "body"))
    return texts


def _channels(entry: _Entry, listed: Any) -> tuple[ChannelText, ...]:
    if not isinstance(listed, list) or not listed:
        entry.wrong("no_channel", "“channels” must list where it goes: wechat, weibo, x.")
        return ()
    made: dict[str, ChannelText] = {}
    for item in listed:
        fields = item if isinstance(item, dict) else {"name": item}
        name = entry.text(fields, "name")
        if name not in ACTS:
            entry.wrong("unknown_channel", f"“{name[:40]}” is not a channel: choose among wechat, weibo and x.")
        elif name in made:
            entry.wrong("same_channel", "This channel is listed twice: once is enough.", name)
        else:
            made[name] = _channel(entry, name, fields)
    return tuple(made.values())


def _channel(entry: _Entry, name: str, fields: Mapping[str, Any]) -> ChannelText:
    made = default_channel(name)
    act = entry.text(fields, "act", made.act)
    lang = entry.text(fields, "lang", DEFAULT_LANG[name])
    audience = entry.text(fields, "audience", "all")
    if act not in ACTS[name]:
        entry.wrong("unknown_act", f"“{act[:40]}” is not known here: choose {' or '.join(ACTS[name])}.", name)
    if lang not in LANGS:
        entry.wrong("unknown_language", f"“{lang[:20]}” is not a language of ours: zh, en or fr.", name)
    if not AUDIENCE.fullmatch(audience) or (name != "wechat" and audience != "all"):
        entry.wrong("unknown_audience", "The audience is “all”, or on WeChat “tag:” and the tag's number.", name)
    words = {part: entry.text(fields, part) for part in ("title", "body")}
    return ChannelText(name, act, lang, audience, **words)


def _picture(entry: _Entry) -> tuple[str, int, dict[str, str]]:
    value = entry.fields.get("image") or entry.fields.get("picture")
    if value is None:
        return "", 0, {}
    if isinstance(value, str):
        return entry.text({"picture": value}, "picture"), 0, {}
    if not isinstance(value, dict) or not isinstance(value.get("file"), str):
        entry.wrong("wrong_type", "“image” must be a file name, or a table with “file”.")
        return "", 0, {}
    spoken = entry.mapping(value, "alt")
    alt = {lang: entry.text(spoken, lang) for lang in spoken if lang in LANGS}
    return entry.text(value, "file"), entry.number(value, "bytes") or 0, alt


def _moment(entry: _Entry, wall: Any, zone: str, name: str) -> tuple[datetime, str] | None:
    """(UTC, wall time as entered)."""
    if not isinstance(wall, str | datetime):  # YAML reads an unquoted time as one, and a day without a time as a date
        entry.wrong("time_form", f"“{name}” must be a date and a time like 2026-12-10 19:00.")
        return None
    text = wall.isoformat() if isinstance(wall, datetime) else wall.strip()
    read = to_utc(text if ":" in text else f"{text} ?", zone)
    if isinstance(read, NoSuchTime):
        entry.wrong(f"time_{read.code}", f"{name}: {read.message}")
        return None
    return read.instant, datetime.fromisoformat(text).replace(microsecond=0).isoformat()
