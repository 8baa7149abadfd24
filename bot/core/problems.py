"""What keeps an announcement from going out as it is: found when it is written and again when it is approved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.announcements import NAMES, Announcement, ChannelText, Problem, content_words
from bot.core.channel_problems import TextRules, picture_findings, text_findings
from bot.core.delivery import Post
from bot.core.findings import Finding
from bot.core.posts import posts_for
from bot.core.quotas import Need, QuotaRules, needs
from bot.core.text import canonical
from bot.core.timing import NoSuchTime, period, to_utc
from bot.core.walls import day, day_and_time

JUST_PAST = timedelta(minutes=15)  # approving takes a moment; what should have gone out earlier needs another time
WORTH_SAYING = timedelta(seconds=90)
FARTHEST = timedelta(days=2 * 366)
CLOSE_TOGETHER = timedelta(hours=1)
