"""What the console is made of: the store, the clock, the live answers, and what announcements are checked against."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from litestar.handlers import HTTPRouteHandler

from bot import packing
from bot.actions.announcement_checks import Terms
from bot.actions.answers import Answerer
from bot.actions.faq_gate import Gate, Rules, in_background
from bot.actions.reasons import explanation
from bot.console import app
from bot.console.asking import Parts, Tried
from bot.console.routes import ROUTES
from bot.core.faq import Entry
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
    preview: Callable[[Answerer, Entry, str, datetime], tuple[str, int]],
) -> list[HTTPRouteHandler]:
    """The console's pages. `trial`: (answers, question, language, now) → what a student would get.

    `preview`: (answers, entry, language, now) → what a student would get of an entry, and its bytes.
    """

    def try_out(question: str, lang: str, now: datetime) -> Tried:
        answerer = answers()
        given = trial(answerer, question, lang, now)
        if given.taken_for:
            return Tried(given.text, given.taken_for, "", (), ())
        decision = answerer.decide(question, lang=lang)
        lines = list(explanation(answerer, decision, now.astimezone(SHANGHAI).date()))
        entries = [(name, next(iter(answerer.entries[name].texts.values())).question) for name in decision.ids]
        return Tried(given.text, "", decision.kind, lines, entries)

    room, lines = settings.wechat.reply_bytes, settings.answering
    gate = Gate(database, Rules(room, lines.sure, lines.maybe), clock.now, in_background)
    parts = Parts(
        database,
        clock.now,
        is_https(settings),
        room,
        try_out,
        terms,
        fit=packing.fitter(Path(settings.announcements.pictures)),
        take=packing.taken,
        gate=gate,
        preview=lambda entry, lang, now: preview(answers(), entry, lang, now),
    )
    return app.handlers(parts, ROUTES)


def is_https(settings: Settings) -> bool:
    """Whether the world reaches the bot by https."""
    return settings.server.public_url.startswith("https://")
