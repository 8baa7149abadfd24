"""The demo's announcement: an information session in a week, told of in a minute, at whatever date the demo runs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import yaml

from bot.core.announcement_file import announcements_from
from bot.core.announcements import Announcement
from bot.core.series import with_event_words

AHEAD = timedelta(minutes=1)


def demo_announcement(now: datetime) -> Announcement:
    """Out one minute after `now` on all three channels; its event is in seven days at 19:00 in Shanghai.

    The texts name the day, so that another day's are different ones.
    """
    document = yaml.safe_load(files("bot.content").joinpath("demo_announcement.yaml").read_text(encoding="utf-8"))
    [made], _ = announcements_from(document, now=now + AHEAD, due_now=True)
    made = with_event_words(made)
    return replace(made, id=f"{made.id}-{now.astimezone(UTC):%Y%m%d-%H%M%S}")
