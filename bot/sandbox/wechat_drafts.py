"""The draft box."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.articles import cleaned, plain
from bot.sandbox.state import letters
from bot.sandbox.wechat_api import Endpoint, WechatCall, WechatError, checked_list, number, text
from bot.sandbox.wechat_limits import (
    ARTICLES_PER_DRAFT,
    AUTHOR_CHARS,
    CONTENT_BYTES,
    CONTENT_CHARS,
    DEFAULT_DIGEST_CHARS,
    DIGEST_CHARS,
    NEWSPIC_IMAGES,
    PUBLISH_PAGE,
    SOURCE_URL_BYTES,
    TITLE_CHARS,
)
from bot.sandbox.wechat_material import permanent
from bot.sandbox.wechat_world import Draft


def add(call: WechatCall) -> dict[str, Any]:
    """Keep a draft."""
    articles = checked_list(call.body().get("articles"), 44003)
    if len(articles) > ARTICLES_PER_DRAFT:
        raise WechatError(45008)
    kept = [_article(call, article, alone=len(articles) == 1) for article in articles]
    media_id = letters(64)
    call.account.drafts[media_id] = Draft(media_id, kept, call.now, call.now)
    return {"media_id": media_id}


def get(call: WechatCall) -> dict[str, Any]:
    """Give a draft back."""
    return _content(find(call, call.body()), no_content=False)


def delete(call: WechatCall) -> dict[str, Any]:
    """Throw a draft away."""
    del call.account.drafts[find(call, call.body()).media_id]
    return {"errcode": 0, "errmsg": "ok"}


def update(call: WechatCall) -> dict[str, Any]:
    """Put another article in the place of one; `articles` is one object here (api_draft_update)."""
    body = call.body()
    draft, index = find(call, body), number(body, "index", 0)
    if index >= len(draft.articles):
        raise WechatError(40035, "index")
    draft.articles[index] = _article(call, body.get("articles"), alone=len(draft.articles) == 1)
    draft.updated_at = call.now
    return {"errcode": 0, "errmsg": "ok"}


def batchget(call: WechatCall) -> dict[str, Any]:
    """List drafts, newest first."""
    body = call.body()
    offset, count = page_of(body)
    newest = sorted(call.account.drafts.values(), key=lambda draft: -draft.updated_at)
    items = [
        {
            "media_id": draft.media_id,
            "content": _content(draft, no_content=bool(number(body, "no_content", 0))),
            "update_time": int(draft.updated_at),
        }
        for draft in newest[offset : offset + count]
    ]
    return {"total_count": len(newest), "item_count": len(items), "item": items}


def count(call: WechatCall) -> dict[str, Any]:
    """Say how many drafts there are."""
    return {"total_count": len(call.account.drafts)}


def find(call: WechatCall, body: Mapping[str, Any]) -> Draft:
    """Find the draft that a body names; 40007 when it is not there, which a consumed draft is not."""
    draft = call.account.drafts.get(text(body, "media_id", 40007))
    if draft is None:
        raise WechatError(40007)
    return draft


def page_of(body: Mapping[str, Any]) -> tuple[int, int]:
    """Read offset and count (1 to 20) of a listing."""
    offset, wanted = number(body, "offset", 0), number(body, "count", PUBLISH_PAGE)
    if offset < 0 or not 1 <= wanted <= PUBLISH_PAGE:
        raise WechatError(40035)
    return offset, wanted


def _content(draft: Draft, *, no_content: bool) -> dict[str, Any]:
    items = [{**article, "content": ""} if no_content else article for article in draft.articles]
    return {"news_item": items, "create_time": int(draft.created_at), "update_time": int(draft.updated_at)}


def _article(call: WechatCall, raw: Any, *, alone: bool) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        raise WechatError(44003)
    kind = raw.get("article_type", "news")
    if kind not in ("news", "newspic"):
        raise WechatError(40035, "article_type")
    title = _within(raw, "title", TITLE_CHARS, 45003)
    if not title:
        raise WechatError(45003)
    content = _content_html(call, raw.get("content"))
    digest = _within(raw, "digest", DIGEST_CHARS, 45004) if alone else ""
    article = {
        "article_type": kind,
        "title": title,
        "author": _within(raw, "author", AUTHOR_CHARS, 45110),
        "digest": digest or (plain(content)[:DEFAULT_DIGEST_CHARS] if alone else ""),
        "content": content,
        "content_source_url": _source_url(raw.get("content_source_url") or ""),
        "need_open_comment": number(raw, "need_open_comment", 0),
        "only_fans_can_comment": number(raw, "only_fans_can_comment", 0),
        "url": f"{call.world.library.origin}/s/draft",
    }
    article.update(_newspic(call, raw) if kind == "newspic" else _cover(call, raw))
    return article


def _cover(call: WechatCall, raw: Mapping[str, Any]) -> dict[str, Any]:
    thumb = permanent(call, raw.get("thumb_media_id"), "image", "thumb")
    crops = {name: raw[name] for name in ("pic_crop_235_1", "pic_crop_1_1") if raw.get(name)}
    return {"thumb_media_id": raw["thumb_media_id"], "thumb_url": thumb.file.url, **crops}


def _newspic(call: WechatCall, raw: Mapping[str, Any]) -> dict[str, Any]:
    info = raw.get("image_info")
    images = checked_list(info.get("image_list") if isinstance(info, Mapping) else None, 40007)
    if len(images) > NEWSPIC_IMAGES:
        raise WechatError(45008)
    ids = [image.get("image_media_id") if isinstance(image, Mapping) else None for image in images]
    files = [permanent(call, media_id, "image") for media_id in ids]
    return {
        "image_info": {"image_list": [{"image_media_id": media_id} for media_id in ids]},
        "thumb_media_id": ids[0],
        "thumb_url": files[0].file.url,
    }


def _within(raw: Mapping[str, Any], name: str, most: int, code: int) -> str:
    value = raw.get(name) or ""
    if not isinstance(value, str) or len(value) > most:
        raise WechatError(code)
    return value


def _content_html(call: WechatCall, content: Any) -> str:
    if not isinstance(content, str) or not content.strip():
        raise WechatError(45166)
    if len(content) >= CONTENT_CHARS or len(content.encode("utf-8", "replace")) >= CONTENT_BYTES:
        raise WechatError(45002)
    return cleaned(content, call.world.library.origin)


def _source_url(url: Any) -> str:
    if not isinstance(url, str) or len(url.encode("utf-8", "replace")) > SOURCE_URL_BYTES:
        raise WechatError(41039)
    try:
        parts = urlsplit(url)
    except ValueError as fault:
        raise WechatError(41039) from fault
    if url and not (parts.scheme in ("http", "https") and parts.netloc):
        raise WechatError(41039)
    return url


ENDPOINTS = {
    "/cgi-bin/draft/add": Endpoint("POST", add),
    "/cgi-bin/draft/get": Endpoint("POST", get),
    "/cgi-bin/draft/delete": Endpoint("POST", delete),
    "/cgi-bin/draft/update": Endpoint("POST", update),
    "/cgi-bin/draft/batchget": Endpoint("POST", batchget),
    "/cgi-bin/draft/count": Endpoint("GET", count),
}
