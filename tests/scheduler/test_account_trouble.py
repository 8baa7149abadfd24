"""What is wrong with a whole account is told once for all that it stops, and is over when the account works again."""

from datetime import timedelta

from bot.core.delivery import Refused, State, Trouble
from bot.core.notices import Severity
from bot.core.rights import Asked, Finding
from bot.store import accounts, notices
from bot.store.engine import Database
from tests.scheduler.building import NOON, ScriptedPlatform, SettableClock, a_scheduler, queue, state
from tests.scheduler.test_telling import ScriptedWay, a_teller, open_causes, pass_by

ADDRESS = Refused("This server's IP address is not let in.", "40164", "invalid ip 1.2.3.4", trouble=Trouble.ADDRESS)
NO_RIGHT = Refused("The account may not do this.", "48001", "unauthorized", no_right=True, trouble=Trouble.RIGHT)


def fail(database: Database, clock: SettableClock, refusal: Refused, *names: str) -> list[int]:
    numbers = [number for name in names for number in queue(database, "wechat:1", name=name)]
    scheduler = a_scheduler(database, ScriptedPlatform("wechat:1", says=[refusal] * len(names)), clock=clock)
    for _ in names:  # an account sends one thing at a time
        scheduler.tick()
    scheduler.stop()
    return numbers


def succeed(database: Database, clock: SettableClock, name: str, **post: str) -> None:
    [number] = queue(database, "wechat:1", name=name, **post)
    scheduler = a_scheduler(database, ScriptedPlatform("wechat:1"), clock=clock)
    scheduler.tick()
    scheduler.stop()
    assert state(database, number) is State.SENT


def test_three_that_fail_for_one_reason_are_one_notice_that_names_them_all(database: Database) -> None:
    clock, way = SettableClock(), ScriptedWay()
    first, second, third = fail(database, clock, ADDRESS, "one", "two", "three")
    pass_by(a_teller(database, way, clock=clock), clock, way, seconds=30)
    assert way.subjects == ["WeChat: 3 announcements kept back"]
    assert f"{first} (one), {second} (two), {third} (three)" in way.got[0].text
    assert "(WeChat says: 40164 invalid ip 1.2.3.4)" in way.got[0].text
    assert "told once for all" in way.got[0].text
    assert open_causes(database) == ["account:wechat:1:address"]


def test_each_cause_and_each_account_is_told_apart(sqlite_database: Database) -> None:
    clock = SettableClock()
    fail(sqlite_database, clock, ADDRESS, "one")
    fail(sqlite_database, clock, NO_RIGHT, "two")
    queue(sqlite_database, "weibo:1", name="three")
    a_scheduler(
        sqlite_database, ScriptedPlatform("weibo:1", says=[Refused("Connect.", trouble=Trouble.TOKEN)]), clock=clock
    ).tick()
    assert sorted(open_causes(sqlite_database)) == [
        "account:wechat:1:address",
        "account:wechat:1:right:mass",
        "account:weibo:1:token",
    ]


def test_it_is_over_when_something_goes_out_on_the_account_again(database: Database) -> None:
    clock = SettableClock()
    fail(database, clock, ADDRESS, "one")
    succeed(database, clock, "two")
    assert open_causes(database) == []


def test_a_missing_right_is_over_only_when_that_act_works(sqlite_database: Database) -> None:
    clock = SettableClock()
    fail(sqlite_database, clock, NO_RIGHT, "one")
    succeed(sqlite_database, clock, "two", act="publish")
    assert open_causes(sqlite_database) == ["account:wechat:1:right:mass"]
    succeed(sqlite_database, clock, "three")
    assert open_causes(sqlite_database) == []


def test_it_is_over_when_the_platform_says_so_when_asked(sqlite_database: Database) -> None:
    clock = SettableClock()
    fail(sqlite_database, clock, ADDRESS, "one")
    fail(sqlite_database, clock, NO_RIGHT, "two")
    with sqlite_database.writing() as db:
        accounts.learn(db, "wechat:1", Asked((Finding("token", True), Finding("mass", False, "No."))), now=NOON)
    assert open_causes(sqlite_database) == ["account:wechat:1:right:mass"]
    works = tuple(Finding(name, True) for name in ("token", "draft", "material", "mass"))
    with sqlite_database.writing() as db:
        accounts.learn(db, "wechat:1", Asked(works), now=NOON)
    assert open_causes(sqlite_database) == []


def test_an_account_that_the_settings_do_not_know_is_told_once(sqlite_database: Database) -> None:
    for name in ("one", "two"):
        queue(sqlite_database, "x:9", name=name)
    scheduler = a_scheduler(sqlite_database)
    scheduler.tick()
    scheduler.tick()
    assert open_causes(sqlite_database) == ["account:x:9:not_set_up"]


def test_a_paused_account_is_told_once_something_is_due_and_until_it_goes_on(database: Database) -> None:
    clock, way = SettableClock(NOON - timedelta(hours=1)), ScriptedWay()
    for name in ("one", "two"):
        queue(database, "wechat:1", name=name)
    with database.writing() as db:
        accounts.pause(db, "wechat:1", reason="crisis", by="Li", now=clock.now())
    teller = a_teller(database, way, clock=clock)
    teller.watch()
    assert open_causes(database) == []
    clock.forward(3700)
    teller.watch()
    teller.watch()
    pass_by(teller, clock, way, seconds=30)
    assert way.subjects == ["WeChat is paused, and something is due"]
    assert "(crisis)" in way.got[0].text
    assert "2 deliveries have reached the planned minute" in way.got[0].text
    with database.reading() as db:
        assert [row["severity"] for row in notices.listing(db)] == [Severity.WARNING.value]
    with database.writing() as db:
        accounts.resume(db, "wechat:1")
    teller.watch()
    assert open_causes(database) == []
