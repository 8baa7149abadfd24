"""The phone page, its files, and what it links to: articles and uploaded pictures."""

from collections.abc import Callable, Mapping
from pathlib import Path

from bot.sandbox.articles import page
from bot.sandbox.exchange import Request, Response, as_text
from bot.sandbox.world import World

STATIC = Path(__file__).resolve().parent / "static"

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}
# Because the page shows what bots and authors wrote: nothing but its own files may run or load.
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data: {origin}; font-src 'self'; manifest-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
MEDIA_HEADERS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}

Handler = Callable[[Request, Mapping[str, str]], Response]


class PhonePages:
    """Serves the phone page and what hangs on it."""

    def __init__(self, world: World, static: Path = STATIC) -> None:
        self._world = world
        self._static = static

    def routes(self) -> dict[str, dict[str, Handler]]:
        """Name the addresses."""
        return {
            "/": {"GET": self._index},
            "/static/:file": {"GET": self._file},
            "/static/:folder/:file": {"GET": self._file},
            "/s/:name": {"GET": self._article},
            "/media/:name": {"GET": self._media},
        }

    def _index(self, _: Request, __: Mapping[str, str]) -> Response:
        return self._static_file("index.html")

    def _file(self, _: Request, params: Mapping[str, str]) -> Response:
        return self._static_file("/".join(params.values()))

    def _static_file(self, name: str) -> Response:
        path = (self._static / name.replace("\0", "")).resolve()
        kind = TYPES.get(path.suffix)
        if kind is None or not path.is_relative_to(self._static) or not path.is_file():
            return as_text("There is no such file.", 404)
        # Because pictures name 127.0.0.1, but the page may have been opened as localhost.
        headers = {name: value.format(origin=self._world.library.origin) for name, value in PAGE_HEADERS.items()}
        return Response(200, path.read_bytes(), kind, headers)

    def _article(self, _: Request, params: Mapping[str, str]) -> Response:
        with self._world.lock:
            shown = self._world.wechat.pages.get(params["name"])
            if shown is None or shown.deleted:
                return as_text("该内容已被发布者删除 · This article is no longer there.", 404)
            return page(shown, self._world.library.origin)

    def _media(self, _: Request, params: Mapping[str, str]) -> Response:
        with self._world.lock:
            file = self._world.library.find(params["name"])
        if file is None:
            return as_text("There is no such picture.", 404)
        return Response(200, file.content, file.mime, MEDIA_HEADERS)
