"""What the doctor is given: settings → the ways to ask, the facts of this machine, the call to ourselves."""

import secrets
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bot import account_settings, account_wiring, notice_wiring, safekeeping, wiring
from bot.actions.doctor import Surroundings
from bot.channels.http import Http
from bot.channels.reach import WECHAT_WAITS, call_ourselves, clock_there
from bot.core import health
from bot.core.health import Check
from bot.core.ports import Clock
from bot.core.timing import SHANGHAI
from bot.faults import nowhere
from bot.settings import Settings
from bot.store.engine import Database
from scheduler.backing_up import newest


def surroundings(path: Path, settings: Settings, database: Database) -> Surroundings:
    """Everything that `actions.doctor.examine` needs beside the database."""
    clock = wiring.clock_of(settings)
    room = shutil.disk_usage(safekeeping.data_folder(path, settings))
    return Surroundings(
        findings=wiring.settings_findings(path, settings),
        clock=clock.now,
        there=_clocks(settings, clock),
        loop=lambda: _loop(settings, clock),
        channels=list(account_settings.accounts(settings)),
        set_up=lambda: wiring.set_up(settings, database),
        asking=account_wiring.asking(settings, database),
        disk=(room.free, room.total),
        backup=_backup(settings, clock.now()),
        ways=len(notice_wiring.ways(settings, clock)),
        calls_per_day=settings.weibo.calls_per_day,
    )


def _clocks(settings: Settings, clock: Clock) -> dict[str, Callable[[], datetime | str]]:
    bases = {"wechat": settings.wechat.api_base, "weibo": settings.weibo.api_base, "x": settings.x.api_base}
    proxies = {"x": settings.x.proxy}

    def asking(name: str) -> Callable[[], datetime | str]:
        return lambda: clock_there(Http(clock.monotonic, nowhere, proxy=proxies.get(name, "")), bases[name])

    return {name: asking(name) for name in account_settings.accounts(settings)}


def _loop(settings: Settings, clock: Clock) -> Check:
    return call_ourselves(
        Http(clock.monotonic, nowhere, deadlines=WECHAT_WAITS),
        settings.server.public_url,
        settings.wechat.token.get_secret_value(),
        now=clock.now(),
        nonce=secrets.token_hex(8),
        echo=str(10**18 + secrets.randbelow(9 * 10**18)),  # as long as WeChat's
    )


def _backup(settings: Settings, now: datetime) -> Check:
    folder = Path(settings.database.backup_folder)
    day = newest(folder) if folder.is_dir() else None
    age = (now.astimezone(SHANGHAI).date() - day) // timedelta(days=1) if day else None
    return health.backup(age, on=bool(settings.database.backup_time))
