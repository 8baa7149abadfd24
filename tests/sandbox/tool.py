"""An outside tool's view of the sandbox: its controls and the platforms' APIs over real HTTP."""

import io
import json
import threading
import time
from collections.abc import Callable
from typing import Any

import requests
from authlib.integrations.requests_client import OAuth1Auth
from PIL import Image

from bot.sandbox.run import Addresses

SECONDS = 10
DAY = 86_400


def jpeg(side: int = 40) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (side, side), "#204080").save(written, "JPEG")
    return written.getvalue()


def png() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (4, 4)).save(written, "PNG")
    return written.getvalue()


def eventually(check: Callable[[], Any]) -> Any:
    """Ask again until the answer is something, for background work of the sandbox (10 s at most)."""
    until, turn = time.monotonic() + SECONDS, threading.Event()
    while time.monotonic() < until:
        found = check()
        if found:
            return found
        turn.wait(0.01)  # because another thread must get its turn
    raise AssertionError("it did not happen in time")


class Tool:
    """Calls the sandbox."""

    def __init__(self, addresses: Addresses) -> None:
        self.addresses = addresses
        self.session = requests.Session()
        self._token: str | None = None

    def close(self) -> None:
        self.session.close()

    def control(self, method: str, path: str, body: Any = None, **options: Any) -> requests.Response:
        url = f"{self.addresses.control}/_sandbox/{path}"
        if body is not None:
            options["json"] = body
        return self.session.request(method, url, timeout=SECONDS, **options)

    def get(self, path: str) -> Any:
        answer = self.control("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.get("state")
        return state

    def put(self, patch: dict[str, Any]) -> dict[str, Any]:
        answer = self.control("PUT", "state", patch)
        assert answer.status_code == 200, answer.text
        state: dict[str, Any] = answer.json()
        return state

    def travel(self, seconds: float) -> None:
        """Move the sandbox's clock on; the token is asked for again, as it may have ended."""
        self.put({"clock_offset": self.state()["clock_offset"] + seconds})
        self._token = None

    def fault(self, api: str, fault: str, **more: Any) -> None:
        answer = self.control("POST", "faults", {"api": api, "fault": fault, **more})
        assert answer.status_code == 200, answer.text

    def posts(self, channel: str | None = None) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.get("posts" + (f"?channel={channel}" if channel else ""))
        return rows

    def send(self, **message: Any) -> dict[str, Any]:
        answer = self.control("POST", "messages", {"openid": self.openids()[0], "type": "text", **message})
        assert answer.status_code == 200, answer.text
        sent: dict[str, Any] = answer.json()
        return sent

    def openids(self) -> list[str]:
        return [person["openid"] for person in self.get("followers")]

    def chat(self, openid: str | None = None) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.get(f"followers/{openid or self.openids()[0]}")
        return rows

    # WeChat

    def credentials(self, **more: Any) -> dict[str, Any]:
        app = self.state()["app"]
        return {"grant_type": "client_credential", "appid": app["app_id"], "secret": app["app_secret"], **more}

    def stable(self, **more: Any) -> dict[str, Any]:
        url = f"{self.addresses.wechat}/cgi-bin/stable_token"
        token: dict[str, Any] = self.session.post(url, json=self.credentials(**more), timeout=SECONDS).json()
        return token

    def token(self) -> str:
        if self._token is None:
            self._token = str(self.stable()["access_token"])
        return self._token

    def wechat(self, path: str, body: Any = None, token: str | None = None, **params: Any) -> dict[str, Any]:
        """POST JSON when there is a body, else GET."""
        url = f"{self.addresses.wechat}/cgi-bin/{path}"
        params = {"access_token": token or self.token(), **params}
        if body is None:
            answer = self.session.get(url, params=params, timeout=SECONDS)
        else:
            raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
            answer = self.session.post(url, params=params, data=raw, timeout=SECONDS)
        assert answer.status_code == 200
        value: dict[str, Any] = answer.json()
        return value

    def code(self, path: str, body: Any = None, **params: Any) -> int:
        """The errcode of a call, 0 for success."""
        return int(self.wechat(path, body, **params).get("errcode", 0))

    def upload(self, content: bytes, path: str = "material/add_material", kind: str = "image") -> dict[str, Any]:
        url = f"{self.addresses.wechat}/cgi-bin/{path}"
        params = {"access_token": self.token(), "type": kind}
        files = {"media": ("a.jpg", content, "image/jpeg")}
        value: dict[str, Any] = self.session.post(url, params=params, files=files, timeout=SECONDS).json()
        return value

    def article(self, **fields: Any) -> dict[str, Any]:
        thumb = fields.pop("thumb_media_id", None) or self.upload(jpeg(), kind="thumb")["media_id"]
        return {"title": "说明会", "content": "<p>周四19:00</p>", "thumb_media_id": thumb, **fields}

    def draft(self, **fields: Any) -> str:
        answer = self.wechat("draft/add", {"articles": [self.article(**fields)]})
        return str(answer["media_id"])

    def mass(self, text: str = "你好", **more: Any) -> dict[str, Any]:
        body = {"filter": {"is_to_all": True}, "msgtype": "text", "text": {"content": text}, **more}
        return self.wechat("message/mass/sendall", body)

    # Weibo and X

    def weibo(self, method: str, path: str, files: Any = None, **params: Any) -> requests.Response:
        token = params.pop("access_token", None) or self.state()["weibo"]["access_token"]
        url = f"{self.addresses.weibo}{path}"
        values = {"access_token": token, **params}
        if method == "GET":
            return self.session.get(url, params=values, timeout=SECONDS)
        return self.session.post(url, data=values, files=files, timeout=SECONDS)

    def share(self, status: str = "说明会 https://paristech.fr/en", **more: Any) -> requests.Response:
        return self.weibo("POST", "/2/statuses/share.json", status=status, **{"rip": "203.0.113.7", **more})

    def auth(self, **keys: str) -> OAuth1Auth:
        x = {**self.state()["x"], **keys}
        return OAuth1Auth(x["consumer_key"], x["consumer_secret"], x["access_token"], x["access_secret"])

    def x(self, method: str, path: str, **options: Any) -> requests.Response:
        options.setdefault("auth", self.auth())
        return self.session.request(method, f"{self.addresses.x}{path}", timeout=SECONDS, **options)

    def tweet(self, text: str, **more: Any) -> requests.Response:
        return self.x("POST", "/2/tweets", json={"text": text, **more})
