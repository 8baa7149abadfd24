"""Publishes on the sandbox's three platforms through their own APIs, as the bot would."""

import io
import json
from typing import Any

import requests
from authlib.integrations.requests_client import OAuth1Auth
from PIL import Image

from bot.sandbox.run import Addresses

SECONDS = 5


def state_of(addresses: Addresses) -> dict[str, Any]:
    """The sandbox's state: credentials, callback, limits."""
    state: dict[str, Any] = requests.get(f"{addresses.control}/_sandbox/state", timeout=SECONDS).json()
    return state


def picture() -> bytes:
    """A small JPEG, good as thumb and as Weibo picture."""
    written = io.BytesIO()
    Image.new("RGB", (90, 38), "#1d3f72").save(written, "JPEG")
    return written.getvalue()


class WeChat:
    """The account's API with a fresh token."""

    def __init__(self, addresses: Addresses) -> None:
        self.base = addresses.wechat
        app = state_of(addresses)["app"]
        body = {"grant_type": "client_credential", "appid": app["app_id"], "secret": app["app_secret"]}
        self.token = requests.post(f"{self.base}/cgi-bin/stable_token", json=body, timeout=SECONDS).json()[
            "access_token"
        ]

    def call(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        raw = json.dumps(body, ensure_ascii=False).encode()
        url = f"{self.base}/cgi-bin/{path}?access_token={self.token}"
        answer: dict[str, Any] = requests.post(url, data=raw, timeout=SECONDS).json()
        assert answer.get("errcode", 0) == 0, answer
        return answer

    def mass_article(self, title: str, digest: str, content: str = "<p>text</p>") -> None:
        url = f"{self.base}/cgi-bin/material/add_material?type=thumb&access_token={self.token}"
        files = {"media": ("cover.jpg", picture(), "image/jpeg")}
        thumb = requests.post(url, files=files, timeout=SECONDS).json()["media_id"]
        article = {"title": title, "digest": digest, "content": content, "thumb_media_id": thumb}
        media = self.call("draft/add", {"articles": [article]})["media_id"]
        body = {"filter": {"is_to_all": True}, "mpnews": {"media_id": media}, "msgtype": "mpnews"}
        self.call("message/mass/sendall", body | {"send_ignore_reprint": 0, "clientmsgid": "page-test"})

    def menu(self) -> None:
        apply = {"name": "申请", "sub_button": [{"type": "click", "name": "9+9", "key": "apply"}]}
        self.call("menu/create", {"button": [apply, {"type": "click", "name": "奖学金", "key": "grants"}]})


def share_on_weibo(addresses: Addresses, status: str) -> None:
    """Posts `status` with a picture on Weibo."""
    data = {"access_token": state_of(addresses)["weibo"]["access_token"], "status": status, "rip": "1.2.3.4"}
    url = f"{addresses.weibo}/2/statuses/share.json"
    answer = requests.post(url, data=data, files={"pic": ("p.jpg", picture(), "image/jpeg")}, timeout=SECONDS)
    assert answer.ok, answer.text


def post_on_x(addresses: Addresses, text: str) -> None:
    """Posts `text` on X."""
    x = state_of(addresses)["x"]
    auth = OAuth1Auth(x["consumer_key"], x["consumer_secret"], x["access_token"], x["access_secret"])
    answer = requests.post(f"{addresses.x}/2/tweets", json={"text": text}, auth=auth, timeout=SECONDS)
    assert answer.ok, answer.text
