"""What is planned as an iCalendar file (RFC 5545); the library folds the lines and escapes the texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import icalendar

from bot.core.announcements import NAMES, Status

PRODUCT = "-//ParisTech China//announcements//EN"
LASTS = timedelta(minutes=15)  # a send has no length; calendar programs hide what has none
# RFC 5545, 3.8.1.11
_STATUS = {Status.DRAFT: "TENTATIVE", Status.APPROVED: "CONFIRMED", Status.CANCELLED: "CANCELLED"}


@dataclass(frozen=True, slots=True)
class Appointment:
    """One announcement in the feed: `channels` says where each of its sends stands. Instants are UTC."""

    id: str
    at: datetime
    title: str
    status: Status
    channels: Mapping[str, str]
    text: str
    stands: str
    changed_at: datetime


def feed(appointments: Sequence[Appointment]) -> bytes:
    """The file; an announcement keeps its UID, so that programs see a move as one. Same state, same bytes."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "ParisTech China: announcements")
    for one in appointments:
        calendar.add_component(_event(one))
    return bytes(calendar.to_ical())


def _event(one: Appointment) -> icalendar.Event:
    names = ", ".join(NAMES.get(channel, channel) for channel in one.channels)
    where = "\n".join(f"{NAMES.get(channel, channel)}: {state}" for channel, state in one.channels.items())
    draft = "[draft] " if one.status is Status.DRAFT else ""
    event = icalendar.Event()
    event.add("uid", f"announcement-{one.id}@paristech-bot")
    event.add("dtstamp", one.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", one.at.astimezone(UTC))
    event.add("dtend", one.at.astimezone(UTC) + LASTS)
    event.add("summary", f"{draft}{one.title} ({names})")
    event.add("description", f"{one.stands}\n{where}\n\n{one.text}".strip())
    event.add("status", _STATUS[one.status])
    event.add("transp", "TRANSPARENT")  # because nobody is busy while the bot sends
    return event
