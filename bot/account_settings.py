"""What the settings say of each account: its kind in words, and where Weibo leads back to."""

from collections.abc import Mapping

from bot.actions.channels import Account
from bot.core.quotas import QuotaRules
from bot.core.tokens import fingerprint
from bot.settings import Settings

# A page of this name is not needed: what counts is the address that the browser then shows.
RETURN_PATH = "/weibo/connected"


def return_address(settings: Settings) -> str:
    """Where Weibo leads somebody who has said yes; it must stand letter by letter in the app's own settings there."""
    return settings.weibo.redirect_uri or f"{settings.server.public_url}{RETURN_PATH}"


def accounts_in(settings: Settings, names: Mapping[str, str], weibo_token: str) -> list[Account]:
    """Each account that is set up; `names`: channel → account."""
    wechat = settings.wechat
    kinds = {
        "wechat": f"{wechat.account_type} account, {'verified' if wechat.verified else 'not verified'}",
        "weibo": "ordinary app (statuses/share)",
        "x": "pay per use (OAuth 1.0a)",
    }
    tokens = {"wechat": "renewed by itself", "weibo": "", "x": "does not end"}
    return [
        Account(
            channel,
            name,
            kinds[channel],
            account_type=wechat.account_type,
            verified=wechat.verified,
            token_says=tokens[channel],
            token_print=fingerprint(weibo_token) if channel == "weibo" else "",
        )
        for channel, name in names.items()
    ]


def accounts(settings: Settings) -> dict[str, str]:
    """Which account serves which channel; channels that are not set up are not in it."""
    found = {"wechat": f"wechat:{settings.wechat.original_id}"}
    if settings.weibo.app_key:
        found["weibo"] = f"weibo:{settings.weibo.uid}"
    if settings.x.consumer_key:
        found["x"] = f"x:{settings.x.access_token.get_secret_value().partition('-')[0]}"
    return found


def link_domains(settings: Settings) -> str:
    """Our own sites, a comma list."""
    return settings.announcements.link_domains or settings.weibo.safe_domain


def quota_rules(settings: Settings) -> QuotaRules:
    """What the accounts may send in a day, month or hour."""
    return QuotaRules(settings.wechat.account_type, settings.weibo.posts_per_hour, settings.weibo.calls_per_day)
