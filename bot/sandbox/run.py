"""Starts and stops the sandbox: one port for controls and phone page, one for each platform."""

import ipaddress
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Self

from bot.sandbox.clock import Clock
from bot.sandbox.control import Control
from bot.sandbox.exchange import Request, Response
from bot.sandbox.server import Port, Site
from bot.sandbox.site import Platform, PlatformSite
from bot.sandbox.state import State
from bot.sandbox.wechat import Wechat
from bot.sandbox.weibo import Weibo
from bot.sandbox.world import Timing, World
from bot.sandbox.x import X

PLATFORMS = ("wechat", "weibo", "x")


@dataclass(frozen=True)
class Addresses:
    """Where the sandbox listens, each like `http://127.0.0.1:8001`."""

    control: str
    wechat: str
    weibo: str
    x: str


class _Later:
    """Stands behind a port until its site is there: a site must know all addresses, and addresses need ports."""

    def __init__(self) -> None:
        self.site: Site | None = None

    def answer(self, request: Request) -> Response:
        assert self.site is not None, "a port was opened before its site was set"  # noqa: S101 - an order of calls
        return self.site.answer(request)


class Sandbox:
    """The emulated platforms. Controls listen on `port`, platforms on the three after it; 0 takes any free ports.

    `clock_offset` (seconds) moves the world's clock. OSError with a sentence when a port is taken.
    """

    def __init__(
        self, *, host: str = "127.0.0.1", port: int = 0, clock_offset: float = 0.0, timing: Timing | None = None
    ) -> None:
        doors = {name: _Later() for name in ("control", *PLATFORMS)}
        self._ports: dict[str, Port] = {}
        try:
            for step, (name, door) in enumerate(doors.items()):
                self._ports[name] = Port(door, host, port + step if port else 0)
        except OSError:
            self._close_ports()
            raise
        self.addresses = Addresses(**{name: each.address for name, each in self._ports.items()})
        clock = Clock(clock_offset)
        self._world = World(self._first_state(clock_offset), clock, self.addresses.control, timing or Timing())
        platforms: dict[str, Platform[Any]] = {
            "wechat": Wechat(self._world),
            "weibo": Weibo(self._world),
            "x": X(self._world),
        }
        for name, platform in platforms.items():
            doors[name].site = PlatformSite(self._world, platform)
        switches = {name: self._ports[name] for name in PLATFORMS}
        doors["control"].site = Control(self._world, platforms, switches, loopback=_is_loopback(host))

    def start(self) -> Addresses:
        """Open all ports, if they are not open yet, and give their addresses; from then on requests are answered."""
        self._world.agenda.start()
        for port in self._ports.values():
            port.open()
        return self.addresses

    def stop(self) -> None:
        """Close everything; what was held in the world is gone."""
        self._world.live.close()
        self._close_ports()
        self._world.agenda.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _first_state(self, clock_offset: float) -> State:
        made_up = State(clock_offset=clock_offset)
        return replace(
            made_up,
            wechat=replace(made_up.wechat, api_base=self.addresses.wechat),
            weibo=replace(made_up.weibo, api_base=self.addresses.weibo),
            x=replace(made_up.x, api_base=self.addresses.x),
        )

    def _close_ports(self) -> None:
        for port in self._ports.values():
            port.stop()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
