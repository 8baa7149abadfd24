"""What the doctor is given: settings → the ways to ask, the facts of this machine, the call to ourselves."""

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from bot import account_settings, account_wiring, notice_wiring, settings_file, wiring
from bot.actions.doctor import Surroundings
from bot.channels.http import Http
from bot.channels.reach import WECHAT_WAITS, call_ourselves, clock_there
from bot.core.health import Check
from bot.core.ports import Clock
from bot.faults import nowhere
from bot.settings import Settings
from bot.store.engine import Database


def surroundings(path: Path, settings: Settings, database: Database) -> Surroundings:
    """Everything that `actions.doctor.examine` needs beside the database."""
    clock = wiring.clock_of(settings)
    return Surroundings(
        findings=settings_findings(path, settings),
        clock=clock.now,
        there=_clocks(settings, clock),
        loop=lambda: _loop(settings, clock),
        channels=list(account_settings.accounts(settings)),
        set_up=lambda: wiring.set_up(settings, database),
        asking=account_wiring.asking(settings, database),
        machine=notice_wiring.machine(path, settings, clock),
        ways=len(notice_wiring.ways(settings, clock)),
        calls_per_day=settings.weibo.calls_per_day,
    )


def findings(path: Path, settings: Settings) -> list[str]:
    """What is not wrong but will bite, the database's schema included: sentences with what to do."""
    found = settings_findings(path, settings)
    with wiring.open_database(str(path), any_schema=True) as database:
        if not database.is_current():
            found.append("The database is not at this version's schema; run: paristech-bot migrate")
    return found


def settings_findings(path: Path, settings: Settings) -> list[str]:
    """The same of the settings alone."""
    found = []
    if settings_file.readable_by_others(path):
        found.append(f"{path.name}: other users of this machine can read it; run: chmod 600 {path}")
    if not settings.on_loopback() and not settings.server.public_url.startswith("https://"):
        found.append("server.public_url is not https; students' messages would travel in the clear")
    if settings.weibo.app_key and not settings.weibo.safe_domain:
        found.append("weibo.safe_domain is missing; Weibo refuses posts without a link on it")
    if settings.weibo.app_key and not settings.weibo.rip:
        found.append("weibo.rip is missing; Weibo asks for the server's public IPv4 address with each post")
    address = urlsplit(settings.server.public_url)
    if not settings.on_loopback() and address.port not in (None, 80, 443):
        found.append("server.public_url names a port, and WeChat calls only 80 and 443; put a TLS front before the bot")
    return found


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
