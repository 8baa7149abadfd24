"""Weibo's codes and what each means for a post.

Source: open.weibo.com/wiki/Error_code as transcribed in public SDKs, read 2026-11-23; not its obsolete numbering.
"""

from collections.abc import Mapping
from datetime import timedelta

from bot.channels.codes import Code, Means
from bot.channels.http import Answer, Result
from bot.core.delivery import Trouble

_LOGIN = (
    "Weibo no longer accepts our authorisation. Connect the Weibo account again (paristech-bot channel connect weibo), "
    "then send again."
)
_ACCOUNT = "Weibo wants something done with the account first: log in on weibo.com and look for a notice."
_APP = "Our Weibo app may not do this. Look at the app's rights and review on open.weibo.com."
_BUG = "Weibo could not read our request. Please report this; post it by hand meanwhile."
_MAYBE = "Weibo had a fault while posting; it may be there."
_LATER = "Weibo is not available."
_LIMIT = "Weibo takes no more calls or posts from us in this hour."
_WORDS = "Weibo does not allow the content. Change the wording and approve it again."
_REPEATED = "Weibo says that this text was posted already. Change the wording if it must go out again."
_LONG = "The text is too long for Weibo. Shorten it and approve it again."
_PICTURE = "Weibo does not take this picture. Use a JPG, PNG or GIF below 5 MB."
_HOUR = timedelta(hours=1)


def _all(codes: str, means: Means, says: str, trouble: Trouble | None = None) -> dict[int, Code]:
    return {int(code): Code(means, says, trouble=trouble) for code in codes.split()}


SENT_LATE = 20032  # "published; it may take a minute or two to appear": a success in the shape of an error
DOMAIN = 10017
ADDRESS_LIMIT = 10022  # open.weibo.com/wiki/Rate-limiting: calls an hour from one IP address

CODES: Mapping[int, Code] = {
    **_all("10001 10003 10010 10011", Means.CHECK, _MAYBE),
    **_all("10002 10009 21331", Means.LATER, _LATER),
    20014: Code(Means.BUSY, "Weibo's security check failed; nothing was posted."),
    10004: Code(
        Means.REFUSED,
        "Weibo does not let this server's IP address in. Add it to the app on open.weibo.com.",
        trouble=Trouble.ADDRESS,
    ),
    **_all("10005 10014 10020 10026 21326 21333 21337", Means.NO_RIGHT, _APP, Trouble.RIGHT),
    21321: Code(
        Means.REFUSED,
        "The Weibo app is not reviewed, or the authorisation was withdrawn. Check it, connect again.",
        trouble=Trouble.APP,
    ),
    **_all("10006 10032 20033 21301 21314 21315 21316 21317 21318 21319", Means.REFUSED, _LOGIN, Trouble.TOKEN),
    **_all("21325 21327 21330 21332 21501", Means.REFUSED, _LOGIN, Trouble.TOKEN),
    **_all("10007 10008 10012 10021 20007 20008 21320 21328 21329 21335", Means.REFUSED, _BUG),
    **_all("20102 20201 20202 20203 20206 20207", Means.REFUSED, _BUG),
    **_all(
        "21322 21323 21324",
        Means.REFUSED,
        "Weibo does not accept app_key or app_secret. Copy both again into [weibo].",
        Trouble.APP,
    ),
    10016: Code(Means.REFUSED, "Weibo misses a field, most likely the server's public IP address: set weibo.rip."),
    DOMAIN: Code(
        Means.REFUSED,
        "Weibo wants a link on the app's own domain in the text, and that domain reviewed. Add the link, or check "
        "安全域名 on open.weibo.com.",
    ),
    **_all("10013 20003 20015 20022 20023 20031 20034 20035 20507 21334", Means.REFUSED, _ACCOUNT, Trouble.ACCOUNT),
    **_all("10022 10023 10024", Means.QUOTA, _LIMIT),
    20016: Code(Means.LATER, "Weibo says that we post too often.", _HOUR),
    **_all("20017 20019 20038 20111", Means.REPEATED, _REPEATED),
    **_all("10018 20012 20013 20049", Means.REFUSED, _LONG),
    **_all("20005 20006", Means.REFUSED, _PICTURE),
    **_all("20018 20020 20021 21602", Means.REFUSED, _WORDS),
    **_all("20101 20112 20130 20132", Means.CHECK, "Weibo says that the post is not to be seen. Look at the account."),
    SENT_LATE: Code(Means.DONE, "Weibo has published it; it may take a minute or two to appear."),
}


def code_of(result: Result) -> int | None:
    """error_code, which the documentation has as text and the platform sends as a number."""
    code = result.json.get("error_code") if isinstance(result, Answer) and isinstance(result.json, Mapping) else None
    try:
        return None if code is None or isinstance(code, bool | float) else int(code)
    except (TypeError, ValueError):
        return None
