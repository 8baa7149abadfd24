"""The X platform: signatures, rates, and how it speaks (HTTP statuses with problem bodies)."""

from bot.sandbox.exchange import Request, Response, as_json
from bot.sandbox.routes import Found, Routes
from bot.sandbox.world import World
from bot.sandbox.x_oauth import is_signed
from bot.sandbox.x_posts import ENDPOINTS, Handler, XCall
from bot.sandbox.x_problems import APP_ONLY, BY_NAME, NOT_FOUND, RATES, TOO_MANY, UNAUTHORIZED, Problem, XError


class X:
    """X behind a port."""

    name = "x"
    done_codes: frozenset[str] = frozenset()

    def __init__(self, world: World) -> None:
        self._world = world
        self.routes = Routes(ENDPOINTS)

    def run(self, request: Request, found: Found[dict[str, Handler]]) -> Response:
        """Carry a call out."""
        headers: dict[str, str] = {}
        try:
            self._check_signature(request)
            if request.method not in found.target:
                raise XError(Problem(405, "Method Not Allowed", "Method Not Allowed"))
            rate = f"{request.method} {found.template}"
            allowed = self._count(rate)
            headers = self._rate_headers(rate)
            if not allowed:
                raise XError(TOO_MANY)
            status, body = found.target[request.method](XCall(self._world, request, found.params))
        except XError as error:
            return as_json(error.problem.body(), error.problem.status, headers)
        return as_json(body, status, headers)

    def not_found(self, _: Request) -> Response:
        """Answer a path that X does not have."""
        return as_json(NOT_FOUND.body(), 404)

    def refusal(self, request: Request, code: str, done: Response | None) -> Response:
        """Answer with a problem; rate headers stand there as on every answer, full ones for a usage cap too."""
        found = self.routes.find(request.path)
        rate = f"{request.method} {found.template}" if found else ""
        problem = BY_NAME[code]
        headers = self._rate_headers(rate)
        if problem is TOO_MANY and headers:
            headers["x-rate-limit-remaining"] = "0"
        return as_json(problem.body(), problem.status, headers)

    def knows(self, code: str) -> bool:
        """Say whether there is a problem of this name."""
        return code in BY_NAME

    def _check_signature(self, request: Request) -> None:
        if request.headers.get("authorization", "").lower().startswith("bearer "):
            raise XError(APP_ONLY)
        if not is_signed(self._world, request):
            raise XError(UNAUTHORIZED)

    def _windows(self, rate: str) -> list[tuple[int, int, tuple[str, int]]]:
        now = self._world.clock.now()
        return [(most, seconds, (f"{rate} {seconds}", int(now // seconds))) for most, seconds in RATES.get(rate, ())]

    def _count(self, rate: str) -> bool:
        used, windows = self._world.x.used, self._windows(rate)
        if any(used[window] >= most for most, _, window in windows):
            return False
        for _, _, window in windows:
            used[window] += 1
        return True

    def _rate_headers(self, rate: str) -> dict[str, str]:
        headers: dict[str, str] = {}
        names = ("x-rate-limit", "x-app-limit-24hour")
        for name, (most, seconds, window) in zip(names, self._windows(rate), strict=False):
            headers[f"{name}-limit"] = str(most)
            headers[f"{name}-remaining"] = str(max(0, most - self._world.x.used[window]))
            headers[f"{name}-reset"] = str((window[1] + 1) * seconds)
        return headers
