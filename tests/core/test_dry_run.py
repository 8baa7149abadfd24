"""The rehearsal of a calendar: what goes out when, and everything that would keep it back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.announcements import Announcement, Problem, latest_useful
from bot.core.dry_run import Fate, Rehearsed, Send, rehearse
from bot.core.posts import posts_for
from bot.core.problems import problems
from bot.core.quotas import QuotaRules
from bot.core.rules import Planned, Rules
from tests.announcing import ACCOUNTS, LINK, NOW, RULES, an_announcement

DAY = timedelta(days=1)
NOON = NOW + 7 * DAY  # 12:00 in Shanghai on 1 December


def said(number: int) -> dict[str, tuple[str, str]]:
    return {"zh": (f"第{number}场", f"第{number}场说明会。{LINK}"), "en": (f"Talk {number}", f"Talk {number}: {LINK}")}


def talk(number: int, at: datetime, channel: str = "wechat", **changes: Any) -> Announcement:
    return an_announcement(f"talk-{number}", channels=(channel,), texts=said(number), at=at, **changes)


def sends(*made: Announcement, late: timedelta = timedelta(minutes=15), **changes: Any) -> list[Send]:
    return [
        replace(Send(one, post, ACCOUNTS[name], one.publish_at, late, latest_useful(one)), **changes)
        for one in made
        for name, post in posts_for(one).items()
    ]


def run(waiting: Sequence[Send], *, rules: Rules = RULES, now: datetime = NOW, **known: Any) -> list[Rehearsed]:
    def check(send: Send, before: Sequence[Planned], at: datetime) -> list[Problem]:
        return problems(send.announcement, now=at, rules=rules, others=before)

    plain: dict[str, Any] = {"before": (), "taken": {}, "pauses": {}}
    return rehearse(waiting, now=now, rules=rules, check=check, **{**plain, **known})


def outcome(done: Sequence[Rehearsed]) -> list[tuple[str, Fate, list[str]]]:
    return [(one.send.announcement.id, one.fate, [problem.code for problem in one.problems]) for one in done]


def test_without_problems_everything_goes_out_at_its_minute() -> None:
    done = run(sends(talk(2, NOON + DAY), talk(1, NOON)))
    assert outcome(done) == [("talk-1", Fate.OUT, []), ("talk-2", Fate.OUT, [])]
    assert [one.at for one in done] == [NOON, NOON + DAY]


def test_a_quota_is_used_up_by_the_sends_before_and_free_again_in_the_next_month() -> None:
    days = [NOON + DAY * 4 * n for n in range(5)]
    january = datetime(2027, 1, 1, 4, tzinfo=UTC)
    made = [talk(n, at) for n, at in enumerate([*days, january], start=1)]
    done = run(sends(*made))
    assert [codes for _, _, codes in outcome(done)] == [[], [], [], [], ["quota_month"], []]
    assert "“talk-1”, “talk-2”, “talk-3”, “talk-4”" in done[4].problems[0].message


def test_the_first_of_a_day_goes_out_and_the_second_is_stopped() -> None:
    done = run(sends(talk(1, NOON), talk(2, NOON + timedelta(hours=5))))
    assert outcome(done)[1] == ("talk-2", Fate.STOPPED, ["quota_day"])


def test_an_hour_that_is_full_stops_the_next_on_that_account() -> None:
    rules = replace(RULES, quotas=QuotaRules(weibo_posts_per_hour=2))
    made = [talk(n, NOON + timedelta(minutes=10 * n), "weibo") for n in range(1, 4)]
    assert [codes for _, _, codes in outcome(run(sends(*made), rules=rules))] == [[], [], ["quota_hour"]]


def test_what_is_stopped_leaves_its_place_to_the_next() -> None:
    silent = replace(talk(1, NOON), texts={"zh": ("", f"没有标题 {LINK}")})
    done = run(sends(silent, talk(2, NOON + timedelta(hours=1))))
    assert outcome(done) == [("talk-1", Fate.STOPPED, ["no_title"]), ("talk-2", Fate.OUT, [])]


def test_what_the_ledger_says_is_gone_counts_too() -> None:
    taken = {("wechat:gh_1", "mass_month", "2026-12"): 4}
    [one] = run(sends(talk(1, NOON)), taken=taken)
    assert [problem.code for problem in one.problems] == ["quota"]
    assert "no mass messages on WeChat left for this month (2026-12" in one.problems[0].message


def test_an_account_does_one_thing_at_a_time() -> None:
    done = run(sends(*(talk(n, NOON, "x") for n in range(1, 4))))
    assert [one.at - NOON for one in done] == [timedelta(seconds=20 * n) for n in range(3)]
    other = run(sends(talk(1, NOON, "x"), talk(2, NOON, "weibo")))
    assert [one.at for one in other] == [NOON, NOON]


def test_a_queue_that_is_too_long_for_its_minute_ends_in_what_is_late() -> None:
    made = [talk(n, NOON, "x") for n in range(1, 5)]
    done = run(sends(*made, late=timedelta(seconds=40)))
    assert outcome(done)[2:] == [("talk-3", Fate.OUT, []), ("talk-4", Fate.STOPPED, ["late"])]
    assert "1 December 2026, 12:00 (Shanghai)" in done[3].problems[0].message


@pytest.mark.parametrize(("seconds", "fate"), [(15 * 60, Fate.OUT), (15 * 60 + 1, Fate.STOPPED)])
def test_what_is_late_already_is_rehearsed_for_now(seconds: int, fate: Fate) -> None:
    [one] = run(sends(talk(1, NOON)), now=NOON + timedelta(seconds=seconds))
    assert (one.fate, one.at) == (fate, NOON + timedelta(seconds=seconds))


def test_what_failed_is_rehearsed_for_its_next_try() -> None:
    soon, later = (NOON + timedelta(minutes=minutes) for minutes in (10, 60))
    [one] = run(sends(talk(1, NOON), not_before=soon), now=NOON + timedelta(minutes=1))
    assert (one.at, one.fate) == (soon, Fate.OUT)
    [late] = run(sends(talk(1, NOON), not_before=later), now=NOON + timedelta(minutes=1))
    assert (late.at, late.fate) == (later, Fate.STOPPED)


def test_past_its_latest_useful_time_it_is_missed() -> None:
    one = talk(1, NOON, useful_until=NOON + timedelta(minutes=1))
    [done] = run(sends(one), now=NOON + timedelta(minutes=2))
    assert (done.fate, [problem.code for problem in done.problems]) == (Fate.MISSED, ["missed"])


def test_the_same_text_is_refused_the_second_time_and_the_same_hour_is_a_hint() -> None:
    first, again = talk(1, NOON, "x"), replace(talk(2, NOON + timedelta(minutes=30), "x"), texts=said(1))
    done = run(sends(first, again))
    assert outcome(done) == [("talk-1", Fate.OUT, []), ("talk-2", Fate.STOPPED, ["same_text"])]
    assert "same_hour" in {hint.code for hint in done[1].hints}
    assert "same_hour" not in {hint.code for hint in done[0].hints}


def test_what_went_out_before_counts() -> None:
    old = Planned("old", "wechat", "mass", "all", NOON - timedelta(hours=2), "old words")
    assert outcome(run(sends(talk(1, NOON)), before=[old])) == [("talk-1", Fate.STOPPED, ["quota_day"])]


def test_an_access_that_ends_first_and_a_right_that_is_missing_are_said() -> None:
    rules = replace(
        RULES,
        tokens_end={"weibo": NOON},
        missing_rights={("wechat", "mass"): "The account is not verified: verify it."},
    )
    made = [talk(1, NOON - DAY, "weibo"), talk(2, NOON, "weibo"), talk(3, NOON + DAY)]
    done = run(sends(*made), rules=rules)
    assert outcome(done) == [
        ("talk-1", Fate.OUT, []),
        ("talk-2", Fate.STOPPED, ["token_ended"]),
        ("talk-3", Fate.STOPPED, ["no_right"]),
    ]


def test_a_pause_and_a_hold_keep_back_what_they_are_for() -> None:
    pauses = {"weibo:1": "Weibo is paused since yesterday: go on with `channel resume weibo`."}
    made = sends(talk(1, NOON, "weibo"), talk(2, NOON, "x")) + sends(talk(3, NOON, "x"), held=True)
    found = {name: (fate, codes) for name, fate, codes in outcome(run(made, pauses=pauses))}
    assert found == {
        "talk-1": (Fate.STOPPED, ["paused"]),
        "talk-2": (Fate.OUT, []),
        "talk-3": (Fate.STOPPED, ["held"]),
    }


def test_what_is_posted_by_hand_asks_for_somebody_at_whatever_hour() -> None:
    mine = sends(talk(1, NOON), by_hand=True, account="wechat:by-hand")
    [one] = run(mine, pauses={"wechat:gh_1": "WeChat is paused."}, now=NOON + timedelta(hours=2))
    assert (one.fate, one.problems) == (Fate.BY_HAND, ())
    assert [hint.message for hint in one.hints if hint.code == "by_hand"] == [
        "By hand: somebody must post it at that minute. `announce package talk-1` puts together what to copy."
    ]


def test_what_waits_to_be_posted_by_hand_is_kept_back_until_somebody_does() -> None:
    [one] = run(sends(talk(1, NOON), by_hand=True, held=True), now=NOON + DAY)
    assert (one.fate, [problem.code for problem in one.problems]) == (Fate.STOPPED, ["held"])
    assert "it waits for somebody to post it" in one.problems[0].message


def test_readers_see_what_is_posted_by_hand_so_it_counts_for_what_follows() -> None:
    first = sends(talk(1, NOON), by_hand=True, account="wechat:by-hand")
    done = run([*first, *sends(talk(2, NOON + timedelta(hours=5)))])
    assert outcome(done) == [("talk-1", Fate.BY_HAND, []), ("talk-2", Fate.STOPPED, ["quota_day"])]


def test_an_event_that_is_over_stops_it() -> None:
    over = replace(an_announcement().event, ends_at=NOON - DAY)
    assert outcome(run(sends(talk(1, NOON, event=over)))) == [("talk-1", Fate.STOPPED, ["event_past"])]


def test_a_year_of_many_sends_is_rehearsed_quickly() -> None:
    made = [talk(n, NOW + timedelta(hours=8 * n), "x") for n in range(1, 301)]
    done = run(sends(*made))
    assert len(done) == 300
    assert {one.fate for one in done} == {Fate.OUT}
