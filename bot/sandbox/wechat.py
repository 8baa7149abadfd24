"""The WeChat platform: every API, and how it speaks (HTTP 200 with an errcode in the body)."""

import json
from collections.abc import Iterable

from bot.sandbox import (
    wechat_custom,
    wechat_drafts,
    wechat_mass,
    wechat_material,
    wechat_menu,
    wechat_publish,
    wechat_qr,
    wechat_tokens,
    wechat_users,
)
from bot.sandbox.exchange import Request, Response, as_json
from bot.sandbox.routes import Found, Routes
from bot.sandbox.wechat_api import Endpoint, WechatCall, WechatError, check, refused, right_name
from bot.sandbox.world import World

ENDPOINTS: dict[str, Endpoint] = {
    **wechat_tokens.ENDPOINTS,
    **wechat_material.ENDPOINTS,
    **wechat_drafts.ENDPOINTS,
    **wechat_publish.ENDPOINTS,
    **wechat_mass.ENDPOINTS,
    **wechat_custom.ENDPOINTS,
    **wechat_users.ENDPOINTS,
    **wechat_menu.ENDPOINTS,
    **wechat_qr.ENDPOINTS,
}


class Wechat:
    """WeChat behind a port."""

    name = "wechat"
    # Because 45065 means "sent already": operators saw it on a first call whose send went out.
    done_codes = frozenset(("45065",))

    def __init__(self, world: World) -> None:
        self._world = world
        self.routes = Routes(ENDPOINTS)

    def run(self, request: Request, found: Found[Endpoint]) -> Response:
        """Carry a call out."""
        call = WechatCall(self._world, request)
        try:
            check(found.target, found.template, call)
            return as_json(found.target.handler(call))
        except WechatError as error:
            return as_json(refused(error, call.now))

    def not_found(self, _: Request) -> Response:
        """Answer a path that WeChat does not have."""
        return as_json(refused(WechatError(40066), self._world.clock.now()))

    def refusal(self, request: Request, code: str, done: Response | None) -> Response:
        """Answer with a code; 45065 names the message that was sent."""
        answer = json.loads(done.body) if done is not None else {}
        if answer.get("errcode", 0):
            return done or self.refusal(request, code, None)
        more = {"msg_id": answer["msg_id"]} if "msg_id" in answer else {}
        return as_json(refused(WechatError(int(code), **more), self._world.clock.now()))

    def knows(self, code: str) -> bool:
        """Any whole number may be an errcode."""
        return code.removeprefix("-").isdigit()


def unknown_apis(names: Iterable[str]) -> list[str]:
    """Give those names that no API and no family of APIs (`draft`, `message/mass`) has."""
    known = [right_name(path) for path in ENDPOINTS]
    return [name for name in names if not any(f"{own}/".startswith(f"{right_name(name)}/") for own in known)]
