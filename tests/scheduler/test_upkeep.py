"""What is past its retention goes; what somebody still waits for stays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.store import audit, effects, events, inbox, log, notices, people
from bot.store.audit import Deed
from bot.store.effects import Effect
from bot.store.engine import Database
from bot.store.events import PlatformEvent
from scheduler.upkeep import prune
from tests.store.test_log import a_line
from tests.store.test_people import a_row

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def a_past(database: Database) -> None:
    with database.writing() as db:
        people.save_many(db, [a_row("asks"), a_row("asked")])
        log.add_many(db, [replace(a_line(1), at=NOW, person="asks")])
        effects.commit_once(db, Effect("M1", "asks", "handover", NOW))
        inbox.open_or_add(db, person="asks", text_="人工", lang="zh", now=NOW)
        closed = inbox.open_or_add(db, person="asked", text_="人工", lang="zh", now=NOW)
        inbox.close(db, closed.id, now=NOW)


def kept(database: Database) -> tuple[int, frozenset[str], list[str]]:
    with database.reading() as db:
        asking = [row["person"] for row in inbox.listing(db)]
        return len(log.listing(db)), people.known_keys(db), asking


def test_chats_closed_requests_and_people_go_after_their_days(database: Database) -> None:
    a_past(database)
    assert prune(database, NOW + timedelta(days=89), chat_days=90) == 1  # the effect
    assert kept(database) == (1, frozenset({"asks", "asked"}), ["asks", "asked"])
    assert prune(database, NOW + timedelta(days=91), chat_days=90) == 3
    assert kept(database) == (0, frozenset({"asks"}), ["asks"])


def test_a_request_that_nobody_closed_is_kept_for_a_year(database: Database) -> None:
    a_past(database)
    prune(database, NOW + timedelta(days=364), chat_days=90)
    assert kept(database) == (0, frozenset({"asks"}), ["asks"])
    prune(database, NOW + timedelta(days=366), chat_days=90)
    assert kept(database) == (0, frozenset(), [])


def test_what_platforms_said_and_who_did_what_go_after_their_time(database: Database) -> None:
    with database.writing() as db:
        events.keep(db, PlatformEvent("E1", "wechat", "masssendjobfinish", "1", {}, NOW))
        audit.add(db, Deed("Li", "faq.edit", "faq:visa"), now=NOW)
        notices.first_of_week(db, "2026-11-30", now=NOW)

    def left() -> tuple[int, int]:
        with database.reading() as db:
            return len(events.unmatched(db)), len(audit.listing(db))

    prune(database, NOW + timedelta(days=61), chat_days=90)
    assert left() == (1, 1)
    assert prune(database, NOW + timedelta(days=63), chat_days=90) == 1  # the digest's week
    assert prune(database, NOW + timedelta(days=91), chat_days=90) == 1
    assert left() == (0, 1)
    assert prune(database, NOW + timedelta(days=731), chat_days=90) == 1
    assert left() == (0, 0)
