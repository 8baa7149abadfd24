"""The one place where things are built: settings → database, clock, channels, answerer, scheduler, app."""

import base64
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot import console_wiring, logs, notice_wiring, safekeeping, serving, settings_file, setup_wiring, watching
from bot.account_settings import accounts, accounts_in, link_domains, quota_rules
from bot.actions.announcement_checks import Terms
from bot.actions.answers import Answerer
from bot.actions.channels import Account, standing
from bot.actions.coming_events import LiveAnswers
from bot.actions.privacy import erase_again
from bot.channels import pictures
from bot.channels.notify import LogNotifier
from bot.channels.wechat import WechatChannel
from bot.channels.weibo import WeiboChannel
from bot.channels.weibo_oauth import token_of
from bot.channels.x import XChannel
from bot.clock import ShiftedClock, SystemClock
from bot.core.errors import Conflict, SettingsError
from bot.core.holidays import holiday_from
from bot.core.measures import Sample
from bot.core.ports import Channel, Clock, FaultPoint, Way
from bot.core.privacy import person_key
from bot.core.rights import missing
from bot.core.rules import Rules
from bot.faults import VARIABLE as FAULT_VARIABLE
from bot.faults import KillAt, nowhere
from bot.replying import WechatReplies
from bot.settings import Settings
from bot.store.engine import Database
from bot.store.tokens import SealedTokens
from bot.store.tombstones import Tombstones
from bot.store.vault import Vault
from bot.student_wiring import Students, office
from bot.web import Asgi, Parts, create_app
from handlers.counters import Counters
from handlers.journal import Journal
from handlers.knowledge import Knowledge
from handlers.people import People
from handlers.pipeline import Desk, Pipeline
from handlers.pipeline import Rules as PipelineRules
from handlers.trial import Trial
from handlers.wechat import WechatAccount, WechatApp
from scheduler.config import SchedulerConfig
from scheduler.service import Scheduler
from scheduler.watchman import Watchman

CONFIG_VARIABLE = settings_file.CONFIG_VARIABLE
CLOCK_VARIABLE = "PARISTECH_BOT_CLOCK"
DATABASE_FILE = "paristech-bot.db"
TOMBSTONES_FILE = "erased-people.txt"  # no backup may hold it


def settings_at(config: str | None) -> tuple[Path, Settings]:
    """The settings file and what stands in it; logging is set up on the way. Raises SettingsError or UsageError."""
    path = settings_file.config_path(config)
    settings = settings_file.load(path)
    kept = settings.logging
    logs.set_up(
        level=kept.level,
        form=kept.format,
        secrets=settings_file.secrets_of(settings),
        file=logs.File(Path(kept.file), kept.file_mib * 2**20, kept.file_keep) if kept.file else None,
    )
    return path, settings


def load_settings(config: str | None) -> Settings:
    """The settings only."""
    return settings_at(config)[1]


def shift_clock(file: Path) -> None:
    """Let this process and its children read the clock offset from this file."""
    os.environ[CLOCK_VARIABLE] = str(file)


def shifted_by() -> float | None:
    """The seconds that this process is told to add to the clock, None when it is not told."""
    file = os.environ.get(CLOCK_VARIABLE)
    return ShiftedClock(Path(file)).offset() if file else None


def clock_of(settings: Settings | None) -> Clock:
    """The clock: the machine's, shifted by the file in PARISTECH_BOT_CLOCK while all platforms are on loopback."""
    file = os.environ.get(CLOCK_VARIABLE)
    if not file or settings is None:
        return SystemClock()
    if not settings.on_loopback():
        raise SettingsError([f"{CLOCK_VARIABLE} (environment): only works while all platforms are on this machine"])
    return ShiftedClock(Path(file))


def clock(config: str | None) -> Clock:
    """The clock of these settings."""
    return clock_of(load_settings(config))


def tombstones_of(path: Path, settings: Settings) -> Tombstones:
    """Who was erased: in a file beside the SQLite database, for PostgreSQL beside the settings. Raises NotSaved."""
    return Tombstones(safekeeping.data_folder(path, settings) / TOMBSTONES_FILE, _person_secret(settings))


def person_of(settings: Settings, openid: str) -> str:
    """How the person with this WeChat openid is named inside."""
    return person_key(_person_secret(settings), "wechat", openid)


def fault_point(settings: Settings) -> FaultPoint:
    """Where this process is to die, by PARISTECH_BOT_FAULT while all platforms are on loopback; normally nowhere."""
    wish = os.environ.get(FAULT_VARIABLE)
    if not wish:
        return nowhere
    if not settings.on_loopback():
        raise SettingsError([f"{FAULT_VARIABLE} (environment): only works while all platforms are on this machine"])
    return KillAt(wish)


@contextmanager
def open_database(config: str | None, *, any_schema: bool = False) -> Iterator[Database]:
    """The database of these settings, closed afterwards. Conflict when its schema is not this version's."""
    settings = load_settings(config)
    with _opened(settings) as database:
        if not any_schema:
            _refuse_other_schema(database)
        yield database


