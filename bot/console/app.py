"""The console on the web: who may see a page is settled before it runs; what writes must come from our own pages."""

import base64
import binascii
import hmac
import logging
import secrets
from collections.abc import Iterable
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit

from anyio.to_thread import run_sync
from litestar import Request, Response
from litestar.datastructures import Cookie, FormMultiDict, UploadFile
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.status_codes import HTTP_413_REQUEST_ENTITY_TOO_LARGE
from markupsafe import Markup

from bot.actions import passwords, signing_in
from bot.console.asking import OPEN, Answer, Ask, Blob, Go, Page, Parts, Route, Upload
from bot.console.door import HOME, SIGN_IN
from bot.console.rendering import LANGS, Renderer
from bot.core.errors import BotError, NotAllowed, UsageError
from bot.core.http_status import http_status
from bot.core.networks import network_of
from bot.core.roles import LEAST, may
from bot.store.sessions import LONGEST, Session

log = logging.getLogger(__name__)

_SAID = "said"
_SAID_SECONDS = 60
_Request = Request[Any, Any, Any]


def handlers(parts: Parts, routes: Iterable[Route]) -> list[HTTPRouteHandler]:
    """The routes as Litestar wants them. A deed that no role may do is a mistake: KeyError."""
    passwords.nobodys()
    console = _Console(parts, Renderer())
    return [console.handler(route) for route in routes]


