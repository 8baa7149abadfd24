"""What a platform's job-finish event says, as an outcome.

The codes are those of the official event pages (developers.weixin.qq.com, read 2026-11-23).
"""

import re
from collections.abc import Mapping

from bot.core.delivery import Accepted, Outcome, Refused, Sent, Unknown

# MASSSENDJOBFINISH Status (mp.weixin.qq.com, "mass sending, event push", read 2026-11-23). Codes that are not listed do
# occur; they are failures too.
MASS_ERRORS = {
    "10001": "WeChat takes it for advertising",
    "20001": "WeChat takes it for political content",
    "20002": "WeChat takes it for pornographic content",
    "20004": "WeChat objects to its social content",
    "20006": "WeChat suspects an offence in it",
    "20008": "WeChat suspects fraud in it",
    "20013": "WeChat suspects a breach of copyright",
    "21000": "WeChat objects to its content",
    "22000": "WeChat takes it for mutual promotion",
    "30001": "WeChat's check of originality failed",
    "30002": "WeChat's check of originality does not let it be sent",
    "30003": "WeChat takes it for a reprint",
}
# Group-send protection (API 群发保护): nothing is wrong with the text (same page).
ADMIN_ERRORS = {
    "40001": "The account's admin refused it on the phone. Speak with the admin, then send it again or leave it.",
    "40002": (
        "The account's admin did not confirm it on the phone within 30 minutes. Send it again when the admin has the "
        "phone at hand, or leave it."
    ),
}
# PUBLISHJOBFINISH publish_status (same place, "publishing, event push", read 2026-11-23).
PUBLISH_STATES = {
    "2": "WeChat's check of originality does not let it be published",
    "3": "WeChat could not publish it",
    "4": "WeChat refused it in its review",
    "5": "It was published and then deleted on the account",
    "6": "It was published and then banned by WeChat",
}
_NEXT = "Change the text or look at the account, then send it again or leave it."


def outcome_of(kind: str, fields: Mapping[str, str], remote_id: str) -> Outcome:
    """What the event means for the delivery with this remote id; Unknown when it says nothing that we understand."""
    if kind == "masssendjobfinish":
        return _mass(fields, remote_id)
    if kind == "publishjobfinish":
        return _publish(fields, remote_id)
    return Unknown(f"WeChat sent an event “{kind}” that says nothing of the result.")


def _mass(fields: Mapping[str, str], remote_id: str) -> Outcome:
    status = _field(fields, "Status")
    if status == "send success":
        return Sent(remote_id, _field(fields, "ArticleUrl"))
    code = re.fullmatch(r"err\((\d+)\)", status)
    if code and code[1] in ADMIN_ERRORS:
        return Refused(ADMIN_ERRORS[code[1]], code[1], status)
    if code:
        why = MASS_ERRORS.get(code[1], "WeChat refused it in its review")
        return Refused(f"{why}. {_NEXT}", code[1], status)
    if status == "send fail":
        return Refused(f"WeChat could not send it. {_NEXT}", "send fail", status)
    return Unknown("WeChat's word on the result was not understood.", words=status)


def _publish(fields: Mapping[str, str], remote_id: str) -> Outcome:
    status = _field(fields, "publish_status")
    if status == "0":
        return Sent(remote_id, _field(fields, "article_url"))
    if status == "1":
        return Accepted(remote_id)
    if status in PUBLISH_STATES:
        return Refused(f"{PUBLISH_STATES[status]}. {_NEXT}", status, status)
    return Unknown("WeChat's word on the result was not understood.", words=status)


def _field(fields: Mapping[str, str], name: str) -> str:
    """A field by the last part of its path ("ArticleUrlResult.ResultList.item.ArticleUrl"), "" without one."""
    return next((value for path, value in fields.items() if path.rsplit(".", 1)[-1] == name), "")
