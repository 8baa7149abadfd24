"""`ask` about a coming event: on which day it answers with it, and on which it does not."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot import wiring
from bot.actions.announcement_checks import Terms
from bot.actions.announcement_drafts import write
from bot.actions.announcements import approve
from tests.announcing import RULES
from tests.core.test_events import session

WRITTEN = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_the_day_decides_what_is_coming(office: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    """Announced on 3 December, held on the 10th."""
    terms = Terms(RULES, {"wechat": "wechat:gh_1"}, WRITTEN, "Li")
    with wiring.open_database(str(office / "config.toml")) as database:
        assert write(database, [session(channels=("wechat",))], terms).problems == []
        assert approve(database, ["talk"], terms).approved == ["talk"]
    told = {day: run("ask", "下次宣讲会什么时候", "--at", f"2026-12-{day:02}")[1] for day in (2, 8, 11)}
    assert ["时间：12月10日（周四）19:00（上海时间，巴黎 12:00）" in words for words in told.values()] == [
        False,
        True,
        False,
    ]
