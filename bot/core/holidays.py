"""Public holidays in mainland China, as far ahead as they are known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"(\d{4}-\d\d-\d\d)(?: to (\d{4}-\d\d-\d\d))? (\S.*)")


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days off in a row. `settled`: arranged by the State Council; else only the days that the law itself gives."""

    name: str
    first: date
    last: date
    settled: bool


def _days(name: str, first: str, last: str, *, settled: bool) -> Holiday:
    return Holiday(name, date.fromisoformat(first), date.fromisoformat(last), settled)


# 2026: 国务院办公厅关于2026年部分节假日安排的通知 (国办发明电〔2025〕7号, 2025-11-04; as in the PyPI packages
# chinesecalendar 1.11 and holidays). 2027: its arrangement was not at hand when this was written (2026-11-25), so these
# are the days of 全国年节及纪念日放假办法 (国务院令第795号, in force since 2025-01-01) at the lunar calendar's dates.
# The arrangement adds days and makes working days of weekends: `announcements.holidays` in the settings takes its days.
HOLIDAYS = (
    _days("New Year's Day", "2026-01-01", "2026-01-03", settled=True),
    _days("Spring Festival", "2026-02-15", "2026-02-23", settled=True),
    _days("Qingming", "2026-04-04", "2026-04-06", settled=True),
    _days("Labour Day", "2026-05-01", "2026-05-05", settled=True),
    _days("Dragon Boat Festival", "2026-06-19", "2026-06-21", settled=True),
    _days("Mid-Autumn Festival", "2026-09-25", "2026-09-27", settled=True),
    _days("National Day", "2026-10-01", "2026-10-07", settled=True),
    _days("New Year's Day", "2027-01-01", "2027-01-01", settled=False),
    _days("Spring Festival", "2027-02-05", "2027-02-08", settled=False),
    _days("Qingming", "2027-04-05", "2027-04-05", settled=False),
    _days("Labour Day", "2027-05-01", "2027-05-02", settled=False),
    _days("Dragon Boat Festival", "2027-06-09", "2027-06-09", settled=False),
    _days("Mid-Autumn Festival", "2027-09-15", "2027-09-15", settled=False),
    _days("National Day", "2027-10-01", "2027-10-03", settled=False),
)


def holiday_on(day: date, more: Sequence[Holiday] = ()) -> Holiday | None:
    """The holiday that this day (in China) belongs to, None when it is none that is known; `more` go first."""
    return next((holiday for holiday in (*more, *HOLIDAYS) if holiday.first <= day <= holiday.last), None)


def holiday_from(written: str) -> Holiday:
    """Days off as the settings list them: "2027-02-04 to 2027-02-11 Spring Festival", or one day and its name.

    Raises ValueError for anything else.
    """
    parts = _WRITTEN.fullmatch(written.strip())
    if parts is None:
        raise ValueError(written)
    first, last, name = parts.groups()
    made = _days(name, first, last or first, settled=True)
    if made.last < made.first:
        raise ValueError(written)
    return made
