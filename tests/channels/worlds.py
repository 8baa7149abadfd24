"""Settings of the three platforms that lead to a server on this machine, with canaries for secrets."""

from pydantic import SecretStr

from bot.settings import WechatSettings, WeiboSettings, XSettings
from tests.channels.wire import CANARY


def wechat_settings(base: str) -> WechatSettings:
    return WechatSettings(
        app_id="wx" + "0" * 16,
        app_secret=SecretStr(CANARY + "secret"),
        token=SecretStr("abcdefghijklmnop1234"),
        aes_key=SecretStr("a" * 43),
        original_id="gh_0123456789ab",
        api_base=base,
    )


def weibo_settings(base: str) -> WeiboSettings:
    return WeiboSettings(
        access_token=SecretStr(CANARY), uid="1234567890", rip="203.0.113.7", safe_domain="paristech.fr", api_base=base
    )


def x_settings(base: str) -> XSettings:
    return XSettings(
        consumer_key="consumer",
        consumer_secret=SecretStr(CANARY + "1"),
        access_token=SecretStr("42-" + CANARY),
        access_secret=SecretStr(CANARY + "2"),
        api_base=base,
    )