class _Console:
    def __init__(self, parts: Parts, renderer: Renderer) -> None:
        self._parts = parts
        self._renderer = renderer
        self._cookie = "__Host-console" if parts.secure else "console"

    def handler(self, route: Route) -> HTTPRouteHandler:
        if route.deed != OPEN:
            LEAST[route.deed]

        async def handle(request: _Request) -> Response[bytes]:
            return await self._handle(route, request)

        handle.__name__ = route.page.__name__
        return HTTPRouteHandler(
            route.path,
            http_method=route.method,
            name=f"{route.method} {route.path}",
            request_max_body_size=route.most,
            exception_handlers={Exception: partial(self._broken, route)},
        )(handle)

    async def _handle(self, route: Route, request: _Request) -> Response[bytes]:
        lang, session = self._lang(request, None), None
        answer: Answer | None
        try:
            session = None if route.anonymous else await run_sync(self._session, request)
            lang = self._lang(request, session)
            answer = self._refusal(route, request, session)
            if answer is None:
                answer = await run_sync(route.page, await self._ask(route, request, session, lang))
        except BotError as error:
            answer = _fault(str(error), http_status(error))
        except HTTPException as error:
            too_large = error.status_code == HTTP_413_REQUEST_ENTITY_TOO_LARGE
            sentence = "The form is larger than this page takes." if too_large else error.detail
            answer = _fault(sentence, error.status_code)
        return self._response(answer, request, session, lang)

    def _broken(self, route: Route, request: _Request, error: Exception) -> Response[bytes]:
        """The last resort: a number that stands on the page and in the log, and nothing else."""
        number = secrets.token_hex(4)
        # The route, not the address: that of a link holds its secret.
        log.error("console: %s %s failed (%s)", route.method, route.path, number, exc_info=error)
        fault = _fault(f"Something went wrong here. Tell whoever runs the bot: error {number}.", 500)
        return self._response(fault, request, None, self._lang(request, None))

    def _session(self, request: _Request) -> Session | None:
        return signing_in.session_of(self._parts.database, request.cookies.get(self._cookie, ""), now=self._parts.now())

    def _refusal(self, route: Route, request: _Request, session: Session | None) -> Answer | None:
        if route.method != "GET" and not _from_our_pages(request):
            return _fault("This form was not sent from the console; open the page again.", 403)
        if route.deed == OPEN:
            return None
        if session is None:
            query = request.scope["query_string"].decode("ascii", "replace")
            here = request.scope["path"] + (f"?{query}" if query else "")
            # Of a form: back to its page, where the browser still holds what was written (static/faq.js).
            back = here if route.method == "GET" else urlsplit(request.headers.get("referer", "")).path
            return Go(f"{SIGN_IN}?next={quote(back)}" if back else SIGN_IN)
        if not may(session.role, route.deed):
            log.warning("console: %s (%s) may not %s %s", session.name, session.role, route.method, route.path)
            return _fault(f"This needs the role “{LEAST[route.deed]}”; you have “{session.role}”. Ask an admin.", 403)
        return None

    async def _ask(self, route: Route, request: _Request, session: Session | None, lang: str) -> Ask:
        lists: dict[str, list[str]] = {}
        files: dict[str, list[Upload]] = {}
        if route.method != "GET":
            for name, value in (await _form(request)).multi_items():
                if isinstance(value, str):
                    lists.setdefault(name, []).append(value.replace("\r\n", "\n"))
                elif isinstance(value, UploadFile) and value.filename:  # without a name: nothing was chosen
                    files.setdefault(name, []).append(Upload(value.filename[-200:], await value.read()))
            # Before the door there is no token to know: where the form comes from has been looked at already.
            if session is not None and route.deed != OPEN:
                given = request.headers.get("x-form-token") or (lists.get("form_token") or [""])[-1]
                if not hmac.compare_digest(given.encode(), session.form_token.encode()):
                    raise NotAllowed("This form is from an earlier sign-in; open the page again, then send it.")
        return Ask(
            parts=self._parts,
            now=self._parts.now(),
            lang=lang,
            session=session,
            path={name: str(value) for name, value in request.path_params.items()},
            query={name: values[-1] for name, values in request.query_params.dict().items()},
            form={name: values[-1] for name, values in lists.items()},
            lists=lists,
            files=files,
            network=network_of(
                request.client.host if request.client else "",
                request.headers.get("x-forwarded-for", ""),
                self._parts.setup.trusted_proxies,
            ),
            browser=request.headers.get("user-agent", "")[:200],
        )

    def _lang(self, request: _Request, session: Session | None) -> str:
        chosen = session.lang if session and session.lang else request.query_params.get("lang", "")
        if chosen in LANGS:
            return str(chosen)
        for wish in request.headers.get("accept-language", "").split(","):
            if (found := wish.strip()[:2].lower()) in LANGS:
                return found
        return "en"

    def _response(self, answer: Answer, request: _Request, session: Session | None, lang: str) -> Response[bytes]:
        if isinstance(answer, Blob):
            return _file(answer)
        cookies = []
        if isinstance(answer, Go):
            if answer.cookie is not None:
                cookies.append(self._made(self._cookie, answer.cookie, round(LONGEST.total_seconds())))
            if answer.said:
                packed = base64.urlsafe_b64encode(answer.said.encode()).decode()
                cookies.append(self._made(_SAID, packed, _SAID_SECONDS))
            headers = {"Location": quote(answer.to, safe="/?=&%+~-._")}
            if answer.cookie == "":
                headers["Clear-Site-Data"] = '"cache", "storage"'
            return Response(b"", status_code=303, headers=headers, cookies=cookies)
        said = _said(request)
        if said:
            cookies.append(self._made(_SAID, "", 0))
        values = {
            **answer.values,
            "session": session,
            "said": self._renderer.say(said, lang),
            "here": request.scope["path"] if request.method == "GET" else HOME,
            "token_field": _token_field(session),
            "may": lambda deed: session is not None and may(session.role, deed),
        }
        html = self._renderer.page(answer.template, lang, values).encode()
        return Response(html, status_code=answer.status, media_type="text/html", cookies=cookies)

    def _made(self, name: str, value: str, seconds: int) -> Cookie:
        age = seconds if value else 0
        return Cookie(
            key=name, value=value, max_age=age, path="/", secure=self._parts.secure, httponly=True, samesite="lax"
        )


def _fault(sentence: str, status: int) -> Page:
    return Page("fault.html", {"sentence": sentence, "status": status}, status)


def _from_our_pages(request: _Request) -> bool:
    """What a browser says of where a form comes from; of one that says nothing the form's token decides."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")


async def _form(request: _Request) -> FormMultiDict:
    try:
        return await request.form()
    except (UnicodeError, LookupError) as error:
        raise UsageError("This form cannot be read; open the page again.") from error


def _token_field(session: Session | None) -> Markup:
    token = session.form_token if session else ""
    return Markup('<input type="hidden" name="form_token" value="{}">').format(token)


def _said(request: _Request) -> str:
    try:
        return base64.urlsafe_b64decode(request.cookies.get(_SAID, "")).decode()[:300]
    except (binascii.Error, ValueError):
        return ""


def _file(blob: Blob) -> Response[bytes]:
    headers = {"Cache-Control": "private, max-age=31536000, immutable"} if blob.lasting else {}
    if blob.name:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(blob.name)}"
    if blob.policy:
        headers["Content-Security-Policy"] = blob.policy
    return Response(blob.content, status_code=200, media_type=blob.media_type, headers=headers)