@contextmanager
def fresh_database(folder: Path) -> Iterator[Database]:
    """A SQLite database in this folder, at the present schema."""
    database = Database(f"sqlite:///{folder.resolve() / DATABASE_FILE}")
    try:
        database.migrate()
        yield database
    finally:
        database.close()


def check_schema(settings: Settings) -> None:
    """Raise Conflict when the database is not at this version's schema."""
    with _opened(settings) as database:
        _refuse_other_schema(database)


def set_up(settings: Settings, database: Database) -> list[Account]:
    """What the settings say of each account that is set up, with the token in use known by its fingerprint."""
    token = token_of(settings.weibo, token_shelf(settings, database), clock_of(settings).now())
    return accounts_in(settings, accounts(settings), token)


def announcement_rules(settings: Settings, database: Database) -> Rules:
    """The limits that announcements are checked against, and what is known of the accounts."""
    known = standing(database, set_up(settings, database))
    return Rules(
        weibo_domain=settings.weibo.safe_domain,
        weibo_chars=settings.weibo.text_limit,
        weibo_url_weight=settings.weibo.url_weight,
        title_chars=settings.wechat.title_chars,
        author=settings.wechat.author,
        late_after=timedelta(seconds=settings.announcements.late_after_seconds),
        quotas=quota_rules(settings),
        link_domains=link_domains(settings) if settings.announcements.utm else "",
        banned_words=settings.announcements.banned_words,
        holidays=tuple(holiday_from(written) for written in settings.announcements.holidays),
        two_people=settings.announcements.two_people,
        missing_rights={act: why for one in known for act, why in missing(one.channel, one.rights).items()},
        tokens_end={one.channel: one.life.ends for one in known if one.life},
        paused={one.channel: one.pause.sentence() for one in known if one.pause},
    )


def channels(settings: Settings, database: Database, fault: FaultPoint) -> dict[str, Channel]:
    """The channels that are set up, by account."""
    return {channel.account: channel for channel in clients(settings, database, fault)}


def clients(settings: Settings, database: Database, fault: FaultPoint) -> list[WechatChannel | WeiboChannel | XChannel]:
    """The same, as what they are."""
    made: list[WechatChannel | WeiboChannel | XChannel] = [_wechat(settings, database, fault)]
    shelf, time_now, folder = token_shelf(settings, database), clock_of(settings), Path(settings.announcements.pictures)
    if settings.weibo.app_key:
        made.append(WeiboChannel(settings.weibo, shelf, time_now, fault, folder))
    if settings.x.consumer_key:
        made.append(XChannel(settings.x, shelf, time_now, fault, folder, own_domains=link_domains(settings)))
    return made


def tried(config: str | None, answerer: Answerer, question: str, *, lang: str, now: datetime) -> Trial:
    """What a student would get for this question at that moment, from these answers; nothing is kept."""
    path, settings = settings_at(config)
    return Students(settings, tombstones_of(path, settings)).asked(answerer, question, lang, now)


@contextmanager
def wechat_channel(config: str | None) -> Iterator[WechatChannel]:
    """The WeChat account alone, for what has nothing to do with announcements (the menu)."""
    settings = load_settings(config)
    with _opened(settings) as database:
        yield _wechat(settings, database, nowhere)


def replies(settings: Settings, database: Database) -> WechatReplies:
    """The way to write to one student first."""
    channel = _wechat(settings, database, nowhere)
    return WechatReplies(database, vault(settings), channel, lambda: set_up(settings, database))


@contextmanager
def running_scheduler(path: Path, settings: Settings) -> Iterator[None]:
    """A scheduler that ticks until the end of the block."""
    with _opened(settings) as database:
        _refuse_other_schema(database)
        ticking = _scheduler(path, settings, database)
        ticking.start()
        try:
            yield
        finally:
            ticking.stop()


