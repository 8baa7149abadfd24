"""Customer service messages: to one person, while the window is open."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.wechat_api import Endpoint, WechatCall, WechatError, checked_list, text
from bot.sandbox.wechat_drafts import find
from bot.sandbox.wechat_limits import TEXT_BYTES
from bot.sandbox.wechat_material import usable

Content = Callable[[WechatCall, Mapping[str, Any]], dict[str, Any]]


def send(call: WechatCall) -> dict[str, Any]:
    """Write to a person (api_sendcustommessage)."""
    body = call.body()
    person = call.account.followers.get(text(body, "touser", 40003))
    if person is None:
        raise WechatError(40003)
    kind = body.get("msgtype")
    inside = body.get(str(kind))
    if kind not in CONTENTS:
        raise WechatError(40008)
    if not isinstance(inside, Mapping):
        raise WechatError(44004)
    row = {"kind": "custom", "type": kind, **CONTENTS[kind](call, inside)}
    code = person.use_window(call.now)
    if code:
        raise WechatError(code)
    call.world.say(person, row)
    return {"errcode": 0, "errmsg": "ok"}


def _text(_: WechatCall, inside: Mapping[str, Any]) -> dict[str, Any]:
    content = text(inside, "content", 44004)
    if len(content.encode("utf-8", "replace")) > TEXT_BYTES:
        raise WechatError(45002)
    return {"content": content}


def _media(*kinds: str) -> Content:
    def content(call: WechatCall, inside: Mapping[str, Any]) -> dict[str, Any]:
        material = usable(call, inside.get("media_id"), *kinds)
        return {"media_id": inside["media_id"], "picture": material.file.url}

    return content


def _news(_: WechatCall, inside: Mapping[str, Any]) -> dict[str, Any]:
    articles = checked_list(inside.get("articles"), 44003)
    if len(articles) > 1:
        raise WechatError(45008)
    if not isinstance(articles[0], Mapping):
        raise WechatError(44003)
    first = articles[0]
    fields = {"title": "title", "description": "description", "pic_url": "picurl", "url": "url"}
    return {"articles": [{name: str(first.get(key, "")) for name, key in fields.items()}]}


def _mpnews(call: WechatCall, inside: Mapping[str, Any]) -> dict[str, Any]:
    article = find(call, inside).articles[0]
    return {
        "articles": [
            {
                "title": article["title"],
                "description": article["digest"],
                "pic_url": article["thumb_url"],
                "url": article["url"],
            }
        ]
    }


def _published(call: WechatCall, inside: Mapping[str, Any]) -> dict[str, Any]:
    wanted = text(inside, "article_id", 53600)
    for job in call.account.publications.values():
        if job.article_id == wanted:
            page = job.pages[0]
            card = {"title": page.article["title"], "description": page.article["digest"]}
            return {"articles": [{**card, "pic_url": page.article["thumb_url"], "url": page.url}]}
    raise WechatError(53600)


def _menu(_: WechatCall, inside: Mapping[str, Any]) -> dict[str, Any]:
    choices = checked_list(inside.get("list"), 40035)
    if not all(isinstance(choice, Mapping) and choice.get("id") and choice.get("content") for choice in choices):
        raise WechatError(40035)
    return {
        "head_content": str(inside.get("head_content", "")),
        "list": [{"id": str(choice["id"]), "content": str(choice["content"])} for choice in choices],
        "tail_content": str(inside.get("tail_content", "")),
    }


def _music(call: WechatCall, inside: Mapping[str, Any]) -> dict[str, Any]:
    usable(call, inside.get("thumb_media_id"), "thumb", "image")
    return {"title": str(inside.get("title", "")), "url": str(inside.get("musicurl", ""))}


def _mini_program(_: WechatCall, inside: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": str(inside.get("title", ""))}


# `wxcard` is left out: cards are not part of this account's world, so it is answered as an unknown type.
CONTENTS: dict[str, Content] = {
    "text": _text,
    "image": _media("image"),
    "voice": _media("voice"),
    "video": _media("video"),
    "music": _music,
    "news": _news,
    "mpnews": _mpnews,
    "mpnewsarticle": _published,
    "msgmenu": _menu,
    "miniprogrampage": _mini_program,
}

ENDPOINTS = {"/cgi-bin/message/custom/send": Endpoint("POST", send)}
