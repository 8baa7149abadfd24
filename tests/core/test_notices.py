"""What staff are told, in which words, and when they are told again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.delivery import BY_HAND, Delivery, State
from bot.core.notices import (
    DAY_BEGINS,
    Severity,
    in_words,
    of_change,
    token_notices,
    told_again_at,
    tried_again_at,
)
from bot.core.timing import NEVER, SHANGHAI
from bot.core.tokens import TokenLife
from bot.core.verdict import Change
from tests.scheduler.building import NOON, a_post


def a_delivery(number: int = 12, account: str = "weibo:1", state: State = State.SENDING) -> Delivery:
    return Delivery(
        number, "talk", account.partition(":")[0], account, state, "k", a_post(account), True, NOON,
        timedelta(minutes=15), None, 1, 1, 0, NOON, {}, "", "",
    )  # fmt: skip


@pytest.mark.parametrize("state", [State.FAILED, State.UNKNOWN, State.HELD, State.MISSED])
def test_what_needs_a_person_is_a_sentence_with_a_command(state: State) -> None:
    notice = of_change(a_delivery(), Change(state, error="The answer was lost.", tell=True))
    assert notice is not None
    assert (notice.cause, notice.severity, notice.lasting) == (f"delivery:12:{state}", Severity.URGENT, True)
    assert notice.subject == f"talk on Weibo: {state}"
    assert notice.text.startswith("The answer was lost.")
    assert "paristech-bot deliveries resolve 12 --sent URL" in notice.text
    assert "paristech-bot deliveries resolve 12 --not-sent" in notice.text


def test_what_a_person_posts_is_never_said_to_be_sent_by_the_bot() -> None:
    notice = of_change(
        replace(a_delivery(), notes={BY_HAND: "approved so"}), Change(State.HELD, error="It is time.", tell=True)
    )
    assert notice is not None
    assert "deliveries resolve 12 --sent URL" in notice.text
    assert "--not-sent" not in notice.text


def test_what_nobody_has_to_hear_of_is_no_notice() -> None:
    assert of_change(a_delivery(), Change(State.RETRY, error="Weibo is not available.")) is None


def test_the_platforms_own_words_stand_beneath() -> None:
    notice = of_change(
        a_delivery(), Change(State.FAILED, error="Shorten it.", code="20012", words="too long", tell=True)
    )
    assert notice is not None
    assert "(Weibo says: 20012 too long)" in notice.text


def test_what_was_found_is_good_news_and_over() -> None:
    notice = of_change(a_delivery(state=State.UNKNOWN), Change(State.SENT, url="https://weibo.com/1/a", tell=True))
    assert notice is not None
    assert (notice.severity, notice.lasting) == (Severity.INFO, False)
    assert notice.text == "It was found: it is there. https://weibo.com/1/a"


def test_while_it_is_looked_for_the_notice_says_so() -> None:
    looked = of_change(a_delivery(), Change(State.UNKNOWN, NOON, error="Lost.", tell=True))
    given_up = of_change(a_delivery(), Change(State.UNKNOWN, NEVER, error="Lost.", tell=True))
    assert looked is not None
    assert given_up is not None
    assert "goes on looking" in looked.text
    assert "goes on looking" not in given_up.text


@pytest.mark.parametrize(
    ("told", "severity", "again"),
    [
        ((12, 0), Severity.WARNING, (12, 0)),
        ((8, 0), Severity.WARNING, (8, 0)),
        ((21, 59), Severity.WARNING, (21, 59)),
        ((22, 0), Severity.URGENT, (22, 0)),
        ((3, 0), Severity.URGENT, (3, 0)),
        ((3, 0), Severity.WARNING, (8, 0)),
    ],
)
def test_a_reminder_comes_a_day_later_and_not_at_night(
    told: tuple[int, int], severity: Severity, again: tuple[int, int]
) -> None:
    at = datetime(2026, 12, 10, *told, tzinfo=SHANGHAI)
    assert told_again_at(at, severity, 24) == datetime(2026, 12, 11, *again, tzinfo=SHANGHAI)


def test_a_reminder_of_the_late_evening_waits_for_the_morning_after() -> None:
    at = datetime(2026, 12, 10, 22, 30, tzinfo=SHANGHAI)
    assert told_again_at(at, Severity.WARNING, 24) == datetime(2026, 12, 12, DAY_BEGINS, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize(("severity", "hours"), [(Severity.URGENT, 0), (Severity.INFO, 24)])
def test_nobody_is_reminded_of_mere_information_or_against_the_setting(severity: Severity, hours: int) -> None:
    assert told_again_at(NOON, severity, hours) == NEVER


def test_a_way_that_fails_is_tried_again_soon_then_every_hour() -> None:
    waits = [tried_again_at(failures, NOON) - NOON for failures in range(1, 12)]
    assert sum(waits[:2], timedelta()) < timedelta(minutes=1)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)


WEEK = TokenLife(NOON, NOON - timedelta(days=7))


def test_a_token_of_a_week_is_told_a_fifth_before_its_end_and_again_when_it_has_ended() -> None:
    ends = WEEK.ends
    assert token_notices({"weibo:1": WEEK}, ends - timedelta(days=2)) == []
    [soon] = token_notices({"weibo:1": WEEK}, ends - timedelta(days=1))
    assert (soon.cause, soon.severity) == ("token:weibo:1:expiring", Severity.WARNING)
    assert "2026-12-10 12:00 (Shanghai)" in soon.text
    assert "paristech-bot channel connect weibo" in soon.text
    [over] = token_notices({"weibo:1": WEEK}, ends)
    assert (over.cause, over.severity) == ("token:weibo:1:ended", Severity.URGENT)


def test_a_telling_says_where_the_whole_announcement_stands() -> None:
    stands = {"weibo": State.FAILED, "wechat": State.SENT}
    subject, text = in_words("Why.", subject="talk on Weibo: failed", stands=stands, again=False, over=False)
    assert subject == "talk on Weibo: failed"
    assert text.splitlines()[1] == "The announcement now: WeChat sent, Weibo failed."
    assert text.splitlines()[-1] == "`paristech-bot notices list` shows what is open."


def test_a_reminder_says_that_it_is_one_and_what_is_over_says_so() -> None:
    assert in_words("Why.", subject="s", stands={}, again=True, over=False)[0] == "Still open: s"
    assert "This is over by now." in in_words("Why.", subject="s", stands={}, again=False, over=True)[1]


def test_all_instants_are_aware() -> None:
    assert told_again_at(datetime(2026, 12, 10, 20, tzinfo=UTC), Severity.WARNING, 24).tzinfo is not None
