"""What the console is made of: the store, the clock, the live answers, and what announcements are checked against."""

from collections.abc import Callable
from datetime import datetime

from litestar.handlers import HTTPRouteHandler

from bot.actions.announcement_checks import Terms
from bot.actions.answers import Answerer
from bot.actions.reasons import explanation
from bot.console import app
from bot.console.asking import Parts, Tried
from bot.console.routes import ROUTES
from bot.console.setup import Setup
from bot.core.ports import Clock
from bot.core.timing import SHANGHAI
from bot.settings import Settings
from bot.store.engine import Database
from handlers.trial import Trial


def handlers(
    settings: Settings,
    database: Database,
    clock: Clock,
    *,
    trial: Callable[[Answerer, str, str, datetime], Trial],
    answers: Callable[[], Answerer],
    terms: Callable[[str, datetime], Terms],
    setup: Setup,
) -> list[HTTPRouteHandler]:
    """The console's pages. `trial`: (answers, question, language, now) → what a student would get."""

    def try_out(question: str, lang: str, now: datetime) -> Tried:
        answerer = answers()
        given = trial(answerer, question, lang, now)
        if given.taken_for:
            return Tried(given.text, given.taken_for, "", (), ())
        decision = answerer.decide(question, lang=lang)
        lines = list(explanation(answerer, decision, now.astimezone(SHANGHAI).date()))
        entries = [(name, next(iter(answerer.entries[name].texts.values())).question) for name in decision.ids]
        return Tried(given.text, "", decision.kind, lines, entries)

    parts = Parts(database, clock.now, is_https(settings), settings.wechat.reply_bytes, try_out, terms, setup)
    return app.handlers(parts, ROUTES)


def is_https(settings: Settings) -> bool:
    """Whether the world reaches the bot by https."""
    return settings.server.public_url.startswith("https://")
