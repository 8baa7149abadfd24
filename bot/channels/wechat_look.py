"""Reading WeChat's answers to "what became of it": job statuses and the list of published articles."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.channels.http import Answer, Result, field_of
from bot.channels.wechat_client import code_of
from bot.channels.wechat_codes import (
    MASS_FAILED,
    MASS_SENDING,
    MASS_SENT,
    PUBLISH_DELETED,
    PUBLISH_FAILED,
    PUBLISHED,
    STILL_SENDING,
    TAP_WAITS,
)
from bot.core.delivery import Accepted, Outcome, Refused, Sent, Unknown
from bot.core.text import canonical

_CLOCKS_DIFFER = timedelta(seconds=60)


def mass_status(result: Result, msg_id: str) -> Outcome:
    """From message/mass/get; an answer that says nothing leaves the job accepted."""
    status = field_of(result, "msg_status") if code_of(result) == 0 else ""
    if status in MASS_SENT:
        return Sent(msg_id)
    if status in MASS_FAILED:
        return Refused(MASS_FAILED[status], status)
    if status == MASS_SENDING:
        return Accepted(msg_id, waiting=STILL_SENDING, waits=TAP_WAITS)
    return Accepted(msg_id)


def publish_status(result: Result, publish_id: str) -> Outcome:
    """From freepublish/get; with the article's address when it is there."""
    status = field_of(result, "publish_status") if code_of(result) == 0 else ""
    if not status.isdigit():
        return Accepted(publish_id)
    if int(status) in (PUBLISHED, PUBLISH_DELETED):
        return Sent(publish_id, _article_url(result))
    if int(status) in PUBLISH_FAILED:
        return Refused(PUBLISH_FAILED[int(status)], f"publish_status {status}")
    return Accepted(publish_id)


def article_found(result: Result, *, title: str, digest: str, since: datetime) -> Outcome:
    """From freepublish/batchget: the oldest article of ours that was published since then."""
    matches = [
        (at, str(item.get("article_id", "")), str(news.get("url", "")))
        for item, news, at in _published(result)
        if at >= since - _CLOCKS_DIFFER and _same(news, "title", title) and _same(news, "digest", digest)
    ]
    if matches:
        _, article_id, url = min(matches)
        return Sent(article_id, url)
    return Unknown("The draft is used up, but the article is not in WeChat's list.")


def _published(result: Result) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any], datetime]]:
    """Each article of the list with its item and when it was published."""
    for item in _list(_json(result).get("item")):
        seconds = item.get("update_time")
        content = item.get("content")
        if isinstance(seconds, int) and isinstance(content, Mapping):
            at = datetime.fromtimestamp(min(max(seconds, 0), 2**32), UTC)
            yield from ((item, news, at) for news in _list(content.get("news_item")))


def _same(news: Mapping[str, Any], name: str, ours: str) -> bool:
    return canonical(str(news.get(name, ""))) == canonical(ours)


def _article_url(result: Result) -> str:
    detail = _json(result).get("article_detail")
    items = _list(detail.get("item")) if isinstance(detail, Mapping) else []
    return next((str(item.get("article_url", "")) for item in items), "")


def _json(result: Result) -> Mapping[str, Any]:
    return result.json if isinstance(result, Answer) and isinstance(result.json, Mapping) else {}


def _list(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a list, or the one object that stands in a list's place."""
    found = [value] if isinstance(value, Mapping) else value if isinstance(value, list) else []
    return [each for each in found if isinstance(each, Mapping)]
