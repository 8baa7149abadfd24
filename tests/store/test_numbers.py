"""Counting over a period, the same on both databases: days are Shanghai's, and only what was asked is counted."""

from datetime import UTC, date, datetime, timedelta

from bot.actions.numbers import Period, numbers_of
from bot.core.messages import LogLine
from bot.store import effects, inbox, log, numbers
from bot.store.effects import Effect
from bot.store.engine import Database

MIDNIGHT = datetime(2026, 11, 30, 16, tzinfo=UTC)  # in Shanghai the first of December begins
MINUTE = timedelta(minutes=1)


def said(db: object, kind: str, at: datetime, *, person: str = "K1", lang: str = "zh", entry: str = "visa") -> None:
    line = LogLine(f"{kind}{person}{at}"[:64], at, person, kind, kind, (entry,), 1, lang, 0.9, "?", "!", "", 0.1)
    log.add_many(db, [line])  # type: ignore[arg-type]  # the store's connection


def test_a_day_is_shanghai_s(database: Database) -> None:
    with database.writing() as db:
        said(db, "answer", MIDNIGHT - MINUTE)
        said(db, "answer", MIDNIGHT)
        said(db, "none", MIDNIGHT + 10 * MINUTE, person="K2", lang="fr")
        said(db, "greeting", MIDNIGHT)
    with database.reading() as db:
        found = numbers.questions(db, MIDNIGHT - timedelta(days=5), MIDNIGHT + timedelta(days=5))
    assert [(one.day, one.kind, one.lang, one.number) for one in found] == [
        (date(2026, 11, 30), "answer", "zh", 1),
        (date(2026, 12, 1), "answer", "zh", 1),
        (date(2026, 12, 1), "none", "fr", 1),
    ]


def test_everything_of_a_period_and_nothing_beside_it(database: Database) -> None:
    with database.writing() as db:
        for minute, entry in enumerate(("visa", "visa", "housing")):
            said(db, "answer", MIDNIGHT + minute * MINUTE, entry=entry)
        said(db, "answer", MIDNIGHT - MINUTE, entry="old")
        said(db, "choices", MIDNIGHT, person="K2")
        for number, kind in enumerate(("helpful", "not_helpful", "not_helpful", "handover")):
            effects.commit_once(db, Effect(f"e{number}", "K1", kind, MIDNIGHT))
        request = inbox.open_or_add(db, person="K1", text_="?", lang="zh", now=MIDNIGHT)
        inbox.answer(db, request.id, author="mei", text_="!", now=MIDNIGHT)
    found = numbers_of(database, Period(date(2026, 12, 1), date(2026, 12, 2)))
    assert found["questions"] == {"total": 4, "answered": 3, "choices": 1, "handed_over": 0, "missed": 0}
    assert [day["total"] for day in found["days"]] == [4, 0]
    assert found["people"] == 2
    assert found["languages"] == {"zh": 4}
    assert found["top_entries"] == [{"entry": "visa", "times": 2}, {"entry": "housing", "times": 1}]
    assert found["ratings"] == {"helpful": 1, "not_helpful": 2, "marked_wrong": 0}
    assert found["requests"] == {"opened": 1, "closed": 0, "answers": 1}


def test_a_period_is_put_right() -> None:
    now = datetime(2026, 12, 1, 20, tzinfo=UTC)  # the second, in Shanghai
    assert Period.of(None, None, now=now, days=7) == Period(date(2026, 11, 26), date(2026, 12, 2))
    turned = Period.of(date(2026, 12, 5), date(2026, 12, 1), now=now, days=7)
    assert turned == Period(date(2026, 12, 1), date(2026, 12, 5))
    assert len(Period.of(date(2000, 1, 1), date(2026, 12, 1), now=now, days=7).days) == 366
    assert Period.month(date(2028, 2, 10)) == Period(date(2028, 2, 1), date(2028, 2, 29))
