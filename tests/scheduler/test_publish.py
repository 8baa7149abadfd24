"""One delivery from its minute to its outcome."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.channels.recording import RecordingChannel
from bot.core.delivery import Accepted, Refused, Retry, Sent, State, Unknown
from bot.core.errors import NotSaved
from bot.core.ports import FaultPoint
from bot.core.quotas import QuotaRules
from bot.core.timing import LAST_TRY
from bot.store.engine import Database
from bot.store.models import delivery
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
    tries,
)


def test_each_account_gets_its_post_once(database: Database) -> None:
    accounts = [RecordingChannel(name, f"{name}:1") for name in ("wechat", "weibo", "x")]
    numbers = queue(database, *(account.account for account in accounts))
    scheduler = a_scheduler(database, *accounts)

    assert scheduler.tick() == 3
    assert scheduler.tick() == 0

    assert [len(account.posts) for account in accounts] == [1, 1, 1]
    assert [state(database, number) for number in numbers] == [State.SENT] * 3
    assert seen(database, numbers[1]).remote_id == "weibo-1"
    assert tries(database, numbers[0]) == ["sent"]
    assert column(database, numbers[0], "ended_at") == NOON


def test_nothing_goes_out_before_its_minute(sqlite_database: Database) -> None:
    platform, clock = ScriptedPlatform(), SettableClock()
    queue(sqlite_database, "weibo:1", due=NOON + timedelta(seconds=30))
    scheduler = a_scheduler(sqlite_database, platform, clock=clock)
    scheduler.tick()
    assert platform.calls == []
    clock.forward(30)
    scheduler.tick()
    assert len(platform.calls) == 1


def test_a_clock_that_is_set_back_sends_nothing_again(sqlite_database: Database) -> None:
    platform, clock = ScriptedPlatform(), SettableClock()
    (number,) = queue(sqlite_database, "weibo:1")
    scheduler = a_scheduler(sqlite_database, platform, clock=clock)
    scheduler.tick()
    clock.at -= timedelta(hours=1)
    scheduler.tick()
    clock.at += timedelta(hours=2)
    scheduler.tick()
    assert len(platform.calls) == 1
    assert state(sqlite_database, number) is State.SENT


def test_a_clock_that_jumps_far_ahead_holds_what_is_then_late(sqlite_database: Database) -> None:
    platform, clock, told = ScriptedPlatform(), SettableClock(), Told()
    (number,) = queue(sqlite_database, "weibo:1", due=NOON + timedelta(minutes=5))
    clock.at += timedelta(days=1)
    a_scheduler(sqlite_database, platform, clock=clock, told=told).tick()
    assert state(sqlite_database, number) is State.HELD
    assert platform.calls == []
    assert "minutes late on Weibo" in told.words[0]


def test_late_within_the_policy_is_sent_and_beyond_it_is_held(sqlite_database: Database) -> None:
    platform = ScriptedPlatform()
    (just,) = queue(sqlite_database, "weibo:1", name="just", due=NOON - timedelta(seconds=900))
    (beyond,) = queue(sqlite_database, "weibo:1", name="beyond", due=NOON - timedelta(seconds=901))
    scheduler = a_scheduler(sqlite_database, platform)
    scheduler.tick()
    scheduler.tick()
    assert (state(sqlite_database, just), state(sqlite_database, beyond)) == (State.SENT, State.HELD)


def test_what_helps_nobody_any_more_is_missed(sqlite_database: Database) -> None:
    told = Told()
    (number,) = queue(sqlite_database, "weibo:1", useful_until=NOON - timedelta(seconds=1))
    a_scheduler(sqlite_database, ScriptedPlatform(), told=told).tick()
    assert state(sqlite_database, number) is State.MISSED
    assert "while it was useful" in told.words[0]


def test_a_certain_failure_is_tried_again_after_a_while(sqlite_database: Database) -> None:
    platform, clock = ScriptedPlatform(says=[Retry("Weibo could not be reached.")]), SettableClock()
    (number,) = queue(sqlite_database, "weibo:1")
    scheduler = a_scheduler(sqlite_database, platform, clock=clock)
    scheduler.tick()
    assert state(sqlite_database, number) is State.RETRY
    clock.forward(64)
    scheduler.tick()
    assert len(platform.calls) == 1
    clock.forward(1)
    scheduler.tick()
    assert state(sqlite_database, number) is State.SENT
    assert tries(sqlite_database, number) == ["retry", "sent"]


def test_the_platforms_own_waiting_time_is_honoured(sqlite_database: Database) -> None:
    (number,) = queue(sqlite_database, "x:1")
    platform = ScriptedPlatform("x:1", says=[Retry("X is busy.", timedelta(minutes=7))])
    a_scheduler(sqlite_database, platform).tick()
    assert column(sqlite_database, number, "next_try_at") == NOON + timedelta(minutes=7)


def stands_still(clock: SettableClock, seconds: list[float]) -> FaultPoint:
    """Between the intent and the call, once for each of `seconds`."""

    def fault(point: str) -> None:
        if point == "P2" and seconds:
            clock.forward(seconds.pop())

    return fault


def test_a_machine_that_stood_still_before_its_calls_has_used_up_no_try(sqlite_database: Database) -> None:
    platform, clock = ScriptedPlatform(), SettableClock()
    (number,) = queue(sqlite_database, "weibo:1")
    fault = stands_still(clock, [40.0] * (LAST_TRY + 2))
    scheduler = a_scheduler(sqlite_database, platform, clock=clock, fault=fault)
    for _ in range(LAST_TRY + 3):
        scheduler.tick()
    assert (state(sqlite_database, number), len(platform.calls)) == (State.SENT, 1)
    assert tries(sqlite_database, number) == ["retry"] * (LAST_TRY + 2) + ["sent"]
    assert column(sqlite_database, number, "attempts") == 1


def test_a_machine_that_stands_still_for_too_long_asks_a_person(sqlite_database: Database) -> None:
    platform, clock, told = ScriptedPlatform(), SettableClock(), Told()
    (number,) = queue(sqlite_database, "weibo:1")
    fault = stands_still(clock, [901.0])
    scheduler = a_scheduler(sqlite_database, platform, clock=clock, told=told, fault=fault)
    scheduler.tick()
    scheduler.tick()
    assert (state(sqlite_database, number), platform.calls) == (State.HELD, [])
    assert any("stood still" in words and "too late to go out by itself" in words for words in told.words)
    assert any("15 minutes late on Weibo" in words for words in told.words)


def test_tries_end(sqlite_database: Database) -> None:
    platform = ScriptedPlatform(says=[Retry("Weibo could not be reached.")] * 20)
    clock, told = SettableClock(), Told()
    (number,) = queue(sqlite_database, "weibo:1", late_after=100_000)
    scheduler = a_scheduler(sqlite_database, platform, clock=clock, told=told)
    for _ in range(20):
        scheduler.tick()
        clock.forward(65 * 60)
    assert len(platform.calls) == LAST_TRY
    assert state(sqlite_database, number) is State.FAILED
    assert f"It was tried {LAST_TRY} times." in told.words[0]


def test_a_refusal_is_final_and_told(sqlite_database: Database) -> None:
    told = Told()
    (number,) = queue(sqlite_database, "weibo:1")
    says = [Refused("The text is too long. Shorten it.", "20012", "text too long")]
    a_scheduler(sqlite_database, ScriptedPlatform(says=says), told=told).tick()
    assert state(sqlite_database, number) is State.FAILED
    assert column(sqlite_database, number, "words") == "text too long"
    assert "Shorten it" in told.words[0]


def test_without_a_key_a_lost_answer_is_never_sent_again(database: Database) -> None:
    platform, clock, told = ScriptedPlatform(says=[Unknown("The answer was lost.")]), SettableClock(), Told()
    (number,) = queue(database, "weibo:1")
    scheduler = a_scheduler(database, platform, clock=clock, told=told)
    for _ in range(30):
        scheduler.tick()
        clock.forward(60)
    assert len(platform.calls) == 1
    assert platform.looks == 3
    assert state(database, number) is State.UNKNOWN
    assert "looked for 3 times" in told.words[-1]


def test_with_a_key_a_lost_answer_is_sent_again_with_the_same_key(database: Database) -> None:
    platform, clock = ScriptedPlatform("wechat:gh", says=[Unknown("The answer was lost.")]), SettableClock()
    (number,) = queue(database, "wechat:gh")
    scheduler = a_scheduler(database, platform, clock=clock)
    scheduler.tick()
    assert state(database, number) is State.RETRY
    clock.forward(64)
    scheduler.tick()
    assert len(platform.calls) == 1, "WeChat refuses the same key within a minute"
    clock.forward(1)
    scheduler.tick()
    assert platform.calls == [platform.calls[0]] * 2
    assert state(database, number) is State.SENT


def test_a_keyed_send_in_doubt_is_repeated_late_but_not_past_the_keys_memory(sqlite_database: Database) -> None:
    for hours, calls, end in ((22, 2, State.SENT), (23, 1, State.UNKNOWN)):
        platform, clock = ScriptedPlatform(f"wechat:{hours}", says=[Unknown("Lost.")]), SettableClock()
        (number,) = queue(sqlite_database, platform.account, name=f"after {hours} h")
        scheduler = a_scheduler(sqlite_database, platform, clock=clock)
        scheduler.tick()
        clock.forward(hours * 3600)
        scheduler.tick()
        assert (len(platform.calls), state(sqlite_database, number)) == (calls, end)


def test_a_keyed_send_in_doubt_that_is_then_refused_is_for_a_person(sqlite_database: Database) -> None:
    says = [Unknown("Lost."), Refused("No mass message is left.", "45028", quota_spent=True)]
    platform, clock = ScriptedPlatform("wechat:gh", says=says), SettableClock()
    (number,) = queue(sqlite_database, "wechat:gh")
    scheduler = a_scheduler(sqlite_database, platform, clock=clock)
    scheduler.tick()
    clock.forward(65)
    scheduler.tick()
    assert state(sqlite_database, number) is State.UNKNOWN


def test_a_mistake_in_a_channel_counts_as_perhaps_sent(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> Sent:
        raise KeyError("a bug")

    (number,) = queue(sqlite_database, "weibo:1")
    a_scheduler(sqlite_database, ScriptedPlatform(says=[fail])).tick()
    assert state(sqlite_database, number) is State.UNKNOWN
    assert "unforeseen" in caplog.text


def test_an_account_that_is_not_set_up_is_held(sqlite_database: Database) -> None:
    told = Told()
    (number,) = queue(sqlite_database, "weibo:1")
    a_scheduler(sqlite_database, told=told).tick()
    assert state(sqlite_database, number) is State.HELD
    assert "weibo:1 is not set up" in told.words[0]


def test_a_text_that_is_not_the_approved_one_is_not_sent(sqlite_database: Database) -> None:
    platform = ScriptedPlatform()
    (number,) = queue(sqlite_database, "weibo:1")
    with sqlite_database.writing() as db:
        payload = {**column_payload(), "body": "something else"}
        db.execute(update(delivery).values(payload=payload))
    a_scheduler(sqlite_database, platform).tick()
    assert state(sqlite_database, number) is State.FAILED
    assert platform.calls == []


def column_payload() -> dict[str, str]:
    return {"channel": "weibo", "act": "share", "lang": "zh", "title": "", "body": ""}


def test_a_machine_that_stood_still_before_the_call_sends_nothing(sqlite_database: Database) -> None:
    clock, platform = SettableClock(), ScriptedPlatform()
    (number,) = queue(sqlite_database, "weibo:1")

    def stand_still(point: str) -> None:
        if point == "P2":
            clock.passed += 40

    a_scheduler(sqlite_database, platform, clock=clock, fault=stand_still).tick()
    assert platform.calls == []
    assert state(sqlite_database, number) is State.RETRY


def test_one_account_sends_one_thing_at_a_time(database: Database) -> None:
    busy: list[int] = []
    at_once: list[int] = []

    def publish() -> Sent:
        busy.append(1)
        at_once.append(len(busy))
        busy.pop()
        return Sent("1")

    for name in ("one", "two", "three"):
        queue(database, "weibo:1", name=name)
    platform = ScriptedPlatform(says=[publish] * 3)
    scheduler = a_scheduler(database, platform)
    for _ in range(3):
        scheduler.tick()
    assert len(platform.calls) == 3
    assert max(at_once) == 1


def test_the_second_mass_message_of_a_day_waits_for_a_person(database: Database) -> None:
    told, platform = Told(), ScriptedPlatform("wechat:gh")
    (first,) = queue(database, "wechat:gh", name="one")
    (second,) = queue(database, "wechat:gh", name="two")
    scheduler = a_scheduler(database, platform, told=told, quotas=QuotaRules())
    scheduler.tick()
    scheduler.tick()
    assert (state(database, first), state(database, second)) == (State.SENT, State.HELD)
    assert "no mass messages on WeChat left for this day (2026-12-10" in told.words[0]


def test_a_quota_that_comes_back_soon_enough_is_waited_for(sqlite_database: Database) -> None:
    clock = SettableClock(NOON + timedelta(minutes=55))
    platform = ScriptedPlatform()
    (first,) = queue(sqlite_database, "weibo:1", name="one", due=clock.at)
    (second,) = queue(sqlite_database, "weibo:1", name="two", due=clock.at)
    rules = QuotaRules(weibo_posts_per_hour=1)
    scheduler = a_scheduler(sqlite_database, platform, clock=clock, quotas=rules)
    scheduler.tick()
    scheduler.tick()
    assert (state(sqlite_database, first), state(sqlite_database, second)) == (State.SENT, State.RETRY)
    clock.forward(300)
    scheduler.tick()
    assert state(sqlite_database, second) is State.SENT


def test_what_the_platform_says_of_its_quota_is_believed_over_our_count(sqlite_database: Database) -> None:
    says = [Refused("Somebody sent by hand.", "45028", quota_spent=True)]
    platform = ScriptedPlatform("wechat:gh", says=says)
    (first,) = queue(sqlite_database, "wechat:gh", name="one")
    (second,) = queue(sqlite_database, "wechat:gh", name="two")
    scheduler = a_scheduler(sqlite_database, platform, quotas=QuotaRules())
    scheduler.tick()
    scheduler.tick()
    assert (state(sqlite_database, first), state(sqlite_database, second)) == (State.FAILED, State.HELD)
    assert len(platform.calls) == 1


def test_a_send_to_a_tag_that_finds_no_quota_keeps_back_those_to_tags_today_and_nothing_else(
    sqlite_database: Database,
) -> None:
    says = [Refused("Nothing is left.", "45028", quota_spent=True)]
    platform, clock = ScriptedPlatform("wechat:gh", says=says), SettableClock()
    queue(sqlite_database, "wechat:gh", name="tag", audience="tag:2")
    (today,) = queue(sqlite_database, "wechat:gh", name="today", due=NOON + timedelta(seconds=1), audience="tag:3")
    (to_all,) = queue(sqlite_database, "wechat:gh", name="to-all", due=NOON + timedelta(seconds=2))
    (tomorrow,) = queue(sqlite_database, "wechat:gh", name="tomorrow", due=NOON + timedelta(days=1), audience="tag:3")
    scheduler = a_scheduler(sqlite_database, platform, clock=clock, quotas=QuotaRules())
    for _ in range(3):
        scheduler.tick()
        clock.forward(1)
    assert (state(sqlite_database, today), state(sqlite_database, to_all)) == (State.HELD, State.SENT)
    assert "this day" in str(column(sqlite_database, today, "error"))
    clock.forward(86_400)
    scheduler.tick()
    assert state(sqlite_database, tomorrow) is State.SENT


def test_the_kind_that_weibo_means_is_spent_and_no_other(sqlite_database: Database) -> None:
    says = [Retry("No calls.", timedelta(hours=12), "10023", quota_spent=True, spent="calls_day")]
    platform, clock = ScriptedPlatform(says=says), SettableClock()
    queue(sqlite_database, "weibo:1", name="one", late_after=86_400)
    (second,) = queue(sqlite_database, "weibo:1", name="two", due=NOON + timedelta(hours=2))
    scheduler = a_scheduler(sqlite_database, platform, clock=clock, quotas=QuotaRules())
    scheduler.tick()
    clock.forward(2 * 3600)
    scheduler.tick()
    assert state(sqlite_database, second) is State.HELD
    assert "calls to Weibo" in str(column(sqlite_database, second, "error"))


def test_an_outcome_that_cannot_be_saved_is_reconciled_like_a_crash(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def disk_is_full(point: str) -> None:
        if point == "P6":
            raise NotSaved("The disk is full.")

    (number,) = queue(sqlite_database, "weibo:1")
    a_scheduler(sqlite_database, ScriptedPlatform(), fault=disk_is_full).tick()
    assert state(sqlite_database, number) is State.SENDING
    assert "could not be saved: The disk is full." in caplog.text


def test_an_accepted_job_is_not_sent_yet(sqlite_database: Database) -> None:
    platform = ScriptedPlatform("wechat:gh", says=[Accepted("10001", waiting="An admin must confirm on the phone.")])
    (number,) = queue(sqlite_database, "wechat:gh")
    a_scheduler(sqlite_database, platform).tick()
    found = seen(sqlite_database, number)
    assert (found.state, found.remote_id) == (State.ACCEPTED, "10001")
    assert column(sqlite_database, number, "error") == "An admin must confirm on the phone."
