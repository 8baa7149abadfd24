"""WeChat's codes and statuses, and what each means for an announcement.

Sources: wechatpy constants.py, WxJava WxMpErrorMsgEnum, developers.weixin.qq.com pages of each interface; read 2026-11.
"""

from collections.abc import Mapping
from datetime import timedelta

from bot.channels.codes import Code, Means
from bot.core.delivery import Trouble

STALE_TOKEN = frozenset({40001, 40014, 41001, 42001})
MEDIA_GONE = 40007
KEY_EXISTS = 45065
_MINUTE = timedelta(seconds=65)  # limits and keys count in minutes; a few seconds more for clocks that differ

_STALE = "WeChat does not accept our secret or access token. Check app_id and app_secret in [wechat]."
_CREDENTIALS = "WeChat does not accept app_id or app_secret. Copy both again from the WeChat console into [wechat]."
_IP = (
    "This server's IP address is not on the account's whitelist. Add the address that WeChat names below in its "
    "console: 设置与开发 → 基本配置 → IP白名单."
)
_RIGHTS = (
    "The account may not do this: its verification (认证) is missing, expired, or the right was taken away. "
    "Look in the WeChat console."
)
_ADMIN = "An administrator of the account must confirm this server's IP address on the phone first, then send again."
_ADMIN_NO = (
    "The account's administrator has refused this server's IP address, so WeChat does not ask again for {}. Speak with "
    "the administrator, then send again."
)
_WAITS = "Waiting for the administrator's tap on the phone (API 群发保护)"
# How long WeChat waits for it (mp.weixin.qq.com, "mass sending, group-send protection", read 2026-11-23).
TAP_WAITS = timedelta(minutes=30)
STILL_SENDING = f"WeChat has not finished it. {_WAITS}, if the account has that protection,"
_BUG = "WeChat could not read our request. Please report this; send the announcement by hand meanwhile."
_PICTURE = "WeChat does not take this picture. Use a JPG of normal proportions and send again."
_PERSON = "WeChat does not deliver to this person."
_CONTENT = "WeChat's content check refused the text. Change the wording and approve it again."
_BUSY = "WeChat says that it is busy."
_TOO_FAST = "Too many calls in this minute."
_CONSOLE = "WeChat wants this article to be saved or sent in its console. Open the draft there."


def _all(
    codes: str, means: Means, says: str, after: timedelta | None = None, trouble: Trouble | None = None
) -> dict[int, Code]:
    return {int(code): Code(means, says, after, trouble) for code in codes.split()}


