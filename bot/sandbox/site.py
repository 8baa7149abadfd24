"""One platform behind its port: list the call, let a fault strike, carry the call out under the world's lock."""

from dataclasses import replace
from email.utils import formatdate
from typing import Generic, Protocol, TypeVar

from bot.sandbox.calls import finish
from bot.sandbox.clock import stopwatch
from bot.sandbox.exchange import Request, Response
from bot.sandbox.faults import AFTER, BEFORE, Fault, instead
from bot.sandbox.routes import Found, Routes
from bot.sandbox.world import World

T = TypeVar("T")


class Platform(Protocol[T]):
    """How a platform speaks. `done_codes` are error codes that mean "carried out": as faults they have the effect."""

    name: str
    routes: Routes[T]
    done_codes: frozenset[str]

    def run(self, request: Request, found: Found[T]) -> Response:
        """Carry a call out, errors included."""

    def not_found(self, request: Request) -> Response:
        """Answer a path that the platform does not have."""

    def refusal(self, request: Request, code: str, done: Response | None) -> Response:
        """Answer with an error code; `done` is the real answer when the code stands for a call that was carried out."""

    def knows(self, code: str) -> bool:
        """Say whether an `errcode:` fault may name this code."""


class PlatformSite(Generic[T]):
    """Puts a platform behind a port."""

    def __init__(self, world: World, platform: Platform[T]) -> None:
        self._world = world
        self._platform = platform

    def answer(self, request: Request) -> Response:
        """Answer one API call."""
        began = stopwatch()
        found = self._platform.routes.find(request.path)
        api = f"{self._platform.name}:{found.template if found else request.path}"
        with self._world.lock:
            call = self._world.calls.begin(api, request, self._world.clock.now())
            fault = self._world.faults.take(api)
            response = self._struck(request, found, fault)
            finish(call, response, fault.kind if fault else None, (stopwatch() - began) * 1000)
            date = formatdate(self._world.clock.now(), usegmt=True)  # by which clients can tell that their clock is off
        return replace(response, headers={"Date": date, **response.headers})

    def _struck(self, request: Request, found: Found[T] | None, fault: Fault | None) -> Response:
        if fault is None:
            return self._carried_out(request, found)
        if fault.kind in BEFORE:
            return instead(fault.kind)
        if fault.kind == "errcode":
            done = self._carried_out(request, found) if fault.code in self._platform.done_codes else None
            return self._platform.refusal(request, fault.code, done)
        return AFTER[fault.kind](self._carried_out(request, found), fault.seconds)

    def _carried_out(self, request: Request, found: Found[T] | None) -> Response:
        return self._platform.not_found(request) if found is None else self._platform.run(request, found)
