"""Announcements as a table, one row each: the columns in three languages, and what a row says as an entry of a file."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any

from bot.core.faq import LANGS
from bot.core.faq_table import guard, unguard

# Column → how Chinese and French colleagues call it; case, spaces and hyphens do not count.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("编号", "identifiant"),
    "kind": ("类型", "type"),
    "event_title": ("活动", "活动名称", "événement", "evenement"),
    "event_start": ("活动开始", "开始时间", "début", "debut"),
    "event_end": ("活动结束", "结束时间", "fin"),
    "zone": ("时区", "活动时区", "fuseau"),
    "place": ("地点", "lieu"),
    "link": ("链接", "lien"),
    "zh_title": ("中文标题", "titre_zh"),
    "zh_body": ("中文正文", "texte_zh"),
    "en_title": ("英文标题", "titre_en"),
    "en_body": ("英文正文", "texte_en"),
    "fr_title": ("法文标题", "titre_fr"),
    "fr_body": ("法文正文", "texte_fr"),
    "channels": ("渠道", "平台", "canaux"),
    "publish_at": ("发布时间", "publication"),
    "publish_zone": ("发布时区", "fuseau_publication"),
    "picture": ("图片", "image"),
    "late_after_minutes": ("可迟分钟", "retard_minutes"),
    "useful_until": ("有效至", "utile_jusqu_au", "utile_jusqu'au"),
    "audience": ("受众", "audience_wechat"),
}
REQUIRED = ("id", "channels", "publish_at")
ALIASES: Mapping[str, str] = {alias: column for column, others in COLUMNS.items() for alias in (column, *others)}
_CHANNELS = {"微信": "wechat", "公众号": "wechat", "微博": "weibo", "推特": "x", "twitter": "x"}
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]*(\d{1,2})[:：](\d{2})(?::\d{2})?)?"
)
_AS_IT_IS = ("id", "kind", "publish_at", "publish_zone", "picture", "late_after_minutes", "useful_until")
_TIMES = ("event_start", "event_end", "publish_at", "useful_until")

EXAMPLE: Mapping[str, str] = {
    "id": "spring-open-day",
    "kind": "information-session",
    "event_title": "Spring open day",
    "event_start": "2027-03-06 14:00",
    "event_end": "2027-03-06 17:30",
    "zone": "Asia/Shanghai",
    "place": "Shanghai",
    "link": "https://paristech.fr/en/node/6531",
    "zh_title": "春季开放日",
    "zh_body": "3月6日（周六）14:00，上海。欢迎参加！",
    "en_title": "Spring open day",
    "en_body": "Sat 6 March 2027, 14:00, Shanghai. Welcome!",
    "channels": "wechat, weibo, x",
    "publish_at": "2027-02-24 12:00",
    "publish_zone": "Asia/Shanghai",
    "late_after_minutes": "15",
    "useful_until": "2027-03-06 14:00",
    "audience": "all",
}


def header(cells: Sequence[Any]) -> tuple[list[str], list[str]]:
    """The columns that a header row names, and what is wrong with it."""
    said = [_plain(cell) for cell in cells]
    while said and not said[-1]:
        said.pop()
    names = [ALIASES.get(cell, "") for cell in said]
    problems = []
    for place, (cell, name) in enumerate(zip(said, names, strict=True), start=1):
        if not cell:
            problems.append(f"Column {place} has no name: give it one, or take it out.")
            continue
        near = get_close_matches(cell, ALIASES, n=1)
        if not name:
            hint = f"did you mean “{near[0]}”?" if near else f"known are {', '.join(COLUMNS)}."
            problems.append(f"The column “{cell[:40]}” is not known: {hint}")
        elif names.count(name) > 1 and f"The column “{name}” is there twice." not in problems:
            problems.append(f"The column “{name}” is there twice.")
    missing = [name for name in REQUIRED if name not in names]
    problems += [f"The column “{name}” is missing; `announce template` writes a table with all." for name in missing]
    return names, problems


def entry_of(names: Sequence[str], cells: Sequence[Any]) -> dict[str, Any]:
    """One row as an entry of the file's form; whatever is wrong with it is found when that is read."""
    row = {name: _value(name, cell) for name, cell in zip(names, cells, strict=False)}
    row = {name: value for name, value in row.items() if value not in ("", None)}
    event = {"title": row.get("event_title"), "starts_at": row.get("event_start"), "ends_at": row.get("event_end")}
    event |= {"zone": row.get("zone"), "place": row.get("place")}
    entry = {name: row[name] for name in _AS_IT_IS if name in row}
    texts = {lang: _text(row, lang) for lang in LANGS if row.get(f"{lang}_title") or row.get(f"{lang}_body")}
    channels = _channels(str(row.get("channels", "")), row.get("audience"))
    kept_event = {name: value for name, value in event.items() if value is not None}
    return {**entry, "event": kept_event, "texts": texts, "channels": channels}


