"""Moving announcements in time: the whole series due now, its event a week ahead."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.announcements import Announcement, Event
from bot.core.walls import wall

EVENT_AHEAD = timedelta(days=7)  # `--due-now` moves the event this far


def due_now(series: Sequence[Announcement], now: datetime) -> list[Announcement]:
    """The first one at `now`, later ones as long after it as before; events as `event_ahead`."""
    first = series[0].publish_at
    return [published_at(one, now + (one.publish_at - first), now) for one in series]


def published_at(announcement: Announcement, moment: datetime, now: datetime) -> Announcement:
    """The same announcement, sent at that moment (whole seconds), its event as `event_ahead`."""
    at = moment.astimezone(UTC).replace(microsecond=0)
    return replace(
        announcement,
        publish_at=at,
        publish_wall=wall(at, announcement.publish_zone),
        event=event_ahead(announcement.event, now),
        useful_until=None,
    )


def event_ahead(event: Event, now: datetime) -> Event:
    """The event on the day seven days after `now`, at its own time of day and as long as before."""
    anchor = event.starts_at or event.ends_at
    if anchor is None:
        return event
    zone = ZoneInfo(event.zone)
    on = (now.astimezone(zone) + EVENT_AHEAD).date()
    moved = datetime.combine(on, anchor.astimezone(zone).time(), tzinfo=zone).astimezone(UTC)
    by = moved - anchor
    return replace(
        event,
        starts_at=event.starts_at + by if event.starts_at else None,
        ends_at=event.ends_at + by if event.ends_at else None,
    )
