"""An instant as people say it: the wall time in a zone, and its day in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOIS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def wall(moment: datetime, zone: str) -> str:
    """What clocks in that zone show, "2026-12-10T19:00:00", whole seconds."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0).isoformat()


def day(moment: datetime, zone: str) -> str:
    """“5 November 2026”."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def day_and_time(moment: datetime, zone: str) -> str:
    """“5 November 2026, 19:00 (Shanghai)”."""
    return f"{day(moment, zone)}, {moment.astimezone(ZoneInfo(zone)):%H:%M} ({place_name(zone)})"


def place_name(zone: str) -> str:
    """“New York” for America/New_York."""
    return zone.rsplit("/", maxsplit=1)[-1].replace("_", " ")


def date_words(moment: datetime, zone: str, lang: str) -> dict[str, str]:
    """`date` and `time` as an announcement in that language says them, e.g. 12月1日（周二） and 19:00."""
    local = moment.astimezone(ZoneInfo(zone))
    if lang == "zh":
        return {
            "date": f"{local.month}月{local.day}日（周{'一二三四五六日'[local.weekday()]}）",
            "time": f"{local:%H:%M}",
        }
    if lang == "fr":
        number = "1er" if local.day == 1 else str(local.day)
        minutes = f" {local:%M}" if local.minute else ""
        return {
            "date": f"{JOURS[local.weekday()]} {number} {MOIS[local.month - 1]} {local.year}",
            "time": f"{local.hour} h{minutes}",
        }
    return {
        "date": f"{WEEKDAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {local.year}",
        "time": f"{local:%H:%M}",
    }
