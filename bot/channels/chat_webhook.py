"""Telling staff in a WeCom (企业微信) group, by the group's robot.

developer.work.weixin.qq.com, "群机器人配置说明" (path 91770), public copies read 2026-11-25: POST {"msgtype": "text",
"text": {"content": …}}; the content is UTF-8 of at most 2048 bytes; 20 messages a minute; the body's errcode decides.
"""

import json
from collections.abc import Callable

from bot.channels.http import Answer, Deadlines, Http
from bot.core.notices import Message

TEXT_BYTES = 2048
# What the answer's errcode means, where something is to be done (same page, and WeCom's list of global error codes).
CODES = {
    45009: "WeCom takes no more messages of this robot in this minute. It is tried again.",
    93000: "WeCom does not know this robot. Copy its address again into notify.chat_webhook.",
    93008: "The robot is not in the group any more. Add one, and copy its address into notify.chat_webhook.",
}
_CUT = "…\n(Cut: `paristech-bot notices list` shows all of it.)"


class ChatWay:
    """A `core.ports.Way` over one robot's address, which is a secret."""

    name = "chat"
    at_once = 1  # every three seconds: as many as the robot takes in a minute

    def __init__(self, address: str, monotonic: Callable[[], float], *, deadlines: Deadlines | None = None) -> None:
        self._address = address
        self._http = Http(monotonic, lambda point: None, deadlines=deadlines or Deadlines(connect=10.0, answer=10.0))

    def send(self, message: Message) -> str:
        """Put one message into the group; see `core.ports.Way`."""
        content = fitting(f"{message.subject}\n{message.text}", TEXT_BYTES)
        body = json.dumps({"msgtype": "text", "text": {"content": content}}, ensure_ascii=False)
        headers = {"Content-Type": "application/json; charset=utf-8"}
        result = self._http.call("POST", self._address, data=body.encode("utf-8", "replace"), headers=headers)
        if not isinstance(result, Answer):
            return f"The group's robot could not be told: {result.why}. It is tried again."
        code = result.json.get("errcode") if isinstance(result.json, dict) else None
        if result.status != 200 or not isinstance(code, int) or isinstance(code, bool):
            return (
                f"The group's robot gave an answer (HTTP {result.status}) that WeCom does not give. "
                "Check notify.chat_webhook."
            )
        return "" if code == 0 else CODES.get(code, f"WeCom refused the message (code {code}). It is tried again.")


def fitting(text: str, most: int) -> str:
    """The text in at most so many bytes of UTF-8; what was cut off leaves a sentence."""
    raw = text.encode("utf-8", "replace")
    if len(raw) <= most:
        return raw.decode("utf-8")
    return raw[: most - len(_CUT.encode())].decode("utf-8", "ignore") + _CUT
