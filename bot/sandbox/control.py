"""The sandbox's own controls, under /_sandbox/: what tests, tools and the phone page use."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol
from urllib.parse import urlsplit

from bot.sandbox.chat import NoCallback, send_message
from bot.sandbox.exchange import Request, Response, as_json
from bot.sandbox.faults import AFTER, BEFORE, Fault
from bot.sandbox.inbound import BadMessage
from bot.sandbox.phone import PhonePages
from bot.sandbox.routes import Routes
from bot.sandbox.site import Platform
from bot.sandbox.state import BadState, changed, shown
from bot.sandbox.wechat import unknown_apis
from bot.sandbox.wechat_jobs import tap
from bot.sandbox.wechat_world import MassJob
from bot.sandbox.world import World

# Because a control body is a page of JSON at most.
LARGEST_BODY = 1024 * 1024
LONGEST_FAULT = 86_400
FAULT_KEYS = frozenset(("api", "fault", "times", "seconds"))
LOOPBACK = ("127.0.0.1", "localhost")

Handler = Callable[[Request, Mapping[str, str]], Response]


class Refused(Exception):
    """The control is refused; the text is a sentence for whoever called."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Switch(Protocol):
    """A platform's port, as the controls see it."""

    def open(self) -> None:
        """Listen again."""

    def refuse(self) -> None:
        """Stop to listen."""


