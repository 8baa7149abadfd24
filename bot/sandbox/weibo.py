"""The Weibo platform: every API, and how it speaks (HTTP 400 or 403 with an error_code in the body)."""

from bot.sandbox import weibo_oauth, weibo_statuses
from bot.sandbox.exchange import Request, Response, as_json
from bot.sandbox.routes import Found, Routes
from bot.sandbox.weibo_api import WeiboCall, WeiboEndpoint, check
from bot.sandbox.weibo_codes import WeiboError
from bot.sandbox.world import World

ENDPOINTS: dict[str, WeiboEndpoint] = {**weibo_oauth.ENDPOINTS, **weibo_statuses.ENDPOINTS}


class Weibo:
    """Weibo behind a port."""

    name = "weibo"
    # Because 20032 means "published, but the server is slow": it is a success in the shape of an error.
    done_codes = frozenset(("20032",))

    def __init__(self, world: World) -> None:
        self._world = world
        self.routes = Routes(ENDPOINTS)

    def run(self, request: Request, found: Found[WeiboEndpoint]) -> Response:
        """Carry a call out."""
        call = WeiboCall(self._world, request)
        try:
            check(found.target, call)
            answer = found.target.handler(call)
        except WeiboError as error:
            return refused(request, error)
        return answer if isinstance(answer, Response) else as_json(answer)

    def not_found(self, request: Request) -> Response:
        """Answer a path that Weibo does not have."""
        return refused(request, WeiboError(10020))

    def refusal(self, request: Request, code: str, done: Response | None) -> Response:
        """Answer with a code."""
        if done is not None and done.status != 200:
            return done
        return refused(request, WeiboError(int(code)))

    def knows(self, code: str) -> bool:
        """Weibo's codes are positive numbers."""
        return code.isdigit()


def refused(request: Request, error: WeiboError) -> Response:
    """Write an error: one shape for OAuth2, another for the rest."""
    body: dict[str, object] = {"error": str(error), "error_code": error.code, "request": request.path}
    if request.path.startswith("/oauth2/"):
        body |= {"error_uri": request.path, "error_description": str(error)}
    return as_json(body, error.status)
