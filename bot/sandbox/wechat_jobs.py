"""What follows an accepted mass send or publication: people get it, the draft is used up, an event says so."""

import secrets
from typing import Any

from bot.sandbox.articles import plain
from bot.sandbox.callback import push_event
from bot.sandbox.clock import month
from bot.sandbox.state import letters, mass_quota
from bot.sandbox.wechat_limits import ADMIN_TAP_SECONDS
from bot.sandbox.wechat_world import Draft, MassJob, Page, PublishJob
from bot.sandbox.wechat_xml import Fields
from bot.sandbox.world import Post, World

# Because a job runs for a moment before a poll calls it done, but a far-off finish event must not keep it running.
LONGEST_RUN = 1.0

REFUSED, NOT_ANSWERED = "err(40001)", "err(40002)"


def begin_mass(world: World, job: MassJob) -> None:
    """Start a mass send; with group-send protection one to all waits for an admin's tap, 30 minutes at most."""
    world.wechat.mass[job.msg_id] = job
    if world.state.wechat.group_send_protection and job.audience["to"] == "all":
        job.waiting = True
        world.later(ADMIN_TAP_SECONDS, lambda: _end_waiting(world, job))
    else:
        _send(world, job)


def tap(world: World, job: MassJob, *, accept: bool) -> None:
    """Let the admin answer."""
    job.waiting = False
    if accept:
        _send(world, job)
    else:
        _finish(world, job, REFUSED, reached=0)


def begin_publish(world: World, draft: Draft) -> PublishJob:
    """Publish a draft; nobody is told, but the article has its address."""
    world.wechat.drafts.pop(draft.media_id, None)
    job = PublishJob(
        publish_id=str(next(world.wechat.numbers)),
        article_id=letters(43),
        pages=_pages(world, draft),
        ends_at=world.clock.now() + _run_seconds(world),
        draft=draft,
    )
    world.wechat.publications[job.publish_id] = job
    more = {"article_id": job.article_id, **_article_fields(job.pages)}
    world.show(Post("wechat", "publish", job.publish_id, **_headline(job.pages), more=more))
    world.later(world.state.wechat.finish_event_delay, lambda: _push(world, _publish_event(world, job)))
    return job


def _end_waiting(world: World, job: MassJob) -> None:
    with world.lock:
        if job.waiting and world.wechat.mass.get(job.msg_id) is job:
            job.waiting = False
            _finish(world, job, NOT_ANSWERED, reached=0)


def _send(world: World, job: MassJob) -> None:
    reached = [openid for openid in job.openids if _may_receive(world, openid)]
    if job.draft is not None:
        world.wechat.drafts.pop(job.draft.media_id, None)
        job.pages = _pages(world, job.draft)
    for openid in reached:
        world.wechat.used[f"received {openid}", month(world.clock.now())] += 1
        world.say(world.wechat.followers[openid], {"kind": "mass", **mass_row(job.msgtype, job.content, job.pages)})
    if reached or job.audience["to"] == "all":
        _show(world, job, len(reached))
    _finish(world, job, "send success", reached=len(reached))


def _may_receive(world: World, openid: str) -> bool:
    """Because a service account's follower gets 4 a month, and more is dropped without a word (Batch_Sends)."""
    person = world.wechat.followers.get(openid)
    if person is None or not person.subscribed:
        return False
    most = mass_quota(world.state.wechat)["mass_month"]
    got = world.wechat.used[f"received {openid}", month(world.clock.now())]
    return world.state.wechat.account_type != "service" or most is None or got < most


def _show(world: World, job: MassJob, reached: int) -> None:
    headline: dict[str, Any] = (
        _headline(job.pages)
        if job.pages
        else {"title": None, "text": job.content.get("content", ""), "media": job.content.get("pictures", [])}
    )
    audience = {**job.audience, "count": reached}
    more = _article_fields(job.pages)
    world.show(Post("wechat", "mass", str(job.msg_id), key=job.key, audience=audience, more=more, **headline))


def _finish(world: World, job: MassJob, status: str, *, reached: int) -> None:
    job.status = status
    job.ends_at = world.clock.now() + _run_seconds(world)
    delay = world.state.wechat.finish_event_delay
    world.later(delay, lambda: _push(world, _mass_event(world, job, reached)))


def _run_seconds(world: World) -> float:
    return min(LONGEST_RUN, world.state.wechat.finish_event_delay)


def _push(world: World, fields: Fields) -> None:
    with world.lock:
        push_event(world, fields)


def _pages(world: World, draft: Draft) -> list[Page]:
    pages = []
    for article in draft.articles:
        name = secrets.token_urlsafe(16)
        page = Page(name, f"{world.library.origin}/s/{name}", article, world.clock.now())
        world.wechat.pages[name] = page
        pages.append(page)
    return pages


def mass_row(msgtype: str, content: dict[str, Any], pages: list[Page]) -> dict[str, Any]:
    """Describe a mass message as the phone shows it."""
    return {"type": msgtype, **content, **_article_fields(pages)}


def _headline(pages: list[Page]) -> dict[str, Any]:
    first = pages[0].article
    return {
        "title": first["title"],
        "text": plain(first["content"]),
        "media": [page.article["thumb_url"] for page in pages],
    }


def _article_fields(pages: list[Page]) -> dict[str, Any]:
    if not pages:
        return {}
    cards = [
        {
            "title": page.article["title"],
            "digest": page.article["digest"],
            "picture": page.article["thumb_url"],
            "url": page.url,
        }
        for page in pages
    ]
    return {"digest": cards[0]["digest"], "url": cards[0]["url"], "articles": cards}


def _event(world: World, name: str) -> dict[str, Any]:
    return {
        "ToUserName": world.state.app.original_id,
        "FromUserName": world.operator,
        "CreateTime": int(world.clock.now()),
        "MsgType": "event",
        "Event": name,
    }


def _mass_event(world: World, job: MassJob, reached: int) -> Fields:
    links = [{"ArticleIdx": index, "ArticleUrl": page.url} for index, page in enumerate(job.pages, 1)]
    return {
        **_event(world, "MASSSENDJOBFINISH"),
        "MsgID": job.msg_id,
        "Status": job.status or "",
        "TotalCount": len(job.openids),
        "FilterCount": len(job.openids),
        "SentCount": reached,
        "ErrorCount": len(job.openids) - reached,
        "CopyrightCheckResult": {"Count": 0, "ResultList": {}, "CheckState": 0},
        "ArticleUrlResult": {"Count": len(links), "ResultList": {"item": links}},
    }


def _publish_event(world: World, job: PublishJob) -> Fields:
    items = [{"idx": index, "article_url": page.url} for index, page in enumerate(job.pages, 1)]
    return {
        **_event(world, "PUBLISHJOBFINISH"),
        "PublishEventInfo": {
            "publish_id": int(job.publish_id),
            "publish_status": 0,
            "article_id": job.article_id,
            "article_detail": {"count": len(items), "item": items},
        },
    }
