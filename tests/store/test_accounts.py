"""What is kept of accounts: the latest word of the platform, the life of the token in use, the latest failure."""

from datetime import UTC, datetime, timedelta

from bot.core.delivery import Refused, Retry, Sent
from bot.core.rights import Asked, Finding, Known
from bot.core.tokens import TokenLife
from bot.store import accounts
from bot.store.engine import Database
from tests.scheduler.building import NOON, ScriptedPlatform, SettableClock, a_scheduler, queue

NOW = datetime(2026, 12, 10, 4, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
WEEK = TokenLife(NOW + timedelta(days=7), NOW)
NAME = "weibo:1"


def test_the_latest_word_on_a_right_stands_and_no_word_leaves_the_one_before(database: Database) -> None:
    with database.writing() as db:
        accounts.learn(db, NAME, Asked((Finding("token", False, "No.", "21327", "expired"),)), now=NOW)
        accounts.learn(db, NAME, Asked((Finding("token", None, "Away."),)), now=LATER)
        accounts.learn(db, "x:1", Asked((Finding("token", True),)), now=NOW)
        assert accounts.learnt_rights(db, [NAME, "wechat:gh"]) == {
            NAME: {"token": Known(False, "No.", "21327", "expired", NOW)},
            "wechat:gh": {},
        }
        accounts.learn(db, NAME, Asked((Finding("token", True),)), now=LATER)
        assert accounts.learnt_rights(db, [NAME])[NAME]["token"] == Known(True, at=LATER)


def test_a_life_counts_only_for_the_token_that_it_was_told_of(database: Database) -> None:
    with database.writing() as db:
        accounts.learn(db, NAME, Asked((), WEEK, "abc"), now=NOW)
        assert accounts.token_lives(db, {NAME: "abc", "x:1": ""}) == {NAME: WEEK}
        assert accounts.token_lives(db, {NAME: "other"}) == {}
        assert accounts.token_lives(db, {NAME: ""}) == {}


def test_connecting_forgets_what_was_wrong_with_the_token_before(database: Database) -> None:
    with database.writing() as db:
        told = Asked((Finding("token", False, "No."), Finding("calls", True)))
        accounts.learn(db, NAME, told, now=NOW)
        accounts.connected(db, NAME, WEEK, "new", now=LATER)
        assert accounts.learnt_rights(db, [NAME])[NAME].keys() == {"calls"}
        assert accounts.token_lives(db, {NAME: "new"}) == {NAME: WEEK}


def test_the_account_that_was_connected_last_is_known(database: Database) -> None:
    with database.writing() as db:
        assert accounts.last_connected(db, "weibo") == ""
        accounts.pause(db, "weibo:0", reason="", by="Li", now=NOW)
        accounts.connected(db, "weibo:2", WEEK, "b", now=LATER)
        accounts.connected(db, NAME, WEEK, "a", now=NOW)
        assert accounts.last_connected(db, "weibo") == "weibo:2"


def test_a_pause_and_a_life_do_not_write_over_each_other(database: Database) -> None:
    with database.writing() as db:
        accounts.pause(db, NAME, reason="r", by="Li", now=NOW)
        accounts.learn_token(db, NAME, WEEK, "abc")
        assert accounts.paused(db)[NAME].reason == "r"
        accounts.resume(db, NAME)
        assert accounts.token_lives(db, {NAME: "abc"}) == {NAME: WEEK}


def test_the_last_failure_is_the_latest_try_that_did_not_succeed(database: Database) -> None:
    clock = SettableClock()
    says = [Refused("Too long.", "20012", "text too long"), Retry("Weibo is away."), Sent("1")]
    scheduler = a_scheduler(database, ScriptedPlatform(says=says), clock=clock)
    with database.reading() as db:
        assert accounts.last_failure(db, NAME) is None
    queue(database, NAME, name="one")
    scheduler.tick()
    queue(database, NAME, name="two", due=NOON + timedelta(seconds=5))
    for seconds in (5, 65, 65):
        clock.forward(seconds)
        scheduler.tick()
    with database.reading() as db:
        found = accounts.last_failure(db, NAME)
        assert accounts.last_failure(db, "weibo:2") is None
    assert found is not None
    assert (found["announcement"], found["outcome"], found["why"]) == ("two", "retry", "Weibo is away.")


def test_what_waits_past_its_minute_is_counted(database: Database) -> None:
    queue(database, NAME, name="past", due=NOON - timedelta(minutes=1))
    queue(database, NAME, name="next", due=NOON + timedelta(minutes=1))
    with database.reading() as db:
        assert accounts.waiting_since(db, NAME, NOON) == 1
        assert accounts.under_way(db, NAME) == 0