def build(path: Path, settings: Settings, *, with_scheduler: bool, workers: int = 1) -> Asgi:
    """The app that answers the webhook, with the scheduler in the same process if wanted."""
    database = Database(settings.database.url, checkpoints=with_scheduler)
    _refuse_other_schema(database)
    time_now, counters = clock_of(settings), Counters()
    live = LiveAnswers(database, time_now.now, sure=settings.answering.sure, maybe=settings.answering.maybe)
    knowledge = Knowledge(database, live.load, live.is_stale)
    tombstones = tombstones_of(path, settings)
    erase_again(database, tombstones)  # the database may be a restored one
    people = People(database, tombstones, shared=workers > 1)
    journal = Journal(database, tombstones, vault=vault(settings), spool=path.parent / "spool.jsonl", counters=counters)
    pipeline = Pipeline(
        Desk(database, knowledge, people, journal, time_now, counters, tombstones),
        PipelineRules(office=office(settings), reply_bytes=settings.wechat.reply_bytes),
    )
    webhook = WechatApp(_account(settings), pipeline, clock=time_now, counters=counters)
    counted = watching.source(
        counters,
        journal,
        lambda: [Sample("webhook_inflight", pipeline.under_way()), Sample("dedupe_size", webhook.remembered())],
    )
    ticking = _scheduler(path, settings, database) if with_scheduler else _watchman(settings, database)
    starts: list[Callable[[], None]] = [people.start, journal.start, knowledge.start, counted.start]
    stops: list[Callable[[], None]] = [knowledge.stop, pipeline.close, journal.stop, counted.stop, database.close]
    starts.append(ticking.start)
    stops.insert(0, ticking.stop)
    back = setup_wiring.Outward(
        vault=vault(settings),
        shelf=token_shelf(settings, database),
        accounts=lambda: set_up(settings, database),
        clients=lambda: {one.account: one for one in clients(settings, database, nowhere)},
        wechat=_wechat(settings, database, nowhere),
        terms=lambda actor, now: terms(settings, database, actor, now),
    )
    setup, interface = setup_wiring.office(path, settings, database, time_now, back)
    checks = {"database": lambda: _database_answers(database)}
    return create_app(
        Parts(
            webhook=webhook,
            checks=checks,
            metrics=watching.page(path, settings, database, time_now, counted),
            metrics_token=settings.server.metrics_token.get_secret_value(),
            console=console_wiring.handlers(
                settings,
                database,
                time_now,
                students=Students(settings, tombstones),
                answers=lambda: knowledge.answerer,
                replies=replies(settings, database),
                terms=back.terms,
                setup=setup,
            ),
            api=(interface.router,),
            https=console_wiring.is_https(settings),
            start=starts,
            stop=stops,
        )
    )


def app_from_env() -> Asgi:
    """For the workers of `serve --workers N`: they find the settings by PARISTECH_BOT_CONFIG and never tick."""
    serving.end_with_parent()
    path, settings = settings_at(None)
    return build(path, settings, with_scheduler=False, workers=2)


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database.url, checkpoints=False)
    try:
        yield database
    finally:
        database.close()


def _refuse_other_schema(database: Database) -> None:
    if not database.is_current():
        raise Conflict("The database is not at this version's schema; run: paristech-bot migrate")


def vault(settings: Settings) -> Vault:
    """What seals at rest: with the data key, and opens what the one before it sealed."""
    keys = (settings.security.data_key, settings.security.data_key_previous)
    return Vault(*(base64.b64decode(key.get_secret_value()) for key in keys))


def _person_secret(settings: Settings) -> bytes:
    return base64.b64decode(settings.security.person_key.get_secret_value())


def token_shelf(settings: Settings, database: Database) -> SealedTokens:
    """Where platform tokens are kept, sealed."""
    return SealedTokens(database, vault(settings), clock_of(settings))


def _wechat(settings: Settings, database: Database, fault: FaultPoint) -> WechatChannel:
    return WechatChannel(
        settings.wechat,
        token_shelf(settings, database),
        clock_of(settings),
        fault,
        Path(settings.announcements.pictures),
        retry_floor=timedelta(seconds=settings.announcements.retry_floor_seconds),
    )


def notice_ways(config: str | None) -> tuple[Way, ...]:
    """The ways to tell staff that are set up, beside the log."""
    settings = load_settings(config)
    return notice_wiring.ways(settings, clock_of(settings))


def _watchman(settings: Settings, database: Database) -> Watchman:
    time_now = clock_of(settings)
    return Watchman(database, time_now, notice_wiring.teller(settings, database, time_now, accounts(settings).values()))


def _scheduler(path: Path, settings: Settings, database: Database) -> Scheduler:
    wanted = settings.announcements
    config = SchedulerConfig(
        owner=f"{os.getpid()}-{secrets.token_hex(4)}",
        tick_seconds=wanted.tick_seconds,
        lease_seconds=wanted.lease_seconds,
        retry_floor_seconds=wanted.retry_floor_seconds,
        reconcile_after=wanted.reconcile_after,
        chat_days=settings.privacy.chat_days,
        quotas=quota_rules(settings),
        backups=safekeeping.plan(settings),
    )
    fault = fault_point(settings)
    time_now = clock_of(settings)
    teller = notice_wiring.teller(settings, database, time_now, accounts(settings).values())
    made = channels(settings, database, fault)
    alive = notice_wiring.alive(path, settings, database, time_now)
    return Scheduler(database, made, time_now, config, LogNotifier(), fault, teller, alive)


def terms(settings: Settings, database: Database, actor: str, now: datetime) -> Terms:
    """What this person's announcements are checked against now."""
    folder = Path(settings.announcements.pictures)
    return Terms(announcement_rules(settings, database), accounts(settings), now, actor, folder, pictures.fault)


def _account(settings: Settings) -> WechatAccount:
    wechat = settings.wechat
    return WechatAccount(
        app_id=wechat.app_id,
        token=wechat.token.get_secret_value(),
        aes_key=wechat.aes_key.get_secret_value(),
        token_previous=wechat.token_previous.get_secret_value(),
        aes_key_previous=wechat.aes_key_previous.get_secret_value(),
        original_id=wechat.original_id,
        person_secret=_person_secret(settings),
        mode=wechat.mode,
        max_skew_seconds=wechat.max_skew_seconds,
    )


def _database_answers(database: Database) -> str:
    return "" if database.is_current() else "the database does not answer as it should"
