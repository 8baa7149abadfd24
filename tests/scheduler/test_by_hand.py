"""What a person posts: the bot says when, never sends it, and takes the link; also where the account has no right."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.actions import announcement_drafts, announcements
from bot.actions.announcement_checks import Terms
from bot.actions.deliveries import resolve_not_sent, resolve_sent
from bot.core.delivery import Refused, State
from bot.core.errors import Conflict, UsageError
from bot.store import accounts, audit, deliveries
from bot.store.engine import Database
from bot.store.models import delivery
from tests.announcing import RULES, an_announcement
from tests.scheduler.building import (
    NOON,
    ScriptedPlatform,
    SettableClock,
    Told,
    a_scheduler,
    column,
    queue,
    seen,
    state,
)

ARTICLE = "https://mp.weixin.qq.com/s/abc"
NO_RIGHT = Refused("The account may not do this.", "48001", "api unauthorized", no_right=True)


def by_hand(database: Database, account: str = "wechat:1", name: str = "talk") -> int:
    [number] = queue(database, account, name=name, by_hand=("wechat", "weibo", "x"))
    return number


def test_at_its_minute_it_waits_for_a_person_who_is_told_what_to_do(database: Database) -> None:
    number, platform, told = by_hand(database), ScriptedPlatform("wechat:1"), Told()
    scheduler = a_scheduler(database, platform, told=told)
    scheduler.tick()
    scheduler.tick()
    assert (state(database, number), platform.calls) == (State.HELD, [])
    [words] = told.words
    assert f"announce package talk puts together what to copy; then deliveries resolve {number} --sent URL" in words
    assert "Post it by hand" in str(column(database, number, "error"))


def test_it_needs_no_account_of_ours_and_is_never_too_late_to_be_asked_for(sqlite_database: Database) -> None:
    number, told = by_hand(sqlite_database, "weibo:by-hand"), Told()
    a_scheduler(sqlite_database, clock=SettableClock(NOON + timedelta(hours=5)), told=told).tick()
    assert state(sqlite_database, number) is State.HELD
    assert "Post it by hand" in told.words[0]


def test_nobody_is_asked_to_post_what_is_useful_no_more(sqlite_database: Database) -> None:
    number = by_hand(sqlite_database)
    with sqlite_database.writing() as db:
        db.execute(update(delivery).values(useful_until=NOON + timedelta(hours=1)))
    a_scheduler(sqlite_database, clock=SettableClock(NOON + timedelta(hours=5))).tick()
    assert state(sqlite_database, number) is State.MISSED


def test_the_link_makes_it_sent_once_and_the_audit_says_by_whom(database: Database) -> None:
    number = by_hand(database)
    a_scheduler(database).tick()
    later = NOON + timedelta(minutes=9)
    assert resolve_sent(database, number, url=ARTICLE, now=later, actor="Li").state is State.SENT
    assert seen(database, number).url == ARTICLE
    with pytest.raises(Conflict, match=rf"is sent \({ARTICLE}\); there is nothing to decide"):
        resolve_sent(database, number, url="https://mp.weixin.qq.com/s/other", now=later, actor="Wang")
    assert seen(database, number).url == ARTICLE
    with database.reading() as db:
        [deed] = audit.listing(db)
    assert (deed["actor"], deed["action"], deed["at"]) == ("Li", "delivery.sent", later.isoformat())
    assert (deed["before"]["state"], deed["after"]["url"]) == ("held", ARTICLE)


def test_who_posted_it_early_may_say_so_early(sqlite_database: Database) -> None:
    number, platform, told = by_hand(sqlite_database), ScriptedPlatform("wechat:1"), Told()
    before = NOON - timedelta(hours=1)
    resolve_sent(sqlite_database, number, url=ARTICLE, now=before, actor="Li")
    a_scheduler(sqlite_database, platform, told=told).tick()
    assert (state(sqlite_database, number), platform.calls, told.words) == (State.SENT, [], [])


def test_what_the_bot_is_to_send_is_not_said_to_be_there_before_its_minute(sqlite_database: Database) -> None:
    [number] = queue(sqlite_database, "wechat:1")
    with pytest.raises(Conflict, match="is queued"):
        resolve_sent(sqlite_database, number, url=ARTICLE, now=NOON, actor="Li")


def test_the_bot_never_sends_it_even_when_told_that_it_is_not_there(sqlite_database: Database) -> None:
    number = by_hand(sqlite_database)
    a_scheduler(sqlite_database).tick()
    with pytest.raises(Conflict, match="posted by hand, so the bot does not send it"):
        resolve_not_sent(sqlite_database, number, now=NOON, actor="Li")


@pytest.mark.parametrize("url", ["mp.weixin.qq.com/s/1", "https://", "ftp://x.com/1", "https://x.com/ 1", "https://[x"])
def test_what_cannot_be_opened_is_no_link(sqlite_database: Database, url: str) -> None:
    number = by_hand(sqlite_database)
    with pytest.raises(UsageError, match="Give the address of the post"):
        resolve_sent(sqlite_database, number, url=url, now=NOON, actor="Li")


def test_a_missing_right_found_while_sending_leaves_it_to_a_person(database: Database) -> None:
    [number] = queue(database, "wechat:1")
    told, platform = Told(), ScriptedPlatform("wechat:1", says=[NO_RIGHT])
    a_scheduler(database, platform, told=told).tick()
    assert (state(database, number), len(platform.calls)) == (State.HELD, 1)
    assert f"announce package talk puts together what to copy; then deliveries resolve {number}" in told.words[0]
    with database.reading() as db:
        [row] = deliveries.listing(db, failed=True)
    assert row["error"].startswith("The account may not do this. Post it by hand: announce package talk")
    assert row["error"].endswith("(48001: api unauthorized)")
    resolve_sent(database, number, url=ARTICLE, now=NOON, actor="Li")
    assert state(database, number) is State.SENT


def test_when_the_right_is_back_it_may_be_sent_after_all(sqlite_database: Database) -> None:
    [number] = queue(sqlite_database, "wechat:1")
    clock, platform = SettableClock(), ScriptedPlatform("wechat:1", says=[NO_RIGHT])
    scheduler = a_scheduler(sqlite_database, platform, clock=clock)
    scheduler.tick()
    resolve_not_sent(sqlite_database, number, now=clock.now(), actor="Li")
    scheduler.tick()
    assert (state(sqlite_database, number), len(platform.calls)) == (State.SENT, 2)


def test_a_pause_of_the_account_keeps_nobody_from_being_told(sqlite_database: Database) -> None:
    terms = Terms(RULES, {"wechat": "wechat:1"}, NOON - timedelta(days=1), "Li")
    talk = an_announcement("talk", channels=("wechat",), at=NOON)
    assert announcement_drafts.write(sqlite_database, [talk], terms).problems == []
    assert announcements.approve(sqlite_database, ["talk"], terms, by_hand=["wechat"]).problems == []
    with sqlite_database.writing() as db:
        accounts.pause(db, "wechat:1", reason="", by="Wang", now=NOON - timedelta(hours=1))
    told = Told()
    a_scheduler(sqlite_database, ScriptedPlatform("wechat:1"), told=told).tick()
    assert "Post it by hand" in told.words[0]
