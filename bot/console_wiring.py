"""What the console is made of: the store, the clock, the live answers, and what announcements are checked against."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from litestar.handlers import HTTPRouteHandler

from bot import packing
from bot.actions.announcement_checks import Terms
from bot.actions.answers import Answerer
from bot.actions.coming_events import coming_entries, load_with_events
from bot.actions.faq_gate import Gate, Rules, in_background
from bot.actions.gap_board import GapBoard
from bot.actions.reasons import explanation
from bot.answering.decision import Decision
from bot.answering.wording import question_text
from bot.console import app
from bot.console.asking import Parts, Ranked, Tried
from bot.console.routes import ROUTES
from bot.console.setup import Setup
from bot.core.events import PREFIX
from bot.core.ports import Clock, Replies
from bot.core.timing import SHANGHAI
from bot.settings import Settings
from bot.store.engine import Database
from bot.student_wiring import Students

_NOW = timedelta(minutes=1)  # what is asked "now" is asked of the live answers


def handlers(
    settings: Settings,
    database: Database,
    clock: Clock,
    *,
    students: Students,
    answers: Callable[[], Answerer],
    terms: Callable[[str, datetime], Terms],
    replies: Replies,
    setup: Setup,
) -> list[HTTPRouteHandler]:
    """The console's pages. `terms`: (who, now) → what announcements are checked against."""

    def try_out(question: str, lang: str, now: datetime) -> Tried:
        answerer = as_of(now)
        given = students.asked(answerer, question, lang, now)
        if given.taken_for:
            return Tried(given.text, given.taken_for, "", (), ())
        decision = answerer.decide(question, lang=lang)
        lines = list(explanation(answerer, decision, now.astimezone(SHANGHAI).date()))
        return Tried(given.text, "", decision.kind, lines, list(_ranked(answerer, decision, question)), decision.lang)

    def as_of(moment: datetime) -> Answerer:
        """The live answers, or those of another day when other events are to come then."""
        live = answers()
        if abs(moment - clock.now()) < _NOW:
            return live
        events = [entry for entry in live.entries.values() if entry.id.startswith(PREFIX)]
        if coming_entries(database, moment) == events:
            return live
        return load_with_events(database, moment, sure=lines[0], maybe=lines[1])

    lines = (settings.answering.sure, settings.answering.maybe)
    room = settings.wechat.reply_bytes
    parts = Parts(
        database,
        clock.now,
        is_https(settings),
        room,
        try_out,
        terms,
        fit=packing.fitter(Path(settings.announcements.pictures)),
        take=packing.taken,
        gate=Gate(database, Rules(room, *lines), clock.now, in_background),
        preview=lambda entry, lang, now: students.given(answers(), entry, lang, now),
        answers=answers,
        gaps=GapBoard(database, answers),
        replies=replies,
        setup=setup,
        lines=lines,
    )
    return app.handlers(parts, ROUTES)


def is_https(settings: Settings) -> bool:
    """Whether the world reaches the bot by https."""
    return settings.server.public_url.startswith("https://")


def _ranked(answerer: Answerer, decision: Decision, question: str) -> Iterator[Ranked]:
    """The entries of a decision, best first, each with the phrasing that comes nearest."""
    shown = set(decision.ids[: decision.shown]) | {name for part in decision.parts for name in part.ids[: part.shown]}
    alike = answerer.likenesses(question, decision.ids, lang=decision.lang)
    for name, (phrasing, words) in zip(decision.ids, alike, strict=True):
        why = f"“{phrasing}”" + (f" ({', '.join(words)})" if words else "")
        yield Ranked(name, question_text(answerer, name, decision.lang), why, name in shown)
