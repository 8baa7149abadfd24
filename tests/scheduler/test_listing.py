"""What `deliveries` shows of a platform's own words."""

from bot.core.delivery import Refused, Unknown
from bot.store import deliveries
from bot.store.engine import Database
from tests.scheduler.building import ScriptedPlatform, SettableClock, a_scheduler, queue


def errors(database: Database) -> list[str]:
    with database.reading() as db:
        return [row["error"] for row in deliveries.listing(db)]


def test_the_platforms_code_and_words_stand_behind_the_sentence(sqlite_database: Database) -> None:
    queue(sqlite_database, "weibo:1")
    refused = Refused("Connect the account again.", "21327", "expired_token")
    a_scheduler(sqlite_database, ScriptedPlatform(says=[refused])).tick()
    assert errors(sqlite_database) == ["Connect the account again. (21327: expired_token)"]


def test_looks_that_find_nothing_keep_what_the_platform_had_said(sqlite_database: Database) -> None:
    queue(sqlite_database, "weibo:1")
    clock = SettableClock()
    strange = ScriptedPlatform(says=[Unknown("Not in the list of codes.", "99999", "mystery")])
    scheduler = a_scheduler(sqlite_database, strange, clock=clock)
    scheduler.tick()
    for seconds in (20, 100, 480):
        clock.forward(seconds)
        scheduler.tick()
    assert strange.looks == 3
    assert errors(sqlite_database)[0].endswith("may be sent again. (99999: mystery)")
