"""What staff read about a delivery: true, and with a next step."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.delivery import Accepted, Delivery, Post, Refused, Retry, State, Unknown
from bot.core.timing import LAST_TRY
from bot.core.verdict import DECIDE, Change, Pace, after_looking, after_sending

NOON = datetime(2026, 12, 10, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai
PACE = Pace()
SENDING = Delivery(
    id=1,
    announcement_id="talk",
    channel="wechat",
    account="wechat:gh_1",
    state=State.SENDING,
    key="akey",
    post=Post("wechat", "mass", "zh", "宣讲会", "正文"),
    intact=True,
    due_at=NOON,
    late_after=timedelta(minutes=15),
    useful_until=None,
    fence=1,
    attempts=1,
    looked=0,
    first_attempt_at=NOON,
    notes={},
    remote_id="",
    url="",
)
IN_DOUBT = replace(SENDING, maybe_out=True)
LAST = replace(SENDING, attempts=LAST_TRY)


def sent(outcome: Accepted | Retry | Refused | Unknown, delivery: Delivery = SENDING, *, keyed: bool = True) -> Change:
    return after_sending(outcome, delivery, NOON, PACE, keyed=keyed)


def test_a_retry_says_when():
    assert sent(Retry("WeChat is busy.", timedelta(minutes=5))).error.endswith("It is tried again at 12:05 (Shanghai).")


def test_a_retry_that_comes_too_late_to_go_out_by_itself_says_so_at_once():
    change = sent(Retry("The hour's posts are used up.", timedelta(minutes=50)))
    assert change.state is State.RETRY
    assert "you will be asked" in change.error
    assert "12:50" in change.error
    assert change.tell


def test_a_repeat_under_the_key_of_what_may_be_out_says_that_it_cannot_go_out_twice():
    for change in (sent(Retry("It was sent, then the answer broke off."), IN_DOUBT), sent(Unknown("The answer."))):
        assert change.state is State.RETRY
        assert "same key, which cannot go out twice" in change.error


@pytest.mark.parametrize(
    ("outcome", "delivery", "state"),
    [
        (Retry("WeChat is busy."), LAST, State.FAILED),
        (Retry("WeChat is busy."), replace(LAST, maybe_out=True), State.UNKNOWN),
        (Unknown("The answer was lost."), LAST, State.UNKNOWN),
    ],
)
def test_after_the_last_try_nothing_is_promised_and_a_person_reads_what_to_do(outcome, delivery, state):
    change = sent(outcome, delivery)
    assert change.state is state
    assert f"It was tried {LAST_TRY} times" in change.error
    assert "again at" not in change.error
    assert "same key" not in change.error
    assert (DECIDE if state is State.UNKNOWN else "send it now") in change.error


def test_a_refusal_after_a_try_in_doubt_sends_the_reader_to_the_account_first():
    change = sent(Refused("No mass send is left.", "45028"), IN_DOUBT)
    assert change.state is State.UNKNOWN
    assert change.error == f"No mass send is left. An earlier try may have gone out. {DECIDE}"


def test_the_last_look_says_what_was_found_not_what_we_suppose():
    unknown = replace(SENDING, state=State.UNKNOWN, looked=2)
    change = after_looking(Unknown("Weibo could not be asked whether it was posted."), unknown, NOON, PACE)
    assert "Weibo could not be asked" in change.error
    assert "not found" not in change.error
    assert change.error.endswith(DECIDE)


def test_a_job_found_again_by_its_key_is_asked_about_soon_because_its_event_may_have_passed():
    assert sent(Accepted("1")).next_try_at == NOON + timedelta(seconds=PACE.polls[0])
    assert sent(Accepted("1"), IN_DOUBT).next_try_at == NOON + timedelta(seconds=PACE.looks[0])
