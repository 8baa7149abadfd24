"""Publications (发布): an article gets its address without being sent to anybody."""

from typing import Any

from bot.sandbox.wechat_api import Endpoint, WechatCall, WechatError, number, text
from bot.sandbox.wechat_drafts import find, page_of
from bot.sandbox.wechat_jobs import begin_publish
from bot.sandbox.wechat_world import PublishJob

RUNNING, DONE, DELETED = 1, 0, 5


def submit(call: WechatCall) -> dict[str, Any]:
    """Publish a draft, which is used up by that."""
    job = begin_publish(call.world, find(call, call.body()))
    return {
        "errcode": 0,
        "errmsg": "ok",
        "publish_id": job.publish_id,
        "msg_data_id": next(call.account.numbers),
    }


def get(call: WechatCall) -> dict[str, Any]:
    """Say how far a publication is (api_freepublish_get)."""
    publish_id = str(number(call.body(), "publish_id"))
    job = call.account.publications.get(publish_id)
    if job is None:
        raise WechatError(40007)
    status = _status(job, call.now)
    answer: dict[str, Any] = {"publish_id": publish_id, "publish_status": status, "fail_idx": []}
    if status == DONE:
        items = [{"idx": index, "article_url": page.url} for index, page in enumerate(job.pages, 1)]
        answer |= {"article_id": job.article_id, "article_detail": {"count": len(items), "item": items}}
    return answer


def delete(call: WechatCall) -> dict[str, Any]:
    """Take one article (`index`, from 1) or all (0) away for ever."""
    body = call.body()
    job, index = _by_article(call, text(body, "article_id", 53600)), number(body, "index", 0)
    if index > len(job.pages):
        raise WechatError(40035, "index")
    for page in job.pages if index == 0 else [job.pages[index - 1]]:
        page.deleted = True
    return {"errcode": 0, "errmsg": "ok"}


def get_article(call: WechatCall) -> dict[str, Any]:
    """Give a published article back."""
    return {"news_item": _items(_by_article(call, text(call.body(), "article_id", 53600)), no_content=False)}


def batchget(call: WechatCall) -> dict[str, Any]:
    """List publications, newest first; mass sends are not among them (staff answer on the community site)."""
    body = call.body()
    offset, count = page_of(body)
    alive = [job for job in call.account.publications.values() if _status(job, call.now) == DONE]
    newest = list(reversed(alive))
    items = [
        {
            "article_id": job.article_id,
            "content": {"news_item": _items(job, no_content=bool(number(body, "no_content", 0)))},
            "update_time": int(job.pages[0].at),
        }
        for job in newest[offset : offset + count]
    ]
    return {"total_count": len(newest), "item_count": len(items), "item": items}


def _status(job: PublishJob, now: float) -> int:
    if all(page.deleted for page in job.pages):
        return DELETED
    return RUNNING if now < job.ends_at else DONE


def _by_article(call: WechatCall, article_id: str) -> PublishJob:
    found = [job for job in call.account.publications.values() if job.article_id == article_id]
    if not found:
        raise WechatError(53600)
    return found[0]


def _items(job: PublishJob, *, no_content: bool) -> list[dict[str, Any]]:
    return [
        {
            **page.article,
            "content": "" if no_content else page.article["content"],
            "url": page.url,
            "is_deleted": page.deleted,
        }
        for page in job.pages
    ]


ENDPOINTS = {
    "/cgi-bin/freepublish/submit": Endpoint("POST", submit),
    "/cgi-bin/freepublish/get": Endpoint("POST", get),
    "/cgi-bin/freepublish/delete": Endpoint("POST", delete),
    "/cgi-bin/freepublish/getarticle": Endpoint("POST", get_article),
    "/cgi-bin/freepublish/batchget": Endpoint("POST", batchget),
}
