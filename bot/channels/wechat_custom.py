"""A colleague's words to one person by WeChat's customer service; repeating it would be a second message."""

from dataclasses import replace

from bot.channels.codes import outcome
from bot.channels.http import Lost, NotSent, field_of
from bot.channels.wechat_client import Client, NoToken, code_of
from bot.channels.wechat_codes import CODES
from bot.core.delivery import Outcome, Refused, Retry, Sent, Unknown

# What two codes mean for one person (page api_sendcustommessage, return codes, read 2026-11-23).
_SAYS = {
    "45015": "WeChat lets us write for 48 hours after a student's message, and only while they follow the account.",
    "45047": "WeChat takes no more messages to this student before they write again.",
}


def tell(client: Client, openid: str, text: str) -> Outcome:
    """Sent, Refused when it certainly did not arrive, Unknown when it may have. Raises nothing."""
    body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
    result = client.post("message/custom/send", data=body)
    code, words = code_of(result), field_of(result, "errmsg")
    if code == 0:
        return Sent()
    if isinstance(result, NotSent):
        return Refused(f"WeChat could not be reached: {result.why}.")
    if isinstance(result, Lost) or code is None:
        return Unknown("WeChat did not say whether it took the message; the student may have it or not.")
    found = outcome(CODES, code, words)
    if isinstance(found, Retry) or isinstance(result, NoToken):
        return Refused(found.why if isinstance(found, Retry | Refused) else "", str(code), words)
    if isinstance(found, Refused):
        return replace(found, why=_SAYS.get(found.code, found.why))
    return found
