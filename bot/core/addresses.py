"""The address of a post that a person gives: is it one, and does it look like the platform's?"""

from collections.abc import Mapping

from bot.core.announcements import NAMES
from bot.core.text import host_of, on_domain

# Where the platforms show posts, t.cn and the like being their own short forms (looked at 2026-11-23).
HOSTS: Mapping[str, str] = {
    "wechat": "mp.weixin.qq.com,weixin.qq.com",
    "weibo": "weibo.com,weibo.cn,t.cn",
    "x": "x.com,twitter.com,t.co",
}
LONGEST = 2000


def is_address(url: str) -> bool:
    """Whether it can be opened: http or https, a host, no spaces."""
    whole = url.startswith(("https://", "http://")) and not any(char.isspace() for char in url)
    return whole and len(url) <= LONGEST and bool(host_of(url))


def foreign(channel: str, url: str) -> str:
    """A hint for an address that is not on the platform's own site, "" for one that is."""
    if channel not in HOSTS or on_domain(url, HOSTS[channel]):
        return ""
    usual = HOSTS[channel].split(",", maxsplit=1)[0]
    return (
        f"{NAMES[channel]}'s posts are usually on {usual}, and this address is on {host_of(url)}: is it the right one?"
    )
