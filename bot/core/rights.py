"""What our accounts may do: the platform's rules by kind of account, what was learnt by asking, and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.timing import SHANGHAI
from bot.core.tokens import TokenLife


class Needs(StrEnum):
    """What WeChat asks of an account before it gives a right."""

    NOTHING = "nothing"
    VERIFIED = "verified"  # 认证, of a subscription or a service account
    SERVICE = "service"  # 认证, of a service account only


@dataclass(frozen=True, slots=True)
class Right:
    """One right: what it is for, in the users' words, and who has it."""

    name: str
    what: str
    needs: Needs = Needs.VERIFIED


# developers.weixin.qq.com, read 2026-11-23: "Explanation of official account interface privileges" (table of 2019) for
# mass sends, material, customer service, tags, menu and QR codes; "product/publish" for publishing, which accounts
# without 认证 lost in July 2025. Drafts answered 48001 to an account whose 认证 had expired (community, 2026-03).
WECHAT: tuple[Right, ...] = (
    Right("token", "an access token", Needs.NOTHING),
    Right("draft", "drafts of articles"),
    Right("material", "uploading pictures"),
    Right("mass", "mass messages to followers"),
    Right("publish", "publishing without a push"),
    Right("tags", "tags of followers"),
    Right("menu", "the menu of the chat"),
    Right("customer", "answers of colleagues after the first reply"),
    Right("qr", "QR codes that say where a follower comes from", Needs.SERVICE),
)
WEIBO: tuple[Right, ...] = (
    Right("token", "the account's authorisation"),
    Right("calls", "calls to Weibo"),
    Right("share", "posts on Weibo"),
)
X: tuple[Right, ...] = (Right("token", "the account's keys"),)
RIGHTS: Mapping[str, tuple[Right, ...]] = {"wechat": WECHAT, "weibo": WEIBO, "x": X}

# What each act needs. A token that ends is another matter: it can be renewed before the act is due.
ACTS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("wechat", "mass"): ("draft", "material", "mass"),
    ("wechat", "text"): ("mass",),
    ("wechat", "publish"): ("draft", "material", "publish"),
}
BY_HAND = "Until then copy the text and send it from the phone."


@dataclass(frozen=True, slots=True)
class Finding:
    """The platform's answer about one right. `works` is None when it could not be asked; `detail` adds to a yes."""

    right: str
    works: bool | None
    why: str = ""  # a sentence with what to do
    code: str = ""
    words: str = ""  # the platform's own
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a platform told about one account; `token_print` says of which token `token` is the life.

    calls_per_day: what the platform allows, None where it did not say.
    """

    findings: tuple[Finding, ...]
    token: TokenLife | None = None
    token_print: str = ""
    calls_per_day: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a right: `at` is when the platform was asked, None when it only follows from the settings.

    `works` is None where neither says anything.
    """

    works: bool | None
    why: str = ""
    code: str = ""
    words: str = ""
    at: datetime | None = None


def rights(channel: str, account_type: str, *, verified: bool, learnt: Mapping[str, Known]) -> dict[str, Known]:
    """Each right of an account; what the platform said goes over what the kind of account lets expect."""
    return {
        right.name: learnt.get(right.name) or _expected(channel, right, account_type, verified)
        for right in RIGHTS.get(channel, ())
    }


def _expected(channel: str, right: Right, account_type: str, verified: bool) -> Known:
    if channel != "wechat" or right.needs is Needs.NOTHING:
        return Known(None)
    if not verified:
        why = (
            "By the settings the account has no verification (认证), and WeChat gives this right only with it. "
            "Have it verified, then set wechat.verified = true."
        )
        return Known(False, why)
    if right.needs is Needs.SERVICE and account_type != "service":
        return Known(False, "Only service accounts (服务号) have it; by the settings ours is a subscription account.")
    return Known(True)


def missing(channel: str, known: Mapping[str, Known]) -> dict[tuple[str, str], str]:
    """For each act of the channel that cannot work, why and what to do; for `Rules.missing_rights`."""
    what = {right.name: right.what for right in RIGHTS.get(channel, ())}
    found = {}
    for act, needed in ACTS.items():
        lacking = [name for name in needed if act[0] == channel and name in known and known[name].works is False]
        if lacking:
            found[act] = _sentence(what[lacking[-1]], known[lacking[-1]])
    return found


def _sentence(what: str, known: Known) -> str:
    if known.at is None:
        return f"The account has no right to {what}. {known.why} {BY_HAND}"
    asked = f"{known.at.astimezone(SHANGHAI):%Y-%m-%d}"
    again = "When that is mended, run: paristech-bot channel test wechat"
    by_hand = "" if "phone" in known.why else f" {BY_HAND}"  # most of WeChat's refusals say it already
    return f"When asked on {asked}, WeChat did not give the account {what}. {known.why} {again}.{by_hand}"
