"""Days on which an announcement or its event should be looked at twice: holidays in China, Paris's clock changes."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.announcements import Announcement
from bot.core.channel_problems import Finding
from bot.core.holidays import Holiday, holiday_on
from bot.core.timing import SHANGHAI
from bot.core.walls import day, day_and_time

PARIS = ZoneInfo("Europe/Paris")
_NIGHT = timedelta(hours=6)  # before and after the change at 01:00 UTC (EU directive 2000/84/EC)
_CLOSED = "office-closing"  # the kind whose event is the holiday itself


def day_findings(announcement: Announcement, holidays: Sequence[Holiday] = ()) -> Iterator[Finding]:
    """Hints only. `holidays`: those that the settings add."""
    moments = [("It goes out", announcement.publish_at)]
    event = announcement.event
    if event.starts_at:
        moments.append(("The event begins", event.starts_at))
    for what, moment in moments:
        if what == "It goes out" or announcement.kind != _CLOSED:
            yield from _holiday(what, moment, holidays)
        yield from _clock_change(what, moment)


def _holiday(what: str, moment: datetime, holidays: Sequence[Holiday]) -> Iterator[Finding]:
    found = holiday_on(moment.astimezone(SHANGHAI).date(), holidays)
    if found:
        said = (
            f"{what} on {day(moment, 'Asia/Shanghai')}, in the public holiday {found.name} in China ({_range(found)})"
        )
        yield Finding("holiday", f"{said}: many are away, so choose another day if you can.", hint=True)


def _range(holiday: Holiday) -> str:
    first, last = f"{holiday.first:%d %b}".lstrip("0"), f"{holiday.last:%d %b %Y}".lstrip("0")
    days = last if holiday.first == holiday.last else f"{first} to {last}"
    return days if holiday.settled else f"{days} by law; more days may be added when the year's calendar is published"


def _clock_change(what: str, moment: datetime) -> Iterator[Finding]:
    before, after = ((moment + step).astimezone(PARIS).utcoffset() for step in (-_NIGHT, _NIGHT))
    if before is None or after is None or before == after:
        return
    way = "forward" if after > before else "back"
    shown = f"{day_and_time(moment, 'Asia/Shanghai')}, which is {day_and_time(moment, 'Europe/Paris')}"
    yield Finding(
        "clock_change",
        f"{what} at {shown}. Clocks in Paris go one hour {way} that night: check that both times are meant.",
        hint=True,
    )
