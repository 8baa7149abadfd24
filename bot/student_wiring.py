"""What a student would get, tried out: the office as the settings describe it, and the pipeline's own words."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.actions.answers import Answerer
from bot.core.faq import Entry
from bot.core.office import Office
from bot.settings import Settings
from bot.store.tombstones import Tombstones
from handlers.trial import Trial, preview, try_out


def office(settings: Settings) -> Office:
    """When the office is there, and how it is reached."""
    hours = settings.answering
    return Office(
        time.fromisoformat(hours.office_opens),
        time.fromisoformat(hours.office_closes),
        ZoneInfo(hours.office_zone),
        hours.contact,
        settings.privacy.chat_days,
    )


@dataclass(frozen=True, slots=True)
class Students:
    """A student who asks at any moment, of whom nothing is kept."""

    settings: Settings
    tombstones: Tombstones

    def asked(self, answerer: Answerer, text: str, lang: str, now: datetime) -> Trial:
        """What they would get for this message."""
        room = self.settings.wechat.reply_bytes
        return try_out(
            answerer, text, lang=lang, now=now, office=office(self.settings), room=room, tombstones=self.tombstones
        )

    def given(self, answerer: Answerer, entry: Entry, lang: str, now: datetime) -> tuple[str, int]:
        """What they would get of this entry, and how many bytes that has before it is cut."""
        room = self.settings.wechat.reply_bytes
        return preview(
            answerer, entry, lang=lang, now=now, office=office(self.settings), room=room, tombstones=self.tombstones
        )
