"""Typed settings from config.toml and the environment; every fault at once, in words, never a secret."""

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.core.holidays import holiday_from

ENV_PREFIX = "PARISTECH_BOT__"

Port = Annotated[int, Field(ge=1, le=65535)]
Seconds = Annotated[int, Field(ge=1)]


def _check(ok: bool, sentence: str) -> None:
    if not ok:
        raise ValueError(sentence)


def _web_address(value: str) -> str:
    _check(bool(re.fullmatch(r"https?://[^\s/]+(/\S*)?", value)), "must be an address like https://bot.example.org")
    return value.rstrip("/")


def _zone(value: str) -> str:
    _check(value in available_timezones(), "must be a time zone like Asia/Shanghai")
    return value


def _database_url(value: str) -> str:
    known = r"(sqlite:///.+|postgresql(\+psycopg)?://\S+)"
    _check(bool(re.fullmatch(known, value)), "must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    return value


def _key_32(value: SecretStr) -> SecretStr:
    try:
        raw = base64.b64decode(value.get_secret_value(), validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    _check(len(raw) == 32, "must be 32 random bytes in base64; `paristech-bot init` makes one")
    return value


def _aes_key(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    _check(len(text) == 43, f"must be 43 characters (is {len(text)}), as the WeChat console shows it")
    _check(bool(re.fullmatch(r"[A-Za-z0-9]{43}", text)), "must be letters and digits only")
    return value


def _webhook_token(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    # WeChat takes 3–32; an empty or short one verifies for anybody who guesses it.
    _check(bool(re.fullmatch(r"[A-Za-z0-9]{16,32}", text)), "must be 16 to 32 letters and digits, and random")
    _check(len(set(text)) >= 6, "must be random: it repeats itself")
    return value


def _public_ipv4(value: str) -> str:
    parts = value.split(".")
    ok = len(parts) == 4 and all(p.isdigit() and int(p) < 256 for p in parts)
    _check(not value or ok, "must be the server's public IPv4 address, like 203.0.113.7")
    return value


def _return_address(value: str) -> str:
    """Kept as it stands, because Weibo compares it letter by letter."""
    ok = not value or re.fullmatch(r"https?://[^\s/]+(/\S*)?", value)
    _check(bool(ok), "must be the address that stands under 授权回调页 on open.weibo.com")
    return value


def _holidays(value: tuple[str, ...]) -> tuple[str, ...]:
    for written in value:
        try:
            holiday_from(written)
        except ValueError:
            _check(
                False, f'“{written}” is not like "2027-02-04 to 2027-02-11 Spring Festival" or "2027-04-05 Qingming"'
            )
    return value


def _listed(value: object) -> object:
    """A variable of the environment may be 20,120,600 or [20, 120, 600]; a file has a list."""
    return [part.strip(" \"'") for part in value.strip("[] ").split(",")] if isinstance(value, str) else value


def _network(value: str) -> str:
    try:
        return str(ipaddress.ip_network(value))
    except ValueError:
        raise ValueError("must be addresses or networks like 10.0.0.2 or 10.0.0.0/24") from None


def _mailbox(value: str) -> str:
    ok = re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", value)
    _check(bool(ok) or not value, "must be an address like office@example.org")
    return value


def _chat_webhook(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    # Its address holds the key, so it must not travel in the clear.
    ok = re.fullmatch(r"(https://[^\s/]+|http://(127\.0\.0\.\d+|localhost)(:\d+)?)/\S*", text)
    _check(not text or bool(ok), "must be the https:// address that WeCom shows for the group's robot")
    return value


def _heartbeat(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    ok = re.fullmatch(r"(https://[^\s/]+|http://(127\.0\.0\.\d+|localhost)(:\d+)?)(/\S*)?", text)
    _check(not text or bool(ok), "must be the https:// address that the watching service shows")
    return value


def _unless_empty(check: Callable[[SecretStr], SecretStr]) -> Callable[[SecretStr], SecretStr]:
    return lambda value: check(value) if value.get_secret_value() else value


Address = Annotated[str, AfterValidator(_web_address)]
Mailbox = Annotated[str, AfterValidator(_mailbox)]
Key32 = Annotated[SecretStr, AfterValidator(_key_32)]
Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]
Networks = Annotated[tuple[Annotated[str, AfterValidator(_network)], ...], NoDecode, BeforeValidator(_listed)]
Delays = Annotated[tuple[Annotated[float, Field(ge=0)], ...], NoDecode, BeforeValidator(_listed)]


class Section(BaseModel):
    """A table of config.toml; an unknown key is an error, because it is a typing slip."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ServerSettings(Section):
    """[server]"""

    host: str = "127.0.0.1"
    port: Port = 8000
    public_url: Address = "http://127.0.0.1:8000"
    metrics_token: SecretStr = SecretStr("")
    trusted_proxies: Networks = ("127.0.0.0/8", "::1/128")


class DatabaseSettings(Section):
    """[database]"""

    url: Annotated[str, AfterValidator(_database_url)] = "sqlite:///paristech-bot.db"
    backup_folder: Annotated[str, Field(min_length=1)] = "backups"
    backup_time: Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")] = "03:30"


class SecuritySettings(Section):
    """[security]"""

    data_key: Key32
    data_key_previous: Annotated[SecretStr, AfterValidator(_unless_empty(_key_32))] = SecretStr("")
    person_key: Key32


class WechatSettings(Section):
    """[wechat]"""

    app_id: Annotated[str, Field(pattern=r"^wx[0-9a-f]{16}$")]
    app_secret: SecretStr
    token: Annotated[SecretStr, AfterValidator(_webhook_token)]
    aes_key: Annotated[SecretStr, AfterValidator(_aes_key)]
    token_previous: Annotated[SecretStr, AfterValidator(_unless_empty(_webhook_token))] = SecretStr("")
    aes_key_previous: Annotated[SecretStr, AfterValidator(_unless_empty(_aes_key))] = SecretStr("")
    original_id: Annotated[str, Field(pattern=r"^gh_[0-9A-Za-z]{1,40}$")]
    mode: Literal["safe", "compat", "plain"] = "safe"
    allow_plain: bool = False
    max_skew_seconds: Seconds = 300
    account_type: Literal["service", "subscription"] = "service"
    verified: bool = True
    author: str = "ParisTech"
    reply_bytes: Annotated[int, Field(ge=200, le=2048)] = 2000
    title_chars: Annotated[int, Field(ge=1, le=64)] = 32
    api_base: Address = "https://api.weixin.qq.com"

    @model_validator(mode="after")
    def _plain_is_a_decision(self) -> "WechatSettings":
        _check(
            self.mode != "plain" or self.allow_plain,
            'mode = "plain" leaves messages unsigned; set allow_plain = true if you really mean it',
        )
        return self


class WeiboSettings(Section):
    """[weibo]"""

    app_key: str = ""
    app_secret: SecretStr = SecretStr("")
    access_token: SecretStr = SecretStr("")
    redirect_uri: Annotated[str, AfterValidator(_return_address)] = ""
    uid: str = ""
    safe_domain: str = ""
    rip: Annotated[str, AfterValidator(_public_ipv4)] = ""
    text_limit: Annotated[int, Field(ge=1, le=2000)] = 140
    url_weight: Annotated[int, Field(ge=0, le=140)] = 10
    calls_per_day: Annotated[int, Field(ge=1)] = 100
    posts_per_hour: Annotated[int, Field(ge=1)] = 30
    api_base: Address = "https://api.weibo.com"


class XSettings(Section):
    """[x]"""

    consumer_key: str = ""
    consumer_secret: SecretStr = SecretStr("")
    access_token: SecretStr = SecretStr("")
    access_secret: SecretStr = SecretStr("")
    proxy: str = ""
    api_base: Address = "https://api.x.com"


class AnsweringSettings(Section):
    """[answering]"""

    sure: Annotated[float, Field(gt=0, lt=1)] | None = None
    maybe: Annotated[float, Field(gt=0, lt=1)] | None = None
    office_opens: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "09:00"
    office_closes: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "18:00"
    office_zone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    contact: str = "china@paristech.fr"


class AnnouncementSettings(Section):
    """[announcements]"""

    tick_seconds: Annotated[float, Field(gt=0, le=60)] = 1
    lease_seconds: Annotated[int, Field(ge=2)] = 60
    retry_floor_seconds: Annotated[float, Field(ge=0)] = 65
    reconcile_after: Delays = (20, 120, 600)
    late_after_seconds: Annotated[int, Field(ge=0)] = 900
    pictures: str = "pictures"
    utm: bool = True
    link_domains: str = ""
    two_people: bool = False
    banned_words: Words = ()
    holidays: Annotated[Words, AfterValidator(_holidays)] = ()


class PrivacySettings(Section):
    """[privacy]"""

    chat_days: Annotated[int, Field(ge=1)] = 90


class NotifySettings(Section):
    """[notify]"""

    smtp_host: str = ""
    smtp_port: Port = 587
    smtp_security: Literal["starttls", "ssl", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    mail_from: Mailbox = ""
    mail_to: Annotated[tuple[Mailbox, ...], NoDecode, BeforeValidator(_listed)] = ()
    chat_webhook: Annotated[SecretStr, AfterValidator(_chat_webhook)] = SecretStr("")
    remind_hours: int = 24
    digest_weekday: Literal["off", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = (
        "monday"
    )
    digest_time: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "09:00"
    heartbeat_url: Annotated[SecretStr, AfterValidator(_heartbeat)] = SecretStr("")
    heartbeat_seconds: Annotated[int, Field(ge=10)] = 300

    @model_validator(mode="after")
    def _mail_is_whole(self) -> "NotifySettings":
        _check(
            not self.smtp_host or bool(self.mail_from and self.mail_to),
            "smtp_host is set, so mail_from and mail_to must be set too",
        )
        inside = self.smtp_host in {"", "localhost"} or self.smtp_host.startswith("127.")
        _check(
            self.smtp_security != "none" or inside or not self.smtp_password.get_secret_value(),
            'smtp_security = "none" would send the password in the clear; use "starttls" or "ssl"',
        )
        _check(self.remind_hours == 0 or self.remind_hours >= 24, "remind_hours must be 0 (never) or at least 24")
        return self


class LoggingSettings(Section):
    """[logging]"""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"
    file: str = ""
    file_mib: Annotated[int, Field(ge=1)] = 100
    file_keep: Annotated[int, Field(ge=1, le=1000)] = 10


class Settings(BaseSettings):
    """The whole configuration; see config.example.toml for a sentence on each key."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix=ENV_PREFIX, env_nested_delimiter="__", env_ignore_empty=True
    )

    server: ServerSettings = ServerSettings()
    database: DatabaseSettings = DatabaseSettings()
    security: SecuritySettings
    wechat: WechatSettings
    weibo: WeiboSettings = WeiboSettings()
    x: XSettings = XSettings()
    answering: AnsweringSettings = AnsweringSettings()
    announcements: AnnouncementSettings = AnnouncementSettings()
    privacy: PrivacySettings = PrivacySettings()
    notify: NotifySettings = NotifySettings()
    logging: LoggingSettings = LoggingSettings()

    def on_loopback(self) -> bool:
        """Whether all three platforms are on this machine: only then do the clock and fault switches work."""
        bases = (self.wechat.api_base, self.weibo.api_base, self.x.api_base)
        return all(re.match(r"http://(127\.0\.0\.\d+|localhost|\[::1\])(:\d+)?(/|$)", base) for base in bases)
