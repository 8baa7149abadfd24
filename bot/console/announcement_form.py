"""The form of an announcement: its fields from an entry of a file, and such an entry from its fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.announcements import ACTS, default_channel
from bot.core.faq import LANGS

_EVENT = ("title", "starts_at", "ends_at", "zone", "place", "link")
_HERE = "Asia/Shanghai"
_MINUTES = len("2026-12-10T19:00")  # what a browser's field for a date and a time takes


def fields_of(entry: Mapping[str, Any]) -> dict[str, str]:
    """Field → value, as the page shows them; a box that is ticked is "yes"."""
    event = entry.get("event", {})
    fields = {"id": entry["id"], "kind": entry.get("kind", ""), "times": "once"}
    fields |= {f"event.{name}": str(event.get(name, "")) for name in _EVENT}
    fields |= {name: fields[name][:_MINUTES] for name in ("event.starts_at", "event.ends_at")}
    fields["event.zone"] = event.get("zone", _HERE)
    fields["event.online"] = "yes" if event.get("online") else ""
    fields["event.contacts"] = "\n".join(event.get("contacts", ()))
    for name in ("publish_at", "useful_until"):
        fields[name] = str(entry.get(name, ""))[:_MINUTES]
    fields["publish_zone"] = entry.get("publish_zone", _HERE)
    late = entry.get("late_after_seconds")
    fields["late_after_seconds"] = "" if late is None else str(late)
    fields |= {"series.days": "30, 7, 1", "series.at": "12:00", "repeat.until": ""}
    for lang in LANGS:
        text = entry.get("texts", {}).get(lang, {})
        fields |= {f"{lang}.{part}": text.get(part, "") for part in ("title", "body")}
    image = entry.get("image", {})
    fields["picture"] = image.get("file", "")
    fields |= {f"alt.{lang}": image.get("alt", {}).get(lang, "") for lang in LANGS}
    return fields | _channel_fields(entry.get("channels", ()))


def all_fields(form: Mapping[str, str]) -> dict[str, str]:
    """The fields of a form that was sent, with those that browsers leave out."""
    empty = fields_of({"id": ""})
    return {name: form.get(name, "") if form else value for name, value in empty.items()}


def entry_in(fields: Mapping[str, str]) -> dict[str, Any]:
    """What these fields say, in the form of a file's entry; whatever is wrong with it is found when that is read."""
    said = {name: value.strip() for name, value in fields.items()}
    event: dict[str, Any] = {name: said[f"event.{name}"] for name in _EVENT if said[f"event.{name}"]}
    event |= {"online": True} if said["event.online"] else {}
    contacts = [line.strip() for line in said["event.contacts"].split("\n") if line.strip()]
    event |= {"contacts": contacts} if contacts else {}
    texts = {
        lang: {"title": said[f"{lang}.title"], "body": said[f"{lang}.body"]}
        for lang in LANGS
        if said[f"{lang}.title"] or said[f"{lang}.body"]
    }
    entry: dict[str, Any] = {
        "id": said["id"], "kind": said["kind"], "event": event, "texts": texts, "channels": _channels(said),
        "publish_zone": said["publish_zone"] or _HERE,
    }  # fmt: skip
    entry |= {name: said[name] for name in ("publish_at", "useful_until") if said[name]}
    if said["late_after_seconds"].isdigit() and len(said["late_after_seconds"]) < 10:
        entry["late_after_seconds"] = int(said["late_after_seconds"])
    if said["picture"]:
        alt = {lang: said[f"alt.{lang}"] for lang in LANGS if said[f"alt.{lang}"]}
        entry["image"] = {"file": said["picture"], "alt": alt}
    return entry | _times(said)


def _times(said: Mapping[str, str]) -> dict[str, Any]:
    if said["times"] == "before":
        at = said["series.at"] or "12:00"
        days = [part.strip() for part in said["series.days"].replace("，", ",").split(",") if part.strip()]
        series = [{"days_before": int(day) if day.isdigit() and len(day) < 4 else day, "at": at} for day in days]
        # Only the series' own times count; a moment of its own would be one send more.
        return {"series": series, "publish_at": None}
    if said["times"] == "weekly":
        return {"repeat": {"every": "week", "until": said["repeat.until"]}}
    return {}


def _channel_fields(channels: Sequence[Any]) -> dict[str, str]:
    there = {one if isinstance(one, str) else one["name"]: {} if isinstance(one, str) else one for one in channels}
    fields = {}
    for name in ACTS:
        usual, said = default_channel(name), there.get(name, {})
        fields[f"to.{name}"] = "yes" if name in there else ""
        for part in ("act", "lang", "audience", "title", "body"):
            fields[f"{name}.{part}"] = said.get(part, getattr(usual, part))
    return fields


def _channels(said: Mapping[str, str]) -> list[dict[str, str]]:
    parts = ("act", "lang", "audience", "title", "body")
    return [
        {"name": name, **{part: said[f"{name}.{part}"] for part in parts if said[f"{name}.{part}"]}}
        for name in ACTS
        if said[f"to.{name}"]
    ]
