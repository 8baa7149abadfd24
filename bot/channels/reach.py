"""Asked from outside, and seen by nobody: what time it is at a platform, and whether WeChat's calls would reach us."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from wechatpy.utils import WeChatSigner

from bot.channels.http import Answer, Deadlines, Http, Result
from bot.core.health import Check, State

WECHAT_WAITS = Deadlines(connect=5, answer=5)  # as long as WeChat itself (Passive_user_reply_message, 2026-11)
_LOOP, _WHAT = "callback.loop", "WeChat's way to the bot"
_START = "Start the bot, then look at the domain's DNS entry, the firewall (ports 80 and 443) and the TLS front."


def clock_there(http: Http, base: str) -> datetime | str:
    """The time by the server's Date header, to the second; else why it is not known."""
    result = http.call("GET", f"{base}/")
    if not isinstance(result, Answer):
        return result.why
    try:
        at = parsedate_to_datetime(result.says("date"))
    except ValueError:
        return "its answer has no date"
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def call_ourselves(http: Http, public_url: str, token: str, *, now: datetime, nonce: str, echo: str) -> Check:
    """Call the webhook by its public address, signed as WeChat does when the address is entered in its console."""
    timestamp = str(int(now.timestamp()))
    signer = WeChatSigner()  # the SDK's, so that ours is not checked by itself
    signer.add_data(token, timestamp, nonce)
    asked = {"signature": signer.signature, "timestamp": timestamp, "nonce": nonce, "echostr": echo}
    url = f"{public_url}/wechat"
    return _judged(http.call("GET", url, params=asked), url, echo)


def _judged(result: Result, url: str, echo: str) -> Check:
    if not isinstance(result, Answer):
        says = "Nobody answers at the bot's public address."
        return Check(_LOOP, _WHAT, State.WRONG, says, _START, f"{url}: {result.why}")
    if result.status == 200 and result.body == echo.encode():
        return Check(_LOOP, _WHAT, State.OK, "A call signed as WeChat signs it came through and was answered.")
    says, todo = _why(result.status)
    return Check(
        _LOOP, _WHAT, State.WRONG, says, todo, f"{url}: HTTP {result.status} {result.says('location')}".strip()
    )


def _why(status: int) -> tuple[str, str]:
    if 300 <= status < 400:
        says = "The public address leads on to another one, and WeChat does not follow."
        return says, "Set server.public_url to that other address, or let the front pass on /wechat as it is."
    if status == 403:
        says = "The bot that answers there does not accept a call signed with the token of these settings."
        return says, "Start the bot again, so that it reads these settings; if that does not help, set its clock."
    if status in (502, 503, 504):
        return "The TLS front answers, but the bot behind it does not.", "Start the bot: systemctl start paristech-bot"
    says = "Something else than the bot answers at the public address."
    return says, "Let the TLS front pass on /wechat to server.host and server.port, path and query untouched."
