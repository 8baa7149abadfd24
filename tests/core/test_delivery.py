"""The state machine and the key of a delivery."""

import itertools
import string

import pytest

from bot.core.delivery import FINAL, MOVES, State, delivery_key, may_move


def test_every_state_has_its_moves() -> None:
    assert set(MOVES) == set(State)


@pytest.mark.parametrize("state", State)
def test_no_state_moves_to_itself_unasked(state: State) -> None:
    assert state not in {State.SENT, State.CANCELLED} or not MOVES[state]


def test_what_is_there_stays_there() -> None:
    assert not any(may_move(State.SENT, new) for new in State)


def test_only_an_intent_on_disk_can_become_sent_or_accepted_by_a_send() -> None:
    assert not may_move(State.CLAIMED, State.SENT)
    assert may_move(State.SENDING, State.SENT)
    assert may_move(State.SENDING, State.ACCEPTED)


def test_what_waits_becomes_sent_only_without_the_bot() -> None:
    assert may_move(State.QUEUED, State.SENT)  # a person posted it by hand
    assert not may_move(State.QUEUED, State.ACCEPTED)


def test_every_state_reaches_an_end() -> None:
    for state in State:
        seen, todo = set(), [state]
        while todo:
            here = todo.pop()
            seen.add(here)
            todo += [new for new in MOVES[here] if new not in seen]
        assert seen & set(FINAL), state


def test_keys_differ_fit_wechat_and_stay_the_same() -> None:
    wishes = list(itertools.product(("a", "b"), ("wechat:1", "weibo:1"), (1, 2)))
    keys = [delivery_key(*wish) for wish in wishes]
    assert len(set(keys)) == len(keys)
    assert keys == [delivery_key(*wish) for wish in wishes]
    assert all(len(key) <= 32 and set(key) <= set(string.ascii_lowercase + string.digits) for key in keys)