class Control:
    """Answers the controls and the phone page."""

    def __init__(
        self, world: World, platforms: Mapping[str, Platform[Any]], ports: Mapping[str, Switch], *, loopback: bool
    ) -> None:
        self._world = world
        self._platforms = platforms
        self._ports = ports
        self._loopback = loopback
        pages = PhonePages(world)
        self._routes: Routes[dict[str, Handler]] = Routes(
            {
                "/_sandbox/messages": {"POST": self._messages},
                "/_sandbox/followers": {"GET": self._followers},
                "/_sandbox/followers/:openid": {"GET": self._chat},
                "/_sandbox/posts": {"GET": self._posts},
                "/_sandbox/faults": {"POST": self._order_fault, "DELETE": self._clear_faults},
                "/_sandbox/state": {"GET": self._state, "PUT": self._change_state},
                "/_sandbox/calls": {"GET": self._calls},
                "/_sandbox/reset": {"POST": self._reset},
                "/_sandbox/admin_tap": {"POST": self._admin_tap},
                "/_sandbox/menu": {"GET": self._menu},
                "/_sandbox/events": {"GET": self._events},
                **pages.routes(),
            }
        )

    def answer(self, request: Request) -> Response:
        """Answer one request."""
        try:
            self._check_caller(request)
            found = self._routes.find(request.path)
            if found is None:
                raise Refused(404, f"There is nothing at {request.path}.")
            if request.method not in found.target:
                raise Refused(405, f"Use {' or '.join(found.target)} here, not {request.method}.")
            if len(request.body) > LARGEST_BODY:
                raise Refused(413, f"The body is larger than {LARGEST_BODY} bytes.")
            return found.target[request.method](request, found.params)
        except Refused as refusal:
            return as_json({"error": str(refusal)}, refusal.status)

    def _check_caller(self, request: Request) -> None:
        """Because any page in the developer's browser can send requests here, other sites' pages are turned away."""
        host = request.headers.get("host", "")
        if self._loopback and host.rpartition(":")[0] not in LOOPBACK and host not in LOOPBACK:
            raise Refused(403, "The sandbox only answers under a loopback address.")
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            raise Refused(403, "The sandbox does not answer pages of other sites.")

    def _messages(self, request: Request, _: Mapping[str, str]) -> Response:
        try:
            return as_json(send_message(self._world, _body(request)))
        except BadMessage as fault:
            raise Refused(400, str(fault)) from fault
        except NoCallback as fault:
            raise Refused(409, str(fault)) from fault

    def _followers(self, _: Request, __: Mapping[str, str]) -> Response:
        with self._world.lock:
            return as_json([person.row() for person in self._world.wechat.followers.values()])

    def _chat(self, _: Request, params: Mapping[str, str]) -> Response:
        with self._world.lock:
            person = self._world.wechat.followers.get(params["openid"])
            if person is None:
                raise Refused(404, "Nobody has this openid.")
            return as_json(person.chat)

    def _posts(self, request: Request, _: Mapping[str, str]) -> Response:
        channel = request.param("channel")
        if channel is not None and channel not in self._platforms:
            raise Refused(400, "channel must be one of " + ", ".join(self._platforms))
        with self._world.lock:
            return as_json([row for row in self._world.posts if channel in (None, row["channel"])])

    def _calls(self, request: Request, _: Mapping[str, str]) -> Response:
        with self._world.lock:
            return as_json(self._world.calls.rows(request.param("api")))

    def _menu(self, _: Request, __: Mapping[str, str]) -> Response:
        with self._world.lock:
            return as_json(self._world.wechat.menu)

    def _events(self, _: Request, __: Mapping[str, str]) -> Response:
        kind, headers = "text/event-stream; charset=utf-8", {"Cache-Control": "no-store"}
        return Response(content_type=kind, headers=headers, stream=self._world.live.listen())

    def _state(self, _: Request, __: Mapping[str, str]) -> Response:
        with self._world.lock:
            return as_json(shown(self._world.state))

    def _change_state(self, request: Request, _: Mapping[str, str]) -> Response:
        body = _body(request)
        try:
            with self._world.lock:
                wechat = changed(self._world.state, body).wechat
                unknown = unknown_apis([*wechat.rights, *wechat.quota.api])
                if unknown:
                    raise BadState("unknown API " + ", ".join(unknown))
                return as_json(self._world.change_state(body))
        except BadState as fault:
            raise Refused(400, str(fault)) from fault

    def _order_fault(self, request: Request, _: Mapping[str, str]) -> Response:
        body = _object(_body(request), FAULT_KEYS)
        api, kind = body.get("api"), body.get("fault")
        times, seconds = body.get("times", 1), body.get("seconds")
        if not isinstance(api, str) or not isinstance(kind, str):
            raise Refused(400, "api and fault must be texts")
        if isinstance(times, bool) or not isinstance(times, int) or times < 1:
            raise Refused(400, "times must be a whole number, 1 or more")
        if seconds is not None and not (_is_number(seconds) and 0 < seconds <= LONGEST_FAULT):
            raise Refused(400, f"seconds must be a number above 0, {LONGEST_FAULT} at most")
        if kind == "refuse":
            self._refuse(api, seconds)
        else:
            fault = self._fault(api, kind)
            fault.times, fault.seconds = times, seconds
            with self._world.lock:
                self._world.faults.order(fault)
        return as_json({"ok": True})

    def _refuse(self, api: str, seconds: float | None) -> None:
        if api not in self._ports:
            raise Refused(400, "refuse closes a platform's port: api must be one of " + ", ".join(self._ports))
        self._ports[api].refuse()
        if seconds is not None:
            self._world.later(seconds, self._ports[api].open)

    def _fault(self, api: str, kind: str) -> Fault:
        platform = self._platforms.get(api.partition(":")[0])
        found = platform.routes.find(api.partition(":")[2]) if platform else None
        if platform is None or found is None:
            raise Refused(400, f"{api} is no API of the sandbox; write it like wechat:/cgi-bin/draft/add")
        name, _, code = kind.partition(":")
        if name == "errcode" and platform.knows(code):
            return Fault(f"{platform.name}:{found.template}", "errcode", code=code)
        if kind not in BEFORE and kind not in AFTER:
            raise Refused(400, f"unknown fault {kind}")
        return Fault(f"{platform.name}:{found.template}", kind)

    def _clear_faults(self, _: Request, __: Mapping[str, str]) -> Response:
        with self._world.lock:
            self._world.faults.clear()
        for port in self._ports.values():
            port.open()
        return as_json({"ok": True})

    def _reset(self, _: Request, __: Mapping[str, str]) -> Response:
        with self._world.lock:
            self._world.reset()
        for port in self._ports.values():
            port.open()
        return as_json({"ok": True})

    def _admin_tap(self, request: Request, _: Mapping[str, str]) -> Response:
        body = _object(_body(request), frozenset(("msg_id", "accept")))
        if not isinstance(body.get("accept"), bool):
            raise Refused(400, "accept must be true or false")
        with self._world.lock:
            job = self._waiting(body.get("msg_id"))
            tap(self._world, job, accept=body["accept"])
            return as_json({"msg_id": job.msg_id, "status": job.status})

    def _waiting(self, msg_id: Any) -> MassJob:
        for job in self._world.wechat.mass.values():
            if job.waiting and str(msg_id or job.msg_id) == str(job.msg_id):
                return job
        raise Refused(404, "No mass send is waiting for the admin.")


def _body(request: Request) -> Any:
    try:
        return request.json()
    except ValueError as fault:
        raise Refused(400, "The body is not JSON.") from fault


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _object(body: Any, known: frozenset[str]) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise Refused(400, "the body must be an object")
    unknown = sorted(body.keys() - known)
    if unknown:
        raise Refused(400, "unknown key " + ", ".join(unknown))
    return body