CODES: Mapping[int, Code] = {
    **_all("-1 268487001 268487002", Means.BUSY, _BUSY, _MINUTE),
    **_all("40001 40014 41001 42001", Means.TOKEN, _STALE, trouble=Trouble.TOKEN),
    **_all("40013 40125 40243", Means.REFUSED, _CREDENTIALS, trouble=Trouble.TOKEN),
    **_all("40164 61004", Means.REFUSED, _IP, trouble=Trouble.ADDRESS),
    89503: Code(Means.REFUSED, _ADMIN, trouble=Trouble.ADMIN),
    89506: Code(Means.REFUSED, _ADMIN_NO.format("24 hours"), trouble=Trouble.ADMIN),
    89507: Code(Means.REFUSED, _ADMIN_NO.format("an hour"), trouble=Trouble.ADMIN),
    **_all("89504 89505", Means.WAITING, _WAITS),
    45009: Code(
        Means.REFUSED,
        "Today's calls of this interface are used up. Send again tomorrow, or clear the quota in the console.",
    ),
    45011: Code(Means.LATER, _TOO_FAST, _MINUTE),
    42010: Code(Means.LATER, _TOO_FAST, _MINUTE),
    45028: Code(
        Means.QUOTA,
        "The account has no mass send left for this day or month. Move the announcement, or publish without push.",
    ),
    KEY_EXISTS: Code(Means.DONE, "WeChat says that this announcement was sent already, but not under which number."),
    45066: Code(Means.LATER, "The same announcement was tried less than a minute ago.", _MINUTE),
    45067: Code(Means.REFUSED, _BUG),
    53500: Code(
        Means.REFUSED,
        "Publishing is blocked for this account. Look for a notice in the WeChat console.",
        trouble=Trouble.RIGHT,
    ),
    53501: Code(Means.LATER, "WeChat says that the account publishes too often.", timedelta(minutes=5)),
    **_all("53503 53504 53505 48021", Means.REFUSED, _CONSOLE),
    **_all("48001 48008", Means.NO_RIGHT, _RIGHTS, trouble=Trouble.RIGHT),
    50002: Code(Means.REFUSED, _RIGHTS, trouble=Trouble.RIGHT),
    48003: Code(
        Means.REFUSED,
        "The account has not accepted the mass-send agreement. Accept it in the WeChat console.",
        trouble=Trouble.RIGHT,
    ),
    48004: Code(
        Means.REFUSED,
        "WeChat has blocked this interface for a violation. Look for the notice in the console.",
        trouble=Trouble.RIGHT,
    ),
    48006: Code(Means.REFUSED, "The clearings of this month are used up. Send again tomorrow."),
    48022: Code(Means.REFUSED, "WeChat does not send a video that was uploaded like this. Send it in the console."),
    **_all("43004 50005 43019 48002 43101 45015 45047 40003 49003 70000", Means.REFUSED, _PERSON),
    MEDIA_GONE: Code(Means.REFUSED, "WeChat no longer has the draft or its cover. Send again to make a new one."),
    **_all("40004 40005 40006 40008 40009 40010 40011 40012 40137 53402", Means.REFUSED, _PICTURE),
    40152: Code(Means.REFUSED, "The group of followers (tag) does not exist. Choose another audience."),
    45159: Code(Means.LATER, "WeChat could not read the tag just now.", _MINUTE),
    **_all("40033 40035 47001 47003 44002 44003 44004 45162 43002 45083 45084", Means.REFUSED, _BUG),
    **_all("40130 40032", Means.REFUSED, "The list of recipients is too short or too long. Choose another audience."),
    **_all("45001 45002", Means.REFUSED, "The text or file is too large for WeChat. Shorten it and approve it again."),
    45003: Code(Means.REFUSED, "The title is too long for WeChat. Shorten it and approve it again."),
    45004: Code(Means.REFUSED, "The summary is too long for WeChat. Shorten it and approve it again."),
    **_all(
        "45005 45006 45007 45008", Means.REFUSED, "The article is too large for WeChat. Shorten it and approve again."
    ),
    45110: Code(Means.REFUSED, "The author's name is too long for WeChat. Shorten wechat.author."),
    41039: Code(Means.REFUSED, "WeChat does not take the link 阅读原文. Check that it is a complete address."),
    **_all("45166 87014 88002", Means.REFUSED, _CONTENT),
    **_all(
        "45062 41040", Means.REFUSED, "WeChat's originality or advertising rules refuse the article. Look at it there."
    ),
}

# freepublish/get, publish_status (page api_freepublish_get)
PUBLISHED = 0
PUBLISHING = 1
PUBLISH_DELETED = 5  # it was there; somebody removed it since
PUBLISH_FAILED: Mapping[int, str] = {
    2: "WeChat's originality check refused the article. Look at it in the console.",
    3: "WeChat could not publish the article. Try again, or publish it in the console.",
    4: "WeChat's review refused the article. Change the text and approve it again.",
    6: "WeChat has banned the article. Look for the notice in the console.",
}

# message/mass/get, msg_status (page Batch_Sends)
MASS_SENT = ("SEND_SUCCESS", "DELETE")  # deleted ones were sent before
MASS_SENDING = "SENDING"  # for up to 30 minutes while an administrator has to confirm it
MASS_FAILED: Mapping[str, str] = {
    "SEND_FAIL": "WeChat could not send it: refused by review, or not confirmed on the phone. Look in the console.",
}