def row_of(entry: Mapping[str, Any]) -> list[str]:
    """An entry of the file's form as a row; what a table has no place for (a channel's own words) is left out."""
    event, texts = entry.get("event", {}), entry.get("texts", {})
    names = {"event_title": "title", "event_start": "starts_at", "event_end": "ends_at"}
    row = {column: event.get(name, "") for column, name in names.items()}
    row |= {name: event.get(name, "") for name in ("zone", "place", "link")}
    row |= {f"{lang}_{part}": texts.get(lang, {}).get(part, "") for lang in LANGS for part in ("title", "body")}
    row |= {name: entry.get(name, "") for name in _AS_IT_IS}
    late = entry.get("late_after_seconds")
    row |= {"picture": entry.get("image", {}).get("file", ""), "late_after_minutes": "" if late is None else late // 60}
    row["channels"] = ", ".join(one["name"] for one in entry.get("channels", ()))
    audiences = [one.get("audience", "all") for one in entry.get("channels", ()) if one["name"] == "wechat"]
    row["audience"] = next(iter(audiences), "")
    return [guard(str(row.get(name, ""))) for name in COLUMNS]


def template() -> list[list[str]]:
    """The header and one example row."""
    return [list(COLUMNS), [guard(EXAMPLE.get(name, "")) for name in COLUMNS]]


def _text(row: Mapping[str, Any], lang: str) -> dict[str, str]:
    title, body, link = (str(row.get(name, "")) for name in (f"{lang}_title", f"{lang}_body", "link"))
    return {"title": title, "body": f"{body} {link}".strip() if link and link not in body else body}


def _channels(cell: str, audience: Any) -> list[Any]:
    names = [word.strip().lower() for word in re.split(r"[,，、;；|/\n]+", cell) if word.strip()]
    known = [_CHANNELS.get(name, name) for name in names]
    return [{"name": name, "audience": str(audience)} if name == "wechat" and audience else name for name in known]


def _value(name: str, cell: Any) -> Any:
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # spreadsheets have no whole numbers
    if isinstance(cell, bool | int | float):
        return cell if name == "late_after_minutes" else str(cell)
    text = unguard(str(cell)).strip() if cell is not None else ""
    if name == "late_after_minutes" and text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    return _wall(text) if name in _TIMES else text


def _wall(text: str) -> str:
    """2026/12/10 19:00 and 2026年12月10日 19:00 as 2026-12-10 19:00; what is neither stays as it is."""
    found = _DATE.fullmatch(text)
    if not found:
        return text
    year, month, day, hour, minute = found.groups()
    return f"{year}-{int(month):02}-{int(day):02}" + (f" {int(hour):02}:{minute}" if hour else "")


def _plain(cell: Any) -> str:
    return re.sub(r"[\s\-]+", "_", str(cell if cell is not None else "").strip().lower())
